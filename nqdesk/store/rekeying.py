"""Giving the file another key, so that who was removed cannot read it with what they had.

The slots first hold both keys, then the file is encrypted anew in one transaction of SQLite, then the slots hold the
new key alone. Wherever this ends, the slots on the disk open the file.
"""

import shutil
from collections.abc import Mapping
from dataclasses import replace

from nqdesk.domain.people import Person
from nqdesk.store import keys, people, slot_changes
from nqdesk.store.errors import StoreError
from nqdesk.store.file_key import FileKey, new_file_key
from nqdesk.store.keys import RECOVERY, KeyDocument
from nqdesk.store.store import Store


def rekey_without(store: Store, leaving: str, code: str) -> None:
    """Encrypt the file with a new key that everybody but `leaving` gets, and let `code` replace the recovery code.

    The caller holds the write lock and is in no transaction; other connections of this process go on with the new
    key. Raises StoreError: then everybody can open the file as before, except that after a failure of the very last
    step (the slots hold both keys) `leaving` already cannot.
    """
    file = store.file
    if file.engine.broken_pages(store.db):
        raise StoreError("damaged")  # SQLCipher would write zeros in place of a page it cannot read
    before, old = file.document, file.key
    new = new_file_key(old.salt)
    known = {p.id: p for p in people.every(store.db)}
    slot_changes.put(file, _with_both(before, leaving, old, new, known))
    failure = _encrypt(store, new)
    if failure is not None:
        slot_changes.put_back(file, before)
        store.db.close()
        store.db.connect()
        raise failure
    file.key = new
    settled = only(before.without(leaving), new, known)
    settled = replace(settled, generation=file.document.generation)
    try:
        slot_changes.put(file, settled.with_slot(slot_changes.new_slot(file, RECOVERY, code)))
    except StoreError:
        # The file has its new key; what lies on the disk opens it, and the next writing of slots tidies up.
        file.document = slot_changes.signed(file, settled)
        raise


def only(document: KeyDocument, key: FileKey, known: Mapping[str, Person]) -> KeyDocument:
    """Return the slots with this one key."""
    slots = tuple(keys.with_keys(s, (key,), known.get(s.holder)) for s in document.slots)
    return replace(document, key_ids=(key.id,), slots=slots)


def _with_both(
    document: KeyDocument, leaving: str, old: FileKey, new: FileKey, known: Mapping[str, Person]
) -> KeyDocument:
    slots = tuple(
        s if s.holder == leaving else keys.with_keys(s, (old, new), known.get(s.holder)) for s in document.slots
    )
    return replace(document, key_ids=(old.id, new.id), slots=slots)


def _encrypt(store: Store, new: FileKey) -> StoreError | None:
    """Encrypt the file anew; what counts is which key opens it afterwards, not what SQLite said."""
    failure = StoreError("io_error")
    needed = store.path.stat().st_size  # for the journal
    try:
        store.file.engine.rekey(store.db, new)
    except StoreError as error:
        failure = error
        if error.code == "io_error" and shutil.disk_usage(store.path.parent).free < needed:
            failure = StoreError("disk_full")
    db = store.file.engine.database(store.path, lambda: new, read_only=True)
    try:
        db.connect()
        db.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
    except StoreError:
        return failure
    finally:
        if not db.is_closed():
            db.close()
    return None
