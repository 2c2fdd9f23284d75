"""Reading who did what and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Database

from nqdesk.domain.change import Area, Change
from nqdesk.store.plain import loads

_CHANGE = (
    "SELECT c.n, c.verb, c.areas, c.who, c.at, c.count, c.undoable, c.title, c.undone_by, c.undoes, c.batch"
    " FROM changes c"
)
MOST_STEPS = 200


@dataclass(frozen=True)
class TrailStep:
    """One record's part in a change.

    Attributes:
        what: "created", "changed", "removed", "binned", "restored" or "erased".
        before, after: the fields that changed, by name, as JSON values (days YYYY-MM-DD, amounts as text, members of
            an enum by their value; a created record names only what differs from its default); empty once erased.
    """

    area: Area
    record_id: str
    what: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class TrailEntry:
    """One change with its steps.

    Attributes:
        steps: at most MOST_STEPS; of an import none: what it did is seen by comparing the rows.
        undone: whether the change was taken back.
    """

    change: Change
    steps: tuple[TrailStep, ...]
    undone: bool


def _change(db: Database, row: Sequence[Any]) -> Change:
    ids = db.execute_sql("SELECT record_id FROM trail WHERE change = ? LIMIT ?", (row[0], MOST_STEPS + 1)).fetchall()
    return Change(
        number=row[0],
        verb=row[1],
        areas=frozenset(Area(area) for area in row[2].split()),
        ids=tuple(dict.fromkeys(r[0] for r in ids)) if len(ids) <= MOST_STEPS else (),
        who=row[3],
        at=datetime.fromisoformat(row[4]),
        count=row[5],
        undoable=bool(row[6]),
        title=row[7],
    )


def entries(db: Database, limit: int, record_id: str | None = None) -> list[TrailEntry]:
    """Return the latest changes, the last one first; only those of one record if its id is given."""
    if record_id is None:
        found = db.execute_sql(f"{_CHANGE} ORDER BY c.n DESC LIMIT ?", (limit,)).fetchall()
    else:
        found = db.execute_sql(
            f"{_CHANGE} WHERE c.n IN (SELECT change FROM trail WHERE record_id = ?)"
            " OR c.batch IN (SELECT batch FROM import_results WHERE record_id = ? AND effect <> 'unchanged')"
            " ORDER BY c.n DESC LIMIT ?",
            (record_id, record_id, limit),
        ).fetchall()
    return [_entry(db, row, record_id) for row in found]


def page(
    db: Database, limit: int, *, before: int | None = None, who: str = "", area: Area | None = None
) -> list[TrailEntry]:
    """Return the latest changes, the last one first: of one person or one area, and older than the number `before`."""
    conditions: list[str] = ["1"]
    values: list[Any] = []
    if before is not None:
        conditions.append("c.n < ?")
        values.append(before)
    if who:
        conditions.append("c.who = ?")
        values.append(who)
    if area is not None:
        conditions.append("' ' || c.areas || ' ' LIKE ?")
        values.append(f"% {area.value} %")
    where = " AND ".join(conditions)
    found = db.execute_sql(f"{_CHANGE} WHERE {where} ORDER BY c.n DESC LIMIT ?", (*values, limit)).fetchall()
    return [_entry(db, row, None) for row in found]


def names(db: Database) -> list[str]:
    """Return the names of everybody who changed something, people who were removed too, in alphabetical order."""
    return [row[0] for row in db.execute_sql("SELECT DISTINCT who FROM changes ORDER BY who").fetchall()]


def last(db: Database) -> Change | None:
    """Return the last change of all."""
    row = db.execute_sql(f"{_CHANGE} ORDER BY c.n DESC LIMIT 1").fetchone()
    return _change(db, row) if row else None


def _entry(db: Database, row: Sequence[Any], record_id: str | None) -> TrailEntry:
    only = "" if record_id is None else " AND record_id = ?"
    values = (row[0],) if record_id is None else (row[0], record_id)
    steps = db.execute_sql(
        f"SELECT area, record_id, what, before, after FROM trail WHERE change = ?{only} ORDER BY n LIMIT {MOST_STEPS}",
        values,
    ).fetchall()
    return TrailEntry(
        change=_change(db, row),
        steps=tuple(
            TrailStep(Area(area), step_id, what, loads(before) if before else {}, loads(after) if after else {})
            for area, step_id, what, before, after in steps
        ),
        undone=row[8] is not None,
    )


def get(db: Database, number: int) -> Change | None:
    """Return a change by its number; None if there is none."""
    row = db.execute_sql(f"{_CHANGE} WHERE c.n = ?", (number,)).fetchone()
    return _change(db, row) if row else None


def last_undoable(db: Database) -> Change | None:
    """Return the last change that can be taken back; None if there is none."""
    row = db.execute_sql(
        f"{_CHANGE} WHERE c.undoable = 1 AND c.undone_by IS NULL AND c.undoes IS NULL ORDER BY c.n DESC LIMIT 1"
    ).fetchone()
    return _change(db, row) if row else None


def last_undone(db: Database) -> Change | None:
    """Return the last taking back that can itself be taken back, if nothing else was done since; else None."""
    row = db.execute_sql(f"{_CHANGE} ORDER BY c.n DESC LIMIT 1").fetchone()
    return _change(db, row) if row and row[9] is not None and row[6] and row[8] is None else None
