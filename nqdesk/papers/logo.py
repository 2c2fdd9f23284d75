"""The centre's logo, scaled into a box; a file that cannot be read is left out."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader

from nqdesk.papers.structure import Node
from nqdesk.papers.tagged_canvas import TaggedCanvas

_MOST_PIXELS = 40_000_000


@dataclass(frozen=True)
class Logo:
    """A readable logo: pixels as stored, width and height in pixels."""

    data: bytes
    pixels: tuple[int, int]

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """Return the size (points) at which it fills a box without being distorted."""
        scale = min(width / self.pixels[0], height / self.pixels[1])
        return self.pixels[0] * scale, self.pixels[1] * scale


def read_logo(data: bytes) -> Logo | None:
    """Return the logo or None if there is none or it is no readable PNG or JPEG."""
    if not data:
        return None
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            image.load()
            return Logo(data, (image.width, image.height))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def draw_logo(canvas: TaggedCanvas, logo: Logo, x: float, bottom: float, size: tuple[float, float], node: Node) -> None:
    """Draw a logo with its lower left corner at (x, bottom) as content of the Figure `node`."""
    with canvas.tagged(node):
        canvas.drawImage(ImageReader(BytesIO(logo.data)), x, bottom, size[0], size[1], mask="auto")
