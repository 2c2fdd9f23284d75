"""How a connection to an encrypted file is made: SQLCipher under peewee, and what SQLite is told to do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from peewee import SqliteDatabase
from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2 as sqlcipher

from nqdesk.store.connection import address_of, connect, key_literal
from nqdesk.store.errors import StoreError
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
_PAGE = 4096
_START_VALUE = _PAGE - 80  # where in a page its random start value lies


class _EncryptedDatabase(SqlCipherDatabase):
    """A peewee database whose connection gets the raw key; the key stands in no attribute that is ever printed."""

    def __init__(self, address: str, key: Callable[[], FileKey], settle: Callable[[], None] | None) -> None:
        super().__init__(address, pragmas=PRAGMAS, thread_safe=False, autoconnect=False)
        self._key = key
        self._settle = settle
        self._connected_with = ""

    def _connect(self) -> Any:
        """Connect; if another thread is just giving the file another key, wait and connect with that."""
        key = self._key()
        try:
            return self._connect_with(key)
        except StoreError as error:
            if error.code not in ("damaged", "busy") or self._settle is None:
                raise
            self._settle()
            if self._key().id == key.id and error.code == "damaged":
                raise
        return self._connect_with(self._key())

    def _connect_with(self, key: FileKey) -> Any:
        connection = connect(self.database, key)
        try:
            self._connected_with = key.id
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
        return _EncryptedDatabase(address_of(path, mode), key, settle)

    def rekey(self, db: SqliteDatabase, key: FileKey) -> None:
        """Encrypt the file with another key in one transaction.

        Waits for readers, then StoreError "busy"; "io_error" for anything else, since SQLCipher does not say what.
        """
        db.execute_sql("BEGIN EXCLUSIVE")
        db.execute_sql("ROLLBACK")
        cursor = db.cursor()  # past execute_sql: peewee's log must not hold the key
        cursor.execute("PRAGMA cache_spill = ON").fetchall()  # every page is written: not all of them in memory
        try:
            cursor.execute(f'PRAGMA rekey = "{key_literal(key)}"').fetchall()
        except sqlcipher.Error:
            raise StoreError("io_error") from None  # the message of SQLCipher says nothing, the statement holds the key

    def foreign_pages(self, path: Path, key: FileKey) -> int:
        """Return how many pages of a file that does not open do not belong to the key."""
        connection = connect(address_of(path, "ro"), key)
        try:
            return len(connection.execute("PRAGMA cipher_integrity_check").fetchall())
        finally:
            connection.close()

    def broken_pages(self, db: SqliteDatabase) -> int:
        """Return how many pages of the file do not belong to the key, read from the disk without a lock."""
        return len(db.execute_sql("PRAGMA cipher_integrity_check").fetchall())

    def signature(self, piece: bytes) -> bytes:
        """Return what differs whenever any page of a piece of the file was written since; pages begin at its start.

        SQLCipher gives a page a new random start value whenever it writes it.
        """
        return b"".join(piece[_START_VALUE + i :: _PAGE] for i in range(8))


SQLCIPHER = Engine()
