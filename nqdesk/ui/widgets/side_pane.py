"""The pane between sidebar and page: search and filters above, a list below."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from nqdesk.ui.theme import step
from nqdesk.ui.widgets.label import rule


class SidePane(QFrame):
    """A pane of set width with a head and a body.

    Attributes:
        head: layout for search field and chips. body: layout for the list, without margins.
    """

    def __init__(self, width: int = step(80), *, right: bool = False, parent: QWidget | None = None) -> None:
        """`right` draws the line at the left edge, for panes at the window's right."""
        super().__init__(parent)
        self.setProperty("role", "side-right" if right else "side")
        self.setFixedWidth(width)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0 if not right else 1, step(4), 1 if not right else 0, 0)
        outer.setSpacing(0)
        self.head = QVBoxLayout()
        self.head.setContentsMargins(step(4), 0, step(4), step(2.5))
        self.head.setSpacing(step(2.5))
        outer.addLayout(self.head)
        outer.addWidget(rule())
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        outer.addLayout(self.body, 1)
