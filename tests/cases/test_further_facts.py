"""On the shipped rules, a further fact never turns what is settled into something else, nor widens a range."""

import random

import pytest

from nqdesk.actions import rule_book
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import InstrumentResult, Result
from nqdesk.domain.funding.facts import FactValue
from tests.benchmarks.people import People

PEOPLE = 30
STEPS = 4
"""How often one person is looked at with other facts hidden."""

BY_CONTRACT = {
    "betrieb.traegt_lehrgangsanteil": {"beschaeftigte_82", "transferkug_111a"},
    "betrieb.betroffene_koepfe": {"qualifizierungsgeld_82a"},
    "antrag.kammer_datum": {"feststellung_50b"},
}
"""What the case format itself wants taken for granted while a fact is unknown, and where.

The employer's share: "unbekannt: der Anteil erscheint als Betrag mit Hinweis, das Ergebnis leidet nicht". The heads
that are affected: "geht anteil_betroffen vor" (only a share that does not fit the heads can turn the result). The day
of age in § 50b BBiG: "bei antrag.kammer_datum (sonst antrag.datum)"; it is the decisive day of that instrument too.
"""


@pytest.fixture(scope="module")
def people() -> People:
    return People(rule_book.shipped().book)


@pytest.mark.parametrize("number", range(PEOPLE))
def test_a_further_fact_never_turns_a_settled_result_of_the_shipped_rules(people: People, number: int) -> None:
    engine = rule_book.shipped()
    chance = random.Random(f"further facts {number}")
    person = people.drawn(number).values
    for _ in range(STEPS):
        known = {name: value for name, value in person.items() if chance.random() < chance.choice((0.3, 0.6, 0.9))}
        for name in chance.sample(sorted(set(person) - set(known)), 6):
            before = engine.check(Case(known), people.on)
            after = engine.check(Case({**known, name: person[name]}), people.on)
            for found in before.instruments:
                told = after.of(found.instrument.id)
                if told is not None and told.decisive == found.decisive and told.version is found.version:
                    assert turned(found, told, name) == "", (name, known)


def turned(before: InstrumentResult, after: InstrumentResult, name: str) -> str:
    """Return how a result was turned by a further fact, or ""."""
    instrument = before.instrument.id
    if instrument in BY_CONTRACT.get(name, ()):
        return ""
    if before.result not in (Result.OPEN, after.result):
        return f"{instrument}: {before.result.value}, then {after.result.value}"
    for was, is_now in zip(before.criteria, after.criteria, strict=True):
        if was.evaluated not in (None, is_now.evaluated):
            return f"{instrument} {was.criterion.id}: {was.evaluated}, then {is_now.evaluated}"
    ranges = {amount.amount.id: amount for amount in before.amounts}
    for amount in after.amounts:
        was_amount = ranges.get(amount.amount.id)
        if was_amount is None or amount.low < was_amount.low:
            return f"{instrument} {amount.amount.id}: lower"
        if was_amount.high is not None and (amount.high is None or amount.high > was_amount.high):
            return f"{instrument} {amount.amount.id}: higher"
    return ""


CONTRACT_CASES: list[tuple[str, dict[str, FactValue], str]] = [
    ("betrieb.traegt_lehrgangsanteil", {"betrieb.traegt_lehrgangsanteil": False}, "transferkug_111a"),
]


@pytest.mark.parametrize(("name", "facts", "instrument"), CONTRACT_CASES)
def test_what_the_case_format_takes_for_granted_is_still_taken_for_granted(
    name: str, facts: dict[str, FactValue], instrument: str
) -> None:
    engine = rule_book.shipped()
    on = People(engine.book).on
    without, with_it = (engine.check(Case(known), on, [instrument]).of(instrument) for known in ({}, facts))
    assert without is not None
    assert with_it is not None
    assert turned(without, with_it, "another fact") != ""
    assert turned(without, with_it, name) == ""
