"""A connection to an encrypted file, whose faults come as StoreError."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2 as sqlcipher

from nqdesk.store.errors import StoreError, code_of_result
from nqdesk.store.file_key import FileKey

_BUSY_PAUSE = 0.002  # seconds between two looks whether a commit is over
_BUSY_PATIENCE = 5.0  # seconds
_LONG = 1000  # characters
_NOT_UTF8 = "Could not decode to UTF-8"


class Cursor(sqlcipher.Cursor):
    """Says disk full, damage and the like as StoreError; everything else stays an error of SQLite.

    If the last page of a long row is damaged, SQLCipher gives zeros in its place, and the error it notes is gone with
    the end of the statement. Such a text is looked at again: no damage is read silently.
    """

    def execute(self, *args: Any) -> Any:
        try:
            return super().execute(*args)
        except sqlcipher.Error as error:
            raise told(error) from error

    def executemany(self, *args: Any) -> Any:
        try:
            return super().executemany(*args)
        except sqlcipher.Error as error:
            raise told(error) from error

    def fetchone(self) -> Any:
        try:
            row = super().fetchone()
        except sqlcipher.Error as error:
            raise told(error) from error
        if row is not None and _has_gap(row):
            self._demand_whole()
        return row

    def fetchmany(self, *args: Any) -> Any:
        try:
            rows = super().fetchmany(*args)
        except sqlcipher.Error as error:
            raise told(error) from error
        return self._looked_at(rows)

    def fetchall(self) -> Any:
        try:
            rows = super().fetchall()
        except sqlcipher.Error as error:
            raise told(error) from error
        return self._looked_at(rows)

    def __next__(self) -> Any:
        try:
            row = super().__next__()
        except sqlcipher.Error as error:
            raise told(error) from error
        if _has_gap(row):
            self._demand_whole()
        return row

    def _looked_at(self, rows: list[Any]) -> list[Any]:
        if rows and any(isinstance(value, str) for value in rows[0]):
            for row in rows:
                if _has_gap(row):
                    self._demand_whole()
        return rows

    def _demand_whole(self) -> None:
        if self.connection.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
            raise StoreError("damaged")


class Connection(sqlcipher.Connection):
    """A connection whose cursors are those above."""

    def cursor(self, *_args: Any) -> Any:
        return super().cursor(Cursor)


def connect(address: str, key: FileKey) -> Connection:
    """Return a connection that has been given the key; nothing has been read yet."""
    try:
        connection: Connection = sqlcipher.connect(
            address, isolation_level=None, uri=True, check_same_thread=False, factory=Connection
        )
    except sqlcipher.Error as error:
        raise told(error) from error
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # otherwise it writes to stderr
        connection.execute(f'PRAGMA key = "{key_literal(key)}"')
        connection.set_busy_handler(_wait_for_commit())
    except BaseException:
        connection.close()
        raise
    return connection


def address_of(path: Path, mode: str) -> str:
    """Return the address of a file for SQLite; mode is "ro", "rw" or "rwc"."""
    name = path.absolute().as_posix()
    return f"file://{'' if name.startswith('/') else '/'}{quote(name)}?mode={mode}"


def key_literal(key: FileKey) -> str:
    """Return a key as SQLCipher wants it; never to be logged."""
    return f"x'{key.secret.hex()}{key.salt.hex()}'"


def told(error: Exception) -> Exception:
    """Return the StoreError for an error of SQLite that a correct program can meet, else the error itself."""
    if str(error).startswith(_NOT_UTF8):  # a row cut off within a letter: only whole texts are ever written
        error.args = (_NOT_UTF8,)  # it held the text
        return StoreError("damaged")
    code = code_of_result(getattr(error, "sqlite_errorcode", 0) or 0)
    return error if code is None else StoreError(code)


def _has_gap(row: Sequence[Any]) -> bool:
    # Every value that is read comes by here; few are long.
    long = [value for value in row if value.__class__ is str and len(value) > _LONG]
    return any("\0" in value for value in long) if long else False


def _wait_for_commit() -> Callable[[int], bool]:
    """Return a busy handler that looks often: SQLite's own steps back up to 100 ms, and a commit takes 2."""
    began = [0.0]

    def look(tries: int) -> bool:
        if tries == 0:
            began[0] = time.monotonic()
        time.sleep(_BUSY_PAUSE)
        return time.monotonic() - began[0] < _BUSY_PATIENCE

    return look
