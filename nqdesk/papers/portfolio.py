"""Making a portfolio: one variant of a book into a PDF file."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from nqdesk.domain.portfolio import Variant
from nqdesk.domain.portfolio_book import PortfolioBook, only
from nqdesk.domain.progress import Progress
from nqdesk.papers import full_portfolio
from nqdesk.papers.edition import Edition, edition_of
from nqdesk.papers.errors import PapersError
from nqdesk.papers.finishing import Extras, Identity, finishing
from nqdesk.papers.frame import A4
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.target_file import write


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
}


def make(book: PortfolioBook, variant: Variant, out: Path, occupation: str = "") -> Generator[Progress, None, Printed]:
    """Set a book and write it to `out`; yields progress in offers, returns what was printed.

    `occupation` is the title of the one section to print, "" for all. PapersError "nothing_to_print" when the book
    holds no such section; the codes of `target_file.write` when the file cannot be written. The same input gives the
    same bytes. Closing the generator early leaves no file behind.
    """
    if occupation:
        book = only(book, occupation)
    if not any(section.occupations for section in book.sections):
        raise PapersError("nothing_to_print", {"name": out.name})
    kind = _KINDS[variant]
    edition = edition_of(book)
    canvas = TaggedCanvas(kind.size)
    total = book.offer_count
    drawing = kind.draw(canvas, edition)
    while True:
        try:
            yield Progress(next(drawing), total, "pages")
        except StopIteration as end:
            extras: Extras = end.value
            break
    yield Progress(total, total, "pages")
    into = BytesIO()
    pages = canvas.page_number
    for _ in finishing(canvas.finished(), identity_of(book, kind.name), extras, into):
        yield Progress(total, total, "writing")
    write(out, into.getvalue())
    return Printed(out, pages)


def identity_of(book: PortfolioBook, name: str) -> Identity:
    """Return what the file says about itself."""
    return Identity(title=f"{name}: {book.title}", author=book.centre.name, subject=book.subtitle or name, day=book.on)
