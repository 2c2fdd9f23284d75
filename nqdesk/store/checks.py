"""Reading kept funding checks."""

from collections.abc import Iterator, Sequence
from datetime import date

from peewee import Database

from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.store import words
from nqdesk.store.bodies import record_of

_SELECT = "SELECT id, version, created_at, changed_at, body FROM checks"
_PAGE = 500


def _all(db: Database, where: str, params: Sequence[object] = ()) -> list[KeptCheck]:
    return [record_of(KeptCheck, row) for row in db.execute_sql(f"{_SELECT} WHERE {where}", params).fetchall()]


def get(db: Database, check_id: str, *, in_bin: bool = False) -> KeptCheck | None:
    """Return a kept check by its id; None if there is none."""
    found = _all(db, f"id = ? AND binned_at IS {'NOT ' if in_bin else ''}NULL", (check_id,))
    return found[0] if found else None


def latest(db: Database, limit: int = 500, *, in_bin: bool = False) -> list[KeptCheck]:
    """Return the kept checks, open ones first, the latest first."""
    seen = f"binned_at IS {'NOT ' if in_bin else ''}NULL"
    return _all(db, f"{seen} ORDER BY closed, made_on DESC, n DESC LIMIT ?", (limit,))


def count(db: Database, *, only_open: bool = False) -> int:
    """Return how many checks are kept, the bin apart."""
    more = " AND closed = 0" if only_open else ""
    return int(db.execute_sql(f"SELECT count(*) FROM checks WHERE binned_at IS NULL{more}").fetchone()[0])


def open_ones(db: Database) -> Iterator[KeptCheck]:
    """Yield the checks that are not closed, in the order they were kept; never all in memory at once."""
    last = 0
    while True:
        rows = db.execute_sql(
            "SELECT id, version, created_at, changed_at, body, n FROM checks"
            " WHERE closed = 0 AND n > ? AND binned_at IS NULL ORDER BY n LIMIT ?",
            (last, _PAGE),
        ).fetchall()
        if not rows:
            return
        yield from (record_of(KeptCheck, row) for row in rows)
        last = rows[-1][5]


def with_outcomes(db: Database) -> Iterator[KeptCheck]:
    """Yield the kept checks of which it is known what became of something."""
    found = db.execute_sql(
        f"{_SELECT} WHERE json_extract(body, '$.outcomes') IS NOT NULL AND binned_at IS NULL ORDER BY n"
    ).fetchall()
    yield from (record_of(KeptCheck, row) for row in found)


def search(db: Database, text: str, limit: int = 50) -> list[KeptCheck]:
    """Return kept checks in whose subject every typed word begins a word, the latest first."""
    forms = words.typed(text)
    if not forms:
        return []
    where = (
        "n IN (SELECT rowid FROM checks_words WHERE checks_words MATCH ?) AND binned_at IS NULL"
        " ORDER BY made_on DESC, n DESC LIMIT ?"
    )
    return _all(db, where, (words.match(forms), limit))


def due_for_erasure(db: Database, on: date) -> list[KeptCheck]:
    """Return the checks whose retention period is over on `on`, also from the bin."""
    return _all(db, "keep_until < ? ORDER BY keep_until, n", (on.isoformat(),))
