"""Reading the column layouts that a centre has saved."""

from dataclasses import dataclass, field

from peewee import Database

from nqdesk.domain.column_layout import ColumnLayout
from nqdesk.domain.record import Record
from nqdesk.store.bodies import record_of


@dataclass(frozen=True, kw_only=True)
class StoredLayout(Record):
    """A column layout as a record of the database; its name is unique."""

    layout: ColumnLayout = field(default_factory=lambda: ColumnLayout(""))


def stored(db: Database) -> list[StoredLayout]:
    """Return all layouts as records, by name."""
    found = db.execute_sql("SELECT id, version, created_at, changed_at, body FROM import_layouts ORDER BY name")
    return [record_of(StoredLayout, row) for row in found.fetchall()]


def every(db: Database) -> list[ColumnLayout]:
    """Return all layouts by name."""
    return [record.layout for record in stored(db)]


def get(db: Database, name: str) -> ColumnLayout | None:
    """Return a layout by its name as saved; None if there is none."""
    return next((layout for layout in every(db) if layout.name == name), None)
