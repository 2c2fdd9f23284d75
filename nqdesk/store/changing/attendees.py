"""Writing attendance lists: personal data, so nothing of a person stays in the trail once the person is erased."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nqdesk.domain.attendees import Attendee
from nqdesk.domain.change import Area, Change
from nqdesk.domain.folding import fold
from nqdesk.store import words
from nqdesk.store.changing.shelves import Shelf
from nqdesk.store.changing.trail import Recording

if TYPE_CHECKING:
    from nqdesk.store.store import Tx


class _Attendees(Shelf[Attendee]):
    area = Area.ATTENDEES
    kind = Attendee
    table = "attendees"
    columns = ("event_id", "name", "name_sort", "keep_until")
    words_table = "attendees_words"
    private = True

    def values(self, record: Attendee) -> tuple[Any, ...]:
        keep_until = record.keep_until.isoformat() if record.keep_until else None
        return (record.event_id, record.name, fold(record.name), keep_until)

    def words(self, record: Attendee) -> str:
        return words.index_text(record.name, record.organisation)


ATTENDEES = _Attendees()


def save_attendee(tx: "Tx", attendee: Attendee) -> Change:
    """Store a person on a list; raises StoreError "stale" if the record was changed since it was read."""
    recording = Recording(tx, "save_attendee")
    recording.save(ATTENDEES, attendee)
    return recording.done()


def bin_attendees(tx: "Tx", ids: Sequence[str]) -> Change:
    """Move persons of a list to the bin."""
    recording = Recording(tx, "bin_attendees")
    recording.bin(ATTENDEES, ids)
    return recording.done()


def restore_attendees(tx: "Tx", ids: Sequence[str]) -> Change:
    """Take persons of a list out of the bin."""
    recording = Recording(tx, "restore_attendees")
    recording.restore(ATTENDEES, ids)
    return recording.done()


def erase_attendees(tx: "Tx", ids: Sequence[str]) -> Change:
    """Erase persons for good, in the trail too; cannot be undone."""
    recording = Recording(tx, "erase_attendees")
    recording.erase(ATTENDEES, ids)
    return recording.done()
