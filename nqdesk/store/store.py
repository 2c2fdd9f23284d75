"""An open database: reading through `db`, writing through `write`."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from peewee import SqliteDatabase

from nqdesk.domain.people import Person
from nqdesk.store import key_files
from nqdesk.store.engine import Engine
from nqdesk.store.errors import StoreError, os_errors
from nqdesk.store.file_key import FileKey
from nqdesk.store.files import Files
from nqdesk.store.holding import Holding
from nqdesk.store.keys import KeyDocument
from nqdesk.store.write_lock import WriteLock

_SWITCH = 0.001  # seconds


@dataclass(frozen=True)
class Tx:
    """One writing transaction: where, who and when (UTC). Functions that take it never commit."""

    db: SqliteDatabase
    who: Person
    now: datetime


_open_files: dict[tuple[int, int], list["OpenFile"]] = {}
_raw_readers: dict[tuple[int, int], BinaryIO] = {}
_registry = threading.Lock()


class OpenFile:
    """What all Store objects of one process have in common for one file; used by the store's own modules only.

    Attributes:
        key: present key of the file. document: present slots.
        changes: rows changed by committed transactions of this process.
    """

    def __init__(
        self,
        path: Path,
        *,
        key: FileKey,
        document: KeyDocument,
        person: Person,
        holding: Holding | None,
        engine: Engine,
        files: Files,
    ) -> None:
        self.path = path
        self.key = key
        self.document = document
        self.person = person
        self.engine = engine
        self.files = files
        self.write_lock = WriteLock()
        self.changes = 0
        self._holding = holding
        self._guard = threading.Lock()
        self._users = 0
        self._identity = (0, 0)

    @property
    def read_only(self) -> bool:
        """Tell whether this process may not write."""
        return self._holding is None

    def connect(self) -> SqliteDatabase:
        """Return a new connection to the file."""
        db = self.engine.database(self.path, lambda: self.key, read_only=self.read_only, settle=self.wait_for_writer)
        db.connect()
        return db

    def raw(self) -> BinaryIO:
        """Return a reader of the file past SQLite.

        It stays open as long as any Store of this process on the file: closing it would drop SQLite's locks.
        """
        with _registry, os_errors(name=self.path.name):
            if self._identity not in _raw_readers:
                _raw_readers[self._identity] = self.path.open("rb", buffering=0)
            return _raw_readers[self._identity]

    def wait_for_writer(self) -> None:
        """Return when nobody of this process is writing.

        Raises StoreError "key_changed" if another process has given the file another key.
        """
        if not self.write_lock.is_mine:
            self.write_lock.acquire()
            self.write_lock.release()
        if self.read_only:
            newest = key_files.find(self.path, self.key.salt, self.files).documents
            if newest and self.key.id not in newest[0].key_ids:
                raise StoreError("key_changed")

    def enter(self) -> None:
        """Count one more Store object."""
        with self._guard:
            self._users += 1
            if self._users == 1:
                self._identity = _identity(self.path)
                with _registry:
                    _open_files.setdefault(self._identity, []).append(self)

    def leave(self, *, give_back: bool = True) -> None:
        """Count one less; the last one gives the file back, unless the opening failed and does so itself."""
        with self._guard:
            self._users -= 1
            holding, last = self._holding, self._users == 0
            if last:
                with _registry:
                    others = [file for file in _open_files.pop(self._identity) if file is not self]
                    if others:
                        _open_files[self._identity] = others
                    elif self._identity in _raw_readers:
                        _raw_readers.pop(self._identity).close()
        if last and give_back and holding is not None:
            holding.release()


def open_here(path: Path) -> OpenFile | None:
    """Return the file if this process has it open: then it must not be read past SQLite, whatever its name."""
    try:
        identity = _identity(path)
    except OSError:
        return None
    with _registry:
        return next(iter(_open_files.get(identity, ())), None)


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


class Store:
    """One connection to an encrypted database, for one thread at a time.

    Attributes:
        path: the file. warnings: codes such as "network_share", to be shown once.
        db: the peewee database of this object; queries run as ``query.execute(store.db)``.
    """

    def __init__(self, file: OpenFile, db: SqliteDatabase, warnings: tuple[str, ...] = (), *, demo: bool) -> None:
        """Use `database.open_store` or `another` instead."""
        self.file = file
        self.path = file.path
        self.db = db
        self.warnings = warnings
        self.demo = demo
        self._open = True
        file.enter()

    @property
    def read_only(self) -> bool:
        """Tell whether writing is refused (StoreError "read_only")."""
        return self.file.read_only

    @property
    def person(self) -> Person:
        """The person whose password opened the database."""
        return self.file.person

    @property
    def total_changes(self) -> int:
        """Rows changed by this process since the file was opened, on all its connections; committed ones only."""
        return self.file.changes

    def another(self) -> "Store":
        """Return a Store with an own connection to the same file, for another thread; close it there."""
        if not self._open:
            raise StoreError("closed")
        # A read gives the interpreter away a dozen times and waits so long for it each time while another thread works.
        sys.setswitchinterval(_SWITCH)
        return Store(self.file, self.file.connect(), demo=self.demo)

    @contextmanager
    def write(self, now: datetime) -> Iterator[Tx]:
        """Open a writing transaction: all of the block is on the disk when it ends, or nothing after an exception.

        Waits for other writers of this process in order of arrival. Raises StoreError "read_only", "busy",
        "disk_full", "io_error", "moved" (the file is no longer there).
        """
        with self.writing():
            try:
                self.db.execute_sql("SELECT 1").fetchone()
                before = self.db.connection().total_changes
                with self.db.transaction("IMMEDIATE"):
                    yield Tx(self.db, self.person, now)
                self.file.changes += self.db.connection().total_changes - before
            except StoreError as error:
                if error.code in ("read_only_place", "cannot_open", "io_error") and not self.path.exists():
                    raise StoreError("moved") from error
                raise

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer of this process, without a transaction; for the store's own modules."""
        if self.read_only:
            raise StoreError("read_only")
        self.file.write_lock.acquire()
        try:
            yield
        finally:
            self.file.write_lock.release()

    def close(self, *, give_back: bool = True) -> None:
        """Close the connection; the last Store of the file gives it back to others. Twice does no harm."""
        if not self._open:
            return
        self._open = False
        try:
            self.db.close()
        finally:
            self.file.leave(give_back=give_back)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
