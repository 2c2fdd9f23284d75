"""Several values of a long list: type a part of a name, pick, and it stands below as a chip to take away."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from nqdesk.domain.problem import Problem
from nqdesk.ui.offers.search_choice import Found, SearchChoice
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.flow_layout import FlowLayout
from nqdesk.ui.widgets.toggle import Toggle


class ValueSet(QWidget):
    """Any number of values.

    Signals:
        edited, left: a person added or took away one.
    """

    edited = Signal()
    left = Signal()

    def __init__(
        self,
        search: Callable[[str], Sequence[Found]],
        text_of: Callable[[str], str],
        placeholder: str,
        parent: QWidget | None = None,
    ) -> None:
        """`search` finds values for what was typed; `text_of` gives the German text of a value."""
        super().__init__(parent)
        self._values: list[str] = []
        self._text_of = text_of
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(1.5))
        self.search = SearchChoice(
            lambda text: [one for one in search(text) if one.value not in self._values], text_of, placeholder
        )
        self.search.edited.connect(self._pick)
        layout.addWidget(self.search)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._chips.setSizePolicy(policy)
        self._chips.hide()
        layout.addWidget(self._chips)
        self.setFocusProxy(self.search)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.search.setAccessibleName(name)

    def value(self) -> frozenset[str]:
        """Return the picked values."""
        return frozenset(self._values)

    def set_value(self, value: frozenset[str]) -> None:
        if value != self.value():
            self._values = sorted(value, key=lambda one: self._text_of(one).casefold())
            self._show()

    def problem(self) -> Problem | None:
        return None

    def _pick(self) -> None:
        picked = self.search.value()
        self.search.set_value("")
        if picked and picked not in self._values:
            self._values.append(picked)
            self._show()
            self.edited.emit()
            self.left.emit()

    def _take_away(self, value: str, _checked: bool = False) -> None:
        if value in self._values:
            self._values.remove(value)
            self._show()
            self.search.setFocus()
            self.edited.emit()
            self.left.emit()

    def _show(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for value in self._values:
            text = self._text_of(value)
            chip = Toggle(f"{text.replace('&', '&&')}\u2002×", "chip")
            chip.setToolTip("Entfernen")
            chip.setAccessibleName(f"{text} entfernen")
            chip.setChecked(True)
            chip.clicked.connect(partial(self._take_away, value))
            self._flow.addWidget(chip)
            chip.show()
        self._chips.setVisible(bool(self._values))
        self._flow.invalidate()
        self._chips.updateGeometry()
        self.updateGeometry()
