"""A reportlab canvas that marks everything it draws: as content of a structure element or as artifact."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from nqdesk.papers.arabic import is_arabic, runs, visual
from nqdesk.papers.colours import Colour
from nqdesk.papers.structure import Destination, Mark, Node, Spot
from nqdesk.papers.typefaces import Face, by_cut, font


class TaggedCanvas(Canvas):
    """Canvas with marked content.

    Attributes:
        page_number: the page being drawn, from 0, in drawing order.
        destinations: named places for links and outline.
        outline: (level from 0, title, destination name) in the order they were drawn.
    """

    def __init__(self, size: tuple[float, float]) -> None:
        self._buffer = BytesIO()
        super().__init__(self._buffer, pagesize=size, pageCompression=1, invariant=1)
        self.page_number = 0
        self.destinations: dict[str, Destination] = {}
        self.outline: list[tuple[int, str, str]] = []
        self._mcid = 0
        self._open = False

    @contextmanager
    def tagged(self, node: Node) -> Iterator[None]:
        """Everything drawn inside belongs to `node`. Sequences do not nest."""
        self._begin(f"/{node.kind} <</MCID {self._mcid}>> BDC")
        node.kids.append(Mark(self.page_number, self._mcid))
        self._mcid += 1
        yield
        self._end()

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Everything drawn inside is decoration ("Layout") or furniture ("Pagination"), skipped by readers."""
        self._begin(f"/Artifact <</Type /{kind}>> BDC")
        yield
        self._end()

    def _begin(self, operator: str) -> None:
        if self._open:
            raise RuntimeError("marked content must not nest")
        self._open = True
        self._code.append(operator)

    def _end(self) -> None:
        self._open = False
        self._code.append("EMC")

    def link(self, node: Node, rect: tuple[float, float, float, float], target: str, label: str) -> None:
        """Lay a link over `rect` (page coordinates) and give it to the Link element `node`."""
        node.kids.append(Spot(self.page_number, rect, target, label))

    def place(self, name: str, top: float) -> None:
        """Name the present page and height as a destination."""
        self.destinations[name] = Destination(self.page_number, top)

    def show(
        self, x: float, baseline: float, text: str, face: Face, size: float, colour: Colour, spacing: float = 0.0
    ) -> None:
        """Draw a clean text in one cut and colour; `spacing` widens between letters (points)."""
        code = [f"BT 1 0 0 1 {x:.2f} {baseline:.2f} Tm {colour[0]:.3f} {colour[1]:.3f} {colour[2]:.3f} rg"]
        if spacing:
            code.append(f"{spacing:.2f} Tc")
        if is_arabic(text):
            for stretch, arabic in runs(text):
                if arabic:
                    spoken = ("\ufeff" + stretch).encode("utf-16-be").hex()
                    code.append(f"/Span <</ActualText <{spoken}>>> BDC")
                    code.extend(self._glyphs(visual(stretch), face, size))
                    code.append("EMC")
                else:
                    code.extend(self._glyphs(stretch, face, size))
        else:
            code.extend(self._glyphs(text, face, size))
        if spacing:
            code.append("0 Tc")
        code.append("ET")
        self._code.append(" ".join(code))

    def _glyphs(self, text: str, face: Face, size: float) -> Iterator[str]:
        for cut, run in by_cut(text, face):
            loaded = font(cut)
            for subset, raw in loaded.splitString(run, self._doc):
                name = loaded.getSubsetInternalName(subset, self._doc)
                yield f"{name} {size:.2f} Tf ({self._escape(raw)}) Tj"

    def fill_rect(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a rectangle given by its lower left corner."""
        self._code.append(
            f"{colour[0]:.3f} {colour[1]:.3f} {colour[2]:.3f} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f"
        )

    def rule(self, x: float, y: float, width: float, colour: Colour, thickness: float = 0.6) -> None:
        """Draw a horizontal line as a thin filled rectangle."""
        self.fill_rect(x, y - thickness / 2, width, thickness, colour)

    def rounded(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        radius: float,
        *,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        thickness: float = 0.75,
    ) -> None:
        """Draw a rectangle with round corners, filled, outlined or both."""
        self.saveState()
        if fill:
            self.setFillColorRGB(*fill)
        if stroke:
            self.setStrokeColorRGB(*stroke)
            self.setLineWidth(thickness)
        self.roundRect(x, y, width, height, radius, stroke=int(stroke is not None), fill=int(fill is not None))
        self.restoreState()

    def path(self, operators: str) -> None:
        """Append ready path operators (used for QR codes, thousands of small squares)."""
        self._code.append(operators)

    def page_size(self) -> tuple[float, float]:
        """Width and height of the page being drawn, in points."""
        width, height = self._pagesize
        return float(width), float(height)

    def showPage(self) -> None:
        """Close the page."""
        super().showPage()
        self.page_number += 1
        self._mcid = 0

    def finished(self) -> bytes:
        """Return the file as reportlab writes it, before structure is added. The last page must be closed."""
        self.save()
        return self._buffer.getvalue()


AnyCanvas = Any  # what reportlab hands out untyped
