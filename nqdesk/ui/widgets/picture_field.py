"""A picture from a file: shown small, changed, removed."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.domain.problem import Problem
from nqdesk.ui import theme
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.file_choice import choose_file

_MOST = 2 * 1024 * 1024
_BEGINNINGS = (b"\x89PNG", b"\xff\xd8\xff")  # PNG, JPEG


class _View(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.picture = QPixmap()
        self.setFixedSize(QSize(step(44), step(20)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QColor(t.line_field))
        painter.setBrush(QColor(t.paper if not self.picture.isNull() else t.ground))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        if self.picture.isNull():
            painter.setPen(QColor(t.muted))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), "Kein Logo")
            return
        room = self.size() - QSize(step(4), step(4))
        size = self.picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        painter.drawPixmap(place, self.picture)


class PictureField(QWidget):
    """PNG or JPEG bytes, b"" for none.

    Signals:
        edited, left: a person chose or removed the picture.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bytes = b""
        self._problem: Problem | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(3))
        self._view = _View()
        layout.addWidget(self._view)
        buttons = QVBoxLayout()
        buttons.setSpacing(step(2))
        self._choose = Button("Datei wählen …", on_click=self._pick)
        self._remove = Button("Entfernen", on_click=self._drop)
        buttons.addWidget(self._choose)
        buttons.addWidget(self._remove)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        layout.addStretch(1)
        self.setFocusProxy(self._choose)
        self.set_value(b"")

    def value(self) -> bytes:
        return self._bytes

    def set_value(self, value: bytes) -> None:
        self._bytes = value
        self._problem = None
        picture = QPixmap()
        if value:
            picture.loadFromData(value)
        self._view.picture = picture
        self._view.update()
        self._remove.setVisible(bool(value))

    def problem(self) -> Problem | None:
        return self._problem

    def _pick(self) -> None:
        path = choose_file(self, "Logo wählen", [("Bilder", "*.png *.jpg *.jpeg")])
        if path is None:
            return
        try:
            content = path.read_bytes() if path.stat().st_size <= _MOST else None
        except OSError:
            content = b""
        if content is None:
            self._problem = Problem("logo_too_large")
        elif content.startswith(_BEGINNINGS) and QPixmap().loadFromData(content):
            self.set_value(content)
        else:
            self._problem = Problem("logo_unreadable")
        self.edited.emit()
        self.left.emit()

    def _drop(self) -> None:
        self.set_value(b"")
        self.edited.emit()
        self.left.emit()
