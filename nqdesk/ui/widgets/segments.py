"""A few values side by side: one is chosen by one click or the arrow keys."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from nqdesk.domain.offers import LanguageLevel
from nqdesk.domain.problem import Problem
from nqdesk.ui.widgets.toggle import Toggle


class Segments(QWidget):
    """One of a few values.

    Signals:
        edited, left: a person chose another value.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, options: Sequence[tuple[Any, str]], parent: QWidget | None = None) -> None:
        """`options` are (value, German text), at most about seven; the first is chosen."""
        super().__init__(parent)
        self._values = [value for value, _ in options]
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for number, (_, text) in enumerate(options):
            button = Toggle(text, "segment", self)
            place = "first" if number == 0 else "last" if number == len(options) - 1 else "middle"
            button.setProperty("place", place)
            self._group.addButton(button, number)
            layout.addWidget(button)
        layout.addStretch(1)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self._clicked)
        self._last = 0
        self.setFocusProxy(self._group.button(0))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        for button in self._group.buttons():
            button.setAccessibleName(f"{name}: {button.text()}")

    def value(self) -> Any:
        return self._values[self._group.checkedId()]

    def set_value(self, value: Any) -> None:
        index = self._values.index(value) if value in self._values else 0
        self._group.button(index).setChecked(True)
        self._last = index
        self.setFocusProxy(self._group.button(index))

    def problem(self) -> Problem | None:
        return None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._group.button(self._last).setFocus()

    def _clicked(self, index: int) -> None:
        if index != self._last:
            self._last = index
            self.setFocusProxy(self._group.button(index))
            self.edited.emit()
            self.left.emit()


class ThreeState(Segments):
    """Yes, no or not known: True, False, None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(((None, "nicht bekannt"), (True, "ja"), (False, "nein")), parent)


class LevelChoice(Segments):
    """A level of German, or None for "not said"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(((None, "keine Angabe"), *((level, level.value) for level in LanguageLevel)), parent)
