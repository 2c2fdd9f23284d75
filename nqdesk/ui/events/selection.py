"""What a choice comes to on a day: the offers as they will be printed, what is missing, how many of what."""

from dataclasses import dataclass
from datetime import date

from nqdesk.actions import messages, portfolios
from nqdesk.actions.refused import Refused
from nqdesk.domain.events import Event
from nqdesk.domain.portfolio import PortfolioChoice
from nqdesk.domain.portfolio_book import Entry, PortfolioBook
from nqdesk.store import offers
from nqdesk.store.database import Store
from nqdesk.ui.widgets.text_field import show_day


@dataclass(frozen=True, kw_only=True)
class ChosenRow:
    """One offer of the portfolio, in the order of print.

    Attributes:
        start: next start in German. kilometres: straight line, None if not known. missing: sentences.
    """

    id: str
    title: str
    provider: str
    occupation: str
    start: str
    place: str
    by_hand: bool
    kilometres: int | None
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The offers of a portfolio and what can be said about them.

    Attributes:
        occupations: titles of the sections in the order of print.
        removed: id and title of offers taken out by hand that still exist.
        lapsed: offers chosen by hand that are past, withdrawn or in the bin.
    """

    rows: tuple[ChosenRow, ...] = ()
    occupations: tuple[str, ...] = ()
    providers: int = 0
    runs: int = 0
    removed: tuple[tuple[str, str], ...] = ()
    lapsed: int = 0

    @property
    def count(self) -> int:
        """How many offers will be printed."""
        return len(self.rows)

    @property
    def incomplete(self) -> tuple[ChosenRow, ...]:
        """The offers about which a reader would miss something."""
        return tuple(row for row in self.rows if row.missing)


def select(store: Store, event: Event, choice: PortfolioChoice, on: date) -> Selection:
    """Read and order what a choice holds; for a worker, since a large stock takes a moment."""
    removed = tuple((offer.id, offer.title) for offer in offers.many(store.db, sorted(choice.removed)))
    try:
        book = portfolios.book_for(store, event, on, choice)
    except Refused:
        return Selection(removed=removed, lapsed=len(choice.added - choice.removed))
    rows = _rows(book, choice)
    shown = {row.id for row in rows}
    return Selection(
        rows=rows,
        occupations=tuple(p.title for section in book.sections for p in section.occupations if p.title),
        providers=book.provider_count,
        runs=book.run_count,
        removed=removed,
        lapsed=len(choice.added - choice.removed - shown),
    )


def _rows(book: PortfolioBook, choice: PortfolioChoice) -> tuple[ChosenRow, ...]:
    missing: dict[str, list[str]] = {}
    for problem in portfolios.missing(book):
        missing.setdefault(problem.values["id"], []).append(messages.sentence(problem.code, problem.values))
    return tuple(
        ChosenRow(
            id=entry.offer.id,
            title=entry.offer.title,
            provider=entry.provider.label,
            occupation=part.title,
            start=_start(entry),
            place=next((run.place for run in entry.runs if run.place), ""),
            by_hand=entry.offer.id in choice.added,
            kilometres=None if entry.distance_km is None else round(entry.distance_km),
            missing=tuple(missing.get(entry.offer.id, ())),
        )
        for section in book.sections
        for part in section.occupations
        for entry in part.entries
    )


def _start(entry: Entry) -> str:
    start = next((run.start for run in entry.runs if run.start), None)
    if start is not None:
        return f"ab {show_day(start)}"
    return "laufender Einstieg" if entry.is_rolling else ""
