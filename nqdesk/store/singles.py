"""Records of which a database has exactly one: the centre and its settings."""

from dataclasses import dataclass, fields
from typing import TypeVar

from peewee import Database

from nqdesk.domain.centre import Centre
from nqdesk.domain.record import Record
from nqdesk.domain.settings import Settings
from nqdesk.store.bodies import record_of

R = TypeVar("R", bound=Record)

CENTRE_ID = "centre"
SETTINGS_ID = "settings"


@dataclass(frozen=True, kw_only=True)
class CentreRecord(Centre, Record):
    """The centre with the bookkeeping of a record."""


@dataclass(frozen=True, kw_only=True)
class SettingsRecord(Settings, Record):
    """The settings with the bookkeeping of a record."""


def read(db: Database, kind: type[R], record_id: str) -> R:
    """Return a single record; one with defaults and version 0 if it was never stored."""
    row = db.execute_sql(
        "SELECT id, version, created_at, changed_at, body FROM singles WHERE id = ?", (record_id,)
    ).fetchone()
    return record_of(kind, row) if row else kind(id=record_id)


def values(record: object, kind: type) -> dict[str, object]:
    """Return the values of a record's fields that belong to `kind`."""
    return {f.name: getattr(record, f.name) for f in fields(kind)}
