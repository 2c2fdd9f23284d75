"""The example cases: what the law's words give, worked out by hand, against what the check says."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nqdesk.actions import rule_book
from nqdesk.domain.funding.case import read_case
from nqdesk.domain.funding.check import InstrumentResult
from nqdesk.exchange import check_results

HERE = Path(__file__).parent
WITHOUT_RULES = {
    "assistierte_ausbildung_74",
    "ausserbetriebliche_ausbildung_76",
    "avgs_45",
    "einstiegsqualifizierung_54a",
    "reha_112",
    "vermittlungsbudget_44",
}
"""Instruments whose cases were worked out before their rules were written; a rule that comes leaves this list."""


def _numbers(value: Any) -> Any:
    """Return facts of TOML as a case file in JSON has them: numbers exact."""
    if isinstance(value, dict):
        return {key: _numbers(part) for key, part in value.items()}
    return Decimal(str(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=case["id"])
        for path in sorted(HERE.glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


CASES = _cases()


def _expected() -> list[Any]:
    return [
        pytest.param(case.values[0], name, id=f"{case.id}-{name}")
        for case in CASES
        for name in case.values[0]["expected"]
        if name not in WITHOUT_RULES
    ]


@pytest.mark.parametrize(("case", "name"), _expected())
def test_a_case_comes_out_as_the_law_says(case: dict[str, Any], name: str) -> None:
    engine = rule_book.shipped()
    facts = {group: _numbers(case[group]) for group in ("person", "betrieb", "massnahme", "antrag") if group in case}
    read, problems = read_case(facts, engine.book.catalogue)
    assert problems == []
    checked = engine.check(read, case["on"])
    expected = case["expected"][name]
    found = checked.of(name)
    if expected.get("version") == "none":
        assert found is None
        return
    assert found is not None
    assert _told(found, expected) == _wanted(expected)
    assert set(expected.get("missing", ())) <= set(found.missing)


def _wanted(expected: dict[str, Any]) -> dict[str, Any]:
    wanted = {key: str(value) for key, value in expected.items() if key not in ("criteria", "amounts", "missing")}
    return {**wanted, "criteria": expected.get("criteria", {}), "amounts": expected.get("amounts", {})}


def _told(found: InstrumentResult, expected: dict[str, Any]) -> dict[str, Any]:
    assert found.version is not None
    criteria = {
        counted.criterion.id: {True: "yes", False: "no", None: "unknown"}[counted.met] for counted in found.criteria
    }
    amounts = {
        amount.amount.id: [
            check_results.written_amount(amount.low),
            "open" if amount.high is None else check_results.written_amount(amount.high),
        ]
        for amount in found.amounts
    }
    every = {
        "version": str(found.version.valid_from),
        "result": found.result.value,
        "decisive_date": str(found.decisive.day),
        "decisive_date_assumed": str(found.assumed),
        "confirmed": str(found.confirmed),
    }
    told: dict[str, Any] = {key: every[key] for key in expected if key in every}
    told["criteria"] = {key: criteria.get(key) for key in expected.get("criteria", {})}
    told["amounts"] = {key: amounts.get(key) for key in expected.get("amounts", {})}
    return told


def test_only_cases_of_instruments_without_rules_are_left_out() -> None:
    written = {name for case in CASES for name in case.values[0]["expected"]}
    assert written - set(rule_book.shipped().book.by_id) == WITHOUT_RULES


def test_every_case_has_a_name_of_its_own_and_says_where_it_comes_from() -> None:
    names = [case.id for case in CASES]
    assert len(names) == len(set(names))
    assert all(case.values[0]["source"] and case.values[0]["note"] for case in CASES)
