"""Which open cases a change of rules affects, and how."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nqdesk.actions import impact, kept_checks, rule_book, rule_packages
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Engine, Result
from nqdesk.domain.funding.facts import FactValue
from nqdesk.domain.funding.impact import Comparison, Effect, with_start
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.exchange import rule_files
from nqdesk.exchange.rule_sources import RuleSource
from nqdesk.store import checks, follow_ups
from nqdesk.store.changing.checks import save_check
from nqdesk.store.changing.undo import undo
from nqdesk.store.database import Store
from tests.actions.conftest import finish
from tests.actions.test_rule_packages import NAME, OWN
from tests.store.conftest import NOW

DAY = date(2027, 3, 1)


def changed(*edits: Callable[[RuleSource], RuleSource]) -> Engine:
    sources = rule_book.shipped_sources()
    for edit in edits:
        sources = tuple(map(edit, sources))
    return Engine(rule_files.read_rules(sources))


def edit(name: str, old: str, new: str) -> Callable[[RuleSource], RuleSource]:
    def apply(source: RuleSource) -> RuleSource:
        if not source.name.endswith(f"/{name}.toml"):
            return source
        assert old in source.text
        start = source.text.rindex("[[version]]") if name.startswith("land_") or "_8" in name else 0
        return replace(source, text=source.text[:start] + source.text[start:].replace(old, new))

    return apply


def kept(engine: Engine, values: dict[str, FactValue], **fields: Any) -> KeptCheck:
    case = Case(values)
    check = kept_checks.snapshot(
        engine, case, engine.check(case, DAY), (), made_on=DAY, subject="Erika Beispiel", purpose="Beratung"
    )
    return replace(check, **fields)


SH: dict[str, FactValue] = {
    "person.status": "beschaeftigt",
    "betrieb.arbeitsland": "SH",
    "betrieb.oeffentlicher_dienst": False,
    "massnahme.beginn": date(2027, 6, 1),
    "massnahme.andere_oeffentliche_foerderung": False,
    "massnahme.lehrgangskosten": Decimal(2000),
    "antrag.datum": DAY,
}


@pytest.fixture
def filled(store: Store) -> Store:
    engine = rule_book.shipped()
    cases: list[dict[str, FactValue]] = [SH, {**SH, "betrieb.arbeitsland": "BY"}, {"person.status": "arbeitslos"}]
    for values in cases:
        kept_checks.keep(store, kept(engine, values), NOW)
    return store


def test_a_higher_rate_shows_who_gets_more(filled: Store) -> None:
    after = changed(edit("land_sh_weiterbildungsbonus", "* 0.6", "* 0.7"))
    found = finish(impact.of_rules(filled, rule_book.shipped(), after, DAY))
    assert found.looked_at == 3
    (affected,) = found.affected
    assert affected.effects == (Effect.MORE,)
    (change,) = affected.changes
    assert change.before is not None
    assert change.after is not None
    assert [(a.low, a.high) for a in change.before.amounts] == [(Decimal(1200), Decimal(1200))]
    assert [(a.low, a.high) for a in change.after.amounts] == [(Decimal(1400), Decimal(1400))]
    assert impact.sentence(change, DAY) == "Weiterbildungsbonus Schleswig-Holstein: andere Beträge"


def test_closed_cases_are_left_alone(filled: Store) -> None:
    for check in checks.latest(filled.db):
        with filled.write(NOW) as tx:
            save_check(tx, replace(check, closed=True))
    after = changed(edit("land_sh_weiterbildungsbonus", "* 0.6", "* 0.7"))
    assert finish(impact.of_rules(filled, rule_book.shipped(), after, DAY)).looked_at == 0


def test_a_version_that_does_not_count_for_a_case_does_not_touch_it(store: Store) -> None:
    engine = rule_book.shipped()
    kept_checks.keep(store, kept(engine, {**SH, "antrag.datum": date(2026, 2, 1)}), NOW)
    kept_checks.keep(store, kept(engine, SH), NOW)
    after = changed(edit("land_sh_weiterbildungsbonus", "* 0.6", "* 0.5"))
    found = finish(impact.of_rules(store, engine, after, DAY))
    assert [each.effects for each in found.affected] == [(Effect.LESS,)]


def test_an_own_instrument_that_comes_gains_or_is_to_be_looked_at_and_loses_when_it_goes(store: Store) -> None:
    before = rule_book.shipped()
    after = Engine(rule_files.read_rules(rule_book.put_over(rule_book.shipped_sources(), [RuleSource(NAME, OWN)])))
    kept_checks.keep(store, kept(before, {"massnahme.stunden": Decimal(101), "antrag.datum": DAY}), NOW)
    kept_checks.keep(store, kept(before, {"massnahme.stunden": Decimal(100), "antrag.datum": DAY}), NOW)
    kept_checks.keep(store, kept(before, {"antrag.datum": DAY}), NOW)
    there = finish(impact.of_rules(store, before, after, DAY))
    assert [each.effects for each in there.affected] == [(Effect.GAINS,), (Effect.APPEARS,)]
    opened = there.affected[1].changes[0]
    assert (opened.before, opened.after and opened.after.result) == (None, Result.OPEN)
    assert impact.sentence(opened, DAY).endswith("keine Fassung → offen")
    assert impact.advice(Effect.APPEARS) != impact.advice(Effect.GAINS)
    assert there.counts() == {Effect.GAINS: 1, Effect.APPEARS: 1}
    gone = finish(impact.of_rules(store, after, before, DAY))
    assert [each.effects for each in gone.affected] == [(Effect.LOSES,), (Effect.LOSES,)]
    assert impact.sentence(gone.affected[0].changes[0], DAY).endswith("möglich → keine Fassung")


def test_what_was_excluded_gains_by_becoming_open_and_what_was_possible_opens(store: Store) -> None:
    before, after = (
        Engine(rule_files.read_rules([*rule_book.shipped_sources(), RuleSource(NAME, text)]))
        for text in (OWN, OWN.replace("massnahme.stunden > 100", "betrieb.beschaeftigte > 3"))
    )
    for hours in (Decimal(100), Decimal(101)):
        kept_checks.keep(store, kept(before, {"massnahme.stunden": hours, "antrag.datum": DAY}), NOW)
    found = finish(impact.of_rules(store, before, after, DAY))
    assert [each.effects for each in found.affected] == [(Effect.GAINS,), (Effect.OPENS,)]


def test_a_version_that_begins_later_is_compared_on_its_first_day(store: Store) -> None:
    before = rule_book.shipped()
    later = date(2027, 9, 1)
    text = OWN.replace("valid_from = 2026-01-01", f"valid_from = {later}")
    after = Engine(rule_files.read_rules(rule_book.put_over(rule_book.shipped_sources(), [RuleSource(NAME, text)])))
    kept_checks.keep(store, kept(before, {"massnahme.stunden": Decimal(101)}), NOW)
    kept_checks.keep(store, kept(before, {"massnahme.stunden": Decimal(101), "antrag.datum": DAY}), NOW)
    found = finish(impact.of_rules(store, before, after, DAY))
    assert found.days == (DAY, later)
    (affected,) = found.affected
    assert affected.effects == (Effect.GAINS,)
    assert impact.sentence(affected.changes[0], DAY).endswith("keine Fassung → möglich (ab 01.09.2027)")
    ending = OWN.replace("kind = ", "valid_to = 2027-08-31\nkind = ")
    own = Engine(rule_files.read_rules(rule_book.put_over(rule_book.shipped_sources(), [RuleSource(NAME, OWN)])))
    ended = Engine(rule_files.read_rules(rule_book.put_over(rule_book.shipped_sources(), [RuleSource(NAME, ending)])))
    gone = finish(impact.of_rules(store, own, ended, DAY))
    assert gone.days == (DAY, later)
    assert [each.effects for each in gone.affected] == [(Effect.LOSES,)]


def test_a_preview_is_compared_without_writing_anything(store: Store) -> None:
    kept_checks.keep(store, kept(rule_book.shipped(), {"massnahme.stunden": Decimal(101), "antrag.datum": DAY}), NOW)
    preview = rule_packages.preview_of(store, [RuleSource(NAME, OWN)])
    changes = store.total_changes
    found = finish(impact.of_preview(store, preview, DAY))
    assert [each.effects for each in found.affected] == [(Effect.GAINS,)]
    assert store.total_changes == changes
    assert rule_book.in_use(store) is rule_book.shipped()


def test_follow_ups_are_noted_in_one_change(filled: Store) -> None:
    after = changed(edit("land_sh_weiterbildungsbonus", "* 0.6", "* 0.5"))
    found = finish(impact.of_rules(filled, rule_book.shipped(), after, DAY))
    change = impact.follow_up(filled, found.affected, DAY, NOW)
    (noted,) = follow_ups.open_ones(filled.db)
    assert noted.due == date(2027, 3, 8)
    assert noted.about_id == found.affected[0].check_id
    assert "Weiterbildungsbonus" in noted.text
    with filled.write(NOW) as tx:
        undo(tx, change.number)
    assert follow_ups.open_ones(filled.db) == []


def test_another_start_shows_which_law_then_counts(store: Store) -> None:
    engine = rule_book.shipped()
    kept_checks.keep(
        store, kept(engine, {**SH, "massnahme.beginn": date(2027, 4, 1), "massnahme.ende": date(2027, 6, 30)}), NOW
    )
    found = finish(impact.of_start(store, engine, date(2018, 1, 1), DAY))
    assert found.looked_at == 1
    moved = with_start(Case({"massnahme.beginn": date(2027, 4, 1), "massnahme.ende": date(2027, 6, 30)}), DAY)
    assert moved.values == {"massnahme.beginn": DAY, "massnahme.ende": date(2027, 5, 30)}


def test_another_start_for_one_instrument_tells_of_no_other(store: Store) -> None:
    engine = rule_book.shipped()
    kept_checks.keep(store, kept(engine, {**SH, "massnahme.beginn": date(2027, 4, 1)}), NOW)
    everything = finish(impact.of_start(store, engine, date(2018, 1, 1), DAY))
    told = {change.instrument.id for found in everything.affected for change in found.changes}
    assert len(told) > 1
    for name in sorted(told)[:3]:
        one = finish(impact.of_start(store, engine, date(2018, 1, 1), DAY, only=name))
        assert {change.instrument.id for found in one.affected for change in found.changes} == {name}
    assert finish(impact.of_start(store, engine, date(2018, 1, 1), DAY, only="centre_fremd")).affected == ()


VALUES: dict[str, st.SearchStrategy[FactValue]] = {
    "person.status": st.sampled_from(["arbeitslos", "beschaeftigt", "transferkug"]),
    "massnahme.stunden": st.sampled_from([Decimal(120), Decimal(121), Decimal(161), Decimal(400)]),
    "massnahme.beginn": st.sampled_from([date(2023, 5, 1), date(2025, 2, 1), date(2027, 3, 1)]),
    "antrag.datum": st.sampled_from([date(2023, 4, 1), date(2025, 1, 1), date(2027, 2, 1)]),
    "massnahme.traegerzulassung": st.booleans(),
    "betrieb.arbeitsland": st.sampled_from(["SH", "NW", "BW"]),
    "massnahme.lehrgangskosten": st.sampled_from([Decimal(500), Decimal(9000)]),
}
AFTER = changed(
    edit("beschaeftigte_82", "massnahme.stunden > 120", "massnahme.stunden > 160"),
    edit("fbw_81_2", 'kind = "anspruch"', 'kind = "soll"'),
)


@settings(max_examples=60, deadline=None)
@given(
    values=st.fixed_dictionaries(
        {}, optional={n: s for n, s in VALUES.items() if n in rule_book.shipped().book.catalogue.by_name}
    )
)
def test_checking_only_what_differs_finds_the_same_as_checking_all(values: dict[str, FactValue]) -> None:
    before, after = rule_book.shipped(), AFTER
    case = Case(values)
    found = {change.instrument.id for change in Comparison(before, after).compare(case, DAY)}
    was, now = before.check(case, DAY), after.check(case, DAY)
    other = set()
    for name in after.book.by_id:
        one, two = was.of(name), now.of(name)
        if (one.result if one else None, _amounts(one)) != (two.result if two else None, _amounts(two)):
            other.add(name)
    assert found == other


def _amounts(found: object) -> object:
    return [(each.amount.id, each.low, each.high) for each in getattr(found, "amounts", ())]
