"""Several parts of a version, a card each: criteria, amounts."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.domain.problem import Problem
from nqdesk.ui.funding.editor.part_card import PartCard
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.discard import discard
from nqdesk.ui.widgets.label import Label


class PartList(QWidget):
    """Cards one below the other, and a button that adds one.

    Signals:
        edited: a person changed, added or removed something.
    """

    edited = Signal()

    def __init__(
        self,
        make: Callable[[], PartCard],
        add: str,
        blank: Callable[[], Any],
        nothing: str,
        parent: QWidget | None = None,
    ) -> None:
        """`make` gives a card, `blank` an empty part, `add` is the word on the button, `nothing` told without parts."""
        super().__init__(parent)
        self._make = make
        self._blank = blank
        self.cards: list[PartCard] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(2.5))
        self._nothing = Label(nothing, "small")
        column.addWidget(self._nothing)
        self._at = QVBoxLayout()
        self._at.setSpacing(step(2.5))
        column.addLayout(self._at)
        self.problem = Label("", "problem")
        self.problem.hide()
        column.addWidget(self.problem)
        self.more = Button(add, icon="add", on_click=self.add)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def value(self) -> tuple[Any, ...]:
        """Return the parts as they were entered."""
        return tuple(card.value() for card in self.cards)

    def set_value(self, parts: tuple[Any, ...]) -> None:
        """Show other parts."""
        for card in list(self.cards):
            self._drop(card)
        for part in parts:
            self._put(part)
        self._number()

    def add(self) -> None:
        """Add an empty part and put the keyboard there."""
        self._put(self._blank()).focus_first()
        self._number()
        self.edited.emit()

    def show_problems(self, problems: list[Problem]) -> Callable[[], None] | None:
        """Say at each card what is wrong with it ("0.text"); return what puts the keyboard where the first one is."""
        found: dict[int, dict[str, Problem]] = {}
        for problem in problems:
            place, _, key = problem.field.partition(".")
            if place.isdigit():
                found.setdefault(int(place), {}).setdefault(key, problem)
        for number, card in enumerate(self.cards):
            card.show_problems(found.get(number, {}))
        first = min(found, default=len(self.cards))
        return (lambda: self.cards[first].focus_problem(found[first])) if first < len(self.cards) else None

    def _put(self, part: Any) -> PartCard:
        card = self._make()
        card.set_value(part)
        card.edited.connect(self.edited)
        card.removed.connect(lambda: self._remove(card))
        self.cards.append(card)
        self._at.addWidget(card)
        return card

    def _remove(self, card: PartCard) -> None:
        place = self.cards.index(card)
        self._drop(card)
        self._number()
        (self.cards[max(place - 1, 0)].remove if self.cards else self.more).setFocus()
        self.edited.emit()

    def _drop(self, card: PartCard) -> None:
        self.cards.remove(card)
        discard(card)

    def _number(self) -> None:
        self._nothing.setVisible(not self.cards)
        for number, card in enumerate(self.cards, 1):
            card.set_number(number)
