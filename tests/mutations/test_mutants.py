"""What is changed in an expression, and that a change without effect is not counted as noticed."""

from dataclasses import replace
from functools import lru_cache

import pytest

from nqdesk.actions import rule_book
from nqdesk.domain.funding.syntax import parse
from tests.mutations.mutants import Mutator
from tests.mutations.trying import Trials
from tests.mutations.written import written


@lru_cache(maxsize=1)
def trials() -> Trials:
    return Trials()


@pytest.mark.parametrize(
    ("text", "unit", "mutants"),
    [
        (
            "massnahme.stunden > 120",
            "",
            {
                "massnahme.stunden >= 120",
                "massnahme.stunden <= 120",
                "massnahme.stunden > 121",
                "massnahme.stunden > 119",
            },
        ),
        (
            "massnahme.lehrgangskosten <= 6000",
            "",
            {
                "massnahme.lehrgangskosten < 6000",
                "massnahme.lehrgangskosten > 6000",
                "massnahme.lehrgangskosten <= 6000.01",
                "massnahme.lehrgangskosten <= 5999.99",
            },
        ),
        (
            "massnahme.beginn < 2023-07-01",
            "",
            {
                "massnahme.beginn <= 2023-07-01",
                "massnahme.beginn >= 2023-07-01",
                "massnahme.beginn < 2023-07-02",
                "massnahme.beginn < 2023-06-30",
            },
        ),
        ("nicht person.anspruch_alg", "", {"person.anspruch_alg"}),
        (
            "person.geeignet und nicht person.anspruch_alg oder unbekannt",
            "",
            {
                "(person.geeignet oder nicht person.anspruch_alg) oder unbekannt",
                "nicht person.geeignet und nicht person.anspruch_alg oder unbekannt",
                "person.geeignet und person.anspruch_alg oder unbekannt",
                "person.geeignet und nicht person.anspruch_alg oder ja",
                "person.geeignet und nicht person.anspruch_alg oder nein",
                "(person.geeignet und nicht person.anspruch_alg) und unbekannt",
            },
        ),
        (
            "person.sprachniveau >= B1",
            "",
            {
                "person.sprachniveau > B1",
                "person.sprachniveau < B1",
                "person.sprachniveau >= B2",
                "person.sprachniveau >= A2",
            },
        ),
        (
            "person.status in {arbeitslos, transferkug}",
            "",
            {
                "nicht person.status in {arbeitslos, transferkug}",
                "person.status in {transferkug}",
                "person.status in {arbeitslos}",
            },
        ),
        (
            "stufe(betrieb.beschaeftigte, <50: 0, sonst: 0.50)",
            "geld",
            {
                "stufe(betrieb.beschaeftigte, <=50: 0, sonst: 0.50)",
                "stufe(betrieb.beschaeftigte, <51: 0, sonst: 0.50)",
                "stufe(betrieb.beschaeftigte, <49: 0, sonst: 0.50)",
                "stufe(betrieb.beschaeftigte, <50: 0.01, sonst: 0.50)",
                "stufe(betrieb.beschaeftigte, <50: -0.01, sonst: 0.50)",
                "stufe(betrieb.beschaeftigte, <50: 0, sonst: 0.51)",
                "stufe(betrieb.beschaeftigte, <50: 0, sonst: 0.49)",
            },
        ),
    ],
)
def test_each_small_change_is_made(text: str, unit: str, mutants: set[str]) -> None:
    mutator = Mutator(rule_book.shipped().book.catalogue, {}, {})
    assert {written(mutant) for mutant in mutator.mutants(parse(text), unit)} == mutants


def test_a_change_that_alters_nothing_is_not_noticed() -> None:
    mutant = next(found for found in trials().mutants if found.instrument == "beschaeftigte_82")
    instrument = rule_book.shipped().book.by_id["beschaeftigte_82"]
    idle = replace(mutant, changed=lambda: ({"beschaeftigte_82": instrument}, {}))
    assert trials().killer(mutant)
    assert trials().killer(idle) is None


def test_every_criterion_amount_condition_and_version_is_changed() -> None:
    changed = {(mutant.instrument, mutant.version, mutant.part) for mutant in trials().mutants}
    for instrument in rule_book.shipped().book.instruments:
        for version in instrument.versions:
            first = version.valid_from.isoformat()
            parts = {"valid_from"} | {f"criterion {criterion.id}" for criterion in version.criteria}
            parts |= {f"amount {amount.id} when" for amount in version.amounts if amount.when}
            assert {(instrument.id, first, part) for part in parts} <= changed
