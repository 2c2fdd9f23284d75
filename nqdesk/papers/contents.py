"""The list of contents: fields, occupations and parts with page numbers, each entry a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nqdesk.papers.blocks import Block, Text, baseline
from nqdesk.papers.colours import LINE, MUTED
from nqdesk.papers.frame import Filler, PageFormat
from nqdesk.papers.lines import Run, broken
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import BODY, BOLD, PART_TITLE, Style
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.typefaces import width as text_width

TITLE = "Inhalt"
DESTINATION = "inhalt"
_NUMBER_WIDTH = 34.0


@dataclass(frozen=True, kw_only=True)
class ContentsEntry:
    """One line: what, how much of it ("3 Angebote"), printed page, destination; level 0 is bold."""

    level: int
    title: str
    detail: str
    page: int
    destination: str


class _Entry(Block):
    def __init__(self, entry: ContentsEntry, parent: Node) -> None:
        top = entry.level == 0
        super().__init__(before=9 if top else 0, after=0, keep_with_next=False)
        self.entry = entry
        self.style: Style = BOLD.at(10, 16) if top else BODY.at(9.5, 15.5)
        self.node = parent.add("TOCI").add("Link")

    def _indent(self) -> float:
        return 14.0 * self.entry.level

    def height(self, width: float) -> float:
        """See Block."""
        return len(self._lines(width)) * self.style.leading

    def _lines(self, width: float) -> tuple[str, ...]:
        room = width - self._indent() - _NUMBER_WIDTH - self._detail_width() - 16
        lines = broken([Run(self.entry.title)], room, self.style)
        return tuple("".join(piece.text for piece in line.pieces) for line in lines)

    def _detail_width(self) -> float:
        return text_width(self.entry.detail, BODY.face, 8.6)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """See Block."""
        lines, style, left = self._lines(width), self.style, x + self._indent()
        height = len(lines) * style.leading
        number = str(self.entry.page)
        number_x = x + width - text_width(number, style.face, style.size)
        base = baseline(style, top)
        last = base - (len(lines) - 1) * style.leading
        with canvas.tagged(self.node):
            for index, text in enumerate(lines):
                canvas.show(left, base - index * style.leading, text, style.face, style.size, style.colour)
            end = left + text_width(lines[-1], style.face, style.size) + 8 if lines else left
            if self.entry.detail:
                canvas.show(end - 2.5, last, f" {self.entry.detail}", BODY.face, 8.6, MUTED)
                end += self._detail_width() + 8
            canvas.show(number_x - 2.5, last, f" {number}", style.face, style.size, style.colour)
        with canvas.artifact():
            canvas.rule(end, last + 0.5, max(number_x - end - 10, 0), LINE, 0.6)
        label = f"{self.entry.title}, Seite {number}"
        canvas.link(self.node, (left, top - height, x + width, top), f"#{self.entry.destination}", label)


def contents(entries: Sequence[ContentsEntry], parent: Node) -> list[Block]:
    """Return the blocks of the list of contents."""
    title = Text(TITLE, PART_TITLE, parent.add("H2"), after=8, destination=DESTINATION, outline=None)
    title.keep_with_next = True
    toc = parent.add("TOC")
    lines = [_Entry(entry, toc) for entry in entries]
    for line, following in pairwise(lines):
        line.keep_with_next = line.entry.level == 0 and following.entry.level > 0
    return [title, *lines]


def pages_needed(entries: Sequence[ContentsEntry], page: PageFormat) -> int:
    """Return how many pages the list takes; page numbers do not change that."""
    canvas = TaggedCanvas(page.size)
    filler = Filler(canvas, page)
    filler.put(contents(entries, Node("Sect")))
    filler.next_page()
    return canvas.page_number
