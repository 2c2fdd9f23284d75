"""Reading kept funding checks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from peewee import Database

from nqdesk.domain.funding.kept_check import KeptCheck, SubjectKind
from nqdesk.domain.funding.results import POSITIVE, Result
from nqdesk.store import words
from nqdesk.store.bodies import record_of
from nqdesk.store.plain import dumps, loads

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
    """Yield the kept checks of which it is known what became of something, without their facts and results."""
    found = db.execute_sql(
        "SELECT id, version, created_at, changed_at, json_remove(body, '$.facts', '$.results') FROM checks"
        " WHERE json_extract(body, '$.outcomes') IS NOT NULL AND binned_at IS NULL ORDER BY n"
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


@dataclass(frozen=True)
class CheckRow:
    """A kept check in a list, without its snapshot; `n` is its row number, `kinds` as in `KeptCheck`."""

    n: int
    id: str
    subject_kind: SubjectKind
    subject: str
    made_on: date
    law_day: date
    closed: bool
    keep_until: date
    kinds: tuple[tuple[str, str], ...]


def numbers(
    db: Database, text: str = "", *, closed: bool | None = None, in_bin: bool = False, limit: int = -1
) -> list[int]:
    """Return the row numbers of kept checks, open ones first, the latest first; all for an empty text.

    `closed` lists only open or only closed ones; `limit` -1 is no limit.
    """
    forms = words.typed(text)
    if text.strip() and not forms:
        return []
    where = [f"binned_at IS {'NOT ' if in_bin else ''}NULL"]
    params: list[object] = []
    if forms:
        where.append("n IN (SELECT rowid FROM checks_words WHERE checks_words MATCH ?)")
        params.append(words.match(forms))
    if closed is not None:
        where.append("closed = ?")
        params.append(int(closed))
    found = db.execute_sql(
        f"SELECT n FROM checks WHERE {' AND '.join(where)} ORDER BY closed, made_on DESC, n DESC LIMIT ?",
        (*params, limit),
    )
    return [row[0] for row in found.fetchall()]


def rows(db: Database, numbers: Sequence[int]) -> list[CheckRow]:
    """Return the rows of these numbers, in any order."""
    found = db.execute_sql(
        "SELECT n, id, subject_kind, subject, made_on, law_day, closed, keep_until, json_extract(body, '$.kinds')"
        " FROM checks WHERE n IN (SELECT value FROM json_each(?))",
        (dumps(list(numbers)),),
    ).fetchall()
    return [
        CheckRow(
            n=row[0],
            id=row[1],
            subject_kind=SubjectKind(row[2]),
            subject=row[3],
            made_on=date.fromisoformat(row[4]),
            law_day=date.fromisoformat(row[5]),
            closed=bool(row[6]),
            keep_until=date.fromisoformat(row[7]),
            kinds=tuple((name, kind) for name, kind in loads(row[8] or "[]")),
        )
        for row in found
    ]


@dataclass(frozen=True)
class InstrumentUse:
    """In how many open kept checks an instrument is possible or open; ``latest`` are those where it is possible."""

    possible: int
    undecided: int
    latest: tuple[CheckRow, ...]


def use_of(db: Database, instrument: str, limit: int = 5) -> InstrumentUse:
    """Return where an instrument (id) plays a part among the kept checks that are not closed, the latest first."""
    found = db.execute_sql(
        "SELECT n, result FROM (SELECT n, made_on, (SELECT json_extract(kind.value, '$[1]')"
        " FROM json_each(checks.body, '$.kinds') AS kind WHERE json_extract(kind.value, '$[0]') = ?) AS result"
        " FROM checks WHERE closed = 0 AND binned_at IS NULL)"
        " WHERE result IN (?, ?, ?, ?) ORDER BY made_on DESC, n DESC",
        (instrument, *sorted(POSITIVE), Result.OPEN),
    ).fetchall()
    possible = [n for n, result in found if result != Result.OPEN]
    order = {n: place for place, n in enumerate(possible)}
    latest = sorted(rows(db, possible[:limit]), key=lambda row: order[row.n])
    return InstrumentUse(len(possible), len(found) - len(possible), tuple(latest))


def number_of(db: Database, check_id: str) -> int:
    """Return the row number of a kept check, in the bin or not; -1 if it is gone."""
    row = db.execute_sql("SELECT n FROM checks WHERE id = ?", (check_id,)).fetchone()
    return int(row[0]) if row else -1


def counts(db: Database) -> tuple[int, int, int]:
    """Return how many kept checks are open, closed, and in the bin."""
    row = db.execute_sql(
        "SELECT total(binned_at IS NULL AND closed = 0), total(binned_at IS NULL AND closed = 1),"
        " total(binned_at IS NOT NULL) FROM checks"
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])
