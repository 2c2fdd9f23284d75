"""Taking back the last change."""

from datetime import datetime

from nqdesk.actions.refused import demand, refuse
from nqdesk.domain.change import Change
from nqdesk.domain.people import Right
from nqdesk.store import trail
from nqdesk.store.changing import undo
from nqdesk.store.database import Store


def undo_last(store: Store, now: datetime) -> Change:
    """Take back the last change that can be taken back; Refused "nothing_to_undo" if there is none."""
    demand(store.person, Right.BERATUNG)
    last = trail.last_undoable(store.db)
    if last is None:
        raise refuse("nothing_to_undo")
    return undo_change(store, last.number, now)


def undo_change(store: Store, number: int, now: datetime) -> Change:
    """Take back one change by its number; StoreError "undo_superseded" if its records changed again since."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        return undo.undo(tx, number)
