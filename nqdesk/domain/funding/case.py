"""A case: what is known of a person, a company, a measure and an application, read strictly."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from unicodedata import category

from nqdesk.domain.funding.facts import GROUPS, NUMERIC, STEPS, Fact, FactCatalogue, FactKind, FactValue
from nqdesk.domain.funding.spans import ANY_DAY, INFINITY, Span

NO_STATEMENT = "keine_angabe"
"""Asked for, but not answered: counts as unknown and is not asked again."""


@dataclass(frozen=True)
class Case:
    """The known facts by name; ``refused`` are those that were asked for and not answered."""

    values: Mapping[str, FactValue] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()

    def with_value(self, name: str, value: FactValue | None) -> "Case":
        """Return the case with one fact known otherwise, or unknown (None)."""
        values = {key: known for key, known in self.values.items() if key != name}
        if value is not None:
            values[name] = value
        return Case(values, self.refused - {name})

    def refusing(self, name: str) -> "Case":
        """Return the case with one fact asked for, but not answered."""
        return Case({key: known for key, known in self.values.items() if key != name}, self.refused | {name})


@dataclass(frozen=True)
class CaseProblem:
    """Why a case cannot be read: ``fact`` (group or full name, "" for the whole) and a code.

    Codes: not_an_object, unknown_group, unknown_fact, not_yes_no, not_a_choice, not_a_day, not_money, not_a_number,
    not_whole, negative, over_one, too_many_places, not_text, end_before_begin, absence_over_hours,
    affected_over_heads, too_large.
    """

    fact: str
    code: str


NOT_AFTER = (
    ("massnahme.beginn", "massnahme.ende", "end_before_begin"),
    ("massnahme.ausfallstunden", "massnahme.stunden", "absence_over_hours"),
    ("betrieb.betroffene_koepfe", "betrieb.beschaeftigte_koepfe", "affected_over_heads"),
)
"""Pairs of facts of which the first is never larger than the second, with the code of the problem."""

FLOORS = (("person.bruttoentgelt_jahr", "person.bruttoentgelt_monat", Decimal(12)),)
"""While the first is unknown, it is at least so many times the second."""

IMPLIED: tuple[tuple[str, Any, str, Any], ...] = (
    ("antrag.letzte_82_teilnahme_ende", ANY_DAY, "antrag.fruehere_82_teilnahme", True),
    ("antrag.letzte_82a_teilnahme_ende", ANY_DAY, "antrag.fruehere_82a_teilnahme", True),
    ("person.alg_resttage", Span(Decimal(1), INFINITY), "person.anspruch_alg", True),
    ("person.alg_bezug", True, "person.anspruch_alg", True),
    ("person.anspruch_alg", True, "person.alg_resttage", Span(Decimal(1), INFINITY)),
    ("person.schwerbehindert", True, "person.grad_der_behinderung", Span(Decimal(50), Decimal(100))),
    ("person.schwerbehindert", False, "person.grad_der_behinderung", Span(Decimal(0), Decimal(49))),
)
"""What a known fact (with this value, or in this range) says of another one while that is unknown."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LARGEST = Decimal("1e15")
MOST_PLACES = 30
"""Places after the point that a number may have: more than any count of days as months needs."""


def read_case(content: object, catalogue: FactCatalogue) -> tuple[Case, list[CaseProblem]]:
    """Return the case of a JSON object (numbers as Decimal or int) and everything that is wrong with it.

    With any problem the case must not be checked.
    """
    if not isinstance(content, Mapping):
        return Case(), [CaseProblem("", "not_an_object")]
    values: dict[str, FactValue] = {}
    refused: set[str] = set()
    problems: list[CaseProblem] = []
    for group, facts in content.items():
        if group not in GROUPS:
            problems.append(CaseProblem(str(group), "unknown_group"))
        elif facts is not None and not isinstance(facts, Mapping):
            problems.append(CaseProblem(str(group), "not_an_object"))
        for key, raw in (facts or {}).items() if group in GROUPS and isinstance(facts, Mapping) else ():
            name = f"{group}.{key}"
            fact = catalogue.by_name.get(name)
            if fact is None:
                problems.append(CaseProblem(name, "unknown_fact"))
            elif raw == NO_STATEMENT:
                refused.add(name)
            elif raw is not None:
                value, code = read_value(fact, raw)
                if value is None:
                    problems.append(CaseProblem(name, code))
                else:
                    values[name] = value
    problems += contradictions(values)
    return Case(values, frozenset(refused)), problems


def contradictions(values: Mapping[str, FactValue]) -> list[CaseProblem]:
    """Return the problems of facts that cannot both be so."""
    found = []
    for smaller, larger, code in NOT_AFTER:
        if smaller in values and larger in values and values[smaller] > values[larger]:  # type: ignore[operator]
            found.append(CaseProblem(smaller if code != "end_before_begin" else larger, code))
    return found


def fitting(case: Case, catalogue: FactCatalogue) -> Case:
    """Return the case without what another catalogue does not know; the same case if that is nothing."""
    values = {name: value for name, value in case.values.items() if _fits(catalogue.by_name.get(name), value)}
    refused = frozenset(name for name in case.refused if name in catalogue.by_name)
    return case if len(values) == len(case.values) and refused == case.refused else Case(values, refused)


def _fits(fact: Fact | None, value: FactValue) -> bool:
    if fact is None:
        return False
    if isinstance(value, bool):
        return fact.kind is FactKind.YES_NO
    if isinstance(value, date):
        return fact.kind is FactKind.DAY
    if isinstance(value, Decimal):
        return fact.kind in NUMERIC and _number(fact, str(value) if fact.kind is FactKind.MONEY else value)[1] == ""
    return fact.kind is FactKind.TEXT or value in fact.values


def read_value(fact: Fact, raw: object) -> tuple[FactValue | None, str]:
    """Return the value of a fact as a case file writes it, and "" or the code of what is wrong with it."""
    if fact.kind is FactKind.YES_NO:
        return (raw, "") if isinstance(raw, bool) else (None, "not_yes_no")
    if fact.kind is FactKind.CHOICE:
        return (raw, "") if isinstance(raw, str) and raw in fact.values else (None, "not_a_choice")
    if fact.kind is FactKind.TEXT:
        return (raw, "") if isinstance(raw, str) and _is_text(raw) else (None, "not_text")
    if fact.kind is FactKind.DAY:
        return _day(raw)
    return _number(fact, raw)


def _day(raw: object) -> tuple[FactValue | None, str]:
    try:
        if isinstance(raw, str) and _DAY.fullmatch(raw):  # Python reads weeks and other forms of ISO 8601 too
            return date.fromisoformat(raw), ""
    except ValueError:
        pass
    return None, "not_a_day"


def _number(fact: Fact, raw: object) -> tuple[FactValue | None, str]:
    money = fact.kind is FactKind.MONEY
    if isinstance(raw, bool) or not isinstance(raw, (str, int, Decimal)) or (isinstance(raw, str) and not money):
        return None, "not_money" if money else "not_a_number"
    if isinstance(raw, str) and not _is_money(raw):
        return None, "negative" if raw.startswith("-") and _is_money(raw[1:]) else "not_money"
    value = Decimal(raw)
    if not value.is_finite():
        return None, "not_money" if money else "not_a_number"
    if not money and _places(value) > MOST_PLACES:
        return None, "too_many_places"
    if value < 0:
        return None, "negative"
    if value > _LARGEST:
        return None, "too_large"
    if fact.kind is FactKind.SHARE and value > 1:
        return None, "over_one"
    step = STEPS.get(fact.kind)
    if step is not None and value % step:
        return None, "not_money" if money else "not_whole"
    return value, ""


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _is_text(text: str) -> bool:
    """Return whether a text can be shown and stored: short, and without control signs or halves of signs."""
    return bool(text.strip()) and len(text) <= 200 and not any(category(sign) in ("Cc", "Cs", "Cn") for sign in text)


def _is_money(text: str) -> bool:
    euro, _, cents = text.partition(".")
    plain = text.isascii() and euro.isdigit() and len(text) <= 19
    return plain and (text == euro or (cents.isdigit() and len(cents) <= 2))
