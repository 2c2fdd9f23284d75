"""The page Veranstaltungen."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nqdesk.actions import events as actions
from nqdesk.domain.change import Area, Change
from nqdesk.domain.draft import Draft, DraftForm
from nqdesk.store import attendees, events
from nqdesk.ui.draft_notice import DraftNotice
from nqdesk.ui.events.binned_event import BinnedEvent
from nqdesk.ui.events.event_list import EventList
from nqdesk.ui.events.event_view import ATTENDEES, OVERVIEW, PORTFOLIO, PREVIEW, EventView
from nqdesk.ui.events.new_event import make_event
from nqdesk.ui.page import Page
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.empty_state import EmptyState

_OPEN = "event_open"


class EventsPage(Page):
    """The list at the left, the event that is open at the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.list = EventList(session)
        row.addWidget(self.list)
        self._empty = EmptyState(
            "events",
            "Noch keine Veranstaltungen",
            detail="Eine Veranstaltung trägt das Portfolio: Sie wählen Angebote aus, sehen es an und drucken es.",
            action="Neue Veranstaltung" if session.can_write else "",
            on_action=self.new_record,
        )
        self._none = EmptyState("events", "Keine Veranstaltung ausgewählt")
        self.binned = BinnedEvent(session)
        self.view = EventView(session)
        self._body = QStackedWidget()
        for part in (self._none, self._empty, self.binned, self.view):
            self._body.addWidget(part)
        self.drafts = DraftNotice(session, {DraftForm.EVENT: self._resume})
        above = QVBoxLayout()
        above.setContentsMargins(step(6), step(4), step(6), 0)
        above.addWidget(self.drafts)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self._body, 1)
        row.addLayout(column, 1)
        self.list.chosen.connect(self._show)
        self.list.opened.connect(lambda: self.view.tabs.setFocus())
        self.list.new_wanted.connect(self.new_record)
        self.binned.restored.connect(self.list.choose)
        self.view.saved.connect(self.list.reload)
        self.view.bin_wanted.connect(self._bin)
        self.setFocusProxy(self.list.list)
        for key, number in ((OVERVIEW, 1), (PORTFOLIO, 2), (ATTENDEES, 3), (PREVIEW, 4)):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._open_tab, key))
        self.list.show_all()
        self._return()

    def _return(self) -> None:
        """Open what was open before the window was locked; kept in memory only."""
        event_id, _, tab = str(self.session.property(_OPEN) or "").partition(" ")
        if event_id and events.get(self.session.store.db, event_id) is not None:
            self.list.choose(event_id)
            self.view.tabs.open(tab)
        self.view.tabs.chosen.connect(lambda _: self._remember())
        self.list.chosen.connect(lambda _: self._remember())

    def _remember(self) -> None:
        self.session.setProperty(_OPEN, f"{self.view.record.id} {self.view.tabs.key}")

    def _show(self, event_id: str) -> None:
        self._show_event(event_id)
        fields = self.view.overview.fields
        self.drafts.renew(without=fields.record.id if fields.form.is_edited else "")

    def _show_event(self, event_id: str) -> None:
        db = self.session.store.db
        if self.list.in_bin:
            found = events.get(db, event_id, in_bin=True)
            if found is not None:
                self.view.leave()
                self.binned.show_event(found)
                self._body.setCurrentWidget(self.binned)
                return
        else:
            found = events.get(db, event_id)
            if found is not None:
                self.view.show_event(found)
                self._body.setCurrentWidget(self.view)
                return
        self._body.setCurrentWidget(self._none if self.list.count or self.list.is_limited else self._empty)

    def _resume(self, draft: Draft) -> bool:
        """Open the form of a draft; the dialog of a new event is closed when this returns False."""
        if draft.is_new:
            self._make_new(draft)
            return False
        self.list.choose(draft.record_id)
        self.view.tabs.open(OVERVIEW)
        self.view.overview.fields.resume(draft)
        return True

    def _open_tab(self, key: str) -> None:
        if self._body.currentWidget() is self.view:
            self.view.tabs.open(key)
            self.view.focus_tab()

    def _bin(self) -> None:
        event_id = self.view.record.id
        self.view.leave()
        self.session.perform(lambda store, now: actions.bin_events(store, [event_id], now))

    # -- what the window asks ----------------------------------------------------------------------------------

    def refresh(self, change: Change | None) -> None:
        areas = change.areas if change is not None else frozenset(Area)
        self.view.refresh(change)
        if areas & {Area.EVENTS, Area.ATTENDEES} and not self.view.overview.fields.is_saving:
            self.list.reload()
            chosen = self.list.list.chosen_id()
            if chosen:
                self._show(chosen)

    def leave(self) -> None:
        self.view.leave()

    def show_record(self, area: Area, record_id: str) -> None:
        event_id = record_id
        if area is Area.ATTENDEES:
            found = attendees.get(self.session.store.db, record_id)
            event_id = found.event_id if found is not None else ""
        if events.get(self.session.store.db, event_id) is None:
            return
        self.list.choose(event_id)
        if area is Area.ATTENDEES:
            self.view.tabs.open(ATTENDEES)
            self.view.attendees.choose(record_id)
        elif area is Area.PORTFOLIOS:
            self.view.tabs.open(PORTFOLIO)

    def focus_search(self) -> None:
        self.list.search.setFocus()
        self.list.search.selectAll()

    def new_record(self) -> None:
        if not self.session.can_write:
            return
        self.view.leave()
        self._make_new()

    def _make_new(self, draft: Draft | None = None) -> None:
        event = make_event(self.session, self, draft)
        self.drafts.renew()
        if event is not None:
            self.list.choose(event.id)
            self.view.tabs.open(PORTFOLIO)
            self.view.tabs.setFocus()

    def print_it(self) -> None:
        if self._body.currentWidget() is self.view:
            self.view.print_it()

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Alt+1 … 4", "Übersicht, Portfolio, Teilnehmende, Vorschau"),
            ("Entf", "Angebot aus dem Portfolio, Person in den Papierkorb"),
            ("Enter", "Angebot öffnen, Person bearbeiten"),
            ("Bild auf / Bild ab", "In der Vorschau blättern"),
            ("Strg+Plus / Minus / 0", "Vorschau größer, kleiner, Seitenbreite"),
        )
