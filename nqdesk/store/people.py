"""Who may open the database."""

from typing import Any

from peewee import SqliteDatabase

from nqdesk.domain.people import Person, Right

_COLUMNS = "id, name, rights"


def every(db: SqliteDatabase) -> list[Person]:
    """Return all people, in the order in which they were added."""
    return [_record(row) for row in db.execute_sql(f"SELECT {_COLUMNS} FROM people ORDER BY n").fetchall()]


def get(db: SqliteDatabase, person_id: str) -> Person | None:
    """Return one person."""
    row = db.execute_sql(f"SELECT {_COLUMNS} FROM people WHERE id = ?", (person_id,)).fetchone()
    return _record(row) if row else None


def _record(row: tuple[Any, ...]) -> Person:
    return Person(row[0], row[1], frozenset(Right(r) for r in row[2].split()))
