"""Lines below each other, with a thin rule between; filled anew when what they show has changed."""

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.ui.page import Page
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.discard import discard
from nqdesk.ui.widgets.label import rule


class Rows(QWidget):
    """Any number of lines."""

    def __init__(self, focus_after: QWidget | None = None, parent: QWidget | None = None) -> None:
        """`focus_after` gets the keyboard when the line that had it goes; without it, the list of sections does."""
        super().__init__(parent)
        self._focus_after = focus_after
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(step(2))
        self._count = 0

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self._count

    def clear(self) -> None:
        """Take all lines away; the keyboard, if it was in one, stays on the page."""
        inside = self.window().focusWidget()
        if inside is not None and self.isAncestorOf(inside):
            (self._focus_after or self._page()).setFocus()
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                discard(widget)
        self._count = 0

    def _page(self) -> QWidget:
        found: QWidget = self
        while not isinstance(found, Page) and (parent := found.parentWidget()) is not None:
            found = parent
        return found

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
