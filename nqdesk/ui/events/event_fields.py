"""Fields of an event that no base widget has: hours from and to, names line by line."""

from collections.abc import Mapping
from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nqdesk.domain.problem import Problem
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.text_area import TextArea
from nqdesk.ui.widgets.text_field import TimeField

Hours = tuple[time | None, time | None]


class HoursField(QWidget):
    """Begin and end of a day's event; both may be empty.

    Signals:
        edited, left: as any field.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(2))
        self.begins = TimeField()
        self.ends = TimeField()
        self.begins.setAccessibleName("Uhrzeit von")
        self.ends.setAccessibleName("Uhrzeit bis")
        self.begins.setPlaceholderText("14:00")
        self.ends.setPlaceholderText("16:30")
        layout.addWidget(self.begins, 1)
        layout.addWidget(Label("bis", "label", wrap=False))
        layout.addWidget(self.ends, 1)
        for field in (self.begins, self.ends):
            field.edited.connect(self.edited)
            field.left.connect(self.left)
        self.setFocusProxy(self.begins)

    def value(self) -> Hours:
        """Return begin and end."""
        return self.begins.value(), self.ends.value()

    def set_value(self, value: Hours) -> None:
        self.begins.set_value(value[0])
        self.ends.set_value(value[1])

    def texts(self) -> dict[str, str]:
        return {"begins": self.begins.text(), "ends": self.ends.text()}

    def type_texts(self, texts: Mapping[str, str]) -> None:
        self.begins.setText(texts.get("begins", ""))
        self.ends.setText(texts.get("ends", ""))

    def problem(self) -> Problem | None:
        return self.begins.problem() or self.ends.problem()


class NamesField(TextArea):
    """Names, one a line, as a tuple without empty ones."""

    def value(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(line.strip() for line in self.toPlainText().splitlines() if line.strip())

    def set_value(self, value: tuple[str, ...]) -> None:  # type: ignore[override]
        if value != self.value():
            super().set_value("\n".join(value))
