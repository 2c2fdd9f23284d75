"""The head of a page: title, a line below, buttons at the right."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nqdesk.ui.theme import step
from nqdesk.ui.widgets.label import Label

_LEAST_TITLE = step(65)  # narrower than this, the buttons go below the title


class PageHeader(QWidget):
    """Title and subtitle at the left, buttons at the right."""

    def __init__(self, title: str = "", subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._outer = QHBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(step(2))
        words = QVBoxLayout()
        words.setSpacing(step(0.5))
        self._title = Label(title, "title")
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._subtitle = Label(subtitle, "subtitle")
        self._subtitle.setVisible(bool(subtitle))
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        words.addStretch(1)
        self._outer.addLayout(words, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(step(2))
        right = QVBoxLayout()
        right.addLayout(self._buttons)
        right.addStretch(1)
        self._right = right
        self._outer.addLayout(right)

    def set(self, title: str, subtitle: str = "") -> None:
        """Show another title."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        below = self.width() - self._buttons.sizeHint().width() < _LEAST_TITLE
        direction = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if self._outer.direction() != direction:
            self._outer.setDirection(direction)
            side = Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag(0)
            self._outer.setAlignment(self._right, side)

    def minimumSizeHint(self) -> QSize:
        return QSize(max(self._buttons.minimumSize().width(), step(40)), super().minimumSizeHint().height())

    def add(self, button: QWidget) -> None:
        """Put a button at the right end; the primary one comes last."""
        self._buttons.addWidget(button)
