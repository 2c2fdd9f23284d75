"""What the engine remembers never shows: a check after others is the same as the first one."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nqdesk.actions import rule_book
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Engine
from nqdesk.domain.funding.facts import FactValue

VALUES: dict[str, st.SearchStrategy[FactValue]] = {
    "person.status": st.sampled_from(["arbeitslos", "beschaeftigt", "transferkug"]),
    "person.leistung_sgb2": st.booleans(),
    "person.abschluss_dauer_monate": st.sampled_from([Decimal(0), Decimal(24)]),
    "massnahme.stunden": st.sampled_from([Decimal(120), Decimal(121), Decimal(400)]),
    "massnahme.beginn": st.sampled_from([date(2021, 5, 1), date(2025, 2, 1), date(2027, 3, 1)]),
    "antrag.datum": st.sampled_from([date(2021, 4, 1), date(2025, 1, 1), date(2027, 2, 1)]),
    "massnahme.lehrgangskosten": st.sampled_from([Decimal(500), Decimal(9000)]),
    "betrieb.beschaeftigte": st.sampled_from([Decimal(9), Decimal(50), Decimal(600)]),
}
CASES = st.fixed_dictionaries({}, optional=VALUES)


@pytest.mark.heavy
@settings(max_examples=25, deadline=None)
@given(values=st.lists(CASES, min_size=2, max_size=4), on=st.sampled_from([date(2024, 3, 31), date(2027, 3, 1)]))
def test_a_check_after_others_is_the_same_as_the_first_one(values: list[dict[str, FactValue]], on: date) -> None:
    book = rule_book.shipped().book
    used = Engine(book)
    for facts in (*values, values[0]):
        assert used.check(Case(facts), on) == Engine(book).check(Case(facts), on)


def test_what_is_remembered_of_a_version_is_bounded() -> None:
    engine = Engine(rule_book.shipped().book)
    for number in range(200):
        engine.check(Case({"massnahme.stunden": Decimal(number)}), date(2027, 3, 1), ["beschaeftigte_82"])
    assert 0 < engine.remembered <= 64
