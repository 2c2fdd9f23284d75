"""Writing events."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nqdesk.domain.change import Area, Change
from nqdesk.domain.events import Event
from nqdesk.domain.folding import fold
from nqdesk.store import words
from nqdesk.store.changing.attendees import ATTENDEES
from nqdesk.store.changing.portfolios import PORTFOLIOS
from nqdesk.store.changing.shelves import Shelf
from nqdesk.store.changing.trail import Recording

if TYPE_CHECKING:
    from nqdesk.store.store import Tx


class _Events(Shelf[Event]):
    area = Area.EVENTS
    kind = Event
    table = "events"
    columns = ("title", "title_sort", "kind", "day", "city")
    words_table = "events_words"

    def title(self, record: Event) -> str:
        return record.title

    def values(self, record: Event) -> tuple[Any, ...]:
        day = record.day.isoformat() if record.day else None
        return (record.title, fold(record.title), record.kind.value, day, record.city)

    def words(self, record: Event) -> str:
        return words.index_text(
            record.title, record.place, record.city, record.plz, record.host, record.audience, *record.partners
        )


EVENTS = _Events()


def save_event(tx: "Tx", event: Event) -> Change:
    """Store an event; raises StoreError "stale" if it was changed since it was read."""
    recording = Recording(tx, "save_event")
    recording.save(EVENTS, event)
    return recording.done()


def bin_events(tx: "Tx", ids: Sequence[str]) -> Change:
    """Move events to the bin; attendance list and portfolio wait with them."""
    recording = Recording(tx, "bin_events")
    recording.bin(EVENTS, ids)
    return recording.done()


def restore_events(tx: "Tx", ids: Sequence[str]) -> Change:
    """Take events out of the bin."""
    recording = Recording(tx, "restore_events")
    recording.restore(EVENTS, ids)
    return recording.done()


def erase_events(tx: "Tx", ids: Sequence[str]) -> Change:
    """Erase events for good, with attendance list and portfolio; cannot be undone."""
    recording = Recording(tx, "erase_events")
    for event_id in ids:
        recording.erase(ATTENDEES, _of_event(tx, "attendees", event_id))
        recording.erase(PORTFOLIOS, _of_event(tx, "portfolios", event_id))
    recording.erase(EVENTS, ids)
    return recording.done()


def _of_event(tx: "Tx", table: str, event_id: str) -> list[str]:
    return [row[0] for row in tx.db.execute_sql(f"SELECT id FROM {table} WHERE event_id = ?", (event_id,)).fetchall()]
