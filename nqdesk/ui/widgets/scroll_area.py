"""A place whose content may be higher than the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nqdesk.ui.theme import step
from nqdesk.ui.widgets.discard import discard


class ScrollArea(QScrollArea):
    """Scrolls upright only.

    Attributes:
        body: the layout to fill.
    """

    def __init__(
        self, parent: QWidget | None = None, *, margin: int = 0, gap: int = step(4), reading: str = ""
    ) -> None:
        """`reading` names a text without fields, which takes the focus so that arrows and page keys scroll it."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if reading else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(reading)
        self.setProperty("reading", "true" if reading else "false")
        content = QWidget()
        content.setProperty("role", "clear")
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(gap)
        self.setWidget(content)
        self._held: QWidget | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if self.focusPolicy() == Qt.FocusPolicy.NoFocus or event.key() not in (Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.minimum() if event.key() == Qt.Key.Key_Home else bar.maximum())

    def show_content(self, content: QWidget) -> None:
        """Show something else at the top of the body, in place of what was shown so before."""
        if self._held is not None:
            discard(self._held)
        self._held = content
        self.body.insertWidget(0, content)
