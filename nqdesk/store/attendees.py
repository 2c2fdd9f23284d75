"""Reading attendance lists."""

from collections.abc import Sequence
from datetime import date

from peewee import Database

from nqdesk.domain.attendees import Attendee
from nqdesk.store import words
from nqdesk.store.bodies import record_of

_SELECT = "SELECT a.id, a.version, a.created_at, a.changed_at, a.body FROM attendees a"


def _all(db: Database, where: str, params: Sequence[object] = ()) -> list[Attendee]:
    return [record_of(Attendee, row) for row in db.execute_sql(f"{_SELECT} WHERE {where}", params).fetchall()]


def get(db: Database, attendee_id: str, *, in_bin: bool = False) -> Attendee | None:
    """Return a person of an attendance list by the record's id; None if there is none."""
    found = _all(db, f"a.id = ? AND a.binned_at IS {'NOT ' if in_bin else ''}NULL", (attendee_id,))
    return found[0] if found else None


def of_event(db: Database, event_id: str, *, in_bin: bool = False) -> list[Attendee]:
    """Return an event's attendance list by name."""
    seen = f"a.binned_at IS {'NOT ' if in_bin else ''}NULL"
    return _all(db, f"a.event_id = ? AND {seen} ORDER BY a.name_sort, a.n", (event_id,))


def due_for_erasure(db: Database, on: date) -> list[Attendee]:
    """Return everybody whose retention period is over on `on`, also from the bin and of events in the bin."""
    return _all(db, "a.keep_until < ? ORDER BY a.keep_until, a.n", (on.isoformat(),))


def search(db: Database, text: str, limit: int = 50) -> list[Attendee]:
    """Return persons in whose name or organisation every typed word begins a word; none of events in the bin."""
    forms = words.typed(text)
    if not forms:
        return []
    where = (
        "a.n IN (SELECT rowid FROM attendees_words WHERE attendees_words MATCH ?) AND a.binned_at IS NULL"
        " AND EXISTS (SELECT 1 FROM events e WHERE e.id = a.event_id AND e.binned_at IS NULL)"
        " ORDER BY a.name_sort, a.n LIMIT ?"
    )
    return _all(db, where, (words.match(forms), limit))
