"""A quiet box for things that belong together."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from nqdesk.ui import theme
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.label import Label


class Card(QFrame):
    """A box with a title and a body. `trailing` widgets stand at the right of the title.

    Attributes:
        body: the layout to fill.
    """

    def __init__(
        self, title: str = "", *, detail: str = "", tone: Tone | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        if tone is not None:
            self.setProperty("tone", tone.value)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(step(4), step(3.5), step(4), step(4))
        outer.setSpacing(step(2))
        self._head = QHBoxLayout()
        self._head.setSpacing(step(2))
        self._title = Label(title, "section")
        self._title.setVisible(bool(title))
        self._head.addWidget(self._title, 1)
        outer.addLayout(self._head)
        self._detail = Label(detail, "small")
        self._detail.setVisible(bool(detail))
        outer.addWidget(self._detail)
        self.body = QVBoxLayout()
        self.body.setSpacing(step(2))
        outer.addLayout(self.body)

    def set_title(self, title: str) -> None:
        """Change the title; "" hides it."""
        self._title.setText(title)
        self._title.setVisible(bool(title))

    def set_detail(self, detail: str) -> None:
        """Change the small line below the title; "" hides it."""
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))

    def set_tone(self, tone: Tone | None) -> None:
        """Change the colour of ground and border."""
        self.setProperty("tone", tone.value if tone else "")
        theme.restyle(self)

    def add_trailing(self, widget: QWidget) -> None:
        """Put a widget at the right of the title."""
        self._head.addWidget(widget)

    def add(self, item: QWidget | QLayout) -> None:
        """Put a widget or layout at the end of the body."""
        if isinstance(item, QWidget):
            self.body.addWidget(item)
        else:
            self.body.addLayout(item)
