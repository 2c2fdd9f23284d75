"""Keeping a funding check, and learning from what became of it."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from nqdesk.actions import checking, kept_checks, rule_book
from nqdesk.actions.refused import Refused
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.kept_check import KeptCheck, Outcome, OutcomeState
from nqdesk.exchange import case_files
from nqdesk.store import checks
from nqdesk.store.database import Store
from tests.store.conftest import NOW

DAY = date(2027, 3, 1)
CASE = Case(
    {
        "person.status": "beschaeftigt",
        "person.bruttoentgelt_monat": Decimal("2480.50"),
        "betrieb.anteil_betroffen": Decimal("0.123456789012345678901234567890"),
        "massnahme.beginn": date(2027, 4, 12),
        "massnahme.stunden": Decimal(420),
        "person.schwerbehindert": False,
    },
    frozenset({"person.behinderung"}),
)


def made() -> KeptCheck:
    engine = rule_book.shipped()
    checked, asked = checking.check(engine, CASE, DAY)
    return kept_checks.snapshot(
        engine, CASE, checked, asked, made_on=DAY, subject="Erika Beispiel", purpose="Beratung zur Förderung"
    )


def opened(store: Store, check_id: str) -> KeptCheck:
    found = checks.get(store.db, check_id)
    assert found is not None
    return found


def test_a_kept_check_gives_its_case_back_to_the_last_digit(store: Store) -> None:
    check = made()
    kept_checks.keep(store, check, NOW)
    stored = opened(store, check.id)
    assert kept_checks.case_of(stored, rule_book.shipped().book.catalogue) == CASE


def test_a_kept_check_holds_the_whole_result_with_its_reasons(store: Store) -> None:
    check = made()
    kept_checks.keep(store, check, NOW)
    results = json.loads(checks.latest(store.db)[0].results_text)
    engine = rule_book.shipped()
    told = checking.plain(engine, *checking.check(engine, CASE, DAY), everything=True)
    facts = results.pop("facts")
    reasons = [each.pop("reason") for each in results["instruments"] if "result" not in each]
    assert results == json.loads(json.dumps(told))
    assert len(reasons) == len(engine.check(CASE, DAY).without_version) > 0
    assert all(reasons)
    assert {each["name"] for each in facts} > {*CASE.values, *CASE.refused}
    assert results["rule_book"] == engine.book.digest == check.rule_book
    found = engine.check(CASE, DAY).of("beschaeftigte_82")
    assert found is not None
    assert dict(check.kinds)["beschaeftigte_82"] == found.result.value


def test_the_same_facts_on_another_day_leave_the_kept_check_as_it_is(store: Store) -> None:
    check = made()
    kept_checks.keep(store, check, NOW)
    stored = opened(store, check.id)
    again = kept_checks.checked_again(rule_book.shipped(), stored, date(2021, 3, 1))
    assert again.on == date(2021, 3, 1)
    assert opened(store, check.id) == stored


def test_a_fact_that_the_rules_no_longer_know_is_left_out() -> None:
    check = replace(made(), facts='{"person":{"status":"arbeitslos","sternzeichen":"widder"},"haus":{"farbe":1}}')
    assert kept_checks.case_of(check, rule_book.shipped().book.catalogue) == Case({"person.status": "arbeitslos"})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"subject": " "}, "required"),
        ({"purpose": ""}, "required"),
        ({"keep_until": None}, "required"),
        ({"keep_until": date(2027, 2, 28)}, "keep_until_past"),
        ({"outcomes": (Outcome("x", OutcomeState.REFUSED),)}, "outcome_reason"),
        ({"outcomes": (Outcome("x", OutcomeState.APPLIED, date(2027, 3, 2)),)}, "outcome_day"),
    ],
)
def test_a_check_that_lacks_something_is_not_kept(store: Store, changed: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        kept_checks.keep(store, replace(made(), **changed), NOW)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert checks.latest(store.db) == []


def test_what_the_offices_decided_is_held_against_what_the_checks_said() -> None:
    granted, refused = (
        Outcome("fbw_81_2", state, DAY, "zu spät") for state in (OutcomeState.GRANTED, OutcomeState.REFUSED)
    )
    said_open = replace(made(), kinds=(("fbw_81_2", "pruefen"),))
    said_yes = replace(made(), kinds=(("fbw_81_2", "anspruch"),))
    found = kept_checks.track_records(
        [
            said_open.with_outcome(granted),
            said_yes.with_outcome(granted),
            said_yes.with_outcome(refused),
            said_open.with_outcome(Outcome("reha_112", OutcomeState.APPLIED)),
        ]
    )
    assert [each.instrument for each in found] == ["fbw_81_2"]
    assert found[0].granted == {"pruefen": 1, "anspruch": 1}
    assert found[0].refused == {"anspruch": 1}
    assert found[0].reasons == ("zu spät",)


def test_a_case_file_written_is_read_as_the_same_case() -> None:
    catalogue = rule_book.shipped().book.catalogue
    text = case_files.written(CASE, catalogue)
    assert json.loads(text)["person"]["bruttoentgelt_monat"] == "2480.50"
    assert json.loads(text)["person"]["behinderung"] == "keine_angabe"


def test_checks_past_their_retention_are_erased(store: Store) -> None:
    kept_checks.keep(store, made(), NOW)
    assert kept_checks.erase_due_checks(store, date(2030, 12, 31), NOW) is None
    kept_checks.erase_due_checks(store, date(2031, 1, 1), NOW)
    assert checks.count(store.db) == 0
