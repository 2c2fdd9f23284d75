"""The pieces a page is filled with: each knows its height, draws itself and may be split between pages."""

from collections.abc import Sequence

from nqdesk.papers.colours import LINE, Colour
from nqdesk.papers.lines import Line, Run, balanced, settled
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import Style
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.typefaces import CAP_HEIGHT


class Block:
    """Base of all pieces.

    Attributes:
        before: space above, in points; dropped at the top of a page. after: space below.
        keep_with_next: never the last on a page while something follows.
        only_when_taller: split only if it is taller than a whole page.
        running: head of the pages that continue what begins here, "" to change nothing.
    """

    def __init__(self, *, before: float = 0.0, after: float = 0.0, keep_with_next: bool = False) -> None:
        self.before = before
        self.after = after
        self.keep_with_next = keep_with_next
        self.only_when_taller = False
        self.running = ""

    def height(self, width: float) -> float:
        """Height in points when set in a width."""
        raise NotImplementedError

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Draw with the upper left corner at (x, top)."""
        raise NotImplementedError

    def split(self, width: float, room: float) -> "tuple[Block, Block] | None":
        """Return two pieces, the first at most `room` high, or None if that is not possible decently."""
        del width, room
        return None


class Text(Block):
    """A paragraph or heading.

    Attributes:
        node: the structure element its words belong to; None makes it an artifact.
        destination, outline: name of a link target here, and level in the outline (None: not in it).
    """

    def __init__(
        self,
        content: str | Sequence[Run],
        style: Style,
        node: Node | None,
        *,
        before: float = 0.0,
        after: float = 0.0,
        keep_with_next: bool = False,
        destination: str = "",
        outline: tuple[int, str] | None = None,
        indent: float = 0.0,
    ) -> None:
        super().__init__(before=before, after=after, keep_with_next=keep_with_next)
        self.runs: Sequence[Run] = [Run(content)] if isinstance(content, str) else content
        self.style = style
        self.node = node
        self.destination = destination
        self.outline = outline
        self.indent = indent
        self._lines: tuple[float, tuple[Line, ...]] | None = None

    def lines(self, width: float) -> tuple[Line, ...]:
        """The lines when set in a width."""
        if self._lines is None or abs(self._lines[0] - width) > 0.01:
            setting = balanced if self.style.balanced else settled
            self._lines = (width, setting(self.runs, width - self.indent, self.style))
        return self._lines[1]

    def height(self, width: float) -> float:
        """See Block."""
        return len(self.lines(width)) * self.style.leading

    def split(self, width: float, room: float) -> "tuple[Block, Block] | None":
        """Split between lines, at least two on either side."""
        lines = self.lines(width)
        fits = min(int(room // self.style.leading), len(lines) - 2)
        if fits < 2:
            return None
        return self._part(width, lines[:fits], first=True), self._part(width, lines[fits:], first=False)

    def _part(self, width: float, lines: tuple[Line, ...], *, first: bool) -> "Text":
        part = Text(
            self.runs,
            self.style,
            self.node,
            before=self.before if first else 0.0,
            after=0.0 if first else self.after,
            keep_with_next=self.keep_with_next and not first,
            destination=self.destination if first else "",
            outline=self.outline if first else None,
            indent=self.indent,
        )
        part._lines = (width, lines)
        return part

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """See Block."""
        if self.destination:
            canvas.place(self.destination, top + 12)
            if self.outline:
                canvas.outline.append((self.outline[0], self.outline[1], self.destination))
        draw_lines(canvas, self.lines(width), self.style, x + self.indent, top, width - self.indent, self.node)


def baseline(style: Style, top: float) -> float:
    """Height of the first baseline of a text whose box begins at `top`: capitals stand centred in the leading."""
    return top - (style.leading + CAP_HEIGHT * style.size) / 2


def draw_lines(
    canvas: TaggedCanvas,
    lines: Sequence[Line],
    style: Style,
    x: float,
    top: float,
    width: float,
    node: Node | None,
) -> None:
    """Draw lines as content of `node` (an artifact if None); links inside become Link elements with annotations."""
    base = baseline(style, top)
    if node is None or not any(piece.run.link for line in lines for piece in line.pieces):
        with canvas.artifact("Pagination") if node is None else canvas.tagged(node):
            for number, line in enumerate(lines):
                shift = width - line.width if style.align == "right" else 0.0
                for piece in line.pieces:
                    _show(canvas, piece.text, piece.run, piece.face, style, x + piece.x + shift, base, number)
        return
    links: dict[int, Node] = {}
    for number, line in enumerate(lines):
        shift = width - line.width if style.align == "right" else 0.0
        for piece in line.pieces:
            owner = node
            if piece.run.link:
                owner = links.get(id(piece.run)) or links.setdefault(id(piece.run), node.add("Link"))
            left = x + piece.x + shift
            with canvas.tagged(owner):
                _show(canvas, piece.text, piece.run, piece.face, style, left, base, number)
            if piece.run.link:
                bottom = base - number * style.leading - 0.28 * style.size
                rect = (left, bottom, left + piece.width, bottom + 1.28 * style.size)
                canvas.link(owner, rect, piece.run.link, piece.run.label or piece.run.text.strip())


def _show(
    canvas: TaggedCanvas, text: str, run: Run, face: object, style: Style, x: float, base: float, number: int
) -> None:
    canvas.show(
        x,
        base - number * style.leading,
        text,
        face,  # type: ignore[arg-type]
        style.size,
        run.colour or style.colour,
        style.spacing,
    )


class Rule(Block):
    """A hairline across the width."""

    def __init__(self, *, before: float = 0.0, after: float = 0.0, colour: Colour = LINE, thickness: float = 0.75):
        super().__init__(before=before, after=after)
        self.colour = colour
        self.thickness = thickness

    def height(self, width: float) -> float:
        """See Block."""
        del width
        return self.thickness

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """See Block."""
        with canvas.artifact():
            canvas.rule(x, top, width, self.colour, self.thickness)


class Marked(Block):
    """A text with a mark (bullet, number) before it, an item of a list."""

    def __init__(self, mark: Text, text: Text, *, indent: float, before: float = 0.0, after: float = 0.0) -> None:
        super().__init__(before=before, after=after)
        self.mark = mark
        self.text = text
        self.indent = indent

    def height(self, width: float) -> float:
        """See Block."""
        return self.text.height(width - self.indent)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """See Block."""
        self.mark.draw(canvas, x, top, self.indent)
        self.text.draw(canvas, x + self.indent, top, width - self.indent)


class Stack(Block):
    """Blocks below each other as one, never split; optionally on a tinted ground."""

    def __init__(
        self,
        blocks: Sequence[Block],
        *,
        before: float = 0.0,
        after: float = 0.0,
        padding: float = 0.0,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        radius: float = 5.0,
        keep_with_next: bool = False,
    ) -> None:
        super().__init__(before=before, after=after, keep_with_next=keep_with_next)
        self.blocks = blocks
        self.padding = padding
        self.fill = fill
        self.stroke = stroke
        self.radius = radius

    def height(self, width: float) -> float:
        """See Block."""
        inner = width - 2 * self.padding
        return 2 * self.padding + stack_height(self.blocks, inner)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """See Block."""
        if self.fill or self.stroke:
            height = self.height(width)
            with canvas.artifact():
                canvas.rounded(x, top - height, width, height, self.radius, fill=self.fill, stroke=self.stroke)
        draw_stack(canvas, self.blocks, x + self.padding, top - self.padding, width - 2 * self.padding)


def stack_height(blocks: Sequence[Block], width: float) -> float:
    """Height of blocks below each other; space before the first and after the last does not count."""
    total, gap = 0.0, 0.0
    for index, block in enumerate(blocks):
        if index:
            total += max(gap, block.before)
        total += block.height(width)
        gap = block.after
    return total


def draw_stack(canvas: TaggedCanvas, blocks: Sequence[Block], x: float, top: float, width: float) -> float:
    """Draw blocks below each other; return the height where the last one ends."""
    gap = 0.0
    for index, block in enumerate(blocks):
        if index:
            top -= max(gap, block.before)
        block.draw(canvas, x, top, width)
        top -= block.height(width)
        gap = block.after
    return top
