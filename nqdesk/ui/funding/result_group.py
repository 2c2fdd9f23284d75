"""A part of the results that is folded away until somebody wants it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.ui import theme
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import IconButton
from nqdesk.ui.widgets.label import Label


class _Head(QFrame):
    """The line that says what is folded away; a click anywhere on it opens and closes."""

    def __init__(self, group: "ResultGroup") -> None:
        super().__init__()
        self._group = group
        self.setProperty("role", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(step(4), step(3), step(3), step(3))
        row.setSpacing(step(3))
        column = QVBoxLayout()
        column.setSpacing(step(0.5))
        self.title, self.detail = Label("", "strong"), Label("", "small")
        column.addWidget(self.title)
        column.addWidget(self.detail)
        row.addLayout(column, 1)
        self.toggle = IconButton("down", "", on_click=group.turn)
        row.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._group.turn()
            return
        super().mousePressEvent(event)


class ResultGroup(QWidget):
    """A heading with a line below, and what belongs to it, shown only when opened.

    Attributes:
        body: the layout to fill.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(step(2.5))
        self._head = _Head(self)
        outer.addWidget(self._head)
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(step(4), 0, 0, 0)
        self.body.setSpacing(step(2.5))
        outer.addWidget(self._inside)
        self._inside.hide()
        self.is_open = False

    def set_heading(self, title: str, detail: str) -> None:
        """Say what the group holds and why it is apart."""
        self._head.title.setText(title)
        self._head.detail.setText(detail)
        self._head.toggle.setAccessibleName(f"{title}. {detail} Zeigen oder verbergen")
        self._head.toggle.setToolTip("Zeigen oder verbergen")

    def open(self, wanted: bool) -> None:
        """Show or hide what it holds."""
        if wanted != self.is_open:
            self.is_open = wanted
            theme.set_icon(self._head.toggle, "up" if wanted else "down", "muted")
            self._inside.setVisible(wanted)

    def turn(self) -> None:
        """Show what is hidden, hide what is shown."""
        self.open(not self.is_open)
