"""Who works with the database: added, renamed, given rights, removed; passwords and the recovery code."""

from collections.abc import Generator
from datetime import date, datetime
from pathlib import Path

from nqdesk.actions.refused import demand, refuse
from nqdesk.domain.people import Person, Right, check_password
from nqdesk.domain.progress import Progress
from nqdesk.store import centre
from nqdesk.store import people as stored
from nqdesk.store.changing import people as changing
from nqdesk.store.database import Store


def _demand_free_name(store: Store, name: str, *, but: str = "") -> str:
    name = name.strip()
    if not name:
        raise refuse("required", "name")
    if any(p.name.casefold() == name.casefold() and p.id != but for p in stored.every(store.db)):
        raise refuse("name_taken", "name")
    return name


def _demand_password(password: str) -> None:
    if code := check_password(password, password):
        raise refuse(code, "password")


def add_person(store: Store, name: str, password: str, rights: frozenset[Right], now: datetime) -> Person:
    """Give a person an own password and slot."""
    demand(store.person, Right.VERWALTUNG)
    _demand_password(password)
    return changing.add_person(store, _demand_free_name(store, name), password, rights, now)


def change_person(store: Store, person: Person, now: datetime) -> None:
    """Store a person's name and rights; at least one person keeps Verwaltung (Refused "last_verwaltung")."""
    demand(store.person, Right.VERWALTUNG)
    _demand_free_name(store, person.name, but=person.id)
    others = [p for p in stored.every(store.db) if p.id != person.id]
    if not person.may(Right.VERWALTUNG) and not any(p.may(Right.VERWALTUNG) for p in others):
        raise refuse("last_verwaltung", "rights")
    changing.change_person(store, person, now)


def remove_person(store: Store, person_id: str, own_password: str, now: datetime) -> str:
    """Remove a person; the file gets a new key, so old copies stay readable with the old passwords only.

    Other people's slots are rewritten; returns the new recovery code, because the old one no longer opens the file.
    """
    demand(store.person, Right.VERWALTUNG)
    if person_id == store.person.id:
        raise refuse("cannot_remove_self", "person")
    return changing.remove_person(store, person_id, own_password, now)


def removing(store: Store, person_id: str, own_password: str, now: datetime) -> Generator[Progress, None, str]:
    """Do the same as a job: a large file takes a while to be encrypted anew."""
    yield Progress(0, 0, "rekeying")
    return remove_person(store, person_id, own_password, now)


def change_password(store: Store, old: str, new: str, now: datetime) -> None:
    """Change the open person's own password; StoreError "wrong_password" if the old one does not fit."""
    _demand_password(new)
    changing.change_password(store, old, new, now)


def new_recovery_code(store: Store, now: datetime) -> str:
    """Replace the recovery code and return the new one; the old sheet opens nothing from then on."""
    demand(store.person, Right.VERWALTUNG)
    return changing.new_recovery_code(store, now)


def write_recovery_sheet(store: Store, code: str, day: date, out: Path) -> None:
    """Set the sheet with a recovery code as a PDF at `out`; PapersError if it cannot be written."""
    from nqdesk.papers import recovery_sheet

    recovery_sheet.make(code, centre.get(store.db).name, store.path.name, day, out)
