"""Lines below each other, with a thin rule between; filled anew when what they show has changed."""

from collections.abc import Iterable

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from nqdesk.ui.theme import step
from nqdesk.ui.widgets.label import rule


class Rows(QWidget):
    """Any number of lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(step(2))
        self._count = 0

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self._count

    def clear(self) -> None:
        """Take all lines away; the keyboard, if it was in one, stays in the window."""
        inside = QApplication.focusWidget()
        if inside is not None and self.isAncestorOf(inside):
            self.focusNextPrevChild(False)
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._count = 0

    def add(self, rows: Iterable[QWidget]) -> None:
        """Put lines at the end."""
        for row in rows:
            if self._count:
                self._layout.addWidget(rule())
            self._layout.addWidget(row)
            self._count += 1

    def show_rows(self, rows: Iterable[QWidget]) -> None:
        """Show these lines in place of those before."""
        self.clear()
        self.add(rows)
