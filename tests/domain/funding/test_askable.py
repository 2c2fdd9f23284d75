"""Nothing is called missing that nobody would ask for."""

from datetime import date

from nqdesk.actions import checking, rule_book
from nqdesk.domain.funding.askable import askable
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Result

ON = date(2026, 11, 28)
EXAMINATION = Case({"massnahme.ziel": "externenpruefung", "person.status": "arbeitslos"})


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
        assert after.missing == tuple(name for name in before.missing if matters(name))
    assert not matters("person.transferkug_bis")
    assert matters("person.langzeitarbeitslos")
