"""People and their ways in: added, changed, removed; passwords and the recovery code."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from uuid import uuid4

from nqdesk.domain.change import Area, Change
from nqdesk.domain.folding import fold
from nqdesk.domain.people import Person, Right
from nqdesk.store import keys, people, recovery_code, rekeying, slot_changes
from nqdesk.store.changing import drafts
from nqdesk.store.changing.trail import write_change
from nqdesk.store.errors import StoreError
from nqdesk.store.keys import RECOVERY
from nqdesk.store.plain import dumps, stamp
from nqdesk.store.store import Store, Tx


def add_person(store: Store, name: str, password: str, rights: frozenset[Right], now: datetime) -> Person:
    """Give a person an own password.

    Raises StoreError "name_taken", "password_taken" (another person's password: it must say who it is).
    """
    person = Person(str(uuid4()), name, rights)
    with _writing(store, now) as tx:
        insert(tx, person)
        slot_changes.demand_unused(store.file, password, person.id)
        slot = slot_changes.new_slot(store.file, person.id, password, person)
        _note(tx, "add_person", person, None, person)
        slot_changes.put(store.file, store.file.document.with_slot(slot))
    return person


def change_person(store: Store, person: Person, now: datetime) -> None:
    """Store a person's name and rights; StoreError "name_taken", "missing_person", "last_verwaltung"."""
    with _writing(store, now) as tx:
        before = people.get(tx.db, person.id)
        if before is None:
            raise StoreError("missing_person")
        if before == person:
            return
        _update(tx, person)
        _demand_verwaltung(people.every(tx.db))
        _note(tx, "change_person", person, before, person)
        slot = store.file.document.slot(person.id)
        if slot is not None:
            sealed = keys.with_keys(slot, (store.file.key,), person)
            slot_changes.put(store.file, store.file.document.with_slot(sealed))
    if person.id == store.person.id:
        store.file.person = person


def remove_person(store: Store, person_id: str, own_password: str, now: datetime) -> str:
    """Remove a person and give the file a new key; returns the recovery code that replaces the present one.

    Copies made before (backups too) stay readable with the removed person's password: the caller says so, and makes
    a backup. Raises StoreError "wrong_password", "cannot_remove_self", "missing_person", "last_verwaltung", "busy"
    (somebody reads without end), "disk_full" …
    """
    keys.unlock(store.file.document, own_password, {store.person.id})
    if person_id == store.person.id:
        raise StoreError("cannot_remove_self")
    if people.get(store.db, person_id) is None:
        raise StoreError("missing_person")
    _demand_verwaltung([p for p in people.every(store.db) if p.id != person_id])
    code = recovery_code.new_code()
    with store.writing():
        rekeying.rekey_without(store, person_id, code)
    with suppress(StoreError):  # the person is out and the code holds; a row that stayed goes at the next open
        match_slots(store, now)
    return code


def change_password(store: Store, old: str, new: str, now: datetime) -> None:
    """Change the open person's own password; StoreError "wrong_password", "password_taken"."""
    with _writing(store, now) as tx:
        person = store.person
        keys.unlock(store.file.document, old, {person.id})
        slot_changes.demand_unused(store.file, new, person.id)
        slot = slot_changes.new_slot(store.file, person.id, new, person)
        _note(tx, "change_password", person, person, person)
        slot_changes.put(store.file, store.file.document.with_slot(slot))


def new_recovery_code(store: Store, now: datetime) -> str:
    """Replace the recovery code and return the new one; the old one opens nothing any more."""
    with _writing(store, now) as tx:
        code = recovery_code.new_code()
        slot = slot_changes.new_slot(store.file, RECOVERY, code)
        _note(tx, "change_recovery_code", store.person, store.person, store.person)
        slot_changes.put(store.file, store.file.document.with_slot(slot))
    return code


def recover(store: Store, new_password: str, now: datetime) -> str:
    """Give the open person a new password after the recovery code was used; returns the code that replaces it."""
    with _writing(store, now) as tx:
        person = store.person
        slot_changes.demand_unused(store.file, new_password, person.id)
        code = recovery_code.new_code()
        own = slot_changes.new_slot(store.file, person.id, new_password, person)
        recovery = slot_changes.new_slot(store.file, RECOVERY, code)
        _note(tx, "use_recovery_code", person, person, person)
        slot_changes.put(store.file, store.file.document.with_slot(own).with_slot(recovery))
    return code


def insert(tx: Tx, person: Person) -> None:
    """Store a new person's row; StoreError "name_taken"."""
    _demand_free_name(tx, person)
    at = stamp(tx.now)
    tx.db.execute_sql(
        "INSERT INTO people (id, name, name_folded, rights, created_at, changed_at, version) VALUES (?,?,?,?,?,?,1)",
        (person.id, person.name, fold(person.name), _rights(person), at, at),
    )


def match_slots(store: Store, now: datetime) -> None:
    """Make the rows say the same as the slots, which count: after a restore, or after a crash between the two."""
    wanted = {s.holder: s for s in store.file.document.slots if s.holder != RECOVERY}
    present = {p.id: p for p in people.every(store.db)}
    if present.keys() == wanted.keys():
        return
    with store.write(now) as tx:
        for gone in present.keys() - wanted.keys():
            delete(tx, gone)
            _note(tx, "remove_person", present[gone], present[gone], None)
        for holder in wanted.keys() - present.keys():
            person = keys.person_in(wanted[holder], store.file.key)
            if person is not None:
                taken = {fold(p.name) for p in people.every(tx.db)}
                name = person.name if fold(person.name) not in taken else f"{person.name} ({holder[:4]})"
                insert(tx, Person(holder, name, person.rights))


def delete(tx: Tx, person_id: str) -> None:
    """Delete a person's row, and what the person had typed and not stored."""
    drafts.drop_of_person(tx, person_id)
    tx.db.execute_sql("DELETE FROM people WHERE id = ?", (person_id,))


def _update(tx: Tx, person: Person) -> None:
    _demand_free_name(tx, person)
    tx.db.execute_sql(
        "UPDATE people SET name = ?, name_folded = ?, rights = ?, changed_at = ?, version = version + 1 WHERE id = ?",
        (person.name, fold(person.name), _rights(person), stamp(tx.now), person.id),
    )


def _demand_free_name(tx: Tx, person: Person) -> None:
    row = tx.db.execute_sql(
        "SELECT 1 FROM people WHERE name_folded = ? AND id <> ?", (fold(person.name), person.id)
    ).fetchone()
    if row:
        raise StoreError("name_taken")


def _demand_verwaltung(everybody: list[Person]) -> None:
    if not any(p.may(Right.VERWALTUNG) for p in everybody):
        raise StoreError("last_verwaltung")


@contextmanager
def _writing(store: Store, now: datetime) -> Iterator[Tx]:
    """A transaction at whose end the slots are written too: if the commit fails, they are put back."""
    before = store.file.document
    try:
        with store.write(now) as tx:
            yield tx
    except BaseException:
        if store.file.document is not before:
            with store.writing():
                slot_changes.put_back(store.file, before)
        raise


def _note(tx: Tx, verb: str, person: Person, before: Person | None, after: Person | None) -> None:
    """Write the trail; passwords and codes never stand there, only that they changed."""
    number = 1 + int(tx.db.execute_sql("SELECT coalesce(max(n), 0) FROM changes").fetchone()[0])
    areas = frozenset({Area.PEOPLE})
    change = Change(number, verb, areas, (person.id,), tx.who.name, tx.now, undoable=False, title=person.name)
    write_change(tx, change)
    what = "created" if before is None else "removed" if after is None else "changed"
    texts = [dumps({"name": p.name, "rights": sorted(p.rights)}) if p else None for p in (before, after)]
    tx.db.execute_sql(
        "INSERT INTO trail (change, area, record_id, what, before, after) VALUES (?, ?, ?, ?, ?, ?)",
        (number, Area.PEOPLE.value, person.id, what, *texts),
    )


def _rights(person: Person) -> str:
    return " ".join(sorted(person.rights))
