"""How a connection to an encrypted file is made: SQLCipher under peewee, and what SQLite is told to do."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from peewee import SqliteDatabase
from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2 as sqlcipher

from nqdesk.store.errors import StoreError, code_of_result
from nqdesk.store.file_key import FileKey

# Rollback journal and full syncs: nothing acknowledged is lost by a power cut (EXTRA also syncs the folder after the
# journal is removed, otherwise the journal could come back and take the last commit with it). No spilling: a long
# transaction would otherwise lock readers out before its commit.
PRAGMAS: tuple[tuple[str, str], ...] = (
    ("foreign_keys", "ON"),
    ("synchronous", "EXTRA"),
    ("fullfsync", "ON"),
    ("secure_delete", "ON"),
    ("cache_spill", "OFF"),
    ("temp_store", "MEMORY"),
    ("cache_size", "-16000"),
    ("trusted_schema", "OFF"),
)
COPY_PAGES = 256
_BUSY_PAUSE = 0.002  # seconds between two looks whether a commit is over
_BUSY_PATIENCE = 10.0  # seconds
_COPY_PAUSE = 0.001


class _Cursor(sqlcipher.Cursor):
    """Says disk full, damage and the like as StoreError; everything else stays an error of SQLite."""

    def execute(self, *args: Any) -> Any:
        try:
            return super().execute(*args)
        except sqlcipher.Error as error:
            raise _told(error) from error

    def executemany(self, *args: Any) -> Any:
        try:
            return super().executemany(*args)
        except sqlcipher.Error as error:
            raise _told(error) from error

    def fetchone(self) -> Any:
        try:
            return super().fetchone()
        except sqlcipher.Error as error:
            raise _told(error) from error

    def fetchmany(self, *args: Any) -> Any:
        try:
            return super().fetchmany(*args)
        except sqlcipher.Error as error:
            raise _told(error) from error

    def fetchall(self) -> Any:
        try:
            return super().fetchall()
        except sqlcipher.Error as error:
            raise _told(error) from error

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except sqlcipher.Error as error:
            raise _told(error) from error


class _Connection(sqlcipher.Connection):
    def cursor(self, *_args: Any) -> Any:
        return super().cursor(_Cursor)


def _told(error: Exception) -> Exception:
    code = code_of_result(getattr(error, "sqlite_errorcode", 0) or 0)
    return error if code is None else StoreError(code)


class _EncryptedDatabase(SqlCipherDatabase):
    """A peewee database whose connection gets the raw key; the key stands in no attribute that is ever printed."""

    def __init__(self, address: str, key: Callable[[], FileKey], settle: Callable[[], None] | None) -> None:
        super().__init__(address, pragmas=PRAGMAS, thread_safe=False, autoconnect=False)
        self._key = key
        self._settle = settle
        self._connected_with = ""

    def _connect(self) -> Any:
        key = self._key()
        connection = _connection(self.database, key)
        try:
            self._connected_with = key.id
            connection.set_busy_handler(_wait_for_commit())
            self._add_conn_hooks(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def cursor(self, named_cursor: Any = None) -> Any:
        """Return a cursor; connects anew if the file has got another key meanwhile."""
        if self._connected_with != self._key().id and not self.is_closed() and not self.connection().in_transaction:
            self.close()
            self.connect()
        return super().cursor(named_cursor)

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Run a statement; if the file is just getting another key, wait and run it with that."""
        try:
            return super().execute_sql(sql, params)
        except StoreError as error:
            if error.code != "damaged" or self._settle is None or self.connection().in_transaction:
                raise
            self._settle()
            if self._connected_with == self._key().id:
                raise
            return super().execute_sql(sql, params)

    def rollback(self) -> None:
        """Roll back; after a full disk SQLite has already done so itself."""
        if self.connection().in_transaction:
            super().rollback()


def _connection(address: str, key: FileKey) -> _Connection:
    try:
        connection: _Connection = sqlcipher.connect(
            address, isolation_level=None, uri=True, check_same_thread=False, factory=_Connection
        )
    except sqlcipher.Error as error:
        raise _told(error) from error
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # otherwise it writes to stderr
        connection.execute(f'PRAGMA key = "{_key_literal(key)}"')
    except BaseException:
        connection.close()
        raise
    return connection


def _address(path: Path, mode: str) -> str:
    name = path.absolute().as_posix()
    return f"file://{'' if name.startswith('/') else '/'}{quote(name)}?mode={mode}"


def _key_literal(key: FileKey) -> str:
    return f"x'{key.secret.hex()}{key.salt.hex()}'"


def _wait_for_commit() -> Callable[[int], bool]:
    """Return a busy handler that looks often: SQLite's own steps back up to 100 ms, and a commit takes 2."""
    began = [0.0]

    def look(tries: int) -> bool:
        if tries == 0:
            began[0] = time.monotonic()
        time.sleep(_BUSY_PAUSE)
        return time.monotonic() - began[0] < _BUSY_PATIENCE

    return look


class Engine:
    """SQLCipher. The power-cut tests pass another engine: plain SQLite on a recording file system."""

    def database(
        self,
        path: Path,
        key: Callable[[], FileKey],
        *,
        read_only: bool = False,
        create: bool = False,
        settle: Callable[[], None] | None = None,
    ) -> SqliteDatabase:
        """Return a database that is not yet connected; a file that does not exist is made only with `create`.

        `key` is asked at each connecting; `settle` waits until a change of key by another thread is over.
        """
        mode = "ro" if read_only else "rwc" if create else "rw"
        return _EncryptedDatabase(_address(path, mode), key, settle)

    def rekey(self, db: SqliteDatabase, key: FileKey) -> None:
        """Encrypt the file with another key in one transaction.

        Waits for readers, then StoreError "busy"; "io_error" for anything else, since SQLCipher does not say what.
        """
        db.execute_sql("BEGIN EXCLUSIVE")
        db.execute_sql("ROLLBACK")
        cursor = db.cursor()  # past execute_sql: peewee's log must not hold the key
        cursor.execute("PRAGMA cache_spill = ON").fetchall()  # every page is written: not all of them in memory
        try:
            cursor.execute(f'PRAGMA rekey = "{_key_literal(key)}"').fetchall()
        except sqlcipher.Error:
            raise StoreError("io_error") from None  # the message of SQLCipher says nothing, the statement holds the key

    def foreign_pages(self, path: Path, key: FileKey) -> int:
        """Return how many pages of a file that does not open do not belong to the key."""
        connection = _connection(_address(path, "ro"), key)
        try:
            return len(connection.execute("PRAGMA cipher_integrity_check").fetchall())
        finally:
            connection.close()

    def broken_pages(self, db: SqliteDatabase) -> int:
        """Return how many pages of the file do not belong to the key, read from the disk without a lock."""
        return len(db.execute_sql("PRAGMA cipher_integrity_check").fetchall())

    def copy(self, source: SqliteDatabase, target: SqliteDatabase, step: Callable[[int, int], None]) -> None:
        """Copy all pages to an empty database with the same key, in steps between which others may write.

        A write by another connection lets the copy begin again. `step(remaining, total)` is called after each step
        and may raise to give up.
        """

        def told(_status: int, remaining: int, total: int) -> None:
            step(remaining, total)
            time.sleep(_COPY_PAUSE)

        try:
            source.connection().backup(target.connection(), pages=COPY_PAGES, progress=told, sleep=0.002)
        except sqlcipher.Error as error:
            raise _told(error) from error


def error_code(error: Exception) -> str | None:
    """Return the StoreError code of an exception from a query, None if it is a fault of the program."""
    if isinstance(error, StoreError):
        return error.code
    return code_of_result(getattr(error, "sqlite_errorcode", 0) or 0)


SQLCIPHER = Engine()
