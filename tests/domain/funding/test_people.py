"""The people that the count of questions is made with: the table covers the catalogue, and they contradict nothing."""

from decimal import Decimal

import pytest

from nqdesk.actions import rule_book
from nqdesk.domain.funding.facts import NUMERIC, STEPS, FactKind
from nqdesk.domain.funding.spans import moved_months
from tests.benchmarks.people import People, table


@pytest.fixture(scope="module")
def people() -> People:
    return People(rule_book.shipped().book)


def test_every_fact_has_a_row_that_says_what_it_rests_on() -> None:
    facts = table()["fact"]
    assert sorted(fact["name"] for fact in facts) == sorted(rule_book.shipped().book.catalogue.by_name)
    assert all(fact["basis"] for fact in facts)


def test_every_value_is_one_that_the_case_format_admits(people: People) -> None:
    catalogue = rule_book.shipped().book.catalogue
    for number in range(40):
        for name, value in people.drawn(number).values.items():
            fact = catalogue.by_name[name]
            if fact.kind is FactKind.CHOICE:
                assert value in fact.values, name
            elif fact.kind in NUMERIC:
                assert isinstance(value, Decimal), name
                assert value >= 0, name
                assert not value % STEPS.get(fact.kind, Decimal("0.01")), name
            else:
                assert isinstance(value, bool) is (fact.kind is FactKind.YES_NO), name


def test_people_are_consistent(people: People) -> None:
    for number in range(40):
        known = people.drawn(number).values
        born, begin = known["person.geburtsdatum"], known["massnahme.beginn"]
        assert people.on < begin <= known["massnahme.ende"]  # type: ignore[operator]
        assert known["person.monate_an_ungelernt"] <= known["person.monate_berufstaetig"]  # type: ignore[operator]
        assert known.get("person.abschluss_datum", people.on) <= people.on  # type: ignore[operator]
        assert moved_months(born, 18 * 12) <= people.on  # type: ignore[arg-type]
        assert {known["person.leistung_sgb2"], known["person.leistung_sgb12_asylblg"]} != {True}
        assert ("person.alg_resttage" in known) is known["person.anspruch_alg"]
        assert ("person.aufenthalt_gruppe" in known) is (known["person.staatsangehoerigkeit"] == "sonstige")
        if known["person.status"] == "arbeitslos":
            assert "betrieb.beschaeftigte" not in known


def test_the_same_number_is_the_same_person(people: People) -> None:
    assert people.drawn(7) == People(rule_book.shipped().book).drawn(7)
    assert people.drawn(7) != people.drawn(8)


def test_people_are_as_the_table_says(people: People) -> None:
    drawn = [people.drawn(number).values for number in range(300)]
    unemployed = sum(known["person.status"] == "arbeitslos" for known in drawn)
    assert 300 * 0.28 < unemployed < 300 * 0.48
    assert {"BY", "NW", "BW", "NI"} <= {known["person.wohnland"] for known in drawn}
