"""A PDF in the window: pages one below the other, drawn when they come into view."""

from collections import OrderedDict
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.ui import theme
from nqdesk.ui.jobs import Reads
from nqdesk.ui.pdf_pages import PdfPages
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import IconButton
from nqdesk.ui.widgets.label import Label

_GAP = step(4)
_KEPT = 16
_ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_SCREEN = 96 / 72  # device-independent pixels a point at 100 %


class PdfView(QAbstractScrollArea):
    """The pages of one file. Page up and down, Home, End; Ctrl with + - 0 changes the size.

    Signals:
        opened: how many pages there are. page_changed: number of the page in view, from 1.
        zoomed: size in percent. failed: the file could not be read (exception).
    """

    opened = Signal(int)
    page_changed = Signal(int)
    zoomed = Signal(int)
    failed = Signal(object)

    def __init__(self, reads: Reads[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reads = reads
        self._pages: PdfPages | None = None
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._places: list[QRect] = []
        self._images: OrderedDict[int, tuple[float, QImage]] = OrderedDict()
        self._asked: dict[int, float] = {}
        self._zoom = 0.0  # 0 fits the width
        self._page = 0
        self.setAccessibleName("Vorschau")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # -- what is shown -----------------------------------------------------------------------------------------

    def show_file(self, path: Path) -> None:
        """Show a PDF file; the page in view stays the same if it can."""
        pages = PdfPages(path)
        self._reads.ask(
            (self, "file"),
            lambda _: pages.open(),
            lambda sizes: self._take(pages, sizes),
            self.failed.emit,
        )

    def clear(self) -> None:
        """Show nothing."""
        self._reads.forget((self, "file"))
        if self._pages is not None:
            self._pages.close()
        self._pages = None
        self._sizes = ()
        self._images.clear()
        self._asked.clear()
        self._lay_out()
        self.opened.emit(0)

    @property
    def page(self) -> int:
        """Number of the page in view, from 1; 0 without pages."""
        return self._page

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def go_to(self, page: int) -> None:
        """Bring a page to the top, from 1."""
        if self._places:
            place = self._places[min(max(page, 1), len(self._places)) - 1]
            self.verticalScrollBar().setValue(place.top() - _GAP)

    def fit_width(self) -> None:
        """Make pages as wide as the view."""
        self._set_zoom(0.0)

    def zoom_in(self) -> None:
        """Show pages larger."""
        now = self._scale() / _SCREEN
        self._set_zoom(next((z for z in _ZOOMS if z > now + 0.01), _ZOOMS[-1]))

    def zoom_out(self) -> None:
        """Show pages smaller."""
        now = self._scale() / _SCREEN
        self._set_zoom(next((z for z in reversed(_ZOOMS) if z < now - 0.01), _ZOOMS[0]))

    def _take(self, pages: PdfPages, sizes: tuple[tuple[float, float], ...]) -> None:
        before = self._page
        if self._pages is not None:
            self._pages.close()
        self._pages = pages
        self._sizes = sizes
        self._images.clear()
        self._asked.clear()
        self._lay_out()
        self.opened.emit(len(sizes))
        self.go_to(before or 1)
        self._scrolled()

    # -- layout ------------------------------------------------------------------------------------------------

    def _scale(self) -> float:
        """Return device-independent pixels a point."""
        if self._zoom:
            return self._zoom * _SCREEN
        widest = max((w for w, _ in self._sizes), default=595.0)
        return max((self.viewport().width() - 2 * _GAP) / widest, 0.1)

    def _set_zoom(self, zoom: float) -> None:
        page = self._page
        self._zoom = zoom
        self._lay_out()
        self.go_to(page)
        self.zoomed.emit(round(self._scale() / _SCREEN * 100))

    def _lay_out(self) -> None:
        scale = self._scale()
        sizes = [QSize(round(w * scale), round(h * scale)) for w, h in self._sizes]
        width = max((s.width() for s in sizes), default=0) + 2 * _GAP
        room = max(width, self.viewport().width())
        self._places = []
        top = _GAP
        for size in sizes:
            self._places.append(QRect(QPoint((room - size.width()) // 2, top), size))
            top += size.height() + _GAP
        upright, across = self.verticalScrollBar(), self.horizontalScrollBar()
        upright.setRange(0, max(top - self.viewport().height(), 0))
        upright.setPageStep(self.viewport().height())
        upright.setSingleStep(step(12))
        across.setRange(0, max(width - self.viewport().width(), 0))
        across.setPageStep(self.viewport().width())
        self.viewport().update()

    def _scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        page = next((n for n, p in enumerate(self._places, start=1) if p.bottom() >= middle), len(self._places))
        if page != self._page:
            self._page = page
            self.setAccessibleName(f"Vorschau, Seite {page} von {self.count}")
            self.page_changed.emit(page)
        self.viewport().update()

    # -- pictures ----------------------------------------------------------------------------------------------

    def _picture(self, number: int) -> QImage | None:
        """Return a page's picture, perhaps in another size; ask for the right one if need be."""
        scale = round(self._scale() * self.devicePixelRatioF(), 3)
        kept = self._images.get(number)
        if (kept is None or kept[0] != scale) and self._asked.get(number) != scale and self._pages is not None:
            pages = self._pages
            self._asked[number] = scale
            self._reads.ask(
                (self, number),
                lambda _: pages.image(number, scale),
                lambda image: self._keep(pages, number, scale, image),
            )
            kept = self._images.get(number)
        return kept[1] if kept else None

    def _keep(self, pages: PdfPages, number: int, scale: float, image: QImage) -> None:
        self._asked.pop(number, None)
        if pages is self._pages:
            self._images[number] = (scale, image)
            self._images.move_to_end(number)
            while len(self._images) > _KEPT:
                self._images.popitem(last=False)
            self.viewport().update()

    # -- Qt ----------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(t.neutral_soft))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        offset = QPoint(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        for number, place in enumerate(self._places):
            shown = place.translated(offset)
            if shown.bottom() < 0 or shown.top() > self.viewport().height():
                continue
            painter.setPen(QColor(t.line_field))
            painter.setBrush(QColor(t.paper))
            painter.drawRect(shown.adjusted(-1, -1, 0, 0))
            image = self._picture(number)
            if image is not None:
                painter.drawImage(QRectF(shown), image)
        if self.hasFocus():
            painter.setPen(QColor(t.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page = self._page
        self._lay_out()
        if not self._zoom:
            self.go_to(page)
            self.zoomed.emit(round(self._scale() / _SCREEN * 100))
        self._scrolled()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        acts = {
            Qt.Key.Key_PageDown: lambda: self.go_to(self._page + 1),
            Qt.Key.Key_PageUp: lambda: self.go_to(self._page - 1),
            Qt.Key.Key_Home: lambda: self.go_to(1),
            Qt.Key.Key_End: lambda: self.go_to(self.count),
        }
        zooms = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit_width,
        }
        act = (zooms if control else acts).get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()


class PdfPreview(QWidget):
    """A PdfView with its tools above: page, size.

    Attributes:
        view: the pages. tools: layout at the right of the tools for a page's own buttons.
    """

    def __init__(self, reads: Reads[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(step(2))
        row = QHBoxLayout()
        row.setSpacing(step(1))
        self.view = PdfView(reads)
        row.addWidget(IconButton("up", "Vorige Seite (Bild auf)", on_click=lambda: self._turn(-1)))
        row.addWidget(IconButton("down", "Nächste Seite (Bild ab)", on_click=lambda: self._turn(1)))
        self._where = Label("", "small", wrap=False)
        self._where.setMinimumWidth(QFontMetrics(self._where.font()).horizontalAdvance("Seite 000 von 000"))
        row.addWidget(self._where)
        row.addSpacing(step(3))
        row.addWidget(IconButton("zoom-out", "Kleiner (Strg+Minus)", on_click=self.view.zoom_out))
        self._size = Label("", "small", wrap=False)
        self._size.setMinimumWidth(QFontMetrics(self._size.font()).horizontalAdvance("000 %"))
        self._size.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self._size)
        row.addWidget(IconButton("zoom-in", "Größer (Strg+Plus)", on_click=self.view.zoom_in))
        row.addWidget(IconButton("fit-width", "Seitenbreite (Strg+0)", on_click=self.view.fit_width))
        row.addStretch(1)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(step(2))
        row.addLayout(self.tools)
        outer.addLayout(row)
        outer.addWidget(self.view, 1)
        self.view.opened.connect(lambda _: self._say())
        self.view.page_changed.connect(lambda _: self._say())
        self.view.zoomed.connect(lambda percent: self._size.setText(f"{percent}\u00a0%"))
        self.setFocusProxy(self.view)
        self._say()

    def show_file(self, path: Path) -> None:
        """Show a PDF file."""
        self.view.show_file(path)

    def clear(self) -> None:
        """Show nothing."""
        self.view.clear()

    def _turn(self, pages: int) -> None:
        self.view.go_to(self.view.page + pages)

    def _say(self) -> None:
        self._where.setText(f"Seite {self.view.page} von {self.view.count}" if self.view.count else "Keine Seiten")
