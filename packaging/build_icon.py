"""Make packaging/windows/nqdesk.ico from resources/icons/nqdesk.svg: ``python packaging/build_icon.py``."""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parent.parent
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def drawn(renderer: QSvgRenderer, size: int) -> Image.Image:
    """Return the icon with this edge length in pixels, drawn anew rather than scaled."""
    image = QImage(size, size, QImage.Format.Format_RGBA8888)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return Image.frombytes("RGBA", (size, size), bytes(image.constBits()))


def main() -> None:
    """Write the icon file with all sizes."""
    application = QGuiApplication([])
    renderer = QSvgRenderer(str(ROOT / "resources" / "icons" / "nqdesk.svg"))
    images = [drawn(renderer, size) for size in SIZES]
    target = ROOT / "packaging" / "windows" / "nqdesk.ico"
    images[-1].save(target, sizes=[(size, size) for size in SIZES], append_images=images[:-1])
    application.quit()
    print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
