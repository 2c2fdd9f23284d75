"""A colour: typed as #rrggbb or picked."""

import re

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QPushButton, QWidget

from nqdesk.domain.problem import Problem
from nqdesk.ui import theme
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.text_field import TextField

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class _Swatch(QPushButton):
    def __init__(self) -> None:
        super().__init__()
        self.colour = QColor()
        self.setFixedSize(QSize(step(12), step(8.5)))
        self.setAccessibleName("Farbe auswählen")
        self.setToolTip("Farbe auswählen")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.tokens().line_field))
        painter.setBrush(self.colour)
        painter.drawRoundedRect(QRect(5, 5, self.width() - 11, self.height() - 11), 3, 3)


class ColourField(QWidget):
    """A colour as ``#rrggbb``.

    Signals:
        edited, left: a person chose or typed another colour.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(2))
        self._swatch = _Swatch()
        self._swatch.clicked.connect(self._pick)
        self._text = TextField()
        self._text.setMaxLength(7)
        self._text.edited.connect(self._typed)
        self._text.left.connect(self.left)
        layout.addWidget(self._swatch)
        layout.addWidget(self._text, 1)
        self.setFocusProxy(self._text)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._text.setAccessibleName(name)

    def value(self) -> str:
        return self._text.value()

    def set_value(self, value: str) -> None:
        self._text.set_value(value)
        self._swatch.colour = QColor(value)
        self._swatch.update()

    def problem(self) -> Problem | None:
        return None if _COLOUR.fullmatch(self.value()) else Problem("colour_unreadable")

    def _typed(self) -> None:
        if _COLOUR.fullmatch(self.value()):
            self._swatch.colour = QColor(self.value())
            self._swatch.update()
        self.edited.emit()

    def _pick(self) -> None:
        dialog = QColorDialog(QColor(self.value()), self)
        dialog.setWindowTitle("Farbe auswählen")
        if dialog.exec() == QColorDialog.DialogCode.Accepted:
            self.set_value(dialog.currentColor().name().upper())
            self.edited.emit()
            self.left.emit()
        dialog.deleteLater()
