"""The list of kept checks: row numbers in order, rows without snapshots, counts."""

from dataclasses import replace
from datetime import date

from nqdesk.domain.funding.kept_check import SubjectKind
from nqdesk.store import checks
from nqdesk.store.changing.checks import bin_checks, keep_check, save_check
from nqdesk.store.store import Store
from tests.builders import a_kept_check
from tests.store.subjects.conftest import Write


def test_open_ones_come_first_and_the_latest_first(store: Store, write: Write) -> None:
    made = [a_kept_check(subject=f"Fall {day}", made_on=date(2027, 3, day)) for day in (3, 9, 5)]
    for check in made:
        write(keep_check, check)
    latest = checks.get(store.db, made[1].id)
    assert latest is not None
    write(save_check, replace(latest, closed=True))
    numbers = checks.numbers(store.db)
    rows = {row.n: row for row in checks.rows(store.db, numbers)}
    assert [rows[n].subject for n in numbers] == ["Fall 5", "Fall 3", "Fall 9"]
    assert checks.numbers(store.db, closed=True) == [checks.number_of(store.db, made[1].id)]
    assert checks.numbers(store.db, closed=False) == numbers[:2]
    assert checks.numbers(store.db, limit=1) == numbers[:1]
    assert checks.counts(store.db) == (2, 1, 0)
    row = rows[numbers[0]]
    assert (row.subject_kind, row.made_on, row.closed) == (SubjectKind.PERSON, date(2027, 3, 5), False)
    assert (row.keep_until, row.kinds) == (date(2030, 12, 31), (("fbw_81_2", "pruefen"),))


def test_a_check_is_listed_by_the_words_of_its_subject(store: Store, write: Write) -> None:
    found, other = a_kept_check(subject="Jürgen Größe"), a_kept_check(subject="Fall 17")
    for check in (found, other):
        write(keep_check, check)
    assert checks.numbers(store.db, "groe jue") == [checks.number_of(store.db, found.id)]
    assert checks.numbers(store.db, "niemand") == []
    assert checks.numbers(store.db, "!!") == []
    assert len(checks.numbers(store.db, "  ")) == 2


def test_the_bin_is_listed_apart(store: Store, write: Write) -> None:
    one, other = a_kept_check(subject="A"), a_kept_check(subject="B")
    for check in (one, other):
        write(keep_check, check)
    write(bin_checks, [one.id])
    assert checks.numbers(store.db) == [checks.number_of(store.db, other.id)]
    assert checks.numbers(store.db, in_bin=True) == [checks.number_of(store.db, one.id)]
    assert checks.counts(store.db) == (1, 0, 1)
    assert checks.number_of(store.db, "gone") == -1
