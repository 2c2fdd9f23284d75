"""QR codes as vectors, tagged as figures."""

from functools import lru_cache

from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

from nqdesk.papers.blocks import Block
from nqdesk.papers.colours import INK, WHITE, Colour
from nqdesk.papers.structure import Node
from nqdesk.papers.tagged_canvas import TaggedCanvas

# Any of the eight masks is readable; rating all eight costs eight times as much for codes of this size.
_MASK = 3
MOST_CHARACTERS = 300  # longer ones give modules under a third of a millimetre on a card


@lru_cache(maxsize=2_000)
def bars(address: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Return modules per side and the dark bars (row, first column, length) of an address.

    UTF-8, error correction M. ValueError for addresses over `MOST_CHARACTERS` bytes, whose codes nobody can scan.
    """
    raw = address.encode()
    if not raw or len(raw) > MOST_CHARACTERS:
        raise ValueError(address)
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(address))
    code.version = code.calculate_version()
    code.makeImpl(False, _MASK)
    modules = code.modules
    size = len(modules)
    found = []
    for row in range(size):
        column = 0
        while column < size:
            if not modules[row][column]:
                column += 1
                continue
            first = column
            while column < size and modules[row][column]:
                column += 1
            found.append((row, first, column - first))
    return size, tuple(found)


class QrCode(Block):
    """A square QR code at the left of its width.

    Attributes:
        side: in points, without the quiet zone, which the layout around it must leave (4 modules).
    """

    def __init__(self, address: str, side: float, parent: Node, alt: str, *, colour: Colour = INK) -> None:
        super().__init__()
        self.address = address
        self.side = side
        self.node = parent.add("Figure", alt=alt)
        self.colour = colour

    def height(self, width: float) -> float:
        """See Block."""
        del width
        return self.side

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """See Block."""
        del width
        draw_qr(canvas, self.address, x, top, self.side, self.node, self.colour)


def draw_qr(
    canvas: TaggedCanvas, address: str, x: float, top: float, side: float, node: Node, colour: Colour = INK
) -> None:
    """Draw the code of an address with its upper left corner at (x, top), on white."""
    size, dark = bars(address)
    module = side / size
    operators = [
        f"{WHITE[0]:.0f} g {x:.2f} {top - side:.2f} {side:.2f} {side:.2f} re f",
        f"q {module:.5f} 0 0 {-module:.5f} {x:.3f} {top:.3f} cm {colour[0]:.3f} {colour[1]:.3f} {colour[2]:.3f} rg",
        " ".join(f"{first} {row} {length} 1.02 re" for row, first, length in dark),
        "f Q",
    ]
    with canvas.tagged(node):
        canvas.path("\n".join(operators))


def can_be_coded(address: str) -> bool:
    """Tell whether an address is short enough for a code that can be scanned."""
    return 0 < len(address.encode()) <= MOST_CHARACTERS


def short_address(address: str, most: int = 60) -> str:
    """Return an address as people read it: without scheme, www. and closing slash, shortened in the path."""
    shown = address.strip()
    for scheme in ("https://", "http://"):
        if shown.lower().startswith(scheme):
            shown = shown[len(scheme) :]
    shown = shown.removeprefix("www.").rstrip("/")
    return shown if len(shown) <= most else shown[: most - 1] + "…"
