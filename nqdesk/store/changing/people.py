"""People and their ways in: added, changed, removed; passwords and the recovery code."""

from datetime import datetime
from uuid import uuid4

from nqdesk.domain.folding import fold
from nqdesk.domain.people import Person, Right
from nqdesk.store import keys, people, recovery_code, slot_changes
from nqdesk.store.errors import StoreError
from nqdesk.store.keys import RECOVERY
from nqdesk.store.store import Store, Tx


def add_person(store: Store, name: str, password: str, rights: frozenset[Right], now: datetime) -> Person:
    """Give a person an own password.

    Raises StoreError "name_taken", "password_taken" (another person's password: it must say who it is).
    """
    person = Person(str(uuid4()), name, rights)
    with store.write(now) as tx:
        insert(tx, person)
        slot_changes.demand_unused(store.file, password, person.id)
        slot = slot_changes.new_slot(store.file, person.id, password, person)
        slot_changes.put(store.file, store.file.document.with_slot(slot))
    return person


def change_person(store: Store, person: Person, now: datetime) -> None:
    """Store a person's name and rights; StoreError "name_taken", "missing_person", "last_verwaltung"."""
    with store.write(now) as tx:
        _update(tx, person)
        _demand_verwaltung(tx)
        slot = store.file.document.slot(person.id)
        if slot is not None:
            sealed = keys.with_keys(slot, (store.file.key,), person)
            slot_changes.put(store.file, store.file.document.with_slot(sealed))
    if person.id == store.person.id:
        store.file.person = person


def change_password(store: Store, old: str, new: str, now: datetime) -> None:
    """Change the open person's own password; StoreError "wrong_password", "password_taken"."""
    with store.write(now):
        person = store.person
        keys.unlock(store.file.document, old, {person.id})
        slot_changes.demand_unused(store.file, new, person.id)
        slot = slot_changes.new_slot(store.file, person.id, new, person)
        slot_changes.put(store.file, store.file.document.with_slot(slot))


def new_recovery_code(store: Store, now: datetime) -> str:
    """Replace the recovery code and return the new one; the old one opens nothing any more."""
    with store.write(now):
        code = recovery_code.new_code()
        slot = slot_changes.new_slot(store.file, RECOVERY, code)
        slot_changes.put(store.file, store.file.document.with_slot(slot))
    return code


def insert(tx: Tx, person: Person) -> None:
    """Store a new person's row; StoreError "name_taken"."""
    _demand_free_name(tx, person)
    at = tx.now.isoformat()
    tx.db.execute_sql(
        "INSERT INTO people (id, name, name_folded, rights, created_at, changed_at, version) VALUES (?,?,?,?,?,?,1)",
        (person.id, person.name, fold(person.name), _rights(person), at, at),
    )


def match_slots(store: Store, now: datetime) -> None:
    """Make the rows say the same as the slots, which count: after a restore, or after a crash between the two."""
    wanted = {s.holder: s for s in store.file.document.slots if s.holder != RECOVERY}
    present = {p.id for p in people.every(store.db)}
    if present == wanted.keys():
        return
    with store.write(now) as tx:
        for gone in present - wanted.keys():
            delete(tx, gone)
        for holder in wanted.keys() - present:
            person = keys.person_in(wanted[holder], store.file.key)
            if person is not None:
                taken = {p.name for p in people.every(tx.db)}
                name = person.name if person.name not in taken else f"{person.name} ({holder[:4]})"
                insert(tx, Person(holder, name, person.rights))


def delete(tx: Tx, person_id: str) -> None:
    """Delete a person's row."""
    tx.db.execute_sql("DELETE FROM people WHERE id = ?", (person_id,))


def _update(tx: Tx, person: Person) -> None:
    _demand_free_name(tx, person)
    found = tx.db.execute_sql(
        "UPDATE people SET name = ?, name_folded = ?, rights = ?, changed_at = ?, version = version + 1 WHERE id = ?",
        (person.name, fold(person.name), _rights(person), tx.now.isoformat(), person.id),
    )
    if found.rowcount != 1:
        raise StoreError("missing_person")


def _demand_free_name(tx: Tx, person: Person) -> None:
    row = tx.db.execute_sql(
        "SELECT 1 FROM people WHERE name_folded = ? AND id <> ?", (fold(person.name), person.id)
    ).fetchone()
    if row:
        raise StoreError("name_taken")


def _demand_verwaltung(tx: Tx) -> None:
    if not any(p.may(Right.VERWALTUNG) for p in people.every(tx.db)):
        raise StoreError("last_verwaltung")


def _rights(person: Person) -> str:
    return " ".join(sorted(person.rights))
