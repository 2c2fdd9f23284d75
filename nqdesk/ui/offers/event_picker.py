"""Choosing the event whose portfolio should hold the chosen offers."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from nqdesk.actions import messages
from nqdesk.domain.events import Event
from nqdesk.domain.folding import fold
from nqdesk.store import events
from nqdesk.ui.offers.values import joined
from nqdesk.ui.paged_model import FaceRole, RowFace
from nqdesk.ui.session import Session
from nqdesk.ui.tables import RowDelegate
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.empty_state import EmptyState
from nqdesk.ui.widgets.search_field import SearchField
from nqdesk.ui.widgets.text_field import show_day

_EventRole = int(Qt.ItemDataRole.UserRole)


class EventPicker(Dialog):
    """A list of events, what is to come first."""

    def __init__(self, session: Session, count: int, parent: QWidget) -> None:
        what = "Das Angebot kommt" if count == 1 else f"{count} Angebote kommen"
        super().__init__(
            "Zur Veranstaltung hinzufügen", parent, detail=f"{what} in das Portfolio der gewählten Veranstaltung."
        )
        self.setMinimumSize(step(130), step(110))
        today = session.today()
        self._events: Sequence[Event] = events.every(session.store.db, upcoming_first=True, on=today)
        self._field = SearchField("Veranstaltung suchen")
        self._field.searched.connect(self._fill)
        self.body.addWidget(self._field)
        self._list = QListWidget()
        self._list.setProperty("role", "pane")
        self._list.setItemDelegate(RowDelegate(self._list))
        self._list.setAccessibleName("Veranstaltungen")
        self._list.itemActivated.connect(lambda _: self.accept())
        self._list.currentItemChanged.connect(lambda *_: self._ready())
        self._field.down.connect(self._list.setFocus)
        box = Card()
        layout = box.layout()
        if layout is not None:
            layout.setContentsMargins(1, 1, 1, 1)
        box.add(self._list)
        self.body.addWidget(box, 1)
        self.add_button("Abbrechen", on_click=self.reject)
        self._add = self.add_button("Hinzufügen", "primary", on_click=self.accept)
        if not self._events:
            self._field.hide()
            box.hide()
            self._add.hide()
            self.body.addWidget(
                EmptyState(
                    "events",
                    "Noch keine Veranstaltungen",
                    detail="Legen Sie zuerst unter „Veranstaltungen“ eine an.",
                ),
                1,
            )
        self._fill("")

    @property
    def chosen(self) -> Event | None:
        """The chosen event."""
        item = self._list.currentItem()
        found = item.data(_EventRole) if item is not None else None
        return next((e for e in self._events if e.id == found), None)

    def _fill(self, text: str) -> None:
        self._list.clear()
        typed = fold(text.strip())
        for event in self._events:
            if typed and typed not in fold(f"{event.title} {event.place} {event.city}"):
                continue
            when = show_day(event.day) if event.day else "ohne Termin"
            detail = joined(when, messages.word(event.kind), event.city)
            item = QListWidgetItem(f"{event.title}, {detail}")
            item.setData(FaceRole, RowFace(title=event.title, detail=detail))
            item.setData(_EventRole, event.id)
            self._list.addItem(item)
        if self._list.count():
            self._list.setCurrentRow(0)
        self._ready()

    def _ready(self) -> None:
        self._add.setEnabled(self.chosen is not None)


def pick_event(session: Session, count: int, parent: QWidget) -> Event | None:
    """Ask for an event; None if the person thought better of it."""
    dialog = EventPicker(session, count, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    event = dialog.chosen if accepted else None
    dialog.deleteLater()
    return event
