"""A wide and a narrow column; in a narrow window the second stands below the first."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.ui.theme import step

_BESIDE = step(170)  # narrower than this, one column


class TwoColumns(QWidget):
    """Attributes: first, second: the layouts to fill."""

    def __init__(self, second_width: int = step(72), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(step(5))
        self._second = QWidget()
        self._width = second_width
        self.first = QVBoxLayout()
        self.first.setSpacing(step(4))
        self.second = QVBoxLayout(self._second)
        self.second.setContentsMargins(0, 0, 0, 0)
        self.second.setSpacing(step(4))
        self._row.addLayout(self.first, 1)
        self._row.addWidget(self._second)
        self._second.setFixedWidth(second_width)

    def finish(self) -> None:
        """Call when both columns are filled: what is left over stays at the bottom."""
        self.first.addStretch(1)
        self.second.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        below = self.width() < _BESIDE
        direction = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if self._row.direction() != direction:
            self._row.setDirection(direction)
            if below:
                self._second.setMinimumWidth(0)
                self._second.setMaximumWidth(16777215)
            else:
                self._second.setFixedWidth(self._width)
