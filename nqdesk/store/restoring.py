"""Putting a backup in the place of a database, whatever state that is in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from nqdesk.store import copying, key_files, keys, migrations, places
from nqdesk.store.engine import Engine
from nqdesk.store.errors import StoreError, os_errors
from nqdesk.store.file_key import FileKey
from nqdesk.store.files import OS_FILES, Files
from nqdesk.store.holding import Holding
from nqdesk.store.keys import KeyDocument, Unlocked
from nqdesk.store.store import open_here

_SKIPPED = frozenset({"damaged", "slots_lost"})


@dataclass(frozen=True)
class Restored:
    """What a restore did.

    Attributes:
        path: the database. used: the backup that lies there now.
        kept: where the file that was there before is, None if there was none.
    """

    path: Path
    used: Path
    kept: Path | None


@dataclass(frozen=True)
class _Good:
    """A checked copy of a backup beside the database, and what opens it."""

    part: Path
    used: Path
    document: KeyDocument


def restore_first_good(
    path: Path, candidates: Sequence[Path], password: str, now: datetime, *, engine: Engine, files: Files
) -> Restored:
    """Restore the first of the candidates that is whole; see `backup.restore`."""
    places.demand_local(path)
    if not path.parent.is_dir():
        raise StoreError("missing", name=path.parent.name)
    if open_here(path) is not None:
        raise StoreError("open_here", name=path.name)
    if not candidates:
        raise StoreError("no_backup", name=path.name)
    holding = Holding(path, now, files)
    try:
        good = _first_good(path, candidates, password, engine, files)
        try:
            kept = _keep_present(path, now, files)
            key_files.save(path, good.document, files)
            with os_errors(name=path.name):
                files.remove(journal(path))
                files.sync_folder(path.parent)
                files.replace(good.part, path)
        finally:
            files.discard(good.part)
    finally:
        holding.release()
    return Restored(path, good.used, kept)


def demand_restorable(path: Path, backup: Path, password: str, *, files: Files = OS_FILES) -> None:
    """Raise StoreError if a backup is not whole on the disk or the password does not open it; nothing is changed.

    The database may be open: a window asks this before it closes it.
    """
    try:
        own = key_files.of_one(key_files.of_backup(backup), files).documents
        _demand_readable(backup, own)
        with os_errors(name=backup.name):
            salt = files.read(backup, key_files.SALT_LENGTH)
        _slots(path, own, salt, password, files)
    except StoreError as error:
        if error.code == "damaged":
            raise StoreError("backup_damaged", name=backup.name) from error
        raise


def journal(path: Path) -> Path:
    """Return where SQLite keeps what is needed to roll back."""
    return path.with_name(f"{path.name}-journal")


def _first_good(path: Path, candidates: Sequence[Path], password: str, engine: Engine, files: Files) -> _Good:
    last = StoreError("backup_damaged", name=candidates[0].name)
    for candidate in candidates:
        try:
            return _checked(path, candidate, password, engine, files)
        except StoreError as error:
            if error.code not in _SKIPPED:
                raise
            last = StoreError("backup_damaged", name=candidate.name)
    raise last


def _checked(path: Path, backup: Path, password: str, engine: Engine, files: Files) -> _Good:
    """Copy a backup beside the database and check the copy; discards the copy if it is not whole."""
    own = key_files.of_one(key_files.of_backup(backup), files).documents
    _demand_readable(backup, own)
    part = files.part_of(path)
    try:
        with os_errors(name=backup.name):
            for _ in files.copy(backup, part):
                pass
            salt = files.read(part, key_files.SALT_LENGTH)
        unlocked, document = _slots(path, own, salt, password, files)
        key = next((k for k in unlocked.keys if _opens(part, k, engine)), None)
        if key is None or salt != key.salt:
            raise StoreError("damaged")
        copying.demand_whole(part, key, engine)
        _demand_known_version(part, key, engine)
        present = _present(path, salt, password, files)
        if present is not None:
            newest, document = present
            if newest.id != key.id:
                _rekey(part, key, newest, engine)
        else:
            document = _only(document, key)
        with os_errors(name=path.name):
            files.sync(part)
        return _Good(part, backup, document)
    except BaseException:
        for left in (part, journal(part)):
            files.discard(left)
        raise


def _demand_readable(backup: Path, own: Sequence[KeyDocument]) -> None:
    """Raise StoreError "damaged" if the disk does not give the backup back as it was when it was checked."""
    if open_here(backup) is not None:
        raise StoreError("open_here", name=backup.name)  # reading it past SQLite would drop SQLite's locks
    try:
        found = copying.digest(backup)
    except OSError as error:
        raise StoreError("damaged") from error
    if any(d.note is not None and d.note.sha256 != found for d in own):
        raise StoreError("damaged")


def _slots(
    path: Path, own: Sequence[KeyDocument], salt: bytes, password: str, files: Files
) -> tuple[Unlocked, KeyDocument]:
    """Return what the password opens in the backup's own slots, or in the database's if those are lost."""
    for document in own or [d for d in key_files.find(path, salt, files).documents if d.salt == salt]:
        unlocked = keys.unlock(document, password)
        if keys.is_signed(document, unlocked.keys):
            return unlocked, document
    raise StoreError("slots_lost")


def _present(path: Path, salt: bytes, password: str, files: Files) -> tuple[FileKey, KeyDocument] | None:
    """Return the database's present key and slots if the password opens them: who was removed stays removed."""
    near = [d for place in key_files.beside(path) if (d := key_files.read(place, files)) and d.salt == salt]
    for document in sorted(near, key=lambda d: d.generation, reverse=True):
        try:
            unlocked = keys.unlock(document, password)
        except StoreError:
            return None
        if keys.is_signed(document, unlocked.keys) and len(unlocked.keys) == len(document.key_ids):
            return unlocked.keys[-1], _only(document, unlocked.keys[-1])
    return None


def _only(document: KeyDocument, key: FileKey) -> KeyDocument:
    """Return the slots with this one key, as the next generation."""
    slots = tuple(replace(s, file_keys={key.id: s.file_keys[key.id]}) for s in document.slots if key.id in s.file_keys)
    new = replace(document, key_ids=(key.id,), slots=slots, generation=document.generation + 1, note=None)
    return keys.signed(new, key)


def _opens(part: Path, key: FileKey, engine: Engine) -> bool:
    db = engine.database(part, lambda: key, read_only=True)
    try:
        db.connect()
        db.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
    except StoreError as error:
        if error.code == "damaged":
            return False
        raise
    finally:
        if not db.is_closed():
            db.close()
    return True


def _demand_known_version(part: Path, key: FileKey, engine: Engine) -> None:
    db = engine.database(part, lambda: key, read_only=True)
    db.connect()
    try:
        if migrations.version(db) > migrations.latest():
            raise StoreError("too_new")
    finally:
        db.close()


def _rekey(part: Path, old: FileKey, new: FileKey, engine: Engine) -> None:
    db = engine.database(part, lambda: old)
    db.connect()
    try:
        engine.rekey(db, new)
    finally:
        db.close()
    copying.demand_whole(part, new, engine)


def _keep_present(path: Path, now: datetime, files: Files) -> Path | None:
    """Give the present file, its journal and its slots a second name; None if there is no file."""
    if not path.exists():
        return None
    stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    kept, number = path.with_name(f"{path.stem}.before-restore-{stamp}{path.suffix}"), 1
    while any(file.exists() for file in (kept, journal(kept), *key_files.beside(kept))):
        number += 1
        kept = path.with_name(f"{path.stem}.before-restore-{stamp}_{number}{path.suffix}")
    with os_errors(name=kept.name):
        if journal(path).exists():
            files.link(journal(path), journal(kept))
        for place, copy in zip(key_files.beside(path), key_files.beside(kept), strict=True):
            if place.exists():
                files.link(place, copy)
        files.link(path, kept)
        files.sync_folder(path.parent)
    return kept
