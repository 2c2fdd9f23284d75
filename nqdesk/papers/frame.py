"""Pages: their measures, their furniture, and filling them with blocks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from nqdesk.papers.blocks import Block
from nqdesk.papers.colours import LINE
from nqdesk.papers.styles import FURNITURE
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.typefaces import clean, width

MM = 72 / 25.4
NO_HEAD = "-"  # as a block's `running`: what follows has no running head
A4 = (210 * MM, 297 * MM)
A4_LANDSCAPE = (297 * MM, 210 * MM)
A3 = (297 * MM, 420 * MM)


@dataclass(frozen=True, kw_only=True)
class PageFormat:
    """Measures of a page in points: its size and the margins around the text."""

    size: tuple[float, float] = A4
    left: float = 48.0
    right: float = 48.0
    top: float = 62.0
    bottom: float = 66.0

    @property
    def width(self) -> float:
        """Width of the text."""
        return self.size[0] - self.left - self.right

    @property
    def height(self) -> float:
        """Height of the text."""
        return self.size[1] - self.top - self.bottom


Furniture = Callable[[TaggedCanvas, int, str], None]


class Filler:
    """Fills pages from top to bottom.

    Headings stay with what follows, paragraphs are split two lines on either side, cards only if they are taller
    than a page. `furniture(canvas, page number from 0, running head)` draws what stands around the text when a page is
    closed; the running head names what the page continues, "" where it begins with a heading.
    """

    def __init__(self, canvas: TaggedCanvas, page: PageFormat, furniture: Furniture | None = None) -> None:
        self.canvas = canvas
        self.page = page
        self.furniture = furniture
        self._top = page.size[1] - page.top
        self._y = self._top
        self._gap = 0.0
        self._floor = page.bottom
        self._used = False
        self._running = ""
        self._head = ""

    @property
    def room(self) -> float:
        """Height left on the page."""
        return self._y - self._floor

    @property
    def used(self) -> bool:
        """Whether anything stands on the page."""
        return self._used

    def fill(self, blocks: Iterable[Block]) -> Iterator[None]:
        """Place blocks one after the other; yields after each closed page."""
        group: list[Block] = []
        for block in blocks:
            group.append(block)
            if block.keep_with_next:
                continue
            yield from self._place(group)
            group = []
        if group:
            yield from self._place(group)

    def put(self, blocks: Iterable[Block]) -> None:
        """Place blocks without reporting pages."""
        for _ in self.fill(blocks):
            pass

    def next_page(self) -> None:
        """Close the page if anything stands on it."""
        if self._used:
            self.close()

    def close(self) -> None:
        """Draw the furniture and close the page."""
        if self.furniture:
            self.furniture(self.canvas, self.canvas.page_number, self._head)
        self.canvas.showPage()
        self._y = self._top
        self._gap = 0.0
        self._used = False

    def _need(self, group: Sequence[Block]) -> float:
        total, gap, used = 0.0, self._gap, self._used
        for block in group:
            total += (max(gap, block.before) if used else 0.0) + block.height(self.page.width)
            gap, used = block.after, True
        return total

    def _place(self, group: list[Block]) -> Iterator[None]:
        while group:
            if self._need(group) <= self.room + 0.01:
                for block in group:
                    self._draw(block)
                return
            heads, last = group[:-1], group[-1]
            cut = self._cut(heads, last)
            if cut is not None:
                for block in (*heads, cut[0]):
                    self._draw(block)
                self.close()
                yield
                group = [cut[1]]
            elif self._used:
                self.close()
                yield
            else:  # taller than a page and not to be split: rather over the margin than lost
                for block in group:
                    self._draw(block)
                self.close()
                yield
                return

    def _cut(self, heads: Sequence[Block], last: Block) -> tuple[Block, Block] | None:
        width = self.page.width
        if last.only_when_taller and (last.height(width) <= self.page.height or self.room < self.page.height * 0.4):
            return None
        gap = max(heads[-1].after if heads else self._gap, last.before) if heads or self._used else 0.0
        return last.split(width, self.room - self._need(heads) - gap)

    def _draw(self, block: Block) -> None:
        if self._used:
            self._y -= max(self._gap, block.before)
        else:
            self._head = "" if block.running else self._running
        if block.running:
            self._running = "" if block.running == NO_HEAD else block.running
        block.draw(self.canvas, self.page.left, self._y, self.page.width)
        self._y -= block.height(self.page.width)
        self._gap = block.after
        self._used = True


def header(canvas: TaggedCanvas, page: PageFormat, text: str) -> None:
    """Draw a running head above the text as an artifact."""
    text = shortened(text, page.width)
    if text:
        with canvas.artifact("Pagination"):
            base = page.size[1] - page.top + 18
            canvas.show(page.left, base, text, FURNITURE.face, FURNITURE.size, FURNITURE.colour)


def footer(canvas: TaggedCanvas, page: PageFormat, left: str, right: str) -> None:
    """Draw a footer line as an artifact: `left` shortened to what fits, `right` flush right."""
    base = page.bottom - 28
    right = clean(right)
    right_width = width(right, FURNITURE.face, FURNITURE.size)
    room = page.width - right_width - 24
    lines = shortened(left, room)
    with canvas.artifact("Pagination"):
        canvas.rule(page.left, page.bottom - 16, page.width, LINE)
        if lines:
            canvas.show(page.left, base, lines, FURNITURE.face, FURNITURE.size, FURNITURE.colour)
        if right:
            x = page.left + page.width - right_width
            canvas.show(x, base, right, FURNITURE.face, FURNITURE.size, FURNITURE.colour)


def shortened(text: str, room: float) -> str:
    """Return a text shortened at a word, with an ellipsis, so that it fits one line of furniture."""
    text = clean(text)
    while text and width(text, FURNITURE.face, FURNITURE.size) > room:
        shorter = text.removesuffix("…").rstrip().rpartition(" ")[0]
        text = f"{shorter} …" if shorter else ""
    return text
