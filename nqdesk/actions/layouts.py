"""Saying which column of a table holds what, and keeping it under a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nqdesk.actions.refused import demand, demand_sound, refuse
from nqdesk.domain.change import Change
from nqdesk.domain.column_layout import ColumnLayout, check_layout
from nqdesk.domain.folding import fold
from nqdesk.domain.people import Right
from nqdesk.store import import_layouts as stored
from nqdesk.store.changing import import_layouts as changing
from nqdesk.store.database import Store


@dataclass(frozen=True)
class FileColumn:
    """One column of a table: its heading and the first different values below it."""

    heading: str
    samples: tuple[str, ...]


def columns_of(path: Path) -> tuple[FileColumn, ...]:
    """Return the columns of a CSV or XLSX file; raises ExchangeError if it has none."""
    from nqdesk.exchange import spreadsheets

    return tuple(FileColumn(found.name, found.samples) for found in spreadsheets.headers(path))


def proposed(columns: Sequence[FileColumn], name: str) -> ColumnLayout:
    """Return the layout nqdesk reads from the headings alone, for a person to correct."""
    from nqdesk.exchange import table_layouts

    return table_layouts.proposed([column.heading for column in columns], name)


def save_layout(store: Store, layout: ColumnLayout, now: datetime) -> Change:
    """Store a layout under its name; one of the same name is replaced. Refused names what to correct."""
    demand(store.person, Right.BERATUNG)
    demand_sound(check_layout(layout))
    with store.write(now) as tx:
        return changing.save_import_layout(tx, layout)


def rename_layout(store: Store, name: str, new_name: str, now: datetime) -> Change:
    """Give a layout another name; Refused "required", "name_taken"."""
    demand(store.person, Right.BERATUNG)
    new_name = new_name.strip()
    if not new_name:
        raise refuse("required", "name")
    if any(fold(other.name) == fold(new_name) for other in stored.every(store.db) if other.name != name):
        raise refuse("name_taken", "name")
    with store.write(now) as tx:
        return changing.rename_import_layout(tx, name, new_name)


def remove_layout(store: Store, name: str, now: datetime) -> Change:
    """Remove the layout of a name."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        return changing.remove_import_layout(tx, name)
