"""A PDF's pages as pictures. PDFium may be used by one thread at a time, so every call passes one lock."""

import threading
from collections.abc import Generator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMarginsF, QRect, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from nqdesk.domain.failure import Failure
from nqdesk.domain.progress import Progress

_lock = threading.Lock()
POINTS_PER_INCH = 72
_PRINT_DPI = 300


class PdfPages:
    """The pages of a PDF file, read into memory so that the file stays free.

    `open` and `image` may be called on any thread.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._document: Any = None
        self.sizes: tuple[tuple[float, float], ...] = ()

    def open(self) -> tuple[tuple[float, float], ...]:
        """Read the file and return width and height of each page in points; Failure "pdf_unreadable"."""
        import pypdfium2  # type: ignore[import-untyped]

        try:
            data = self._path.read_bytes()
            with _lock:
                self._document = pypdfium2.PdfDocument(data)
                self.sizes = tuple(self._document.get_page_size(n) for n in range(len(self._document)))
        except (OSError, pypdfium2.PdfiumError) as error:
            raise Failure("pdf_unreadable", {"name": self._path.name}) from error
        return self.sizes

    def image(self, page: int, scale: float) -> QImage:
        """Return a page at `scale` pixels a point."""
        with _lock:
            bitmap = self._document[page].render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
            kept = QImage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
            ).copy()
            bitmap.close()
        return kept

    def close(self) -> None:
        """Forget the document."""
        with _lock:
            if self._document is not None:
                self._document.close()
                self._document = None


def print_pages(path: Path, printer: QPrinter) -> Generator[Progress, None, int]:
    """Print a PDF file on a printer, each page in its own size; return how many pages."""
    pages = PdfPages(path)
    sizes = pages.open()
    chosen = _chosen(printer, len(sizes))
    painter = QPainter()
    try:
        for done, number in enumerate(chosen):
            yield Progress(done, len(chosen), "printing")
            _set_page(printer, *sizes[number])
            if done == 0:
                if not painter.begin(printer):
                    raise Failure("printer_refused")
            elif not printer.newPage():
                raise Failure("printer_refused")
            resolution = min(printer.resolution(), _PRINT_DPI)
            image = pages.image(number, resolution / POINTS_PER_INCH)
            whole = printer.pageLayout().fullRectPixels(printer.resolution())
            painter.drawImage(QRect(0, 0, whole.width(), whole.height()), image)
    finally:
        if painter.isActive():
            painter.end()
        pages.close()
    return len(chosen)


def _chosen(printer: QPrinter, count: int) -> list[int]:
    first, last = printer.fromPage(), printer.toPage()
    if first <= 0:
        return list(range(count))
    return [n for n in range(count) if first <= n + 1 <= (last or count)]


def _set_page(printer: QPrinter, width: float, height: float) -> None:
    landscape = width > height
    size = QPageSize(
        QSizeF(min(width, height), max(width, height)),
        QPageSize.Unit.Point,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    way = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(size, way, QMarginsF(0, 0, 0, 0)))
