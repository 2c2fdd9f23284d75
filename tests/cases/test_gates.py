"""What nobody would ask for is not called missing by the rules themselves: they hang it on the same as its question."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from nqdesk.actions import rule_book
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import CaseValues
from nqdesk.domain.funding.facts import Fact, FactKind

DECIDES_THOUGH_NOT_ASKED = {
    ("massnahme.schule_oder_hochschule", "bafoeg"): "other goals are seldom reached at a school; the office says so",
    ("massnahme.umschulung_erwachsenengerecht", "umschulung_62"): "whether it is retraining at all is open before",
    ("person.kurzarbeitergeld_bei_beginn", "kug_weiterbildung_106a"): "it counts for what began later under old law",
}
"""A known answer decides, although nobody asks for it where its question makes no sense; with the reason."""

SOME_DAYS = [date(1970, 1, 1), date(2022, 1, 1), date(2024, 8, 15), date(2027, 1, 1)]


def _some(fact: Fact) -> list[Any]:
    if fact.kind is FactKind.YES_NO:
        return [True, False]
    if fact.kind is FactKind.CHOICE:
        return list(fact.values)
    return SOME_DAYS if fact.kind is FactKind.DAY else [Decimal(0), Decimal(24)]


def _without_question(name: str) -> Iterator[Case]:
    """Yield cases in which it is settled that a fact is not asked for."""
    book = rule_book.shipped().book
    gate = book.gates[name]
    facts = sorted(gate.facts)
    for values in product(*(_some(book.catalogue.by_name[fact]) for fact in facts)):
        case = Case(dict(zip(facts, values, strict=True)))
        if gate.value(CaseValues(book, case).on(date(2026, 11, 22))[0]) is False:
            yield case


def _days(instrument: str) -> Iterator[date]:
    for version in rule_book.shipped().book.by_id[instrument].versions:
        yield version.valid_to or max(version.valid_from, date(2026, 11, 22)) + timedelta(days=60)


def _hanging() -> list[tuple[str, str]]:
    """Return each fact with a gate and each instrument that uses it."""
    book = rule_book.shipped().book
    return [
        (name, instrument.id)
        for name in book.gates
        for instrument in book.instruments
        if any(name in expression.facts for version in instrument.versions for expression in version.expressions())
    ]


@pytest.mark.parametrize(("name", "instrument"), _hanging())
def test_what_is_not_asked_for_is_not_missing(name: str, instrument: str) -> None:
    engine = rule_book.shipped()
    called = {
        name in found.missing
        for case in _without_question(name)
        for day in _days(instrument)
        for found in engine.check(case, day, [instrument]).instruments
        if found.instrument.id == instrument
    }
    assert (True in called) is ((name, instrument) in DECIDES_THOUGH_NOT_ASKED)
