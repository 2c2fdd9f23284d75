"""A checked copy of a database, encrypted with the same key, made while others read and write."""

import contextlib
import hashlib
import queue
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

from peewee import SqliteDatabase

from nqdesk.domain.progress import Progress
from nqdesk.store.engine import Engine
from nqdesk.store.errors import StoreError, os_errors
from nqdesk.store.file_key import FileKey
from nqdesk.store.files import CHUNK, Files

_LOOK = 0.05  # seconds between two looks whether the copying thread still lives


class _GivenUpError(Exception):
    """The reader of the progress does not want the copy any more."""


def copy_checked(
    path: Path, part: Path, key: FileKey, *, engine: Engine, files: Files
) -> Generator[Progress, None, None]:
    """Copy the database `path` to the new file `part`, check the copy and put it on the disk.

    Raises StoreError "damaged" if either is, "disk_full", "busy" …; then `part` is gone, also when given up.
    """
    try:
        source = _connected(engine, path, key, read_only=True)
        try:
            yield from _copy(source, part, key, engine)
        finally:
            source.close()
        yield Progress(0, 0, "backup_verifying")
        demand_whole(part, key, engine)
        with os_errors(name=part.name):
            files.sync(part)
    except BaseException:
        files.discard(part)
        files.discard(part.with_name(f"{part.name}-journal"))
        raise


def demand_whole(path: Path, key: FileKey, engine: Engine) -> None:
    """Raise StoreError "damaged" unless every page, the structure and the links between rows are sound."""
    db = _connected(engine, path, key, read_only=True)
    try:
        if faults(db, engine):
            raise StoreError("damaged")
    finally:
        db.close()


def faults(db: SqliteDatabase, engine: Engine) -> tuple[str, ...]:
    """Return what is wrong with an open file: "damaged_pages", "damaged_structure", "damaged_links"."""
    found = []
    try:
        if engine.broken_pages(db):
            found.append("damaged_pages")
        if db.execute_sql("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            found.append("damaged_structure")
        if db.execute_sql("PRAGMA foreign_key_check").fetchone() is not None:
            found.append("damaged_links")
    except StoreError as error:
        if error.code != "damaged":
            raise
        found.append("damaged_structure")
    return tuple(dict.fromkeys(found))


def digest(path: Path) -> str:
    """Return the SHA-256 of a file that no connection has open, as hexadecimal text."""
    seen = hashlib.sha256()
    with path.open("rb") as stream:
        while data := stream.read(CHUNK):
            seen.update(data)
    return seen.hexdigest()


def _connected(engine: Engine, path: Path, key: FileKey, *, read_only: bool) -> SqliteDatabase:
    db = engine.database(path, lambda: key, read_only=read_only, create=not read_only)
    db.connect()
    return db


def _copy(source: SqliteDatabase, part: Path, key: FileKey, engine: Engine) -> Iterator[Progress]:
    """Copy in a thread of its own: SQLite runs all steps in one call, and the caller wants to see them."""
    target = _connected(engine, part, key, read_only=False)
    try:
        # Nobody needs half a copy: it is synced as a whole afterwards. Spilling keeps the memory small.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_spill = ON"):
            target.execute_sql(f"PRAGMA {pragma}").fetchall()
        steps: queue.SimpleQueue[tuple[int, int]] = queue.SimpleQueue()
        given_up = threading.Event()
        failed: list[BaseException] = []

        def step(remaining: int, total: int) -> None:
            if given_up.is_set():
                raise _GivenUpError
            steps.put((total - remaining, total))

        def run() -> None:
            try:
                engine.copy(source, target, step)
            except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
                failed.append(error)

        thread = threading.Thread(target=run, name="backup")
        thread.start()
        try:
            while thread.is_alive() or not steps.empty():
                with contextlib.suppress(queue.Empty):
                    done, total = steps.get(timeout=_LOOK)
                    yield Progress(done, total, "backup_copying")
        finally:
            given_up.set()
            thread.join()
        if failed:
            raise failed[0]
    finally:
        target.close()
