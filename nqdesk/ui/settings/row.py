"""A line in a card: words at the left, a state and buttons at the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.pill import StatusPill


class Row(QWidget):
    """Title, detail, pills, buttons."""

    def __init__(
        self,
        title: str,
        detail: str = "",
        *,
        pills: Sequence[tuple[str, Tone]] = (),
        buttons: Sequence[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, step(0.5), 0, step(0.5))
        layout.setSpacing(step(2))
        words = QVBoxLayout()
        words.setSpacing(step(0.5))
        words.addWidget(Label(title, "strong"))
        if detail:
            words.addWidget(Label(detail, "small"))
        layout.addLayout(words, 1)
        for text, tone in pills:
            layout.addWidget(StatusPill(text, tone), 0, Qt.AlignmentFlag.AlignVCenter)
        for button in buttons:
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
