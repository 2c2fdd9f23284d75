"""Kept funding checks, follow-ups and rules of the centre: written, read, frozen, undone, erased."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from peewee import IntegrityError

from nqdesk.domain.follow_ups import FollowUp
from nqdesk.domain.funding.kept_check import Outcome, OutcomeState, packed
from nqdesk.domain.funding.rule_text import RuleText
from nqdesk.domain.funding.rules import Origin
from nqdesk.store import checks, follow_ups, rule_texts, search, trail
from nqdesk.store.changing.checks import bin_checks, erase_checks, keep_check, restore_checks, save_check
from nqdesk.store.changing.follow_ups import remove_follow_ups, save_follow_ups
from nqdesk.store.changing.rule_texts import add_rule_texts
from nqdesk.store.changing.undo import undo
from nqdesk.store.errors import StoreError
from nqdesk.store.store import Store
from tests.builders import a_kept_check
from tests.store.conftest import NOW
from tests.store.subjects.conftest import Write


def test_a_check_comes_back_as_it_was_kept(store: Store, write: Write) -> None:
    check = a_kept_check(outcomes=(Outcome("fbw_81_2", OutcomeState.APPLIED, date(2027, 2, 1)),), note="eilt")
    write(keep_check, check)
    stored = checks.get(store.db, check.id)
    assert stored is not None
    assert replace(stored, version=0, created_at=None, changed_at=None) == check
    assert stored.results_text == '{"on":"2027-03-01"}'


@pytest.mark.parametrize(
    "changed",
    [
        {"facts": '{"person":{"status":"beschaeftigt"}}'},
        {"results": packed("{}")},
        {"law_day": date(2027, 3, 2)},
        {"rule_book": "sha256:01"},
        {"kinds": ()},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_facts_and_result_of_a_kept_check_never_change(store: Store, write: Write, changed: dict[str, Any]) -> None:
    check = a_kept_check()
    write(keep_check, check)
    stored = checks.get(store.db, check.id)
    assert stored is not None
    with pytest.raises(StoreError) as refused:
        write(save_check, replace(stored, **changed))
    assert refused.value.code == "check_frozen"
    assert checks.get(store.db, check.id) == stored


def test_not_even_a_statement_of_its_own_changes_a_kept_check(store: Store, write: Write) -> None:
    write(keep_check, a_kept_check())
    for changing in (
        "body = json_set(body, '$.facts', '{}')",
        "body = json_remove(body, '$.results')",
        "made_on = 'x'",
    ):
        with pytest.raises(IntegrityError), store.write(NOW) as tx:
            tx.db.execute_sql(f"UPDATE checks SET {changing}")


def test_what_became_of_it_can_be_noted_and_taken_back(store: Store, write: Write) -> None:
    check = a_kept_check()
    write(keep_check, check)
    stored = checks.get(store.db, check.id)
    assert stored is not None
    granted = Outcome("fbw_81_2", OutcomeState.GRANTED, date(2027, 2, 20))
    change = write(save_check, replace(stored.with_outcome(granted), closed=True))
    assert [found.outcomes for found in checks.with_outcomes(store.db)] == [(granted,)]
    assert list(checks.open_ones(store.db)) == []
    assert (checks.count(store.db), checks.count(store.db, only_open=True)) == (1, 0)
    write(undo, change.number)
    assert [found.id for found in checks.open_ones(store.db)] == [check.id]
    assert list(checks.with_outcomes(store.db)) == []


def test_open_checks_come_page_by_page_each_once(store: Store) -> None:
    kept = [a_kept_check(subject=f"Person {number}") for number in range(1203)]
    with store.write(NOW) as tx:
        for check in kept:
            keep_check(tx, check)
    assert [found.id for found in checks.open_ones(store.db)] == [check.id for check in kept]


def test_a_check_is_found_by_its_subject_and_not_from_the_bin(store: Store, write: Write) -> None:
    check = a_kept_check()
    write(keep_check, check)
    assert [hit.id for hit in search.everything(store.db, "beisp erik", 5)] == [check.id]
    write(bin_checks, [check.id])
    assert search.everything(store.db, "beispiel", 5) == []
    assert checks.get(store.db, check.id) is None
    assert [found.id for found in checks.latest(store.db, in_bin=True)] == [check.id]
    write(restore_checks, [check.id])
    assert [found.id for found in checks.latest(store.db)] == [check.id]


def test_an_erased_check_leaves_neither_name_nor_facts_behind(store: Store, write: Write) -> None:
    check = a_kept_check()
    write(keep_check, check)
    write(save_follow_ups, [FollowUp(due=date(2027, 4, 1), text="Frau Beispiel anrufen", about_id=check.id)])
    write(erase_checks, [check.id])
    assert follow_ups.open_ones(store.db) == []
    tables = store.db.execute_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    dump = str([store.db.execute_sql(f"SELECT * FROM {name}").fetchall() for (name,) in tables])
    for word in ("Beispiel", "beispiel", "arbeitslos", "anrufen"):
        assert word not in dump
    assert {entry.change.verb for entry in trail.entries(store.db, 10)} >= {"keep_check", "erase_checks"}


def test_checks_past_their_retention_are_due_the_last_day_is_not(store: Store, write: Write) -> None:
    check = a_kept_check(keep_until=date(2027, 3, 31))
    write(keep_check, check)
    assert checks.due_for_erasure(store.db, date(2027, 3, 31)) == []
    assert [found.id for found in checks.due_for_erasure(store.db, date(2027, 4, 1))] == [check.id]


def test_follow_ups_come_by_day_until_they_are_done(store: Store, write: Write) -> None:
    late, soon = (
        FollowUp(due=date(2027, 5, 1), text="später"),
        FollowUp(due=date(2027, 4, 1), text="bald", about_id="x"),
    )
    write(save_follow_ups, [late, soon])
    assert [found.text for found in follow_ups.open_ones(store.db)] == ["bald", "später"]
    assert [found.text for found in follow_ups.open_ones(store.db, date(2027, 4, 1))] == ["bald"]
    stored = follow_ups.get(store.db, soon.id)
    assert stored is not None
    write(save_follow_ups, [replace(stored, done_on=date(2027, 4, 2))])
    assert [found.text for found in follow_ups.open_ones(store.db)] == ["später"]
    assert [found.done_on for found in follow_ups.about(store.db, "x")] == [date(2027, 4, 2)]
    change = write(remove_follow_ups, [late.id])
    assert follow_ups.open_ones(store.db) == []
    write(undo, change.number)
    assert [found.text for found in follow_ups.open_ones(store.db)] == ["später"]


def test_the_last_text_of_a_rule_file_counts_and_the_ones_before_stay(store: Store, write: Write) -> None:
    name = "instruments/centre_x.toml"
    first, second = RuleText(name=name, text="a = 1"), RuleText(name=name, text="a = 2", origin=Origin.PACKAGE)
    write(add_rule_texts, [first])
    before = rule_texts.state(store.db)
    change = write(add_rule_texts, [second])
    assert rule_texts.state(store.db) != before
    assert [(found.text, found.origin) for found in rule_texts.effective(store.db)] == [("a = 2", Origin.PACKAGE)]
    assert [found.text for found in rule_texts.history(store.db, name)] == ["a = 2", "a = 1"]
    write(undo, change.number)
    assert [found.text for found in rule_texts.effective(store.db)] == ["a = 1"]
    assert rule_texts.state(store.db) == before
    write(add_rule_texts, [RuleText(name=name, text="")])
    assert rule_texts.effective(store.db) == []
    assert len(rule_texts.history(store.db)) == 2


def test_a_rule_text_is_never_overwritten(store: Store, write: Write) -> None:
    text = RuleText(name="instruments/centre_x.toml", text="a = 1")
    write(add_rule_texts, [text])
    stored = rule_texts.history(store.db)[0]
    with pytest.raises(StoreError) as refused:
        write(add_rule_texts, [replace(stored, text="a = 2")])
    assert refused.value.code == "rules_frozen"
    assert rule_texts.history(store.db) == [stored]


def test_where_an_instrument_is_possible_is_counted_among_the_open_checks(store: Store, write: Write) -> None:
    days = [date(2027, 3, day) for day in (1, 2, 3)]
    possible = [a_kept_check(subject=f"P{day.day}", made_on=day, kinds=(("a", "kann"), ("b", "soll"))) for day in days]
    others = [
        a_kept_check(subject="offen", kinds=(("b", "pruefen"), ("a", "pruefen"))),
        a_kept_check(subject="nein", kinds=(("a", "ausgeschlossen"),)),
        a_kept_check(subject="zu", kinds=(("a", "kann"),), closed=True),
        a_kept_check(subject="weg", kinds=(("a", "kann"),)),
    ]
    for check in (*possible, *others):
        write(keep_check, check)
    write(bin_checks, [others[-1].id])
    use = checks.use_of(store.db, "a", limit=2)
    assert (use.possible, use.undecided) == (3, 1)
    assert [row.subject for row in use.latest] == ["P3", "P2"]
    assert checks.use_of(store.db, "unbekannt") == checks.InstrumentUse(0, 0, ())
