"""Taking a change back: exactly, or not at all."""

from typing import TYPE_CHECKING, Any

from nqdesk.domain.change import Area, Change
from nqdesk.store.changing import batches
from nqdesk.store.changing.attendees import ATTENDEES
from nqdesk.store.changing.centre import CENTRE
from nqdesk.store.changing.checks import CHECKS
from nqdesk.store.changing.events import EVENTS
from nqdesk.store.changing.follow_ups import FOLLOW_UPS
from nqdesk.store.changing.import_layouts import IMPORT_LAYOUTS
from nqdesk.store.changing.offers import OFFERS
from nqdesk.store.changing.organisations import ORGANISATIONS
from nqdesk.store.changing.portfolios import PORTFOLIOS
from nqdesk.store.changing.rule_texts import RULE_TEXTS
from nqdesk.store.changing.settings import SETTINGS
from nqdesk.store.changing.shelves import Shelf
from nqdesk.store.changing.trail import Recording, Step
from nqdesk.store.errors import StoreError
from nqdesk.store.plain import loads

if TYPE_CHECKING:
    from nqdesk.store.store import Tx

_SHELVES: dict[Area, Shelf[Any]] = {
    shelf.area: shelf
    for shelf in (
        *(OFFERS, ORGANISATIONS, EVENTS, ATTENDEES, PORTFOLIOS, IMPORT_LAYOUTS, CENTRE, SETTINGS),
        *(CHECKS, FOLLOW_UPS, RULE_TEXTS),
    )
}


def undo(tx: "Tx", change_number: int) -> Change:
    """Take a change back and return that as a change; taking this one back does the first one again (redo).

    Raises StoreError "undo_superseded" if a record was changed again since (nothing is taken back then) and
    "undo_impossible" for a change that cannot be taken back or was already.
    An import is invisible when this returns; `batches.tidy` then removes its rows.
    """
    row = tx.db.execute_sql(
        "SELECT undoable, undone_by, undoes, batch, title FROM changes WHERE n = ?", (change_number,)
    ).fetchone()
    if row is None or not row[0] or row[1] is not None:
        raise StoreError("undo_impossible")
    _, _, undoes, batch, title = row
    if batch is not None:
        change = batches.take_back(tx, batch, change_number, title)
    else:
        recording = Recording(tx, "undo" if undoes is None else "redo")
        for step in _steps(tx, change_number):
            recording.revert(_SHELVES[step.area], step)
        change = recording.done(title=title, undoes=change_number, undoable=undoes is None)
    tx.db.execute_sql("UPDATE changes SET undone_by = ? WHERE n = ?", (change.number, change_number))
    if undoes is not None:
        tx.db.execute_sql("UPDATE changes SET undone_by = NULL WHERE n = ?", (undoes,))
    return change


def _steps(tx: "Tx", change_number: int) -> list[Step]:
    found = tx.db.execute_sql(
        "SELECT area, record_id, what, before, token_before, token_after FROM trail WHERE change = ? ORDER BY n DESC",
        (change_number,),
    ).fetchall()
    return [
        Step(Area(area), record_id, what, loads(before) if before else None, token_before, token_after)
        for area, record_id, what, before, token_before, token_after in found
    ]
