"""The pane at the left: events to come, past ones below, search, bin."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from nqdesk.domain.events import Event
from nqdesk.domain.folding import fold
from nqdesk.store import attendees, events
from nqdesk.store.database import Store
from nqdesk.ui.events.event_lines import face, is_past
from nqdesk.ui.paged_model import Column, Listing, PagedModel, listing_of, number_of_id
from nqdesk.ui.session import Session
from nqdesk.ui.tables import ListPane
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.chip_bar import ChipBar
from nqdesk.ui.widgets.empty_state import EmptyState
from nqdesk.ui.widgets.search_field import SearchField
from nqdesk.ui.widgets.side_pane import SidePane

_COMING, _PAST, _BIN = "coming", "past", "bin"
_FOUND_AT_MOST = 500


class EventList(SidePane):
    """Events as two-line rows.

    Signals:
        chosen: id of the event that became current, "" when it is gone. new_wanted: a new event is wanted.
        opened: Enter or double click: the cursor should go to the event.
    """

    chosen = Signal(str)
    opened = Signal()
    new_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(step(72), parent=parent)
        self._session = session
        self._due: frozenset[str] = frozenset()
        self._wanted = ""
        self.search = SearchField("Suchen", "Strg+F")
        self.search.setAccessibleName("Veranstaltung suchen")
        self.search.searched.connect(lambda _: self._list())
        self.head.addWidget(self.search)
        self.chips = ChipBar(
            "Auswahl", ((_COMING, "Kommende"), (_PAST, "Vergangene"), (_BIN, "Papierkorb")), single=True
        )
        self.chips.edited.connect(self._list)
        self.head.addWidget(self.chips)
        self.new_button = Button("Neue Veranstaltung", icon="add", tip="Strg+N", on_click=self.new_wanted.emit)
        self.new_button.setEnabled(session.can_write)
        self.head.addWidget(self.new_button)
        self.model = PagedModel[Store, Event](
            (Column(key="title", title="Veranstaltung", text=lambda event: event.title),),
            lambda: session.store,
            session.reads,
            face=lambda event: face(event, session.today(), is_due=event.id in self._due),
            parent=self,
        )
        self.list = ListPane(self.model, "Veranstaltungen")
        self.list.setSelectionMode(ListPane.SelectionMode.SingleSelection)
        self.list.chosen.connect(self.chosen)
        self.list.opened.connect(lambda _: self.opened.emit())
        self.search.down.connect(self._into_list)
        self._nothing = EmptyState("search", "Nichts gefunden")
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._body.addWidget(self._nothing)
        self.body.addWidget(self._body)

    # -- what is listed ----------------------------------------------------------------------------------------

    @property
    def in_bin(self) -> bool:
        """Whether the bin is listed."""
        return _BIN in self.chips.value()

    @property
    def count(self) -> int:
        """How many events are listed."""
        return self.model.rowCount()

    @property
    def is_limited(self) -> bool:
        """Whether search or filter leave something out."""
        return bool(self.search.text().strip() or self.chips.value())

    def show_all(self) -> None:
        """List everything anew and choose the first event if none is."""
        self._list()

    def reload(self) -> None:
        """Read the same list anew."""
        self._count()
        self.model.refresh()
        self._settle()

    def choose(self, event_id: str) -> None:
        """Choose an event; filters that hide it are taken away."""
        if self.list.chosen_id() == event_id:
            return
        if not self.list.choose_number(number_of_id(event_id)):
            self.chips.set_value(frozenset())
            self.search.set_text("")
            self._list()
            self.list.choose_number(number_of_id(event_id))

    def take_focus(self) -> None:
        """Put the keyboard into the list."""
        (self.list if self.count else self.search).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_limited:
            self.chips.set_value(frozenset())
            self.search.set_text("")
            self._list()
            return
        super().keyPressEvent(event)

    def _list(self) -> None:
        self._count()
        self.model.show(self._listing())
        self._settle()

    def _settle(self) -> None:
        if self.count:
            self._body.setCurrentWidget(self.list)
            if not self.list.currentIndex().isValid():
                self.list.choose_row(0)
            return
        if self.search.text().strip():
            self._nothing.set_sentence("Nichts gefunden", "Vielleicht ein Wort weniger?")
        elif self.in_bin:
            self._nothing.set_sentence("Der Papierkorb ist leer")
        else:
            self._nothing.set_sentence("Keine Veranstaltungen")
        self._body.setCurrentWidget(self._nothing)
        self.chosen.emit("")

    def _listing(self) -> Listing[Store, Event]:
        text, chips, on = self.search.text().strip(), self.chips.value(), self._session.today()
        return listing_of(lambda store: _events(store, text, chips, on))

    def _count(self) -> None:
        db, on = self._session.store.db, self._session.today()
        living = events.every(db, upcoming_first=True, on=on)
        past = sum(is_past(event, on) for event in living)
        binned = len(events.every(db, upcoming_first=False, in_bin=True))
        self.chips.set_counts({_COMING: len(living) - past, _PAST: past, _BIN: binned})
        self._due = frozenset(attendee.event_id for attendee in attendees.due_for_erasure(db, on))

    def _into_list(self) -> None:
        if self.count:
            self.list.setFocus()


def _events(store: Store, text: str, chips: frozenset[str], on: date) -> list[Event]:
    if _BIN in chips:
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
