"""A hint inside a page: a sentence on a soft ground, with an icon and perhaps something to do."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from nqdesk.ui import theme
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.label import Label

_ICONS = {
    Tone.NEUTRAL: ("info", "muted"),
    Tone.ACCENT: ("info", "accent"),
    Tone.POSSIBLE: ("check", "possible"),
    Tone.OPEN: ("warning", "open"),
    Tone.NO: ("error", "no"),
}


class _Sign(QWidget):
    def __init__(self, tone: Tone) -> None:
        super().__init__()
        self.tone = tone
        self.setFixedSize(QSize(step(5), step(5)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        name, tint = _ICONS[self.tone]
        QPainter(self).drawPixmap(0, 0, theme.pixmap(name, tint, self.width(), self.devicePixelRatioF()))


class Notice(QFrame):
    """A sentence in a tone."""

    def __init__(
        self,
        text: str,
        tone: Tone = Tone.ACCENT,
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setProperty("tone", tone.value)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(step(3), step(2.5), step(3), step(2.5))
        layout.setSpacing(step(2.5))
        self._sign = _Sign(tone)
        layout.addWidget(self._sign)
        self._text = Label(text)
        layout.addWidget(self._text, 1)
        if action and on_action:
            self.add_button(action, on_action)

    def add_button(self, text: str, on_click: Callable[[], object]) -> Button:
        """Add something to do."""
        button = Button(text, on_click=on_click)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(button)
        return button

    def set(self, text: str, tone: Tone | None = None) -> None:
        """Say something else; "" hides the notice."""
        self._text.setText(text)
        self.setAccessibleName(text)
        if tone is not None:
            self._sign.tone = tone
            self.setProperty("tone", tone.value)
            theme.restyle(self)
        self.setVisible(bool(text))
