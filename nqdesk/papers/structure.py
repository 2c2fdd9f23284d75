"""The logical structure of a tagged PDF, built beside the layout and filled while pages are drawn."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked-content sequence: page in drawing order from 0, and its MCID there."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Spot:
    """One link annotation.

    Attributes:
        rect: left, bottom, right, top in points on its page.
        target: a web address or e-mail address as URI, or ``#name`` of a destination in this file.
        label: what a screen reader says (the annotation's Contents).
    """

    page: int
    rect: tuple[float, float, float, float]
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Destination:
    """A place in the file: page in drawing order and the height the reader is taken to."""

    page: int
    top: float


class Node:
    """One structure element.

    Attributes:
        kind: standard structure type of PDF 1.7 ("P", "H1", "Table" …).
        kids: child elements, marked content and link annotations in reading order.
        alt: alternative text of a Figure. actual: replacement text, read instead of the glyphs.
        scope: "Column" or "Row" of a TH. column_span, row_span: of a TH or TD.
    """

    __slots__ = ("actual", "alt", "column_span", "kids", "kind", "row_span", "scope")

    def __init__(self, kind: str, *, alt: str = "", actual: str = "") -> None:
        self.kind = kind
        self.alt = alt
        self.actual = actual
        self.scope = ""
        self.column_span = 1
        self.row_span = 1
        self.kids: list[Kid] = []

    def add(self, kind: str, *, alt: str = "", actual: str = "") -> "Node":
        """Append a child element and return it."""
        child = Node(kind, alt=alt, actual=actual)
        self.kids.append(child)
        return child

    def has_content(self) -> bool:
        """Tell whether anything was drawn for this element or below it."""
        return any(not isinstance(kid, Node) or kid.has_content() for kid in self.kids)

    def pruned(self) -> bool:
        """Drop children for which nothing was drawn, cells of a drawn row excepted; return `has_content`."""
        if self.kind == "TR":
            drawn = [kid.pruned() for kid in self.kids if isinstance(kid, Node)]
            return any(drawn)
        self.kids = [kid for kid in self.kids if not isinstance(kid, Node) or kid.pruned()]
        return bool(self.kids)

    def walk(self) -> Iterator["Node"]:
        """Yield this element and all below it in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()


Kid = Node | Mark | Spot
