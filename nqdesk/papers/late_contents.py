"""A list of contents that is drawn last, when page numbers are known, and bound in before the parts it lists."""

from collections.abc import Callable, Sequence

from nqdesk.papers import contents
from nqdesk.papers.blocks import Block
from nqdesk.papers.contents import ContentsEntry
from nqdesk.papers.edition import Footers
from nqdesk.papers.frame import Filler, PageFormat
from nqdesk.papers.structure import Node
from nqdesk.papers.tagged_canvas import TaggedCanvas

Entries = Callable[[Callable[[str], int]], Sequence[ContentsEntry]]
"""The lines, given the printed page of each destination."""


class LateContents:
    """Keeps the place of the list; made where it belongs, drawn when all the rest is."""

    def __init__(self, canvas: TaggedCanvas, footers: Footers, page: PageFormat, sect: Node, entries: Entries) -> None:
        """Reckon how many pages the list will take: the footers after it count them."""
        self._canvas, self._footers, self._sect, self._entries = canvas, footers, sect, entries
        self._first = canvas.page_number
        footers.inserted = contents.pages_needed(entries(lambda _: 0), page)

    def draw(self, filler: Filler, dress: Callable[[list[Block]], object]) -> tuple[int, ...]:
        """Draw the list, its blocks made ready by `dress`, and return the pages in the order they are bound."""
        canvas, footers, first = self._canvas, self._footers, self._first
        last = canvas.page_number
        printed = {
            name: place.page + 1 + (footers.inserted if place.page >= first else 0)
            for name, place in canvas.destinations.items()
        }
        footers.inserted = first - last
        lines = contents.contents(self._entries(printed.__getitem__), self._sect)
        dress(lines)
        filler.put(lines)
        filler.next_page()
        return (*range(first), *range(last, canvas.page_number), *range(first, last))
