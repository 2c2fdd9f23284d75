"""Every day since 2019 on which any rule begins or ends: complete, free of overlap, and every check gives an answer."""

import re
import tomllib
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pytest

from nqdesk.actions import rule_book, rule_changes
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import CheckResult
from nqdesk.domain.funding.coverage import uncovered
from nqdesk.domain.funding.facts import FactKind
from nqdesk.domain.funding.rule_news import news
from nqdesk.domain.funding.rules import Instrument, Version
from tests.cases import expectations

FIRST = date(2019, 1, 1)
DAY = timedelta(days=1)
MOVED = 7
"""Every so many of the example cases is moved to each day, others on each."""


def _raw_days(content: Any) -> set[date]:
    """Return every day that any table of a rule file names as the begin or end of something."""
    found: set[date] = set()
    if isinstance(content, list):
        for part in content:
            found |= _raw_days(part)
    elif isinstance(content, dict):
        for key, value in content.items():
            if isinstance(value, date) and key in ("valid_from", "from"):
                found.add(value)
            elif isinstance(value, date) and key in ("valid_to", "to"):
                found.add(value + DAY)
            else:
                found |= _raw_days(value)
    return found


@lru_cache(maxsize=1)
def changes() -> tuple[date, ...]:
    """Return the days on which anything begins, or is over, read from the files and not by what reads rules.

    Days that stand within an expression, of a version or a shared text, turn something over too.
    """
    found = {FIRST}
    for source in rule_book.shipped_sources():
        content = tomllib.loads(source.text)
        found |= _raw_days(content)
        for text in re.findall(r"^(?:expr|when|day) = '([^']*)'", source.text, re.MULTILINE):
            found |= {date.fromisoformat(day) for day in re.findall(r"\d{4}-\d{2}-\d{2}", text)}
    return tuple(sorted(day for day in found if day >= FIRST))


DAYS = sorted({day + shift * DAY for day in changes() for shift in (-1, 0, 1)})


def _instruments() -> tuple[Instrument, ...]:
    return rule_book.shipped().book.instruments


def test_there_are_many_days_of_change_and_all_of_the_instruments_versions_are_among_them() -> None:
    begun = {version.valid_from for each in _instruments() for version in each.versions if version.valid_from >= FIRST}
    assert begun <= set(changes())
    assert len(begun) > 20


@pytest.mark.parametrize("instrument", _instruments(), ids=lambda each: each.id)
def test_on_each_day_an_instrument_has_one_version_or_says_why_not(instrument: Instrument) -> None:
    begins = min([instrument.versions[0].valid_from, *(gap.first for gap in instrument.gaps)])
    assert begins <= FIRST
    ends = max(version.valid_to or date.max for version in instrument.versions)
    for day in DAYS:
        versions = [version for version in instrument.versions if version.covers(day)]
        reasons = [gap.reason for gap in instrument.gaps if gap.first <= day <= gap.last]
        if FIRST <= day <= ends:
            assert len(versions) + len(reasons) == 1, day
            assert all(len(reason.strip()) > 20 for reason in reasons)
        why = uncovered(instrument, day)
        assert (why is None) is bool(versions)
        assert why is None or why.reason or why.ended or why.begins


def _used(version: Version) -> set[str]:
    return {name for expression in version.expressions() for name in expression.parameters}


@pytest.mark.parametrize("parameter", rule_book.shipped().book.parameters, ids=lambda each: each.id)
def test_on_each_day_a_figure_has_one_value_or_a_declared_gap_where_it_is_used(parameter: Any) -> None:
    users = [version for each in _instruments() for version in each.versions if parameter.id in _used(version)]
    assert users
    for day in DAYS:
        values = [value for value in parameter.values if value.covers(day)]
        gaps = [gap for gap in parameter.gaps if gap.covers(day)]
        assert len(values) + len(gaps) <= 1, day
        if any(version.covers(day) for version in users):
            assert len(values) + len(gaps) == 1, day


def test_a_figure_without_a_value_has_one_before_or_after_a_reason_and_is_told_with_the_result() -> None:
    """The ceiling of 2027 is not laid down yet: nothing is computed with that of 2026."""
    engine = rule_book.shipped()
    case = Case(
        {
            "antrag.teilnahmeberechtigung_am": date(2027, 1, 1),
            "massnahme.unterrichtseinheiten": Decimal(400),
            "person.bruttoentgelt_jahr": Decimal(20000),
            "person.kinder_steuerlich": Decimal(0),
        }
    )
    found = engine.check(case, date(2027, 1, 1)).of("berufssprachkurs")
    assert found is not None
    assert [note for note in found.notes if "noch nicht hinterlegt" in note and "Beitragsbemessungsgrenze" in note]
    before = engine.check(
        case.with_value("antrag.teilnahmeberechtigung_am", date(2026, 12, 31)), date(2026, 12, 31)
    ).of("berufssprachkurs")
    assert before is not None
    assert not [note for note in before.notes if "Beitragsbemessungsgrenze" in note]


def test_every_fact_that_a_rule_uses_is_known() -> None:
    book = rule_book.shipped().book
    known = set(book.catalogue.by_name)
    for instrument in book.instruments:
        assert set(instrument.decisive) <= known
        for version in instrument.versions:
            for expression in version.expressions():
                assert set(expression.facts) <= known
    for gate in book.gates.values():
        assert set(gate.facts) <= known


def _rich() -> dict[str, Any]:
    """Return a case in which everything is known, nothing of it on purpose."""
    values: dict[str, Any] = {}
    for fact in rule_book.shipped().book.catalogue.facts:
        if fact.kind is FactKind.YES_NO:
            values[fact.name] = True
        elif fact.kind is FactKind.CHOICE:
            values[fact.name] = fact.values[0]
        elif fact.kind is FactKind.TEXT:
            values[fact.name] = "§ 18a AufenthG"
        elif fact.kind is not FactKind.DAY:
            values[fact.name] = Decimal("0.5") if fact.kind is FactKind.SHARE else Decimal(12)
    return values


def _moved_to(day: date, values: dict[str, Any]) -> Case:
    """Return a case with every day that says which law counts at one day; the person's own days stay."""
    moved = {name: value for name, value in values.items() if not _counts(name)}
    for fact in rule_book.shipped().book.catalogue.facts:
        if _counts(fact.name):
            moved[fact.name] = day
    return Case({**moved, "massnahme.ende": day + 300 * DAY})


def _counts(name: str) -> bool:
    deciding = {name for each in _instruments() for name in each.decisive}
    return name in deciding | {
        "antrag.datum", "massnahme.beginn", "antrag.bewilligt_am", "antrag.anspruch_entstanden_am",
    }  # fmt: skip


def _complete(checked: CheckResult, day: date) -> None:
    """Every instrument comes once: with a version of its decisive day, or as one that the rules do not cover."""
    told = Counter(found.instrument.id for found in (*checked.instruments, *checked.without_version))
    assert told == Counter(each.id for each in _instruments())
    for found in checked.instruments:
        assert found.version is not None
        assert found.assumed or found.version.covers(found.decisive.day), (found.instrument.id, day)
        assert found.criteria
    for found in checked.without_version:
        why = uncovered(found.instrument, found.decisive.day)
        assert why is not None
        assert why.reason or why.ended or why.begins, (found.instrument.id, day)


def test_on_each_day_an_empty_and_a_rich_case_give_every_instrument_once() -> None:
    engine, rich = rule_book.shipped(), _rich()
    for day in DAYS:
        _complete(engine.check(Case(), day), day)
        checked = engine.check(_moved_to(day, rich), day)
        _complete(checked, day)
        assert not any(found.assumed for found in checked.instruments)
        assert {found.decisive.day for found in checked.instruments} == {day}


@pytest.mark.heavy
def test_example_cases_moved_to_each_day_give_every_instrument_once() -> None:
    engine = rule_book.shipped()
    cases = [expectations.read(case, engine.book.catalogue)[0] for case in expectations.all_cases()]
    for place, day in enumerate(DAYS):
        for case in cases[place % MOVED :: 20 * MOVED]:
            _complete(engine.check(_moved_to(day, dict(case.values)), day), day)
            _complete(engine.check(case, day), day)


def test_before_everything_nothing_is_covered_and_each_instrument_says_from_when_on() -> None:
    checked = rule_book.shipped().check(Case(), date(2015, 6, 1))
    assert checked.instruments == ()
    for found in checked.without_version:
        why = uncovered(found.instrument, found.decisive.day)
        assert why is not None
        assert (why.ended, why.begins) == (None, found.instrument.versions[0].valid_from)


@pytest.mark.parametrize("day", [day for day in changes() if day > FIRST], ids=str)
def test_each_change_is_told_in_words(day: date) -> None:
    """What begins or ends on a day is news of that day: the versions by name, each with a sentence."""
    book = rule_book.shipped().book
    page = news(book, day)
    begun = {found.change.instrument.id for found in page.beginnings if found.day == day}
    ended = {found.instrument.id for found in page.endings if found.last == day - DAY}
    told = "\n".join(rule_changes.described(rule_changes.between(book, day - DAY, day)))
    for instrument in book.instruments:
        before, after = instrument.version_on(day - DAY), instrument.version_on(day)
        if before is not after:
            title = (after.title if after else "") or instrument.title
            assert title in told or instrument.title in told, instrument.id
            assert instrument.id in (begun if after else ended)
        if before and after and before is not after:
            assert len(after.change) > 15, f"{instrument.id} {after.valid_from}: no sentence says what changed"
