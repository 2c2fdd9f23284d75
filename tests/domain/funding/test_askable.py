"""Nothing is called missing that nobody would ask for."""

from datetime import date
from typing import Any

from nqdesk.actions import checking, rule_book
from nqdesk.domain.funding.askable import askable, asked_first
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import CaseValues, Result

ON = date(2026, 11, 28)
EXAMINATION = Case({"massnahme.ziel": "externenpruefung", "person.status": "arbeitslos"})


def values_of(case: Case) -> dict[str, Any]:
    return CaseValues(rule_book.shipped().book, case).on(ON)[0]


def test_an_open_instrument_that_hangs_on_an_idle_fact_does_not_call_it_missing() -> None:
    engine = rule_book.shipped()
    plainly, _ = checking.check(engine, EXAMINATION, ON)
    told, _ = checking.told(engine, EXAMINATION, ON)
    before, after = plainly.of("bafoeg"), told.of("bafoeg")
    assert before is not None
    assert after is not None
    assert "massnahme.schule_oder_hochschule" in before.missing
    assert "massnahme.schule_oder_hochschule" not in after.missing
    assert after.result is before.result is Result.OPEN
    assert after.criteria == before.criteria


def test_what_is_told_as_missing_may_be_asked_for_and_nothing_else_is_lost() -> None:
    engine = rule_book.shipped()
    matters = askable(engine.book, EXAMINATION, ON)
    plainly, told = (made(engine, EXAMINATION, ON)[0] for made in (checking.check, checking.told))
    for before, after in zip(plainly.instruments, told.instruments, strict=True):
        wanted = {name for name in before.missing if matters(name)}
        behind = wanted - set(after.missing)
        assert all(engine.book.gates[name].value(values_of(EXAMINATION)) is None for name in behind)
        assert wanted.issuperset(after.missing) or behind
        assert bool(after.missing) is bool(wanted)
    assert not matters("person.transferkug_bis")
    assert matters("person.langzeitarbeitslos")


def test_what_hangs_on_an_unknown_fact_waits_for_that_one() -> None:
    engine = rule_book.shipped()
    for known, status, until in (
        ({}, True, False),
        ({"person.status": "transferkug"}, False, True),
        ({"person.status": "beschaeftigt"}, False, False),
    ):
        case = Case(known)
        first = asked_first(engine.book, case, ON)
        assert first("person.transferkug_bis", ()) == (
            "person.status" if status else "person.transferkug_bis" if until else ""
        )
        told, _ = checking.told(engine, case, ON)
        missing = {name for found in told.instruments for name in found.missing}
        assert ("person.transferkug_bis" in missing) is until
        assert ("person.status" in missing) is status


def test_what_hangs_on_several_waits_for_the_one_that_is_missing_as_well() -> None:
    engine = rule_book.shipped()
    told, _ = checking.told(engine, EXAMINATION, ON)
    before, _ = checking.check(engine, EXAMINATION, ON)
    bafoeg, afbg = told.of("bafoeg"), told.of("afbg")
    assert bafoeg is not None
    assert afbg is not None
    assert "person.hochschulabschluss" in (before.of("bafoeg") or bafoeg).missing
    assert not {"massnahme.aufstiegsfortbildung", "person.hochschulabschluss"} & set(bafoeg.missing)
    assert "massnahme.aufstiegsfortbildung" in afbg.missing


def test_no_case_calls_missing_what_cannot_apply() -> None:
    engine = rule_book.shipped()
    for status in engine.book.catalogue.by_name["person.status"].values:
        case = Case({"person.status": status, "antrag.datum": ON, "massnahme.beginn": date(2027, 3, 1)})
        told, asked = checking.told(engine, case, ON)
        values = values_of(case)
        for name in {*(name for found in told.instruments for name in found.missing), *(each.fact for each in asked)}:
            gate = engine.book.gates.get(name)
            assert gate is None or gate.value(values) is True, (status, name)
