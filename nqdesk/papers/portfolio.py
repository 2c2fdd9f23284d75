"""Making a portfolio: one variant of a book into a PDF file."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from pathlib import Path

from nqdesk.domain.portfolio import Variant
from nqdesk.domain.portfolio_book import PortfolioBook, only
from nqdesk.domain.progress import Progress
from nqdesk.papers import full_portfolio, glance, overview, plain_handout, poster
from nqdesk.papers.edition import Edition, edition_of
from nqdesk.papers.errors import PapersError
from nqdesk.papers.finishing import Extras, Identity
from nqdesk.papers.frame import A3, A4, A4_LANDSCAPE
from nqdesk.papers.press import press
from nqdesk.papers.tagged_canvas import TaggedCanvas


@dataclass(frozen=True)
class Printed:
    """A finished file and its number of pages."""

    path: Path
    pages: int


Draw = Callable[[TaggedCanvas, Edition], Generator[int, None, Extras]]


@dataclass(frozen=True)
class _Kind:
    draw: Draw
    size: tuple[float, float]
    name: str


_KINDS = {
    Variant.FULL: _Kind(full_portfolio.draw, A4, full_portfolio.KICKER),
    Variant.OVERVIEW: _Kind(overview.draw, A4, overview.NAME),
    Variant.GLANCE: _Kind(glance.draw, A4_LANDSCAPE, glance.NAME),
    Variant.POSTER: _Kind(poster.draw, A3, poster.NAME),
    Variant.PLAIN: _Kind(plain_handout.draw, A4, plain_handout.NAME),
}


def make(book: PortfolioBook, variant: Variant, out: Path, occupation: str = "") -> Generator[Progress, None, Printed]:
    """Set a book and write it to `out`; yields progress in offers, returns what was printed.

    `occupation` is the title of the one section to print, "" for all. PapersError "nothing_to_print" when the book
    holds no such section; the codes of `target_file.write` when the file cannot be written. The same input gives the
    same bytes. Closing the generator early leaves no file behind.
    """
    if occupation:
        book = _recounted(only(book, occupation))
    if not any(section.occupations for section in book.sections):
        raise PapersError("nothing_to_print", {"name": out.name})
    kind = _KINDS[variant]
    edition = edition_of(book)
    canvas = TaggedCanvas(kind.size)
    identity = identity_of(book, kind.name)
    pages = yield from press(canvas, kind.draw(canvas, edition), book.offer_count, identity, out)
    return Printed(out, pages)


def _recounted(book: PortfolioBook) -> PortfolioBook:
    """The book with key figures, providers and dates of the sections that are left in it."""
    parts = [part for section in book.sections for part in section.occupations]
    entries = [entry for part in parts for entry in part.entries]
    used = {entry.provider.id for entry in entries}
    days = [entry.offer.information_date for entry in entries if entry.offer.information_date]
    providers = tuple(provider for provider in book.providers if provider.id in used)
    return replace(
        book,
        providers=providers,
        offer_count=len(entries),
        occupation_count=len(parts),
        provider_count=len(providers),
        run_count=sum(len(entry.runs) for entry in entries),
        information_from=min(days, default=None),
        information_to=max(days, default=None),
        sources=tuple(sorted({entry.offer.source_name for entry in entries if entry.offer.source_name})),
    )


def identity_of(book: PortfolioBook, name: str) -> Identity:
    """Return what the file says about itself."""
    return Identity(title=f"{name}: {book.title}", author=book.centre.name, subject=book.subtitle or name, day=book.on)
