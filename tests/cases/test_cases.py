"""The example cases: what the law's words give, worked out by hand, against what the check says."""

from typing import Any

import pytest

from nqdesk.actions import rule_book
from tests.cases import expectations


def _expected() -> list[Any]:
    return [
        pytest.param(case, name, id=f"{case['id']}-{name}")
        for case in expectations.all_cases()
        for name in case["expected"]
    ]


@pytest.mark.parametrize(("case", "name"), _expected())
def test_a_case_comes_out_as_the_law_says(case: dict[str, Any], name: str) -> None:
    engine = rule_book.shipped()
    facts, problems = expectations.read(case, engine.book.catalogue)
    assert problems == []
    found = engine.check(facts, case["on"]).of(name)
    assert expectations.differences(found, case["expected"][name]) == []


def test_no_case_is_of_an_instrument_without_rules() -> None:
    written = {name for case in expectations.all_cases() for name in case["expected"]}
    assert written - set(rule_book.shipped().book.by_id) == set()


def test_every_case_has_a_name_of_its_own_and_says_where_it_comes_from() -> None:
    cases = expectations.all_cases()
    names = [case["id"] for case in cases]
    assert len(names) == len(set(names))
    assert all(case["source"] and case["note"] for case in cases)
