"""What stands where nothing is yet: a picture, a sentence, and what to do."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.ui import theme
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.label import Label


class _Picture(QWidget):
    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setFixedSize(QSize(step(10), step(10)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        picture = theme.pixmap(self._icon, "line_strong", self.width(), self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, picture)


class EmptyState(QWidget):
    """A sentence in the middle of an empty place, with one thing to do."""

    def __init__(
        self,
        icon: str,
        sentence: str,
        *,
        detail: str = "",
        action: str = "",
        on_action: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(6), step(6), step(6), step(6))
        layout.setSpacing(step(2))
        layout.addStretch(2)
        layout.addWidget(_Picture(icon), 0, Qt.AlignmentFlag.AlignHCenter)
        self._sentence = Label(sentence, "section")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._sentence)
        self._detail = Label(detail, "small")
        self._detail.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._detail.setVisible(bool(detail))
        layout.addWidget(self._detail)
        if action and on_action:
            layout.addSpacing(step(1))
            layout.addWidget(Button(action, on_click=on_action), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def set_sentence(self, sentence: str, detail: str = "") -> None:
        """Say something else."""
        self._sentence.setText(sentence)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
