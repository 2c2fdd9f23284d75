"""The way to the qualification: which partial qualifications an occupation has and which are on offer."""

from collections.abc import Sequence
from math import ceil

from nqdesk.domain.portfolio_book import OccupationSection, TqTile
from nqdesk.papers.blocks import Block, Text, draw_stack, stack_height
from nqdesk.papers.colours import GROUND, MUTED, Palette
from nqdesk.papers.german import NBSP, count, dotted, years_of
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import BOLD, SMALL, Style
from nqdesk.papers.tagged_canvas import TaggedCanvas

_GAP = 5.0
_PAD = 6.5
_MOST_IN_A_ROW = 7
OFFERED = "im Angebot"
NOT_OFFERED = "kein Angebot"


class TqStrip(Block):
    """Tiles in a row, one a partial qualification; says in words whether it is on offer."""

    def __init__(
        self,
        tiles: Sequence[TqTile],
        colours: Palette,
        parent: Node,
        *,
        size: float = 7.6,
        before: float = 0.0,
        after: float = 0.0,
    ) -> None:
        super().__init__(before=before, after=after)
        self.colours = colours
        rows = max(ceil(len(tiles) / _MOST_IN_A_ROW), 1)
        self.columns = max(ceil(len(tiles) / rows), 1)
        items = parent.add("L")
        number = BOLD.at(size + 0.2, size * 1.42)
        name = SMALL.at(size, size * 1.4)
        self.tiles = [(tile, _texts(tile, number, name, colours, items.add("LI").add("LBody"))) for tile in tiles]

    def _tile_width(self, width: float) -> float:
        columns = max(self.columns, 4)  # a single module is a tile, not a banner
        return (width - _GAP * (columns - 1)) / columns

    def _row_heights(self, width: float) -> list[float]:
        inner = self._tile_width(width) - 2 * _PAD
        heights = [stack_height(texts, inner) + 2 * _PAD for _, texts in self.tiles]
        return [max(heights[i : i + self.columns]) for i in range(0, len(heights), self.columns)]

    def height(self, width: float) -> float:
        """See Block."""
        rows = self._row_heights(width)
        return sum(rows) + _GAP * (len(rows) - 1)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """See Block."""
        tile_width = self._tile_width(width)
        heights = self._row_heights(width)
        places = []
        y = top
        for row, height in enumerate(heights):
            for column, (tile, texts) in enumerate(self.tiles[row * self.columns : (row + 1) * self.columns]):
                places.append((x + column * (tile_width + _GAP), y, height, tile, texts))
            y -= height + _GAP
        with canvas.artifact():
            for left, upper, height, tile, _ in places:
                fill = self.colours.soft if tile.offered else GROUND
                canvas.rounded(left, upper - height, tile_width, height, 3, fill=fill)
        for left, upper, _, _, texts in places:
            draw_stack(canvas, texts, left + _PAD, upper - _PAD, tile_width - 2 * _PAD)


def _texts(tile: TqTile, number: Style, name: Style, colours: Palette, body: Node) -> list[Block]:
    quiet = not tile.offered
    texts: list[Block] = [
        Text(f"TQ{NBSP}{tile.number}", number.coloured(MUTED) if quiet else number, body.add("P")),
    ]
    if tile.name:
        texts.append(Text(tile.name, name.coloured(MUTED) if quiet else name, body.add("P")))
    state = OFFERED if tile.offered else NOT_OFFERED
    style = BOLD.at(name.size, name.leading).coloured(colours.accent) if tile.offered else name.coloured(MUTED)
    texts.append(Text(state, style, body.add("P")))
    return texts


def facts_of(section: OccupationSection) -> str:
    """Return length of training, competent body and number of partial qualifications in one line, "" if unknown."""
    occupation = section.occupation
    parts = []
    if occupation:
        if occupation.months > 0:
            parts.append(f"{years_of(occupation.months)} Regelausbildung")
        if occupation.competent_body:
            parts.append(f"zuständige Stelle: {occupation.competent_body}")
    if section.structure and section.structure.count:
        parts.append(count(section.structure.count, "Teilqualifikation", "Teilqualifikationen"))
    return dotted(parts)


def origin_of(section: OccupationSection) -> str:
    """Return whose cut the names of the strip follow, "" where they come from the offers themselves."""
    if not section.strip:
        return ""
    if section.structure:
        return f"Zuschnitt und Namen der Teilqualifikationen: {section.structure.system}."
    if any(tile.name for tile in section.strip):
        return "Namen der Teilqualifikationen nach Angaben der Anbieter."
    return ""
