"""One condition by clicks: a fact found by its label, a comparison that fits it, and a value of its kind."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.clicks import MANY, Click, comparisons
from nqdesk.domain.funding.facts import Fact, FactCatalogue, FactKind, FactValue
from nqdesk.domain.problem import Problem
from nqdesk.ui.funding import fact_field
from nqdesk.ui.funding.editor import click_words
from nqdesk.ui.offers.search_choice import SearchChoice
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import IconButton
from nqdesk.ui.widgets.chip_bar import ChipBar
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.discard import discard
from nqdesk.ui.widgets.field import mark_wrong
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.reveal import focus_on
from nqdesk.ui.widgets.segments import Segments

_COMPARISON_WIDTH = step(42)


class ClickRow(QFrame):
    """One condition.

    Signals:
        edited: a person changed something.
    """

    edited = Signal()

    def __init__(
        self, catalogue: FactCatalogue, on_remove: Callable[["ClickRow"], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._value: Any = None
        self._shown: tuple[str, bool] = ("", False)
        self.setProperty("role", "well")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(step(2.5), step(2.5), step(2.5), step(2.5))
        outer.setSpacing(step(2))
        first = QHBoxLayout()
        first.setSpacing(step(1))
        self.fact = SearchChoice(
            lambda typed: click_words.facts_found(catalogue, typed),
            lambda name: click_words.fact_text(catalogue.by_name[name]) if name in catalogue.by_name else name,
            "Angabe suchen, zum Beispiel Stunden",
        )
        self.fact.setAccessibleName("Angabe")
        self.fact.edited.connect(self._fact_chosen)
        first.addWidget(self.fact, 1)
        self.remove = IconButton("close", "Bedingung entfernen", on_click=lambda: on_remove(self))
        first.addWidget(self.remove)
        outer.addLayout(first)
        self._second = QHBoxLayout()
        self._second.setSpacing(step(2))
        self.comparison = Choice()
        self.comparison.setFixedWidth(_COMPARISON_WIDTH)
        self.comparison.setAccessibleName("Vergleich")
        self.comparison.edited.connect(self._comparison_chosen)
        self._second.addWidget(self.comparison)
        self._second.addStretch(0)
        outer.addLayout(self._second)
        self._chips_at = outer
        self._problem = Label("", "problem")
        self._problem.hide()
        outer.addWidget(self._problem)
        self._show_fact()

    @property
    def _fact(self) -> Fact | None:
        return self._catalogue.by_name.get(self.fact.value())

    @property
    def value_field(self) -> Any:
        """The field of the value, None before a fact is chosen."""
        return self._value

    # -- value -------------------------------------------------------------------------------------------------

    def click(self) -> Click | None:
        """Return the condition; without values while none is entered, None while no fact is chosen."""
        fact = self._fact
        if fact is None:
            return None
        kind = self.comparison.value() or comparisons(fact)[0]
        return Click(fact.name, kind, self._values(fact))

    def _values(self, fact: Fact) -> tuple[FactValue, ...]:
        if isinstance(self._value, ChipBar):
            chosen = self._value.value()
            return tuple(value for value in fact.values if value in chosen)
        if self._value.problem() is not None:
            return ()
        value = self._value.value() if fact.kind is FactKind.YES_NO else fact_field.entered(fact, self._value)
        if isinstance(value, str) and fact.kind is FactKind.TEXT:
            value = value.replace('"', "")[:200]
        return () if value is None or value == "" else (value,)

    def set_click(self, click: Click) -> None:
        """Show another condition."""
        self.fact.set_value(click.fact)
        self._show_fact()
        fact = self._fact
        if fact is None:
            return
        self.comparison.set_value(click.comparison)
        self._show_value_field(fact)
        if not click.values:
            return
        if click.comparison in MANY:
            self._value.set_value(frozenset(click.values))
        else:
            fact_field.put(fact, self._value, Case({fact.name: click.values[0]}))

    def problem(self) -> Problem | None:
        """Return what is missing."""
        click = self.click()
        if click is None:
            return Problem("click_fact", "fact")
        if click.values:
            return None
        return self._value.problem() or Problem("click_value", "value")

    def show_problem(self, problem: Problem | None) -> None:
        """Say what is missing below the fields; None takes it away."""
        text = messages.problem(problem) if problem else ""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        is_fact = problem is not None and problem.field == "fact"
        mark_wrong(self.fact, text if is_fact else "")
        if self._value is not None and not isinstance(self._value, ChipBar | Segments):
            mark_wrong(self._value, "" if is_fact else text)

    def focus_problem(self) -> None:
        """Put the keyboard into the field that is missing or wrong."""
        problem = self.problem()
        focus_on(self._value if problem and problem.field != "fact" and self._value is not None else self.fact)

    # -- fields ------------------------------------------------------------------------------------------------

    def _fact_chosen(self) -> None:
        self._show_fact()
        if self._value is not None:
            focus_on(self._value)
        self._edit()

    def _comparison_chosen(self) -> None:
        fact = self._fact
        if fact is not None:
            self._show_value_field(fact)
        self._edit()

    def _value_left(self) -> None:
        self.show_problem(self._value.problem())  # what cannot be read is said at once; what is missing, when saving

    def _edit(self) -> None:
        self.show_problem(None)
        self.edited.emit()

    def _show_fact(self) -> None:
        fact = self._fact
        self.comparison.setVisible(fact is not None and len(comparisons(fact)) > 1)
        if fact is None:
            self._drop_value_field()
            return
        self.fact.setToolTip(fact.help or fact.label)
        kinds = comparisons(fact)
        self.comparison.set_options([(kind, click_words.comparison(fact, kind)) for kind in kinds])
        if self.comparison.value() is None:
            self.comparison.set_value(kinds[0])
        self._show_value_field(fact)

    def _show_value_field(self, fact: Fact) -> None:
        many = self.comparison.value() in MANY
        if self._shown == (fact.name, many) and self._value is not None:
            return
        before = self._values(fact) if self._value is not None and self._shown[0] == fact.name else ()
        self._drop_value_field()
        self._shown = (fact.name, many)
        self._value = _field(fact, many=many)
        self._value.setAccessibleName(f"Wert von {fact.label}")
        self._value.edited.connect(self._edit)
        self._value.left.connect(self._value_left)
        if many:
            self._chips_at.insertWidget(2, self._value)
        else:
            self._second.insertWidget(1, self._value, 1)
        if before and fact.kind is FactKind.CHOICE:
            self._value.set_value(frozenset(before) if many else before[0])

    def _drop_value_field(self) -> None:
        if self._value is not None:
            discard(self._value)
        self._value, self._shown = None, ("", False)


def _field(fact: Fact, *, many: bool) -> Any:
    if many:
        return ChipBar(f"Werte von {fact.label}", fact_field.answers(fact))
    if fact.kind is FactKind.YES_NO:
        return Segments([(True, "ja"), (False, "nein")])
    if fact.kind is FactKind.CHOICE:
        return Choice(fact_field.answers(fact), placeholder="Wert wählen")
    return fact_field.field_of(fact)
