"""Plain SQLite on a recorded disk in the place of SQLCipher: the store's own code above, every write noted below."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw
from peewee import SqliteDatabase

from nqdesk.store.engine import PRAGMAS, Engine
from nqdesk.store.errors import StoreError, code_of_result
from nqdesk.store.file_key import FileKey
from tests.faults.recorded_disk import RecordedDisk

_HEADER = b"SQLite format 3\0"
_JOURNAL = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_SUPER_JOURNAL | apsw.SQLITE_OPEN_WAL


class _RecordedFile(apsw.VFSFile):  # type: ignore[misc] # apsw is passed over by mypy
    """One open file. The first 16 bytes of a database are the key's salt on the disk, as SQLCipher has it."""

    def __init__(self, disk: RecordedDisk, salt: bytes, name: Any, flags: list[int]) -> None:
        self._disk = disk
        self._salt = salt
        self._path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._is_database = bool(flags[0] & apsw.SQLITE_OPEN_MAIN_DB)
        is_new = not Path(self._path).exists() if self._path else False
        self._name_unsynced = is_new and bool(flags[0] & _JOURNAL)
        if is_new:
            self._disk.before("create")
        super().__init__("", name, flags)
        if is_new:
            self._disk.note("create", self._path)

    def xRead(self, amount: int, offset: int) -> bytes:
        data: bytes = super().xRead(amount, offset)
        if self._is_database and offset < len(_HEADER) and data:
            data = (_HEADER[offset:] + data[len(_HEADER) - offset :])[: len(data)]
        return data

    def xWrite(self, data: Any, offset: int) -> None:
        data = bytes(data)
        if self._is_database and offset == 0:
            data = self._salt + data[len(_HEADER) :]
        self._disk.before("write")
        super().xWrite(data, offset)
        self._disk.note("write", self._path, offset=offset, data=data)

    def xTruncate(self, newsize: int) -> None:
        self._disk.before("cut")
        super().xTruncate(newsize)
        self._disk.note("cut", self._path, offset=newsize)

    def xSync(self, flags: int) -> None:
        self._disk.before("sync")
        super().xSync(flags)
        self._disk.note("sync", self._path)
        if self._name_unsynced:  # SQLite's own VFS syncs the folder of a new journal here
            self._disk.note("folder", Path(self._path).parent)
            self._name_unsynced = False


class _RecordingVfs(apsw.VFS):  # type: ignore[misc]
    def __init__(self, name: str, disk: RecordedDisk, salt_of: Callable[[], bytes]) -> None:
        self._disk = disk
        self._salt_of = salt_of
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> Any:
        return _RecordedFile(self._disk, self._salt_of(), name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self._disk.before("unname")
        super().xDelete(filename, syncdir)
        self._disk.note("unname", filename)
        if syncdir:
            self._disk.note("folder", Path(filename).parent)


@contextmanager
def _told() -> Iterator[None]:
    """Say damage, full disks and the like as the product's own connection does."""
    try:
        yield
    except apsw.Error as error:
        code = code_of_result(getattr(error, "extendedresult", 0))
        raise (StoreError(code) if code else error) from error


class _Cursor:
    """An apsw cursor with the names of the standard library's."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        self.lastrowid = 0
        self.rowcount = -1

    @property
    def description(self) -> Any:
        try:
            return self._cursor.description
        except apsw.ExecutionCompleteError:
            return ()

    def execute(self, sql: str, parameters: Any = ()) -> "_Cursor":
        before = self._connection.total_changes()
        with _told():
            self._cursor.execute(sql, parameters or ())
        self.lastrowid = self._connection.last_insert_rowid()
        self.rowcount = self._connection.total_changes() - before
        return self

    def executemany(self, sql: str, rows: Iterable[Any]) -> "_Cursor":
        with _told():
            self._cursor.executemany(sql, rows)
        return self

    def fetchone(self) -> Any:
        with _told():
            return self._cursor.fetchone()

    def fetchmany(self, number: int = 100) -> list[Any]:
        found: list[Any] = []
        while len(found) < number and (row := self.fetchone()) is not None:
            found.append(row)
        return found

    def fetchall(self) -> list[Any]:
        with _told():
            rows: list[Any] = self._cursor.fetchall()
            return rows

    def __iter__(self) -> Iterator[Any]:
        while (row := self.fetchone()) is not None:
            yield row

    def close(self) -> None:
        self._cursor.close()


class _Connection:
    """An apsw connection with the names of the standard library's."""

    def __init__(self, connection: apsw.Connection) -> None:
        self.raw = connection

    @property
    def total_changes(self) -> int:
        return int(self.raw.total_changes())

    @property
    def in_transaction(self) -> bool:
        return bool(self.raw.in_transaction)

    def cursor(self, *_: Any) -> _Cursor:
        return _Cursor(self.raw)

    def execute(self, sql: str, parameters: Any = ()) -> _Cursor:
        return self.cursor().execute(sql, parameters)

    def commit(self) -> None:
        if self.raw.in_transaction:
            self.raw.execute("COMMIT")

    def rollback(self) -> None:
        if self.raw.in_transaction:
            self.raw.execute("ROLLBACK")

    def close(self) -> None:
        self.raw.close()


class _PlainDatabase(SqliteDatabase):  # type: ignore[misc]
    def __init__(self, path: Path, flags: int, vfs: str, pragmas: Any) -> None:
        super().__init__(str(path), thread_safe=False, autoconnect=False)
        self._pragmas_told = pragmas
        self._flags = flags
        self._vfs = vfs

    def _connect(self) -> Any:
        with _told():
            connection = _Connection(apsw.Connection(self.database, flags=self._flags, vfs=self._vfs))
        for name, value in self._pragmas_told:
            connection.execute(f"PRAGMA {name} = {value}").fetchall()
        return connection

    def rollback(self) -> None:
        """Roll back; after a fault SQLite has already done so itself, as the product's own engine knows."""
        if self.connection().in_transaction:
            super().rollback()


class PlainEngine(Engine):
    """The engine of the power-cut trials; `synchronous` may be turned down to prove that they bite."""

    def __init__(self, disk: RecordedDisk, name: str, synchronous: str | None = None) -> None:
        self._salt = b""
        self._name = name
        self._vfs = _RecordingVfs(name, disk, lambda: self._salt)
        self._pragmas = tuple((k, synchronous if synchronous and k == "synchronous" else v) for k, v in PRAGMAS)

    def database(
        self,
        path: Path,
        key: Callable[[], FileKey],
        *,
        read_only: bool = False,
        create: bool = False,
        settle: Callable[[], None] | None = None,  # noqa: ARG002 - plain SQLite has no key that changes
    ) -> SqliteDatabase:
        self._salt = key().salt
        flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE
        if create:
            flags |= apsw.SQLITE_OPEN_CREATE
        elif not path.exists():
            raise StoreError("missing", name=path.name)
        return _PlainDatabase(path, flags, self._name, self._pragmas)

    def rekey(self, db: SqliteDatabase, key: FileKey) -> None:
        """Write every page anew in one transaction, which is what a change of key does to the disk."""
        db.execute_sql("BEGIN EXCLUSIVE")
        db.execute_sql("ROLLBACK")
        self._salt = key.salt
        db.execute_sql("VACUUM")

    def foreign_pages(self, path: Path, key: FileKey) -> int:  # noqa: ARG002 - there is no key
        return 0

    def broken_pages(self, db: SqliteDatabase) -> int:
        return sum(row[0] != "ok" for row in db.execute_sql("PRAGMA integrity_check").fetchall())

    def signature(self, piece: bytes) -> bytes:
        return hashlib.sha256(piece).digest()

    def close(self) -> None:
        """Forget the file system; no connection may be open."""
        self._vfs.unregister()
