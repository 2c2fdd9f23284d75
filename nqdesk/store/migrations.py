"""The steps from an empty file to today's tables: frozen SQL files, each run in one transaction.

`migrations/NNNN_name.sql` holds portable SQL, `NNNN_name.fts.sql` of the same number what only SQLite knows (full-text
index). PRAGMA user_version is the number of steps done, NNNN + 1.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from peewee import SqliteDatabase

from nqdesk.store.errors import StoreError

FOLDER = Path(__file__).with_name("migrations")
_NAME = re.compile(r"(\d{4})_\w+(\.fts)?\.sql")


@dataclass(frozen=True)
class Step:
    """One step: its number (0 for the first) and its statements in order."""

    number: int
    statements: tuple[str, ...]


@lru_cache(maxsize=4)
def steps(folder: Path = FOLDER) -> tuple[Step, ...]:
    """Return all steps in order; their numbers must be 0, 1, 2 … without gaps (ValueError)."""
    found: dict[int, list[tuple[bool, Path]]] = {}
    for path in folder.glob("*.sql"):
        match = _NAME.fullmatch(path.name)
        if not match:
            raise ValueError(f"unexpected file {path.name}")
        found.setdefault(int(match.group(1)), []).append((bool(match.group(2)), path))
    if sorted(found) != list(range(len(found))):
        raise ValueError("the numbers of the steps have gaps")
    return tuple(
        Step(number, tuple(s for _, path in sorted(found[number]) for s in statements(path.read_text("utf-8"))))
        for number in sorted(found)
    )


def statements(script: str) -> Iterator[str]:
    """Split a script into statements; a semicolon in a string, comment or trigger does not end one."""
    start = 0
    for match in re.finditer(";", script):
        part = script[start : match.end()]
        if sqlite3.complete_statement(part):
            yield part.strip()
            start = match.end()
    rest = re.sub(r"--[^\n]*|/\*.*?\*/", "", script[start:], flags=re.DOTALL).strip()
    if rest:
        raise ValueError("the last statement does not end")


def latest(folder: Path = FOLDER) -> int:
    """Return the version that this program writes."""
    return len(steps(folder))


def version(db: SqliteDatabase) -> int:
    """Return the version of a file."""
    return int(db.execute_sql("PRAGMA user_version").fetchone()[0])


def migrate(db: SqliteDatabase, folder: Path = FOLDER) -> int:
    """Run the missing steps and return how many there were; each is wholly done or not at all.

    Raises StoreError "too_new" for a file from a newer program and "damaged" if a step leaves a row without its
    parent; the file then is as after the step before. The caller makes a copy first and holds the write lock.
    """
    present = version(db)
    if present > latest(folder):
        raise StoreError("too_new")
    missing = steps(folder)[present:]
    if not missing:
        return 0
    db.execute_sql("PRAGMA foreign_keys = OFF")  # a rebuilt parent table would delete its children
    try:
        for step in missing:
            with db.transaction("IMMEDIATE"):
                if version(db) != step.number:
                    raise StoreError("busy")
                for statement in step.statements:
                    db.execute_sql(statement)
                if db.execute_sql("PRAGMA foreign_key_check").fetchone() is not None:
                    raise StoreError("damaged")
                db.execute_sql(f"PRAGMA user_version = {step.number + 1}")
    finally:
        db.execute_sql("PRAGMA foreign_keys = ON")
    return len(missing)
