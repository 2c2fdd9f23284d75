"""A field to search while typing."""

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nqdesk.ui import theme
from nqdesk.ui.widgets.undo_key import belongs_to_window

_WAIT = 90  # milliseconds after the last key


class SearchField(QLineEdit):
    """Text to search for. Esc empties it, Down goes to the list below.

    Signals:
        searched: the text, shortly after the last key. down: Down or Enter was pressed.
    """

    searched = Signal(str)
    down = Signal()

    def __init__(self, name: str, key_hint: str = "", parent: QWidget | None = None) -> None:
        """`name` is placeholder and accessible name; `key_hint` is shown while empty ("Strg+F")."""
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setPlaceholderText(f"{name} …")
        self.setAccessibleName(name)
        self._key_hint = key_hint
        find = self.addAction(theme.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        theme.set_icon(find, "search", "muted")
        find.triggered.connect(self.setFocus)
        self.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self._send)
        self._sent = ""
        self.textChanged.connect(lambda _: self._timer.start())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._timer.stop()
            self._send()
            self.down.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if belongs_to_window(event, can_undo=self.isUndoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def set_text(self, text: str) -> None:
        """Show a text without searching."""
        self._sent = text
        self.setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._key_hint and not self.text():
            painter = QPainter(self)
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(QColor(theme.tokens().muted))
            place = QRect(0, 0, self.width() - 10, self.height())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self._key_hint)

    def _send(self) -> None:
        if self.text() != self._sent:
            self._sent = self.text()
            self.searched.emit(self._sent)
