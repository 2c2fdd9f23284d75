"""The field of a fact, by its kind."""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nqdesk.domain.funding.case import NO_STATEMENT, Case
from nqdesk.domain.funding.facts import Fact, FactKind
from nqdesk.domain.typed import parse_number, parse_share
from nqdesk.ui.funding.words import NOT_SAID
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.text_field import AmountField, CountField, TextField, TypedField, show_number, show_share

OPEN = "offen"
_MOST = 999_999_999


def field_of(fact: Fact, *, parent: QWidget | None = None) -> Any:
    """Return a field that shows and takes a fact's value; it has `value`, `set_value`, `problem`, `edited`, `left`."""
    made = _made(fact)
    made.setParent(parent)
    made.setAccessibleName(fact.label)
    made.setToolTip(fact.help)
    return made


def _made(fact: Fact) -> Any:
    if fact.kind in (FactKind.YES_NO, FactKind.CHOICE):
        return Choice([(None, OPEN), *answers(fact), (NO_STATEMENT, NOT_SAID)])
    if fact.kind is FactKind.DAY:
        return DayField()
    if fact.kind is FactKind.MONEY:
        return AmountField()
    if fact.kind is FactKind.COUNT:
        return CountField(_MOST)
    if fact.kind is FactKind.TEXT:
        return TextField()
    share = fact.kind is FactKind.SHARE
    unit = {FactKind.MONTHS: "Monate", FactKind.HOURS: "Stunden", FactKind.SHARE: "%"}.get(fact.kind, "")
    line: TypedField[Decimal] = TypedField(
        parse_share if share else parse_number, show_share if share else show_number, unit
    )
    line.setAlignment(Qt.AlignmentFlag.AlignRight)
    return line


def answers(fact: Fact) -> list[tuple[Any, str]]:
    """Return the values of a yes or no or of a choice with their words."""
    if fact.kind is FactKind.YES_NO:
        return [(True, "ja"), (False, "nein")]
    return [(value, fact.label_of(value)) for value in fact.values]


def entered(fact: Fact, field: Any) -> Any:
    """Return what a field holds as a case has it: a value, NO_STATEMENT, or None for unknown."""
    value = field.value()
    if fact.kind is FactKind.COUNT and value is not None:
        return Decimal(value)
    return value if value != "" else None


def put(fact: Fact, field: Any, case: Case) -> None:
    """Show in a field what a case knows."""
    value: Any = case.values.get(fact.name)
    if value is None and fact.name in case.refused and isinstance(field, Choice):
        value = NO_STATEMENT
    if fact.kind is FactKind.COUNT and value is not None:
        value = int(value)
    if fact.kind is FactKind.TEXT and value is None:
        value = ""
    field.set_value(value)
