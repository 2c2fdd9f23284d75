"""Chips: filters with counts above a list, or several values of a field."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from nqdesk.domain.problem import Problem
from nqdesk.ui.widgets.flow_layout import FlowLayout
from nqdesk.ui.widgets.toggle import Toggle


class ChipBar(QWidget):
    """Any number of chips; several can be chosen unless `single`.

    Signals:
        edited, left: a person chose or unchose one; `value` says which are chosen.
    """

    edited = Signal()
    left = Signal()

    def __init__(
        self, name: str, chips: Sequence[tuple[Any, str]] = (), *, single: bool = False, parent: QWidget | None = None
    ) -> None:
        """`name` is the accessible name; `chips` are (value, German text)."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self._single = single
        self._buttons: dict[Any, Toggle] = {}
        self._texts: dict[Any, str] = {}
        self._flow = FlowLayout(self, gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_chips(chips)

    def set_chips(self, chips: Sequence[tuple[Any, str]]) -> None:
        """Offer other chips; chosen ones stay chosen if they are among them."""
        chosen = self.value()
        for button in self._buttons.values():
            self._flow.removeWidget(button)
            button.deleteLater()
        self._buttons, self._texts = {}, {}
        for value, text in chips:
            button = Toggle(text, "chip", self)
            button.setChecked(value in chosen)
            button.clicked.connect(lambda _=False, value=value: self._clicked(value))
            self._flow.addWidget(button)
            self._buttons[value] = button
            self._texts[value] = text
            self._name(value)
            button.show()

    def set_counts(self, counts: dict[Any, int]) -> None:
        """Show how many records each chip stands for; chips without a count show none."""
        for value, button in self._buttons.items():
            count = counts.get(value)
            number = "" if count is None else f"\u2002{count:,}".replace(",", ".")
            if button.text() != self._texts[value] + number:
                button.setText(self._texts[value] + number)
                self._name(value)
        self._flow.invalidate()
        self.updateGeometry()

    def set_shown(self, value: Any, *, shown: bool) -> None:
        """Show or hide one chip; a hidden one keeps its place."""
        self._buttons[value].setVisible(shown)
        self._flow.invalidate()
        self.updateGeometry()

    def value(self) -> frozenset[Any]:
        """Return the values of the chosen chips."""
        return frozenset(value for value, button in self._buttons.items() if button.isChecked())

    def set_value(self, value: Any) -> None:
        for key, button in self._buttons.items():
            button.setChecked(key in value)

    def problem(self) -> Problem | None:
        return None

    def _name(self, value: Any) -> None:
        self._buttons[value].setAccessibleName(f"{self.accessibleName()}: {self._buttons[value].text()}")

    def _clicked(self, value: Any) -> None:
        if self._single:
            for other, button in self._buttons.items():
                if other != value:
                    button.setChecked(False)
        self.edited.emit()
        self.left.emit()
