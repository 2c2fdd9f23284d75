"""Writing column layouts; a layout of the same name is replaced."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nqdesk.domain.change import Area, Change
from nqdesk.domain.column_layout import ColumnLayout
from nqdesk.store import import_layouts
from nqdesk.store.changing.shelves import Shelf
from nqdesk.store.changing.trail import Recording
from nqdesk.store.errors import StoreError
from nqdesk.store.import_layouts import StoredLayout

if TYPE_CHECKING:
    from nqdesk.store.store import Tx


class _ImportLayouts(Shelf[StoredLayout]):
    area = Area.IMPORT_LAYOUTS
    kind = StoredLayout
    table = "import_layouts"
    columns = ("name",)

    def title(self, record: StoredLayout) -> str:
        return record.layout.name

    def values(self, record: StoredLayout) -> tuple[Any, ...]:
        return (record.layout.name,)


IMPORT_LAYOUTS = _ImportLayouts()


def save_import_layout(tx: "Tx", layout: ColumnLayout) -> Change:
    """Store a layout under its name."""
    present = next((r for r in import_layouts.stored(tx.db) if r.layout.name == layout.name), None)
    recording = Recording(tx, "save_import_layout")
    recording.save(IMPORT_LAYOUTS, replace(present, layout=layout) if present else StoredLayout(layout=layout))
    return recording.done()


def rename_import_layout(tx: "Tx", name: str, new_name: str) -> Change:
    """Give a layout another name, which must be free; StoreError "missing_layout" if there is none."""
    present = next((r for r in import_layouts.stored(tx.db) if r.layout.name == name), None)
    if present is None:
        raise StoreError("missing_layout")
    recording = Recording(tx, "rename_import_layout")
    recording.save(IMPORT_LAYOUTS, replace(present, layout=replace(present.layout, name=new_name)))
    return recording.done()


def remove_import_layout(tx: "Tx", name: str) -> Change:
    """Remove the layout of a name; can be undone."""
    recording = Recording(tx, "remove_import_layout")
    recording.remove(IMPORT_LAYOUTS, [r.id for r in import_layouts.stored(tx.db) if r.layout.name == name])
    return recording.done()
