"""The section Tabellenzuordnungen: which column of a table holds what, saved under names."""

from functools import partial

from PySide6.QtWidgets import QWidget

from nqdesk.actions import layouts
from nqdesk.domain.change import Area, Change
from nqdesk.domain.column_layout import ColumnLayout
from nqdesk.domain.people import Right
from nqdesk.store import import_layouts as stored
from nqdesk.ui.session import Session
from nqdesk.ui.settings.name_dialog import NameDialog
from nqdesk.ui.settings.row import Row
from nqdesk.ui.settings.rows import Rows
from nqdesk.ui.settings.section import Section
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.empty_state import EmptyState


class LayoutSection(Section):
    """The saved mappings by name."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            session,
            "Tabellenzuordnungen",
            "Welche Spalte einer CSV- oder Excel-Datei was enthält. nqdesk erkennt passende Dateien daran wieder.",
            parent=parent,
        )
        self._may_write = session.may(Right.BERATUNG)
        self._card = Card()
        self.rows = Rows()
        self._card.add(self.rows)
        self.body.addWidget(self._card)
        self._empty = EmptyState(
            "list",
            "Noch keine Zuordnung gespeichert",
            detail="Beim Einlesen einer Tabelle auf der Seite „Angebote“ ordnen Sie die Spalten zu und geben der "
            "Zuordnung einen Namen.",
        )
        self.body.addWidget(self._empty)
        self._show()

    def refresh(self, change: Change | None) -> None:
        if change is None or Area.IMPORT_LAYOUTS in change.areas:
            self._show()

    def _show(self) -> None:
        found = stored.every(self.session.store.db)
        self.rows.show_rows([self._row(layout) for layout in found])
        self._card.setVisible(bool(found))
        self._empty.setVisible(not found)

    def _row(self, layout: ColumnLayout) -> Row:
        rename = Button("Umbenennen …", icon="edit", on_click=partial(self.rename, layout.name))
        rename.setAccessibleName(f"{layout.name} umbenennen")
        remove = Button("Löschen", icon="bin", on_click=partial(self.remove, layout.name))
        remove.setAccessibleName(f"{layout.name} löschen")
        for button in (rename, remove):
            button.setEnabled(self._may_write)
        count = len(layout.columns)
        columns = "1 Spalte" if count == 1 else f"{count} Spalten"
        provider = f"Anbieter {layout.provider_name}" if layout.provider_name else "Anbieter aus der Datei"
        return Row(layout.name, f"{columns} · {provider}", buttons=[rename, remove])

    def rename(self, name: str) -> None:
        """Give a mapping another name."""
        dialog = NameDialog(self.session, name, self.window())
        dialog.exec()
        dialog.deleteLater()

    def remove(self, name: str) -> None:
        """Delete a mapping; the message offers to take that back."""
        self.session.perform(lambda store, now: layouts.remove_layout(store, name, now))
