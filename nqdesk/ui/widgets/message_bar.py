"""Messages at the lower edge of the window: what was done, with a way back; what went wrong."""

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from nqdesk.ui import theme
from nqdesk.ui.session import Message
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button, IconButton
from nqdesk.ui.widgets.label import Label

_SECONDS = 8
_SIGNS = {Tone.NO: "error", Tone.OPEN: "warning", Tone.POSSIBLE: "check"}


class _Sign(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.icon = ""
        self.setFixedSize(QSize(step(5), step(5)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(0, 0, theme.pixmap(self.icon, "on_toast", step(5), self.devicePixelRatioF()))


class MessageBar(QFrame):
    """Floats above the lower edge of its parent. Errors stay until closed, the rest goes after eight seconds."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("Toast")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(step(4), step(2), step(2), step(2))
        layout.setSpacing(step(2))
        self._sign = _Sign()
        layout.addWidget(self._sign)
        self._text = Label("")
        layout.addWidget(self._text, 1)
        self._button = Button("", on_click=self._act)
        layout.addWidget(self._button)
        self._button.hide()
        close = IconButton("close", "Meldung schließen", tint="on_toast", on_click=self.clear)
        layout.addWidget(close)
        self._message: Message | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        parent.installEventFilter(self)
        self.hide()

    @property
    def message(self) -> Message | None:
        """What is shown."""
        return self._message

    def show_message(self, message: Message) -> None:
        """Show a message in place of the one before."""
        self._message = message
        self._text.setText(message.text)
        self._button.setText(message.action)
        self._button.setVisible(bool(message.action))
        self._sign.icon = _SIGNS.get(message.tone, "")
        self._sign.setVisible(bool(self._sign.icon))
        self.setAccessibleName(message.text)
        self._place()
        self.show()
        self.raise_()
        self._timer.stop()
        if message.tone is not Tone.NO:
            self._timer.start(_SECONDS * 1000)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, message.text))

    def clear(self) -> None:
        """Show nothing and remember nothing."""
        self._timer.stop()
        self._message = None
        self._text.setText("")
        self.setAccessibleName("")
        self.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._message is not None and self._message.tone is not Tone.NO:
            self._timer.start(_SECONDS * 500)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _act(self) -> None:
        message = self._message
        self.clear()
        if message is not None and message.act is not None:
            message.act()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        room = parent.width() - step(8)
        line = self._text.fontMetrics().horizontalAdvance(self._text.text()) + step(2)
        others = step(16) + (self._button.sizeHint().width() + step(2) if self._button.text() else 0)
        others += self._sign.width() + step(2) if self._sign.icon else 0
        width = min(line + others, room, step(190))
        self._text.setFixedWidth(max(width - others, step(20)))
        layout = self.layout()
        if layout is not None:
            layout.activate()
        height = max(self._text.heightForWidth(self._text.width()), step(8)) + step(4)
        self.setGeometry((parent.width() - width) // 2, parent.height() - height - step(5), width, height)
