"""A link whose text ends in … where the room does."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nqdesk.ui import theme
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button


class ElidedButton(Button):
    """A link button of any width; its whole text stands in tool tip and accessible name."""

    def __init__(self, text: str, *, on_click: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__("", "link", on_click=on_click, parent=parent)
        self._whole = text
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(step(16), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        name = self.accessibleName()
        metrics = QFontMetrics(theme.font(bold=True))
        room = max(self.width() - step(4), step(12))
        self.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room).replace("&", "&&"))
        self.setAccessibleName(name or self._whole)
