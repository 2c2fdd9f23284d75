"""The type scale: sizes in points, one place for all papers."""

from dataclasses import dataclass, replace

from nqdesk.papers.colours import INK, MUTED, Colour
from nqdesk.papers.typefaces import Face


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a text is set.

    Attributes:
        leading: from baseline to baseline. spacing: added between letters.
        hyphens: whether words may be broken between syllables.
        align: "left" or "right".
        balanced: lines of about equal length, for titles of several lines.
    """

    face: Face = Face.REGULAR
    size: float = 9.5
    leading: float = 14.0
    colour: Colour = INK
    spacing: float = 0.0
    hyphens: bool = True
    align: str = "left"
    balanced: bool = False

    def at(self, size: float, leading: float | None = None) -> "Style":
        """The same style in another size; leading keeps its proportion unless given."""
        return replace(self, size=size, leading=leading or round(size * self.leading / self.size, 2))

    def coloured(self, colour: Colour) -> "Style":
        """The same style in another colour."""
        return replace(self, colour=colour)


BODY = Style()
LEAD = Style(size=11.5, leading=17.5)
SMALL = Style(size=8.2, leading=11.6)
SMALL_MUTED = Style(size=8.2, leading=11.6, colour=MUTED)
MUTED_BODY = Style(colour=MUTED)
BOLD = Style(face=Face.BOLD)
PART_TITLE = Style(face=Face.BOLD, size=22, leading=28, hyphens=False, balanced=True)
SECTION_TITLE = Style(face=Face.BOLD, size=18, leading=23, hyphens=False, balanced=True)
HEADING = Style(face=Face.BOLD, size=12.5, leading=17, hyphens=False)
CARD_TITLE = Style(face=Face.BOLD, size=11.2, leading=15, hyphens=False, balanced=True)
KICKER = Style(face=Face.BOLD, size=8.2, leading=11, spacing=0.55, hyphens=False)
TABLE_HEAD = Style(face=Face.BOLD, size=8.2, leading=11.4, colour=MUTED)
TABLE_CELL = Style(size=8.8, leading=12.2)
FURNITURE = Style(size=7.6, leading=10, colour=MUTED, hyphens=False)
