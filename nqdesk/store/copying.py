"""A checked copy of a database, encrypted with the same key, made while others read and write.

The file is copied as it lies on the disk, a piece at a time, each under a short read lock, so that a save waits for
one piece at most. If somebody wrote meanwhile, the pieces are compared and only those that changed are copied again;
if somebody writes all the time, the last comparison holds the lock throughout (about 1 ms a megabyte).
"""

import hashlib
import os
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from peewee import SqliteDatabase

from nqdesk.domain.progress import Progress
from nqdesk.store.engine import Engine
from nqdesk.store.errors import StoreError, os_errors
from nqdesk.store.file_key import FileKey
from nqdesk.store.files import CHUNK, Files

_FREE_PASSES = 3
_SEEKING = threading.Lock()  # two backups of one process share a reader


def copy_checked(
    source: SqliteDatabase, raw: BinaryIO, part: Path, key: FileKey, *, engine: Engine, files: Files
) -> Generator[Progress, None, None]:
    """Copy an open database to the new file `part`, put that on the disk and check it.

    `raw` reads the same file past SQLite; it must stay open as long as any connection of this process to the file
    (POSIX locks). Raises StoreError "damaged" if the copy is not whole, "disk_full", "busy" …; then `part` is gone,
    also when given up.
    """
    try:
        with os_errors(name=part.name):
            descriptor = files.create(part)
            try:
                yield from _Copying(source, raw, descriptor, engine, files).run()
            finally:
                os.close(descriptor)
            files.sync(part)
        yield Progress(0, 0, "backup_verifying")
        demand_whole(part, key, engine)
    except BaseException:
        files.discard(part)
        raise


def demand_whole(path: Path, key: FileKey, engine: Engine) -> None:
    """Raise StoreError "damaged" unless every page, the structure and the links between rows are sound."""
    db = engine.database(path, lambda: key, read_only=True)
    db.connect()
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


class _Copying:
    """Copies in passes until one has seen the file unchanged from beginning to end."""

    def __init__(self, source: SqliteDatabase, raw: BinaryIO, descriptor: int, engine: Engine, files: Files) -> None:
        self._source = source
        self._raw = raw
        self._target = descriptor
        self._engine = engine
        self._files = files
        self._signatures: list[bytes] = []
        self._size = 0

    def run(self) -> Iterator[Progress]:
        for _ in range(_FREE_PASSES):
            with self._locked():
                before = self._data_version()
            yield from self._pass()
            with self._locked():
                if self._data_version() == before:
                    break
        else:
            with self._locked():
                for _progress in self._pass(within_lock=True):
                    pass
        if os.fstat(self._target).st_size > self._size:
            self._files.cut(self._target, self._size)

    def _pass(self, *, within_lock: bool = False) -> Iterator[Progress]:
        index, more = 0, True
        while more:
            if within_lock:
                data = self._read(index)
            else:
                with self._locked():
                    data = self._read(index)
            more = (index + 1) * CHUNK < self._size
            self._keep(index, data)
            index += 1
            yield Progress(min(index * CHUNK, self._size), self._size, "backup_copying")
        del self._signatures[index:]

    def _read(self, index: int) -> bytes:
        self._size = os.fstat(self._raw.fileno()).st_size
        with _SEEKING:
            self._raw.seek(index * CHUNK)
            return self._raw.read(CHUNK)

    def _keep(self, index: int, data: bytes) -> None:
        signature = self._engine.signature(data)
        if index < len(self._signatures) and self._signatures[index] == signature:
            return
        os.lseek(self._target, index * CHUNK, os.SEEK_SET)
        self._files.append(self._target, data)
        if index < len(self._signatures):
            self._signatures[index] = signature
        else:
            self._signatures.append(signature)

    def _data_version(self) -> int:
        return int(self._source.execute_sql("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold SQLite's read lock: nobody writes to the file."""
        self._source.execute_sql("BEGIN")
        try:
            self._source.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
            yield
        finally:
            self._source.rollback()
