"""Reading the centre's identity."""

from peewee import Database

from nqdesk.domain.centre import Centre
from nqdesk.store import singles


def get(db: Database) -> Centre:
    """Return the centre; one with empty fields if none was entered yet."""
    record = singles.read(db, singles.CentreRecord, singles.CENTRE_ID)
    return Centre(**singles.values(record, Centre))  # type: ignore[arg-type]
