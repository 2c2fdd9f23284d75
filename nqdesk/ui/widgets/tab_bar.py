"""Tabs as words with a line under the open one."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QTabBar, QWidget

from nqdesk.ui import theme
from nqdesk.ui.theme import step


class TabBar(QTabBar):
    """Words side by side, one of them open; arrow keys move between them.

    Signals:
        chosen: key of the tab a person or `open` chose.
    """

    chosen = Signal(str)

    def __init__(self, name: str, tabs: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        """`name` is the accessible name; `tabs` are (key, German text)."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for key, text in tabs:
            self.add(key, text)
        self.currentChanged.connect(lambda index: self.chosen.emit(str(self.tabData(index))))

    def add(self, key: str, text: str) -> None:
        """Add a tab at the end."""
        self.setTabData(self.addTab(text), key)

    def set_text(self, key: str, text: str) -> None:
        """Change a tab's word ("Termine 4")."""
        self.setTabText(self._index(key), text)

    def open(self, key: str) -> None:
        """Open a tab."""
        self.setCurrentIndex(self._index(key))

    @property
    def key(self) -> str:
        """Key of the open tab."""
        return str(self.tabData(self.currentIndex()) or "")

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all tabs, in their order."""
        return tuple(str(self.tabData(index)) for index in range(self.count()))

    def tabSizeHint(self, index: int) -> QSize:
        metrics = QFontMetrics(theme.font(bold=True))
        return QSize(metrics.horizontalAdvance(self.tabText(index)) + step(5.5), metrics.height() + step(4.5))

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(t.line))
        hovered = self.tabAt(self.mapFromGlobal(self.cursor().pos())) if self.underMouse() else -1
        for index in range(self.count()):
            place = self.tabRect(index)
            words = place.adjusted(0, 0, -step(5.5), -2)
            current = index == self.currentIndex()
            painter.setFont(theme.font(bold=current))
            painter.setPen(QColor(t.accent if current else t.ink if index == hovered else t.muted))
            painter.drawText(
                words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self.tabText(index)
            )
            if current:
                painter.fillRect(place.left(), self.height() - 2, words.width(), 2, QColor(t.accent))
                if self.hasFocus():
                    painter.drawRect(words.adjusted(-3, 2, 2, -4))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _index(self, key: str) -> int:
        return self.keys.index(key)
