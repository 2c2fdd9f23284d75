"""Making and opening a database; every refusal is a StoreError that leaves the file as it was."""

import os
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from peewee import PeeweeException, SqliteDatabase

from nqdesk.domain.people import Person, Right
from nqdesk.store import holding as holding_files
from nqdesk.store import (
    key_files,
    keys,
    meta,
    migrations,
    people,
    places,
    recovery_code,
    rekeying,
    slot_changes,
    unlocking,
)
from nqdesk.store.changing import people as changing_people
from nqdesk.store.engine import SQLCIPHER, Engine
from nqdesk.store.errors import StoreError, os_errors
from nqdesk.store.file_key import new_file_key
from nqdesk.store.files import OS_FILES, PART, Files
from nqdesk.store.holding import Holding
from nqdesk.store.keys import PRODUCT_COST, RECOVERY, Cost, KeyDocument
from nqdesk.store.store import OpenFile, Store, Tx, open_here
from nqdesk.store.unlocking import Opened

__all__ = ["Store", "Tx", "create_store", "open_store", "open_with_recovery", "remove_demo"]


@dataclass(frozen=True)
class _Way:
    """With what a file is opened."""

    password: str
    holders: Collection[str] | None
    read_only: bool
    now: datetime
    engine: Engine
    files: Files


def open_store(
    path: Path,
    password: str,
    *,
    read_only: bool = False,
    now: datetime,
    engine: Engine = SQLCIPHER,
    files: Files = OS_FILES,
) -> Store:
    """Open a database; one of an older program is copied to its backups and brought up to date first.

    Read-only works while another process holds the file. Raises StoreError "missing", "wrong_password", "damaged",
    "not_ours", "not_encrypted", "slots_lost", "held" (who, host, since), "too_new", "too_old_to_read" (read-only,
    wants a step first), "upgrade_failed", "unfinished" (read-only, wants a roll-back first), "cloud_folder" (service),
    "is_backup" (among the backups: to be restored, or read only), "read_only_place", "disk_full".
    Takes 0.1 to 0.5 s for the key.
    """
    return _open(path, _Way(password, None, read_only, now, engine, files))


def open_with_recovery(
    path: Path,
    code: str,
    new_password: str,
    now: datetime,
    *,
    person_id: str = "",
    engine: Engine = SQLCIPHER,
    files: Files = OS_FILES,
) -> tuple[Store, str]:
    """Open with the printed code, give a person a new password and return the code that replaces the used one.

    The person is `person_id`, or whoever has had Verwaltung longest. Raises as `open_store`, and StoreError
    "recovery_code_mistyped", "wrong_recovery_code", "password_taken".
    """
    normal = recovery_code.read_code(code)
    if normal is None:
        raise StoreError("recovery_code_mistyped")
    try:
        store = _open(path, _Way(normal, {RECOVERY}, False, now, engine, files), as_person=person_id)
    except StoreError as error:
        raise (StoreError("wrong_recovery_code") if error.code == "wrong_password" else error) from None
    try:
        new_code = changing_people.recover(store, new_password, now)
    except BaseException:
        store.close()
        raise
    return store, new_code


def create_store(
    path: Path,
    *,
    person: str,
    password: str,
    now: datetime,
    demo: bool = False,
    cost: Cost = PRODUCT_COST,
    engine: Engine = SQLCIPHER,
    files: Files = OS_FILES,
) -> tuple[Store, str]:
    """Make a new database with one person who has both rights; return it open, with the recovery code.

    Raises StoreError "exists" (name), "leftovers" (keys, journal or backups of another database bear that name),
    "cloud_folder", "held", "missing" (no such folder), "read_only_place", "disk_full"; then there is no file.
    `demo` marks the database whose password is published. `cost` is for tests.
    """
    places.demand_local(path)
    _demand_free(path)
    holding = Holding(path, now, files)
    try:
        first = Person(str(uuid4()), person, frozenset(Right))
        code = recovery_code.new_code()
        holding.name(person)
        file = _create(path, first, password, code, cost, now, demo=demo, engine=engine, files=files, holding=holding)
        store = Store(file, file.connect(), places.warnings(path), demo=demo)
    except BaseException:
        holding.release()
        raise
    return store, code


def remove_demo(path: Path, password: str, now: datetime, *, files: Files = OS_FILES) -> None:
    """Remove a demo database with everything beside it; StoreError "exists" if it is any other, "held" if in use."""
    copies = [d for place in key_files.beside(path) if (d := key_files.read(place, files)) is not None]
    if not copies:
        if path.exists() or key_files.backup_folder(path).exists():
            raise StoreError("exists", name=path.name)
        return
    document = max(copies, key=lambda d: d.generation)
    try:
        unlocked = keys.unlock(document, password)
    except StoreError:
        raise StoreError("exists", name=path.name) from None
    if not document.demo or not keys.is_signed(document, unlocked.keys):
        raise StoreError("exists", name=path.name)
    holding = Holding(path, now, files)
    try:
        _remove(path, files)
    finally:
        holding.release()
    _remove_traces(path, files)


def remove_files(path: Path, *, files: Files = OS_FILES) -> None:
    """Remove a database that its maker has closed, with everything beside it."""
    _remove(path, files)
    _remove_traces(path, files)


def _remove(path: Path, files: Files) -> None:
    with os_errors(name=path.name):
        for file in (path, _journal(path), *_in_backups(path), *key_files.beside(path)):
            files.remove(file)
        if key_files.backup_folder(path).is_dir():
            key_files.backup_folder(path).rmdir()


def _remove_traces(path: Path, files: Files) -> None:
    with os_errors(name=path.name):
        for file in holding_files.traces(path):
            files.remove(file)


def _create(
    path: Path,
    person: Person,
    password: str,
    code: str,
    cost: Cost,
    now: datetime,
    *,
    demo: bool,
    engine: Engine,
    files: Files,
    holding: Holding,
) -> OpenFile:
    key = new_file_key()
    derivation = keys.new_derivation(cost)
    slots = (
        keys.make_slot(person.id, password, derivation, (key,), person),
        keys.make_slot(RECOVERY, code, derivation, (key,)),
    )
    document = keys.signed(KeyDocument(key.salt, 1, demo, (key.id,), slots), key)
    part = files.part_of(path)
    try:
        with os_errors(name=path.name):
            os.close(files.create(part))  # before SQLite, which would let others on this computer read it
            db = engine.database(part, lambda: key, create=True)
            db.connect()
            try:
                migrations.migrate(db)
                with db.transaction("IMMEDIATE"):
                    changing_people.insert(Tx(db, person, now), person)
                    meta.put(db, meta.CREATED, now.isoformat())
                    meta.put(db, meta.DEMO, "1" if demo else "")
            finally:
                db.close()
            key_files.save(path, document, files)
            files.replace(part, path)
    except BaseException:
        for left in (part, _journal(part), path, *key_files.beside(path)):
            files.discard(left)
        raise
    return OpenFile(path, key=key, document=document, person=person, holding=holding, engine=engine, files=files)


def _open(path: Path, way: _Way, *, as_person: str = "") -> Store:
    if path.is_symlink():
        path = path.resolve()  # slots, journal and lock lie beside the file itself
    here = open_here(path)
    salt = here.key.salt if here else unlocking.first_sight(path, way.files)
    places.demand_local(path)
    found = key_files.find(path, salt, way.files)
    if not found.documents:
        beside = here is not None or any(place.exists() for place in key_files.beside(path))
        raise unlocking.why_no_slots(path, way.files, keys_beside=beside)
    if not way.read_only and key_files.is_backup(path):
        raise StoreError("is_backup", name=path.name)
    if not way.read_only and not os.access(path, os.W_OK):
        raise StoreError("read_only_place", name=path.name)
    holding = None if way.read_only else Holding(path, way.now, way.files)
    try:
        opened = unlocking.unlock_file(
            path,
            found,
            way.password,
            engine=way.engine,
            files=way.files,
            read_only=way.read_only,
            holders=way.holders,
            check_salt=here is None,
        )
        store = _use(path, opened, way, holding, as_person)
        try:
            if holding is not None:
                _tidy(store, opened, way.now, complete=found.complete)
                holding.name(store.person.name)
        except BaseException:
            store.close(give_back=False)
            raise
    except BaseException:
        if holding is not None:
            holding.release(whole=not holding.unclean)
        raise
    return store


def _use(path: Path, opened: Opened, way: _Way, holding: Holding | None, as_person: str) -> Store:
    """Return the Store for an unlocked file after the checks that need its content."""
    db = opened.db
    try:
        version = migrations.version(db)
        if version > migrations.latest():
            raise StoreError("too_new")
        if version == 0:
            raise StoreError("damaged")
        if holding is None and version < migrations.latest():
            raise StoreError("too_old_to_read")
        if holding is not None and holding.unclean:
            _demand_whole(opened, way.engine)
        if version < migrations.latest():
            from nqdesk.store.backup import copy_before_upgrade  # most starts upgrade nothing

            copy_before_upgrade(
                path, db, opened.key, opened.document, version, way.now, engine=way.engine, files=way.files
            )
            _upgrade(db)
        person = _person(opened, as_person)
        demo = opened.document.demo
    finally:
        db.close()
    file = OpenFile(
        path,
        key=opened.key,
        document=opened.document,
        person=person,
        holding=holding,
        engine=way.engine,
        files=way.files,
    )
    return Store(file, file.connect(), places.warnings(path), demo=demo)


def _upgrade(db: SqliteDatabase) -> None:
    try:
        migrations.migrate(db)
    except PeeweeException as error:
        raise StoreError("upgrade_failed") from error


def _person(opened: Opened, wanted: str) -> Person:
    if opened.holder == RECOVERY:
        known = people.every(opened.db)
        chosen = [p for p in known if p.id == wanted] if wanted else [p for p in known if p.may(Right.VERWALTUNG)]
        if not chosen:
            raise StoreError("missing_person")
        return chosen[0]
    person = people.get(opened.db, opened.holder)
    if person is None:
        slot = opened.document.slot(opened.holder)
        person = keys.person_in(slot, opened.key) if slot else None
    if person is None:
        raise StoreError("wrong_password")
    return person


def _tidy(store: Store, opened: Opened, now: datetime, *, complete: bool) -> None:
    """Finish what a crash left between slots and rows, and write lost copies of the slots anew."""
    document = opened.document
    if document.key_ids != (opened.key.id,):
        staying = tuple(s for s in document.slots if opened.key.id in s.file_keys)
        known = {p.id: p for p in people.every(store.db)}
        slot_changes.put(store.file, rekeying.only(replace(document, slots=staying), opened.key, known))
    elif not complete:
        key_files.save(store.path, document, store.file.files)
    changing_people.match_slots(store, now)
    _remove_parts(store.path, store.file.files)


def _demand_whole(opened: Opened, engine: Engine) -> None:
    """Check a file whose last process ended without closing it."""
    if engine.broken_pages(opened.db) or opened.db.execute_sql("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise StoreError("damaged")


def _remove_parts(path: Path, files: Files) -> None:
    """Remove files in the making that a crash left beside the database."""
    for left in path.parent.iterdir():
        if left.name.startswith(f"{path.name}.") and left.suffix in (PART, f"{PART}-journal"):
            files.discard(left)


def _demand_free(path: Path) -> None:
    if path.exists():
        raise StoreError("exists", name=path.name)
    if not path.parent.is_dir():
        raise StoreError("missing", name=path.parent.name)
    left = (_journal(path), *key_files.beside(path), key_files.backup_folder(path))
    if any(file.exists() for file in left):
        raise StoreError("leftovers", name=path.name)


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _in_backups(path: Path) -> list[Path]:
    folder = key_files.backup_folder(path)
    return sorted(folder.iterdir()) if folder.is_dir() else []
