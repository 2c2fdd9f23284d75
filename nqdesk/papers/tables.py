"""Tables: tagged rows and cells, whole rows on a page, head repeated as an artifact on the next."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nqdesk.papers.blocks import Block, draw_lines
from nqdesk.papers.colours import LINE, Colour
from nqdesk.papers.lines import Line, Run, settled
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import TABLE_CELL, TABLE_HEAD, Style
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.typefaces import clean, unit_width

Content = str | Sequence[Run]

_TALL = 42.0  # points, three lines: a row that may stand alone on a page


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column.

    Attributes:
        firm: keeps its natural width when the others must give way.
        align: "left" or "right" (figures).
        most: natural width above which a flexible column does not grow (points).
        row_header: its cells name their row (TH, scope Row).
        fixed: width it has while the table has room for that, 0.0 for none; so that tables below each other align.
    """

    title: str
    firm: bool = False
    align: str = "left"
    most: float = 400.0
    row_header: bool = False
    fixed: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a table is drawn.

    Attributes:
        pad_x, pad_y: space inside cells. first_pad: space left of the first column.
        head_fill: ground of the head row, None for a line below it only.
    """

    head: Style = TABLE_HEAD
    cell: Style = TABLE_CELL
    pad_x: float = 6.0
    pad_y: float = 3.6
    first_pad: float = 6.0
    head_fill: Colour | None = None
    line: Colour = LINE
    group_fill: Colour | None = None
    group: Style | None = None
    stretch: bool = True


@dataclass(frozen=True)
class Cell:
    """What a cell holds: one or more paragraphs, each with its style (None: the table's)."""

    paragraphs: tuple[tuple[Content, Style | None], ...]

    @staticmethod
    def of(content: Content, style: Style | None = None) -> "Cell":
        """A cell with one paragraph."""
        return Cell(((content, style),))


@dataclass
class _Row:
    cells: tuple[Cell, ...]
    nodes: tuple[Node | None, ...]
    parts: tuple[tuple[Node | None, ...], ...]  # nodes of the paragraphs of a cell with several
    group: bool = False
    lines: list[list[tuple[Line, ...]]] = field(default_factory=list)
    height: float = 0.0


class Table(Block):
    """A table with a head row; rows are added in order."""

    def __init__(
        self,
        parent: Node,
        columns: Sequence[Column],
        look: Look,
        *,
        before: float = 0.0,
        after: float = 0.0,
        keep_with_next: bool = False,
    ) -> None:
        super().__init__(before=before, after=after, keep_with_next=keep_with_next)
        self.columns = columns
        self.look = look
        self.node = parent.add("Table")
        self._head = self._head_row(self.node.add("TR"))
        self._rows: list[_Row] = []
        self._widths: tuple[float, list[float]] | None = None
        self._rows_named = False

    def _head_row(self, row: Node | None) -> _Row:
        nodes: list[Node | None] = []
        for _ in self.columns:
            if row is None:
                nodes.append(None)
                continue
            cell = row.add("TH")
            cell.scope = "Column"
            nodes.append(cell)
        cells = tuple(Cell.of(column.title, self.look.head) for column in self.columns)
        return _Row(cells, tuple(nodes), tuple((node,) for node in nodes))

    def add(self, cells: Sequence[Cell | Content]) -> None:
        """Add a row; as many cells as columns, otherwise ValueError."""
        if len(cells) != len(self.columns):
            raise ValueError("cells")
        row = self.node.add("TR")
        full, nodes, parts = [], [], []
        for content in cells:
            cell = content if isinstance(content, Cell) else Cell.of(content)
            node = row.add("TD")
            full.append(cell)
            nodes.append(node)
            several = len(cell.paragraphs) > 1
            parts.append(tuple(node.add("P") if several else node for _ in cell.paragraphs))
        self._rows.append(_Row(tuple(full), tuple(nodes), tuple(parts)))
        self._name_rows()

    def _name_rows(self) -> None:
        """Make the cells that name their rows TH, once there are more cells to head than heads."""
        columns = len(self.columns)
        if not self._rows_named:
            count = sum(not row.group for row in self._rows)
            if columns + count > (columns - 1) * count + len(self._rows) - count:
                return
        if not self._rows_named:
            named = self._rows
            self._rows_named = True
        else:
            named = self._rows[-1:]
        for row in named:
            for column, node in zip(self.columns, row.nodes, strict=False):
                if column.row_header and node is not None and not row.group:
                    node.kind, node.scope = "TH", "Row"

    def add_group(self, content: Content) -> None:
        """Add a row that spans all columns and names what the rows below have in common.

        It is a data cell: PDF 1.7 has no scope for a group of rows, and a TH amid the rows would cut the cells below
        off from the column heads.
        """
        node = self.node.add("TR").add("TD")
        node.column_span = len(self.columns)
        cell = Cell.of(content, self.look.group or self.look.head)
        self._rows.append(_Row((cell,), (node,), ((node,),), group=True))

    @property
    def row_count(self) -> int:
        """Number of rows without the head."""
        return len(self._rows)

    # Measuring

    def _natural(self, index: int) -> float:
        look, widest = self.look, 0.0
        for row in (self._head, *self._rows):
            if row.group:
                continue
            for content, style in row.cells[index].paragraphs:
                used = style or look.cell
                text = content if isinstance(content, str) else "".join(run.text for run in content)
                bold = not isinstance(content, str) and any(run.bold for run in content)
                wide = unit_width(clean(text), used.face) * used.size * (1.07 if bold else 1.0)
                widest = max(widest, wide)
        return min(widest, self.columns[index].most) + 0.5

    def _pads(self, index: int) -> tuple[float, float]:
        return (self.look.first_pad if index == 0 else self.look.pad_x), self.look.pad_x

    def _column_widths(self, width: float) -> list[float]:
        if self._widths and abs(self._widths[0] - width) < 0.01:
            return self._widths[1]
        widths = self._fixed_widths(width) or self._natural_widths(width)
        self._widths = (width, widths)
        for row in (self._head, *self._rows):
            self._measure(row, width, widths)
        return widths

    def _fixed_widths(self, width: float) -> list[float]:
        """Fixed widths with the rest for the others; [] if the rest is too narrow for what they hold."""
        fixed = [column.fixed for column in self.columns]
        others = [i for i, value in enumerate(fixed) if not value]
        rest = width - sum(fixed)
        if not any(fixed) or rest < 66 * len(others):
            return []
        share = rest / len(others) if others else 0.0
        return [value or share for value in fixed]

    def _natural_widths(self, width: float) -> list[float]:
        pads = [sum(self._pads(i)) for i in range(len(self.columns))]
        natural = [self._natural(i) + pads[i] for i in range(len(self.columns))]
        spare = width - sum(natural)
        if spare >= 0:
            if self.look.stretch:
                natural = [n + spare * n / sum(natural) for n in natural]
            return natural
        flexible = [i for i, column in enumerate(self.columns) if not column.firm]
        firm = sum(n for i, n in enumerate(natural) if i not in flexible)
        if not flexible or width - firm < 40 * len(flexible):
            flexible, firm = list(range(len(natural))), 0.0
        rest = width - firm
        total = sum(natural[i] for i in flexible)
        return [rest * n / total if i in flexible else n for i, n in enumerate(natural)]

    def _measure(self, row: _Row, width: float, widths: Sequence[float]) -> None:
        row.lines, row.height = [], 0.0
        for index, cell in enumerate(row.cells):
            left, right = self._pads(index)
            room = (width if row.group else widths[index]) - left - right
            lines: list[tuple[Line, ...]] = []
            height = 0.0
            for content, style in cell.paragraphs:
                used = style or self.look.cell
                runs = [Run(content)] if isinstance(content, str) else content
                lines.append(settled(runs, room, used))
                height += len(lines[-1]) * used.leading
            row.lines.append(lines)
            row.height = max(row.height, height)
        row.height += 2 * self.look.pad_y

    def height(self, width: float) -> float:
        """See Block."""
        self._column_widths(width)
        return self._head.height + sum(row.height for row in self._rows)

    def rows_fitting(self, width: float, room: float) -> int:
        """Return how many rows, from the first, fit under the head in a height."""
        self._column_widths(width)
        used, count = self._head.height, 0
        while count < len(self._rows) and used + self._rows[count].height <= room + 0.01:
            used += self._rows[count].height
            count += 1
        return count

    def split(self, width: float, room: float) -> "tuple[Block, Block] | None":
        """Split between rows: two at least stand together, or a tall one alone; a group stays with its first."""
        self._column_widths(width)
        count = self.rows_fitting(width, room)
        if count == len(self._rows):
            return None
        if len(self._rows) - count == 1 and count > 2 and self._rows[-1].height < _TALL:
            count -= 1
        while count and self._rows[count - 1].group:
            count -= 1
        least = 1 if self._rows[0].height >= _TALL else min(2, len(self._rows) - 1)
        if count < least or not count:
            return None
        return self._part(width, self._rows[:count], first=True), self._part(width, self._rows[count:], first=False)

    def _part(self, width: float, rows: list[_Row], *, first: bool) -> "Table":
        part = object.__new__(Table)
        Block.__init__(
            part,
            before=self.before if first else 0.0,
            after=0.0 if first else self.after,
            keep_with_next=self.keep_with_next and not first,
        )
        part.columns, part.look, part.node = self.columns, self.look, self.node
        part._rows, part._widths = rows, self._widths
        part._rows_named = self._rows_named
        if first:
            part._head = self._head
        else:
            part._head = self._head_row(None)
            part._measure(part._head, width, self._column_widths(width))
        return part

    # Drawing

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """See Block."""
        widths = self._column_widths(width)
        look = self.look
        with canvas.artifact():
            if look.head_fill:
                canvas.fill_rect(x, top - self._head.height, width, self._head.height, look.head_fill)
            else:
                canvas.rule(x, top - self._head.height, width, look.line, 0.75)
            y = top - self._head.height
            for row in self._rows:
                if row.group and look.group_fill:
                    canvas.fill_rect(x, y - row.height, width, row.height, look.group_fill)
                y -= row.height
                canvas.rule(x, y, width, look.line, 0.5)
        y = top
        for row in (self._head, *self._rows):
            self._draw_row(canvas, row, x, y, width, widths)
            y -= row.height

    def _draw_row(
        self, canvas: TaggedCanvas, row: _Row, x: float, top: float, width: float, widths: Sequence[float]
    ) -> None:
        for index, cell in enumerate(row.cells):
            left, right = self._pads(index)
            cell_width = width if row.group else widths[index]
            y = top - self.look.pad_y
            for (_, style), lines, node in zip(cell.paragraphs, row.lines[index], row.parts[index], strict=True):
                used = style or self.look.cell
                inner = cell_width - left - right
                if lines:
                    if self.columns[index].align == "right" and not row.group:
                        shifted = inner - max(line.width for line in lines)
                        draw_lines(canvas, lines, used, x + left + shifted, y, inner - shifted, node)
                    else:
                        draw_lines(canvas, lines, used, x + left, y, inner, node)
                y -= len(lines) * used.leading
            x += cell_width
