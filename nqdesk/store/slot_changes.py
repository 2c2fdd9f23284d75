"""Changing the slots of an open database; the caller holds the write lock."""

from dataclasses import replace

from nqdesk.domain.people import Person
from nqdesk.store import key_files, keys
from nqdesk.store.errors import StoreError
from nqdesk.store.file_key import FileKey
from nqdesk.store.keys import RECOVERY, Derivation, KeyDocument, Slot
from nqdesk.store.store import OpenFile


def put(file: OpenFile, document: KeyDocument, key: FileKey | None = None) -> None:
    """Sign the slots with the file's key (or `key`) and write them beside the database and into its backups.

    Raises StoreError; then the slots are those before (or, if even that could not be written, the next open
    takes the newest whole copy).
    """
    before = file.document
    after = signed(file, document, key)
    try:
        key_files.save(file.path, after, file.files)
    except StoreError:
        put_back(file, before)
        raise
    file.document = after
    key_files.refresh_backups(key_files.backup_folder(file.path), after, file.files)


def put_back(file: OpenFile, before: KeyDocument) -> None:
    """Write slots that were there before once more, as they were; if that fails too, the newest whole copy counts."""
    file.document = before
    try:
        key_files.save(file.path, before, file.files)
    except StoreError:
        return


def signed(file: OpenFile, document: KeyDocument, key: FileKey | None = None) -> KeyDocument:
    """Return the document as the next generation, with its MAC."""
    generation = max(document.generation, file.document.generation) + 1
    return keys.signed(replace(document, generation=generation), key or file.key)


def new_slot(file: OpenFile, holder: str, password: str, person: Person | None = None) -> Slot:
    """Return a slot for a person or the recovery code with the file's present key."""
    return keys.make_slot(holder, password, derivation(file.document), (file.key,), person)


def derivation(document: KeyDocument) -> Derivation:
    """Return the derivation that all slots of a file share, so that opening derives once."""
    return document.slots[0].derivation


def demand_unused(file: OpenFile, password: str, holder: str) -> None:
    """Raise StoreError "password_taken" if the password opens another person's slot: it says who works."""
    others = {s.holder for s in file.document.slots} - {holder, RECOVERY}
    try:
        keys.unlock(file.document, password, others)
    except StoreError as error:
        if error.code == "wrong_password":
            return
        raise
    raise StoreError("password_taken")
