"""Reading events."""

from collections.abc import Sequence
from datetime import date

from peewee import Database

from nqdesk.domain.events import Event
from nqdesk.domain.folding import fold
from nqdesk.store import words
from nqdesk.store.bodies import record_of

_SELECT = "SELECT id, version, created_at, changed_at, body FROM events"


def _all(db: Database, where: str, params: Sequence[object] = ()) -> list[Event]:
    return [record_of(Event, row) for row in db.execute_sql(f"{_SELECT} WHERE {where}", params).fetchall()]


def get(db: Database, event_id: str, *, in_bin: bool = False) -> Event | None:
    """Return an event by its id; None if there is none. `in_bin` looks in the bin instead."""
    found = _all(db, f"id = ? AND binned_at IS {'NOT ' if in_bin else ''}NULL", (event_id,))
    return found[0] if found else None


def every(db: Database, *, upcoming_first: bool = True, on: date | None = None, in_bin: bool = False) -> list[Event]:
    """Return all events: by day, those without a day at the end; or what is to come on the day `on` first.

    With `upcoming_first` (needs `on`, otherwise by day): upcoming by day, without a day, past with the latest first.
    """
    found = _all(db, f"binned_at IS {'NOT ' if in_bin else ''}NULL ORDER BY day IS NULL, day, title_sort, n")
    if not upcoming_first or on is None:
        return found
    past = [event for event in found if event.day is not None and event.day < on]
    return [event for event in found if event.day is None or event.day >= on] + past[::-1]


def by_title(db: Database, title: str) -> list[Event]:
    """Return the events of this title, however it is written (folded); if there is none, those that contain it."""
    folded = fold(title.strip())
    if not folded:
        return []
    exact = _all(db, "title_sort = ? AND binned_at IS NULL ORDER BY day, n", (folded,))
    return exact or _all(db, "instr(title_sort, ?) > 0 AND binned_at IS NULL ORDER BY day, n", (folded,))


def search(db: Database, text: str, limit: int = 50) -> list[Event]:
    """Return events in which every typed word begins a word, the latest day first."""
    forms = words.typed(text)
    if not forms:
        return []
    where = (
        "n IN (SELECT rowid FROM events_words WHERE events_words MATCH ?) AND binned_at IS NULL"
        " ORDER BY day DESC, n DESC LIMIT ?"
    )
    return _all(db, where, (words.match(forms), limit))
