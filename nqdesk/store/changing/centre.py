"""Writing the centre's identity."""

from typing import TYPE_CHECKING, Any

from nqdesk.domain.centre import Centre
from nqdesk.domain.change import Area, Change
from nqdesk.store import singles
from nqdesk.store.changing.shelves import Shelf
from nqdesk.store.changing.trail import Recording

if TYPE_CHECKING:
    from nqdesk.store.store import Tx


class _Centre(Shelf[singles.CentreRecord]):
    area = Area.CENTRE
    kind = singles.CentreRecord
    table = "singles"

    def title(self, record: singles.CentreRecord) -> str:
        return record.name

    def values(self, record: singles.CentreRecord) -> tuple[Any, ...]:  # noqa: ARG002 - the body holds all
        return ()


CENTRE = _Centre()


def save_centre(tx: "Tx", centre: Centre) -> Change:
    """Store the centre's identity."""
    version = singles.read(tx.db, singles.CentreRecord, singles.CENTRE_ID).version
    values: dict[str, Any] = singles.values(centre, Centre)
    recording = Recording(tx, "save_centre")
    recording.save(CENTRE, singles.CentreRecord(id=singles.CENTRE_ID, version=version, **values))
    return recording.done()
