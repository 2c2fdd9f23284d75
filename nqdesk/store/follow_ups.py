"""Reading follow-ups."""

from collections.abc import Sequence
from datetime import date

from peewee import Database

from nqdesk.domain.follow_ups import FollowUp
from nqdesk.store.bodies import record_of

_SELECT = "SELECT id, version, created_at, changed_at, body FROM follow_ups"


def _all(db: Database, where: str, params: Sequence[object] = ()) -> list[FollowUp]:
    rows = db.execute_sql(f"{_SELECT} WHERE binned_at IS NULL AND {where}", params).fetchall()
    return [record_of(FollowUp, row) for row in rows]


def get(db: Database, follow_up_id: str) -> FollowUp | None:
    """Return a follow-up by its id; None if there is none."""
    found = _all(db, "id = ?", (follow_up_id,))
    return found[0] if found else None


def open_ones(db: Database, until: date | None = None, limit: int = 200) -> list[FollowUp]:
    """Return what is still to be done, the earliest first; with `until` only what is due by that day."""
    last = until.isoformat() if until else "9999-12-31"
    return _all(db, "done_on IS NULL AND due <= ? ORDER BY due, n LIMIT ?", (last, limit))


def about(db: Database, record_id: str) -> list[FollowUp]:
    """Return the follow-ups about a record, open ones first."""
    return _all(db, "about_id = ? ORDER BY done_on IS NOT NULL, due, n", (record_id,))
