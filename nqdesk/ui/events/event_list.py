"""The pane at the left: events to come, past ones below, search, bin."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nqdesk.domain.events import Event
from nqdesk.domain.folding import fold
from nqdesk.store import attendees, events
from nqdesk.store.database import Store
from nqdesk.ui.events.event_lines import face, is_past
from nqdesk.ui.paged_model import Column, Listing, listing_of, number_of_id
from nqdesk.ui.record_list import BIN, RecordList
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button

_COMING, _PAST = "coming", "past"
_FOUND_AT_MOST = 500


class EventList(RecordList[Event]):
    """Events as two-line rows.

    Signals:
        new_wanted: a new event is wanted.
    """

    new_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            session,
            step(72),
            names=("Suchen", "Veranstaltung suchen", "Veranstaltungen"),
            chips=((_COMING, "Kommende"), (_PAST, "Vergangene"), (BIN, "Papierkorb")),
            column=Column(key="title", title="Veranstaltung", text=lambda event: event.title),
            face=lambda event: face(event, session.today(), is_due=event.id in self._due),
            nothing="Keine Veranstaltungen",
            parent=parent,
        )
        self._due: frozenset[str] = frozenset()
        self.new_button = Button("Neue Veranstaltung", icon="add", tip="Strg+N", on_click=self.new_wanted.emit)
        self.new_button.setEnabled(session.can_write)
        self.head.addWidget(self.new_button)

    def listing(self) -> Listing[Store, Event]:
        text, chips, on = self.search.text().strip(), self.chips.value(), self._session.today()
        return listing_of(lambda store: _events(store, text, chips, on))

    def number_of(self, record_id: str) -> int:
        return number_of_id(record_id)

    def count_all(self) -> None:
        db, on = self._session.store.db, self._session.today()
        living = events.every(db, upcoming_first=True, on=on)
        past = sum(is_past(event, on) for event in living)
        binned = len(events.every(db, upcoming_first=False, in_bin=True))
        self.chips.set_counts({_COMING: len(living) - past, _PAST: past, BIN: binned})
        self._due = frozenset(attendee.event_id for attendee in attendees.due_for_erasure(db, on))


def _events(store: Store, text: str, chips: frozenset[str], on: date) -> list[Event]:
    if BIN in chips:
        found = events.every(store.db, upcoming_first=False, in_bin=True)
        typed = fold(text)
        return [event for event in found if typed in fold(f"{event.title} {event.place} {event.city}")]
    found = events.every(store.db, upcoming_first=True, on=on)
    if text:
        hits = {event.id for event in events.search(store.db, text, _FOUND_AT_MOST)}
        found = [event for event in found if event.id in hits]
    if _COMING in chips:
        return [event for event in found if not is_past(event, on)]
    return [event for event in found if is_past(event, on)] if _PAST in chips else found
