"""A tab that scrolls: its right edge stands where the header's does, with or without a scroll bar."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from nqdesk.ui.theme import step
from nqdesk.ui.widgets.scroll_area import ScrollArea

_RIGHT = step(6)


class TabArea(ScrollArea):
    """As ScrollArea, with the margins of a tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        bar = self.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        margins = (0, step(5), max(_RIGHT - taken, 0), step(6))
        if self.body.contentsMargins().right() != margins[2] or not self.body.contentsMargins().top():
            self.body.setContentsMargins(*margins)
