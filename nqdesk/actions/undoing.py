"""Taking back the last change."""

from datetime import datetime

from nqdesk.actions.refused import demand, refuse
from nqdesk.domain.change import Area, Change
from nqdesk.domain.people import Person, Right
from nqdesk.store import trail
from nqdesk.store.changing import undo
from nqdesk.store.database import Store

_OF_VERWALTUNG = frozenset({Area.CENTRE, Area.SETTINGS, Area.PEOPLE, Area.RULES})


def undo_last(store: Store, now: datetime) -> Change:
    """Take back the last change that can be taken back; Refused "nothing_to_undo" if there is none."""
    last = trail.last_undoable(store.db)
    if last is None:
        raise refuse("nothing_to_undo")
    return undo_change(store, last.number, now)


def may_undo(person: Person, change: Change) -> bool:
    """Tell whether a person may take a change back: settings need the right they were changed with."""
    return change.undoable and all(person.may(right) for right in _rights(change.areas))


def undo_change(store: Store, number: int, now: datetime) -> Change:
    """Take back one change by its number; StoreError "undo_superseded" if its records changed again since."""
    found = trail.get(store.db, number)
    for right in _rights(found.areas if found is not None else frozenset()):
        demand(store.person, right)
    with store.write(now) as tx:
        return undo.undo(tx, number)


def _rights(areas: frozenset[Area]) -> tuple[Right, ...]:
    """Return the rights that changes of these areas need."""
    wanted = []
    if areas & _OF_VERWALTUNG:
        wanted.append(Right.VERWALTUNG)
    if areas - _OF_VERWALTUNG or not areas:
        wanted.append(Right.BERATUNG)
    return tuple(wanted)
