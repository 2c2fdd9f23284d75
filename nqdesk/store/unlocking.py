"""From a path and a password to a connection that reads; and if it does not, why."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from peewee import SqliteDatabase

from nqdesk.store import keys
from nqdesk.store.engine import Engine
from nqdesk.store.errors import StoreError, from_os
from nqdesk.store.file_key import FileKey
from nqdesk.store.files import Files
from nqdesk.store.key_files import SALT_LENGTH, Found
from nqdesk.store.keys import KeyDocument, Unlocked

PAGE = 4096
_PLAIN_HEADER = b"SQLite format 3\0"
_SAMPLE = 1 << 16
# 4,096 random bytes hold 256 different values each 16 times; below this count the bytes are no cipher text.
_LEAST_VALUES = 225


@dataclass(frozen=True)
class Opened:
    """A connection that has read the file's first page, and what opened it."""

    db: SqliteDatabase
    key: FileKey
    document: KeyDocument
    holder: str


def first_sight(path: Path, files: Files) -> bytes:
    """Return the file's first 16 bytes.

    Raises StoreError "missing", "not_ours" (no file of ours at all), "not_encrypted", "read_only_place" (no right).
    """
    if path.is_dir():
        raise StoreError("not_ours", name=path.name)
    try:
        head = files.read(path, SALT_LENGTH)
    except OSError as error:
        raise from_os(error, name=path.name) from error
    if head == _PLAIN_HEADER:
        raise StoreError("not_encrypted", name=path.name)
    return head


def why_no_slots(path: Path, files: Files, *, keys_beside: bool) -> StoreError:
    """Return what to say of a file for which no slots were found: ours without its keys, or not ours."""
    if keys_beside or _looks_encrypted(path, files):
        return StoreError("slots_lost", name=path.name)
    return StoreError("not_ours", name=path.name)


def unlock_file(
    path: Path,
    found: Found,
    password: str,
    *,
    engine: Engine,
    files: Files,
    read_only: bool,
    holders: Collection[str] | None = None,
    check_salt: bool = True,
) -> Opened:
    """Open the file with the slots found; the best copy of them decides whether the password is right.

    `check_salt` is False while this process has the file open: reading it past SQLite would drop SQLite's locks.

    Raises StoreError "wrong_password", "damaged", "not_ours", "slots_lost", "unfinished".
    """
    document, unlocked = _unlock(found, password, holders)
    for key in unlocked.keys:
        db = engine.database(path, lambda key=key: key, read_only=read_only)  # type: ignore[misc]
        try:
            db.connect()
            db.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
            if check_salt and files.read(path, SALT_LENGTH) != key.salt:
                raise StoreError("damaged")
        except StoreError as error:
            _close(db)
            if read_only and error.code == "read_only_place":  # SQLite wants to roll back and may not
                raise StoreError("unfinished") from error
            if error.code != "damaged":
                raise
        except BaseException:
            _close(db)
            raise
        else:
            return Opened(db, key, document, unlocked.holder)
    if len(unlocked.keys) < len(document.key_ids):
        raise StoreError("wrong_password")  # the file has a newer key than this person was given
    raise _why_no_key(path, unlocked.keys[-1], engine, files)


def _unlock(found: Found, password: str, holders: Collection[str] | None) -> tuple[KeyDocument, Unlocked]:
    for document in found.documents:
        unlocked = keys.unlock(document, password, holders)
        if keys.is_signed(document, unlocked.keys):
            return document, unlocked
    raise StoreError("slots_lost")


def _why_no_key(path: Path, key: FileKey, engine: Engine, files: Files) -> StoreError:
    """Tell a damaged file from another one that took its place: of ours, the salt or some page is still there."""
    pages = path.stat().st_size // PAGE
    if not pages and key.salt.startswith(files.read(path, SALT_LENGTH)):
        return StoreError("damaged", name=path.name)
    broken = 0 if files.read(path, SALT_LENGTH) == key.salt else engine.foreign_pages(path, key)
    return StoreError("not_ours" if broken >= pages else "damaged", name=path.name)


def _looks_encrypted(path: Path, files: Files) -> bool:
    sample = files.read(path, _SAMPLE)
    if len(sample) < PAGE:
        return False
    pages = [sample[i : i + PAGE] for i in range(0, len(sample) - PAGE + 1, PAGE)]
    random = sum(len(set(page)) >= _LEAST_VALUES for page in pages)
    return path.stat().st_size % PAGE == 0 and random * 2 > len(pages) and not sample.startswith(_KNOWN_STARTS)


def _close(db: SqliteDatabase) -> None:
    if not db.is_closed():
        db.close()


_KNOWN_STARTS = (b"PK\x03\x04", b"%PDF-", b"\x1f\x8b", b"\xff\xd8\xff", b"\x89PNG", b"7z\xbc\xaf", b"MZ", b"ftyp")
