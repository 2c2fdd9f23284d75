"""Writing follow-ups; their words may be about a person, so nothing stays in the trail once they are erased."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nqdesk.domain.change import Area, Change
from nqdesk.domain.follow_ups import FollowUp
from nqdesk.store.changing.shelves import Shelf
from nqdesk.store.changing.trail import Recording

if TYPE_CHECKING:
    from nqdesk.store.store import Tx


class _FollowUps(Shelf[FollowUp]):
    area = Area.FOLLOW_UPS
    kind = FollowUp
    table = "follow_ups"
    columns = ("due", "done_on", "about_id")
    private = True

    def values(self, record: FollowUp) -> tuple[Any, ...]:
        due = record.due.isoformat() if record.due else ""
        return (due, record.done_on.isoformat() if record.done_on else None, record.about_id)


FOLLOW_UPS = _FollowUps()


def save_follow_ups(tx: "Tx", follow_ups: Sequence[FollowUp]) -> Change:
    """Store follow-ups as one change; raises StoreError "stale" if one was changed since it was read."""
    recording = Recording(tx, "save_follow_up")
    for found in follow_ups:
        recording.save(FOLLOW_UPS, found)
    return recording.done()


def remove_follow_ups(tx: "Tx", ids: Sequence[str]) -> Change:
    """Take follow-ups out; can be undone."""
    recording = Recording(tx, "remove_follow_ups")
    recording.remove(FOLLOW_UPS, ids)
    return recording.done()
