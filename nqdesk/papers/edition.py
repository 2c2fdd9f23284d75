"""What all parts of one portfolio share: its content, colours and logo, and how pages are named."""

from dataclasses import dataclass, replace

from nqdesk.domain.portfolio_book import PortfolioBook
from nqdesk.papers.colours import Palette, palette
from nqdesk.papers.frame import PageFormat, footer, header
from nqdesk.papers.logo import Logo, read_logo
from nqdesk.papers.tagged_canvas import TaggedCanvas


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A book made ready for setting."""

    book: PortfolioBook
    colours: Palette
    logo: Logo | None


def edition_of(book: PortfolioBook) -> Edition:
    """Return the edition of a book: palette from the centre's colour, logo read."""
    last = tuple(sorted(book.sections, key=lambda section: not section.title))  # what has no field comes last
    return Edition(
        book=replace(book, sections=last), colours=palette(book.centre.colour), logo=read_logo(book.centre.logo)
    )


_MOST_WORDS = 6  # furniture is a reminder; a whole sentence in it would be content kept from screen readers


def reminder(text: str) -> str:
    """Return the first words of a text, as many as furniture may have."""
    words = text.split()
    return " ".join(words[:_MOST_WORDS]) + (" …" if len(words) > _MOST_WORDS else "")


class Footers:
    """Draws the footer of each page: the paper's name and the page number.

    Attributes:
        name: of the paper, its first words.
        inserted: pages that are drawn later but stand before the ones being drawn.
    """

    def __init__(self, name: str, page: PageFormat) -> None:
        self.name = reminder(name)
        self.page = page
        self.inserted = 0

    def printed_number(self, drawn: int) -> int:
        """The number printed on a page drawn as number `drawn` (from 0)."""
        return drawn + 1 + self.inserted

    def __call__(self, canvas: TaggedCanvas, drawn: int, head: str) -> None:
        """Draw footer and running head of the page being closed."""
        header(canvas, self.page, reminder(head))
        footer(canvas, self.page, self.name, f"Seite {self.printed_number(drawn)}")
