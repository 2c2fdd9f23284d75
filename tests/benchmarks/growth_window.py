"""The product's window, doing what a person does: ``python -m tests.benchmarks.growth_window DATABASE``.

Prints the seconds each thing takes, from the key or click until its result is painted.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from nqdesk import app as wiring
from nqdesk.actions import databases, events, offers, portfolios
from nqdesk.domain.offer_query import OfferQuery, OfferSort
from nqdesk.domain.offers import Form, FundingMark, OfferKind, OfferState
from nqdesk.domain.portfolio import PortfolioChoice
from nqdesk.store import events as stored_events
from nqdesk.store import offers as stored_offers
from nqdesk.store import portfolios as stored_portfolios
from nqdesk.ui.offers.filter_menu import FilterMenu
from nqdesk.ui.offers.page import OffersPage
from nqdesk.ui.preferences import Preferences
from nqdesk.ui.widgets.chip_bar import ChipBar
from nqdesk.ui.window import MainWindow
from tests.benchmarks import driven
from tests.benchmarks.password import PASSWORD
from tests.builders import an_event

REPEATS = 3
CHOSEN = 40  # offers of the portfolio
_OPENED = 60  # offers that are opened and saved in turn


class Person:
    """Somebody at the window, whose waiting is measured."""

    def __init__(self, path: Path) -> None:
        preferences = Preferences(Path(tempfile.mkdtemp()) / "fenster.ini")
        self.application = wiring.make_application(preferences)
        store = databases.open_database(path, PASSWORD, wiring.now())
        self.session = wiring.make_session(store, preferences)
        self.window = MainWindow(self.session)
        self.window.resize(1440, 900)
        self.window.show()
        page = self.window.show_page("offers")
        if not isinstance(page, OffersPage):
            raise TypeError
        self.page = page
        self.model = page.table.model_of_offers
        self.painted = driven.Painted(page.table, self._is_there)
        self.rest()
        on = self.session.today()
        numbers = stored_offers.first_numbers(store.db, OfferQuery(), on, _OPENED)
        self.offers = stored_offers.by_number(store.db, numbers)
        event_id = events.save_event(store, an_event(), wiring.now()).ids[0]
        added = frozenset(offer.id for offer in self.offers[:CHOSEN])
        self.choice = PortfolioChoice(event_id=event_id, by_rule=False, added=added)

    def _is_there(self) -> bool:
        return self.model.rowCount() == 0 or self.model.row_at(0) is not None

    def rest(self) -> None:
        """Wait until nothing goes on."""
        driven.wait(lambda: self.model.is_complete)
        driven.wait(lambda: self.page.is_settled)
        until = time.perf_counter() + 0.08
        driven.wait(lambda: time.perf_counter() > until)

    def seconds(self, act: Callable[[], object]) -> float:
        """Return how long it takes until what `act` asks for is on the screen."""
        begun = time.perf_counter()
        act()
        self.window.repaint()
        self.application.processEvents()
        return time.perf_counter() - begun

    def steps(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield what is done, by name."""
        bar = self.page.filters
        for sort in OfferSort:
            for down in (False, True):
                name = f"list by {sort.value}{' down' if down else ''}"
                yield name, lambda s=sort, d=down: self.model.sort_wanted.emit(s, d)  # type: ignore[misc]
        self.model.sort_wanted.emit(OfferSort.START, False)
        provider = next(offer.provider_id for offer in self.offers if offer.provider_id)
        occupation = next(offer.occupation_id for offer in self.offers if offer.occupation_id)
        menus: tuple[tuple[ChipBar | FilterMenu, tuple[str, ...]], ...] = (
            (bar.states, (*OfferState, "bin")),
            (bar.kinds, tuple(OfferKind)),
            (bar.forms, tuple(Form)),
            (bar.funding, tuple(FundingMark)),
            (bar.occupations, (occupation,)),
            (bar.provider, (provider,)),
        )
        for menu, values in menus:
            for value in values:

                def choose(menu: ChipBar | FilterMenu = menu, value: str = value) -> None:
                    menu.set_value(frozenset({value}))
                    bar.changed.emit()

                yield f"filter {value if value != provider else 'provider'}", choose
        for text in ("lager", "f", "dresden lager", "nirgends"):

            def search(text: str = text) -> None:
                bar.search.set_text(text)
                bar.changed.emit()

            yield f"search {text}", search
        turn = count()
        yield "open an offer", lambda: self.page.detail.show_offer(self.offers[next(turn) % _OPENED].id)
        yield "save an offer", lambda: self._save(next(turn))
        yield "undo", self.session.undo
        yield "open the events", self._open_events
        yield f"choose a portfolio of {CHOSEN} offers", lambda: self._choose(next(turn))
        for text in ("lager", "dresden", "u"):
            yield f"search over everything {text}", lambda text=text: self._search_everything(text)  # type: ignore[misc]

    def _save(self, turn: int) -> None:
        store = self.session.store
        offer = stored_offers.get(store.db, self.offers[turn % _OPENED].id)
        if offer is None:
            raise AssertionError("the offer is gone")
        changed = replace(offer, title=f"{offer.title} {turn}")
        self.session.perform(lambda store, now: offers.save_offer(store, changed, now))

    def _open_events(self) -> None:
        self.window.show_page("events")

    def _choose(self, turn: int) -> None:
        store = self.session.store
        present = stored_portfolios.of_event(store.db, self.choice.event_id) or self.choice
        self.session.perform(
            lambda store, now: portfolios.save_choice(store, replace(present, title=f"Auswahl {turn}"), now)
        )
        portfolios.book_for(store, stored_events.get(store.db, present.event_id), self.session.today())

    def _search_everything(self, text: str) -> None:
        panel = self.window.search
        panel.open()
        rows = panel.list.model().rowCount
        panel.field.setText(text)
        panel.field.searched.emit(text)
        driven.wait(lambda: rows() > 0)

    def back(self) -> None:
        """Go back to the whole list, whatever was done; nobody waits for this."""
        self.window.search.close_panel()
        self.window.show_page("offers")
        if self.page.filters.is_limiting:
            self.page.filters.reset()
        self.rest()


def main() -> None:
    """Do everything some times and print the seconds of each, the shortest of its times."""
    person = Person(Path(sys.argv[1]))
    taken = {}
    for name, act in person.steps():
        found = []
        for _ in range(REPEATS):
            person.back()
            found.append(person.seconds(act))
        taken[name] = min(found)
    person.back()
    person.session.close()
    driven.report(seconds=taken)


if __name__ == "__main__":
    main()
