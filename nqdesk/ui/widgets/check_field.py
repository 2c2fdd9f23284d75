"""Yes or no."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from nqdesk.domain.problem import Problem


class CheckField(QCheckBox):
    """A box to tick; its text stands beside it.

    Signals:
        edited, left: a person ticked or unticked.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(text.replace("&", ""))
        self.clicked.connect(self._clicked)

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: bool) -> None:
        self.setChecked(bool(value))

    def problem(self) -> Problem | None:
        return None

    def _clicked(self) -> None:
        self.edited.emit()
        self.left.emit()
