"""Removing what imports leave behind, in short transactions: after a cancel, an undo, a crash, and old rows in time.

While an import is cleared away it stays the pending one, so its rows are invisible from the first moment to the last.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from peewee import Database

from nqdesk.domain.progress import Progress
from nqdesk.store import arranging
from nqdesk.store.changing import names
from nqdesk.store.errors import StoreError
from nqdesk.store.visibility import pending_batch

if TYPE_CHECKING:
    from nqdesk.store.store import Store

_WORK = 0.035  # seconds of this thread's own work in a transaction before its commit
_WAIT = 0.1  # seconds by the clock, when the machine is busy or the disk slow
KEPT_IMPORTS = 5  # so many imports can be undone
_ROWS = 60  # of one table between two looks at the clock
_FEW_ROWS = 10  # the same where each row costs much
_WIPED_AT_ONCE = 8  # offers
_WIPED = 400  # offers, by one `tidy`
_WIPED_WAITING = 80  # the same while somebody waits
_SMALL_ROWS = 150
_TABLES = ("offers", "organisations")
_END = object()
_NOTES = ("import_rows", "import_providers", "import_results", "import_problems")


def clearing(db: Database, batch: int) -> Iterator[None]:
    """Take the pending import away, a small part at each step, within transactions of the caller.

    When the last step is done it is no longer pending. Begun anew after a crash, it goes on.
    """
    yield from _remove_rows(db, "batch", batch)
    while _revive(db, batch):
        yield
    while _unconfirm(db, batch):
        yield
    db.execute_sql("DELETE FROM name_changes WHERE batch = ?", (batch,))
    for table in _NOTES:
        while _remove_some(db, table, batch):
            yield
    db.execute_sql("UPDATE import_state SET pending = 0 WHERE pending = ?", (batch,))
    if db.execute_sql("SELECT change FROM imports WHERE n = ?", (batch,)).fetchone()[0] is None:
        db.execute_sql("DELETE FROM imports WHERE n = ?", (batch,))
    else:
        db.execute_sql("UPDATE imports SET state = 'undone', old_rows = 0 WHERE n = ?", (batch,))


def demand_none_pending(db: Database) -> None:
    """Finish clearing an import away; raises StoreError "import_pending" if one is read or waits for its decision."""
    pending = pending_batch(db)
    if not pending:
        return
    if db.execute_sql("SELECT state FROM imports WHERE n = ?", (pending,)).fetchone()[0] in ("reading", "settled"):
        raise StoreError("import_pending")
    for _ in clearing(db, pending):
        pass


def _remove_rows(db: Database, column: str, batch: int) -> Iterator[None]:
    """Remove the rows of offers and organisations whose `column` ("batch" or "ended") names the import.

    Taking words out of the full-text index is slow; those of offers are only noted for `_wipe`.
    """
    yield from arranging.leave_all(db, column, batch)
    while True:
        found = db.execute_sql(f"SELECT n FROM offers WHERE {column} = ? LIMIT {_ROWS}", (batch,)).fetchall()
        if not found:
            break
        db.cursor().executemany("INSERT INTO offers_gone (n) VALUES (?)", found)
        db.cursor().executemany("DELETE FROM offers WHERE n = ?", found)
        yield
    while True:
        found = db.execute_sql(f"SELECT n FROM organisations WHERE {column} = ? LIMIT {_FEW_ROWS}", (batch,)).fetchall()
        if not found:
            break
        db.cursor().executemany("DELETE FROM organisations_words WHERE rowid = ?", found)
        db.cursor().executemany("DELETE FROM organisations WHERE n = ?", found)
        yield


def _wipe(store: "Store", now: datetime, most: int) -> Iterator[Progress]:
    """Take the words of at most so many removed offers out of the full-text index, a few in each transaction.

    FTS5 does this work at the commit, some 3 ms for each offer among 100,000. What is left finds nothing, and waits.
    """
    for done in range(0, most, _WIPED_AT_ONCE):
        if store.db.execute_sql("SELECT 1 FROM offers_gone LIMIT 1").fetchone() is None:
            return
        with store.write(now) as tx:
            found = tx.db.execute_sql(f"SELECT n FROM offers_gone LIMIT {_WIPED_AT_ONCE}").fetchall()
            tx.db.cursor().executemany("DELETE FROM offers_words WHERE rowid = ?", found)
            tx.db.cursor().executemany("DELETE FROM offers_gone WHERE n = ?", found)
        yield Progress(done + len(found), 0, "clearing")


def _revive(db: Database, batch: int) -> bool:
    """Let some rows that the import had replaced hold again."""
    for table in _TABLES:
        text = f"UPDATE {table} SET ended = 0 WHERE n IN (SELECT n FROM {table} WHERE ended = ? LIMIT {_ROWS})"
        if db.execute_sql(text, (batch,)).rowcount:
            return True
    return False


def _unconfirm(db: Database, batch: int) -> bool:
    """Give some unchanged offers their former date of the information back."""
    found = db.execute_sql(
        "SELECT r.n, r.old_n, r.day_before, r.confirmed FROM import_results r"
        f" WHERE r.batch = ? AND r.day_before IS NOT NULL LIMIT {_SMALL_ROWS}",
        (batch,),
    ).fetchall()
    for n, offer, before, confirmed in found:
        text = "UPDATE offers SET information_date = ? WHERE n = ? AND information_date = ?"
        db.execute_sql(text, (before or None, offer, confirmed))
        db.execute_sql("UPDATE import_results SET day_before = NULL WHERE n = ?", (n,))
    return bool(found)


def _remove_some(db: Database, table: str, batch: int) -> bool:
    text = f"DELETE FROM {table} WHERE n IN (SELECT n FROM {table} WHERE batch = ? LIMIT {_SMALL_ROWS})"
    return bool(db.execute_sql(text, (batch,)).rowcount)


def a_while() -> Callable[[], bool]:
    """Return a function that tells when a transaction has worked long enough to let others write."""
    worked, waited = time.thread_time() + _WORK, time.monotonic() + _WAIT
    return lambda: time.thread_time() >= worked or time.monotonic() >= waited


def in_steps(store: "Store", now: datetime, steps: Iterator[None], stage: str, total: int = 0) -> Iterator[Progress]:
    """Run steps that write through `store.db`, in short transactions."""
    done, more = 0, True
    while more:
        with store.write(now):
            enough = a_while()
            while more and not enough():
                more = next(steps, _END) is not _END
                done += more
        yield Progress(min(done, total) if total else done, total, stage)


def drop(store: "Store", batch: int, now: datetime) -> Iterator[Progress]:
    """Throw a pending import away; nothing of it is left. One that is not pending is left alone."""
    with store.write(now) as tx:
        if pending_batch(tx.db) != batch:
            return
        text = "UPDATE imports SET state = 'dropping' WHERE n = ? AND state IN ('reading', 'settled')"
        tx.db.execute_sql(text, (batch,))
    yield from in_steps(store, now, clearing(store.db, batch), "clearing")
    yield from _wipe(store, now, _WIPED_WAITING)


def tidy(store: "Store", now: datetime) -> Iterator[Progress]:
    """Finish what taken and undone imports have begun; to be run after `finish` and after an undo, in a job.

    Removes the rows of an undone import, confirms the date of the information of unchanged offers, lets offers follow
    changed names, and forgets the rows that older imports replaced: KEPT_IMPORTS can be undone.
    """
    yield from _tidy_rows(store, now)
    yield from _wipe(store, now, _WIPED)


def _tidy_rows(store: "Store", now: datetime) -> Iterator[Progress]:
    pending = pending_batch(store.db)
    if pending:
        state = store.db.execute_sql("SELECT state FROM imports WHERE n = ?", (pending,)).fetchone()[0]
        if state in ("undoing", "dropping"):
            yield from in_steps(store, now, clearing(store.db, pending), "clearing")
    for batch in _taken(store.db, "EXISTS (SELECT 1 FROM import_providers r WHERE r.batch = i.n)"):
        yield from in_steps(store, now, _removing(store.db, "import_providers", batch), "clearing")
    for batch in _taken(store.db, "EXISTS (SELECT 1 FROM import_results r WHERE r.batch = i.n)"):
        yield from in_steps(store, now, _confirming(store.db, batch), "clearing")
    yield from _rename(store, now)
    for batch in _taken(store.db, "i.old_rows = 1")[KEPT_IMPORTS:]:
        yield from in_steps(store, now, _forgetting(store.db, batch), "clearing")


def _removing(db: Database, table: str, batch: int) -> Iterator[None]:
    while _remove_some(db, table, batch):
        yield


def _rename(store: "Store", now: datetime) -> Iterator[Progress]:
    """Let offers follow changed names, a few in each transaction for the reason `_wipe` gives."""
    done, more = 0, store.db.execute_sql("SELECT 1 FROM name_changes LIMIT 1").fetchone() is not None
    while more:
        with store.write(now) as tx:
            more = names.step(tx.db, _WIPED_AT_ONCE)
        done += _WIPED_AT_ONCE
        yield Progress(done, 0, "clearing")


def _taken(db: Database, condition: str) -> list[int]:
    """Return the visible imports with a condition, the latest first."""
    text = f"SELECT i.n FROM imports i WHERE i.state = 'taken' AND {condition} ORDER BY i.n DESC"
    return [row[0] for row in db.execute_sql(text).fetchall()]


def _confirming(db: Database, batch: int) -> Iterator[None]:
    """Give unchanged offers the later date of the information, and keep the former one for an undo."""
    last = 0
    while True:
        found = db.execute_sql(
            "SELECT r.n, r.old_n, r.confirmed, o.information_date FROM import_results r JOIN offers o ON o.n = r.old_n"
            " WHERE r.batch = ? AND r.area = 'offers' AND r.effect = 'unchanged' AND r.n > ?"
            " AND r.confirmed IS NOT NULL AND r.day_before IS NULL"
            f" AND coalesce(o.information_date, '') < r.confirmed ORDER BY r.n LIMIT {_SMALL_ROWS}",
            (batch, last),
        ).fetchall()
        if not found:
            return
        cursor = db.cursor()
        cursor.executemany("UPDATE offers SET information_date = ? WHERE n = ?", [(r[2], r[1]) for r in found])
        cursor.executemany("UPDATE import_results SET day_before = ? WHERE n = ?", [(r[3] or "", r[0]) for r in found])
        last = found[-1][0]
        yield


def _forgetting(db: Database, batch: int) -> Iterator[None]:
    """Remove the rows an old import replaced; it and all changes before it can no longer be undone."""
    text = "UPDATE changes SET undoable = 0 WHERE n <= (SELECT change FROM imports WHERE n = ?)"
    db.execute_sql(text, (batch,))
    yield from _remove_rows(db, "ended", batch)
    yield from _removing(db, "import_results", batch)
    db.execute_sql("UPDATE imports SET old_rows = 0 WHERE n = ?", (batch,))


def clear_leftovers(store: "Store", now: datetime) -> None:
    """Remove what a crash left of an import and finish what was begun; for a database that was just opened."""
    pending = pending_batch(store.db)
    if pending:
        for _ in drop(store, pending, now):
            pass
    for _ in _tidy_rows(store, now):
        pass
    for _ in _wipe(store, now, _WIPED_WAITING):
        pass
