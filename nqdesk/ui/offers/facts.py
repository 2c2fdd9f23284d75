"""Lines of label and value with a thin rule below each; and a row of pills."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.flow_layout import FlowLayout
from nqdesk.ui.widgets.label import Label, rule
from nqdesk.ui.widgets.pill import StatusPill

_SIDE_BY_SIDE = 24  # letters of a value that still stands beside its label
_ONE_WORD = 16  # the same for a value that cannot be broken


class Elided(QLabel):
    """One line of plain text that ends in … where the room does; the whole stands in the tool tip."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), step(8)))
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Facts(QWidget):
    """Lines of label and value; empty values are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(step(3))
        self._grid.setVerticalSpacing(step(1.5))
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self._rows = 0

    @property
    def is_empty(self) -> bool:
        """Whether no line was added."""
        return self._rows == 0

    def add(self, label: str, value: str | QWidget, *, strong: bool = True) -> None:
        """Add a line; an empty text adds none. A value that is longer than its column stands below its label."""
        if not value:
            return
        row = self._rows * 3
        if self._rows:
            self._grid.addWidget(rule(), row - 1, 0, 1, 2)
        top = Qt.AlignmentFlag.AlignTop
        is_long = isinstance(value, str) and len(value) > (_SIDE_BY_SIDE if " " in value else _ONE_WORD)
        name = Label(label, "label")
        name.setAlignment(Qt.AlignmentFlag.AlignLeft | top)
        self._grid.addWidget(name, row, 0, 1, 2 if is_long else 1)
        if isinstance(value, str) and is_long and " " not in value:
            value = Elided(value, "strong" if strong else "")
        elif isinstance(value, str):
            shown = Label(value, "strong" if strong else "")
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAlignment((Qt.AlignmentFlag.AlignLeft if is_long else Qt.AlignmentFlag.AlignRight) | top)
            shown.setAccessibleName(f"{label}: {value}")
            value = shown
        if is_long:
            self._grid.addWidget(value, row + 1, 0, 1, 2)
        else:
            self._grid.addWidget(value, row, 1)
        self._rows += 1


class Pills(QWidget):
    """Pills side by side; new lines begin where the width ends."""

    def __init__(self, pills: Iterable[tuple[str, Tone]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for text, tone in pills:
            self._flow.addWidget(StatusPill(text, tone))
