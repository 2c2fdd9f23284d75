"""Backups: whole, encrypted copies beside the database, checked when made, thinned with age."""

import re
import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from peewee import SqliteDatabase

from nqdesk.domain.progress import Progress
from nqdesk.store import copying, key_files, keys
from nqdesk.store.copying import copy_checked
from nqdesk.store.engine import SQLCIPHER, Engine
from nqdesk.store.errors import StoreError, os_errors
from nqdesk.store.file_key import FileKey
from nqdesk.store.files import OS_FILES, PART, Files
from nqdesk.store.keys import BackupNote, KeyDocument
from nqdesk.store.restoring import Restored, restore_first_good
from nqdesk.store.store import Store
from nqdesk.store.thinning import thin

__all__ = ["Backup", "Restored", "back_up", "backups", "copy_before_upgrade", "restore", "thin", "verify"]

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{6}Z)(?:-version-(\d+))?(?:_\d+)?\.\w+")
_PART_AGE = 24 * 60 * 60  # seconds
_TIME = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True)
class Backup:
    """One backup.

    Attributes:
        at: when it was made (UTC). size: bytes.
        ok: its slots are whole and its size is what it was when it was checked; `restore` checks its content.
        version: version of the database if it was made before an upgrade, else 0.
        second: the same in the second folder; None without one, or if that failed.
        problem: "" or "second_folder_failed": the backup itself is there.
    """

    path: Path
    at: datetime
    size: int
    ok: bool
    version: int = 0
    second: Path | None = None
    problem: str = ""


def back_up(store: Store, now: datetime, second_folder: Path | None = None) -> Generator[Progress, None, Backup]:
    """Make a checked backup, thin the older ones, and return it.

    Others may read and write meanwhile. Raises StoreError "damaged" (then no backup is touched), "disk_full",
    "read_only_place", "busy".
    """
    file = store.file
    folder = key_files.backup_folder(store.path)
    with store.another() as own:
        origin = _Origin(store.path, own.db, file.raw(), file.key, file.document, file.engine, file.files)
        try:
            made = yield from _make(origin, folder, now)
        except StoreError as error:
            if error.code == "damaged" and not _pages_damaged(store):
                raise StoreError("io_error") from error  # it is the copy that the disk does not give back
            raise
    _thin(folder, now, file.files)
    if second_folder is not None:
        second = second_folder / folder.name
        try:
            made = replace(made, second=(yield from _copy_to(made, second, file.document, file.files)))
            _thin(second, now, file.files)
        except StoreError:
            made = replace(made, problem="second_folder_failed")
    return made


def backups(path: Path, second_folder: Path | None = None) -> list[Backup]:
    """Return the backups of a database, the newest first; one that lies in both folders is named once."""
    found = {b.path.name: b for b in _in(second_folder / f"{path.name}.backups")} if second_folder else {}
    found |= {b.path.name: b for b in _in(key_files.backup_folder(path))}
    return sorted(found.values(), key=lambda b: (b.at, b.path.name), reverse=True)


def restore(
    path: Path,
    chosen: Path | None,
    password: str,
    now: datetime,
    *,
    second_folder: Path | None = None,
    engine: Engine = SQLCIPHER,
    files: Files = OS_FILES,
) -> Restored:
    """Put a backup in the database's place; without `chosen` the newest that is whole. The present file is kept.

    The database must be closed. Raises StoreError "no_backup", "backup_damaged", "wrong_password", "held",
    "too_new", "disk_full" …; then everything is as it was.
    """
    candidates = [chosen] if chosen else [b.path for b in backups(path, second_folder)]
    return restore_first_good(path, candidates, password, now, engine=engine, files=files)


def verify(store: Store) -> tuple[str, ...]:
    """Return what is wrong with the file, as codes.

    They are "damaged_pages", "damaged_structure", "damaged_links" and "slots_incomplete" (a copy of the slots is lost).
    """
    file = store.file
    with store.another() as own:
        found = copying.faults(own.db, file.engine)
    if "damaged_pages" in found and not _pages_damaged(store):
        found = tuple(code for code in found if code != "damaged_pages")
    if not key_files.find(store.path, file.key.salt, file.files).complete:
        found = (*found, "slots_incomplete")
    return found


def copy_before_upgrade(
    path: Path,
    db: SqliteDatabase,
    key: FileKey,
    document: KeyDocument,
    version: int,
    now: datetime,
    *,
    engine: Engine,
    files: Files,
) -> None:
    """Make a backup of a file that is about to be changed by a newer program."""
    folder = key_files.backup_folder(path)
    with os_errors(name=path.name), path.open("rb", buffering=0) as raw:
        for _ in _make(_Origin(path, db, raw, key, document, engine, files), folder, now, version=version):
            pass


@dataclass(frozen=True)
class _Origin:
    """What is copied: an open connection, a reader of the same file past SQLite, and what belongs to it."""

    path: Path
    db: SqliteDatabase
    raw: BinaryIO
    key: FileKey
    document: KeyDocument
    engine: Engine
    files: Files


def _make(origin: _Origin, folder: Path, now: datetime, version: int = 0) -> Generator[Progress, None, Backup]:
    files, document = origin.files, origin.document
    with os_errors(name=folder.name):
        files.make_folder(folder)
        _remove_old_parts(folder, files)
    target = _free_name(folder, now, origin.path.suffix or ".nqdesk", version)
    part = files.part_of(target)
    yield from copy_checked(origin.db, origin.raw, part, origin.key, engine=origin.engine, files=files)
    try:
        with os_errors(name=target.name):
            note = BackupNote(part.stat().st_size, copying.digest(part))
            files.write(key_files.of_backup(target), keys.to_bytes(replace(document, note=note)))
            files.replace(part, target)
    except BaseException:
        for left in (part, target, key_files.of_backup(target)):
            files.discard(left)
        raise
    return Backup(target, now.astimezone(UTC).replace(microsecond=0), note.size, ok=True, version=version)


def _copy_to(made: Backup, folder: Path, document: KeyDocument, files: Files) -> Generator[Progress, None, Path]:
    target = folder / made.path.name
    part = files.part_of(target)
    try:
        with os_errors(name=target.name):
            files.make_folder(folder)
            _remove_old_parts(folder, files)
            for done in files.copy(made.path, part):
                yield Progress(done, made.size, "backup_second")
            note = BackupNote(made.size, copying.digest(made.path))
            if copying.digest(part) != note.sha256:
                raise StoreError("io_error")
            files.write(key_files.of_backup(target), keys.to_bytes(replace(document, note=note)))
            files.replace(part, target)
    except BaseException:
        for left in (part, target, key_files.of_backup(target)):
            files.discard(left)
        raise
    key_files.refresh_backups(folder, document, files)
    return target


def _thin(folder: Path, now: datetime, files: Files) -> None:
    """Delete the backups too many; one that cannot be deleted stays, and none goes while the newest is not whole."""
    present = _in(folder)
    if not present or not max(present, key=lambda b: b.at).ok:
        return
    gone = thin((b.at for b in present), now)
    for backup in present:
        if backup.at in gone:
            files.discard(backup.path)
            files.discard(key_files.of_backup(backup.path))


def _in(folder: Path) -> list[Backup]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return []
    found = []
    for entry in entries:
        match = _NAME.fullmatch(entry.name)
        if not match or not entry.is_file():
            continue
        at = datetime.strptime(match.group(1), _TIME).replace(tzinfo=UTC)
        size = entry.stat().st_size
        slots = key_files.read(key_files.of_backup(entry), OS_FILES)
        ok = slots is not None and (slots.note is None or slots.note.size == size) and size > 0
        found.append(Backup(entry, at, size, ok, int(match.group(2) or 0)))
    return found


def _remove_old_parts(folder: Path, files: Files) -> None:
    """Remove what interrupted backups left; younger ones another process may be writing."""
    for left in folder.glob(f"*{PART}*"):
        if time.time() - left.stat().st_mtime > _PART_AGE:
            files.discard(left)


def _free_name(folder: Path, now: datetime, suffix: str, version: int) -> Path:
    stem = now.astimezone(UTC).strftime(_TIME) + (f"-version-{version}" if version else "")
    number = 1
    while True:
        name = folder / f"{stem}{f'_{number}' if number > 1 else ''}{suffix}"
        if not name.exists():
            return name
        number += 1


def _pages_damaged(store: Store) -> bool:
    """Tell whether pages are damaged; a write during the look may seem so, hence a second look without writers."""
    file = store.file
    with store.another() as own:
        if not file.engine.broken_pages(own.db):
            return False
        if file.read_only:
            own.db.execute_sql("BEGIN")  # a read lock keeps the other process's commit away
            try:
                own.db.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
                return bool(file.engine.broken_pages(own.db))
            finally:
                own.db.execute_sql("ROLLBACK")
        file.write_lock.acquire()
        try:
            return bool(file.engine.broken_pages(own.db))
        finally:
            file.write_lock.release()
