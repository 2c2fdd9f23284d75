"""The head of a page: title, a line below, buttons at the right."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nqdesk.ui.theme import step
from nqdesk.ui.widgets.label import Label

_LEAST_TITLE = step(65)


class PageHeader(QWidget):
    """Title and subtitle at the left, buttons at the right."""

    def __init__(
        self, title: str = "", subtitle: str = "", parent: QWidget | None = None, *, least_title: int = _LEAST_TITLE
    ) -> None:
        """Buttons go below the title where beside them less than `least_title` is left for it."""
        super().__init__(parent)
        self._least_title = least_title
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
        self._all: list[QWidget] = []
        self._in_second: list[QWidget] = []
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(step(2))
        right = QVBoxLayout()
        right.addLayout(self._buttons)
        self._second = QHBoxLayout()
        self._second.setSpacing(step(2))
        right.addLayout(self._second)
        for row in (self._buttons, self._second):
            right.setAlignment(row, Qt.AlignmentFlag.AlignLeft)
        right.setSpacing(step(2))
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
        self._arrange()
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # the line below the title has another height now

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()  # a button was shown, hidden or got another word
        return done

    def _arrange(self) -> None:
        """Put the buttons beside the title, below it, or below it in two rows, as the width allows."""
        one_row = _width(self._shown)
        below = self.width() - one_row < self._least_title
        first = _halves(self._shown)[0] if one_row > self.width() else self._all
        second = [button for button in self._all if button not in first]
        if second != self._in_second:
            self._in_second = second
            for button in self._all:
                (self._second if button in second else self._buttons).addWidget(button)
        direction = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if self._outer.direction() != direction:
            self._outer.setDirection(direction)
            side = Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag(0)
            self._outer.setAlignment(self._right, side)

    @property
    def _shown(self) -> list[QWidget]:
        return [button for button in self._all if not button.isHidden()]

    def sizeHint(self) -> QSize:
        """Return how high the words are at the present width; the head is never higher than that."""
        return QSize(super().sizeHint().width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        widest = max(step(40), *map(_width, _halves(self._shown)))
        return QSize(widest, super().minimumSizeHint().height())

    def add(self, button: QWidget) -> None:
        """Put a button at the right end; the primary one comes last."""
        self._all.append(button)
        self._buttons.addWidget(button)


def _halves(buttons: list[QWidget]) -> tuple[list[QWidget], list[QWidget]]:
    """Return two rows of buttons that need the least width."""
    splits = ((buttons[:n], buttons[n:]) for n in range(len(buttons) + 1))
    return min(splits, key=lambda rows: max(map(_width, rows)))


def _width(buttons: list[QWidget]) -> int:
    """Return how wide buttons are side by side."""
    return sum(button.sizeHint().width() for button in buttons) + step(2) * max(len(buttons) - 1, 0)
