"""One event: its head and its four tabs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from nqdesk.domain.change import Area, Change
from nqdesk.domain.events import Event
from nqdesk.store import events
from nqdesk.ui import theme
from nqdesk.ui.events.attendee_tab import AttendeeTab
from nqdesk.ui.events.event_lines import subtitle
from nqdesk.ui.events.missing_question import Answer, ask_about_missing
from nqdesk.ui.events.overview_tab import OverviewTab
from nqdesk.ui.events.paper import Paper
from nqdesk.ui.events.portfolio_state import PortfolioState
from nqdesk.ui.events.portfolio_tab import PortfolioTab
from nqdesk.ui.events.preview_tab import PreviewTab
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.page_header import PageHeader
from nqdesk.ui.widgets.tab_bar import TabBar

OVERVIEW, PORTFOLIO, ATTENDEES, PREVIEW = "overview", "portfolio", "attendees", "preview"


class EventView(QWidget):
    """The event that is open.

    Signals:
        saved: its fields were stored. bin_wanted: it should go to the bin.
    """

    saved = Signal()
    bin_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.record = Event()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(6), step(4), 0, 0)
        layout.setSpacing(0)
        self.header = PageHeader()
        self.header.setContentsMargins(0, 0, step(6), 0)
        self._make_buttons()
        layout.addWidget(self.header)
        layout.addSpacing(step(2))
        self.tabs = TabBar(
            "Bereiche der Veranstaltung",
            ((OVERVIEW, "Übersicht"), (PORTFOLIO, "Portfolio"), (ATTENDEES, "Teilnehmende"), (PREVIEW, "Vorschau")),
        )
        self.tabs.chosen.connect(self._open_tab)
        holder = QVBoxLayout()
        holder.setContentsMargins(0, 0, step(6), 0)
        holder.addWidget(self.tabs)
        layout.addLayout(holder)
        self.state = PortfolioState(session, self)
        self.paper = Paper(session, self.state, self)
        self.overview = OverviewTab(session, self.state)
        self.portfolio = PortfolioTab(session, self.state)
        self.attendees = AttendeeTab(session)
        self.preview = PreviewTab(session, self.state, self.paper)
        self._stack = QStackedWidget()
        self._of_key = {
            OVERVIEW: self.overview,
            PORTFOLIO: self.portfolio,
            ATTENDEES: self.attendees,
            PREVIEW: self.preview,
        }
        for tab in self._of_key.values():
            self._stack.addWidget(tab)
        layout.addWidget(self._stack, 1)
        self.overview.fields.saved.connect(self._saved)
        self.overview.portfolio_wanted.connect(lambda: self.tabs.open(PORTFOLIO))
        self.attendees.counted.connect(self._count_attendees)

    def _make_buttons(self) -> None:
        more = Button("", icon="more")
        more.setAccessibleName("Weitere Möglichkeiten")
        more.setToolTip("Weitere Möglichkeiten")
        menu = QMenu(more)
        save = menu.addAction("Portfolio speichern unter …")
        theme.set_icon(save, "save")
        save.triggered.connect(lambda: self.preview.save())
        menu.addSeparator()
        away = menu.addAction("In den Papierkorb")
        theme.set_icon(away, "bin")
        away.setEnabled(self._session.can_write)
        away.triggered.connect(self.bin_wanted)
        more.setMenu(menu)
        self.header.add(more)
        self.header.add(Button("Vorschau", on_click=lambda: self.tabs.open(PREVIEW)))
        self.print_button = Button("Portfolio drucken", "primary", icon="print", tip="Strg+P", on_click=self.print_it)
        self.header.add(self.print_button)

    # -- what is shown -----------------------------------------------------------------------------------------

    def show_event(self, event: Event) -> None:
        """Show another event; what was typed about the one before is stored first."""
        if event.id == self.record.id:
            return
        self.leave()
        self.record = event
        self.preview.forget()
        self._name()
        self.overview.fields.show_record(event)
        self.overview.show_event(event)
        self.state.open(event)
        self.attendees.show_event(event)
        self._open_tab(self.tabs.key)

    def refresh(self, change: Change | None) -> None:
        """Read the same event anew."""
        found = events.get(self._session.store.db, self.record.id)
        if found is None:
            return
        areas = change.areas if change is not None else frozenset(Area)
        self.record = found
        if Area.EVENTS in areas:
            self._name()
            self.overview.fields.refresh(found)
            self.overview.show_event(found)
        if Area.ATTENDEES in areas:
            self.attendees.refresh(found)
        if areas - {Area.ATTENDEES}:
            self.state.reload(found)

    def leave(self) -> None:
        """Store what is being typed."""
        self.overview.fields.leave()
        self.portfolio.leave()

    def focus_tab(self) -> None:
        """Put the keyboard into the open tab."""
        first: dict[str, QWidget] = {
            PORTFOLIO: self.portfolio.offers.list,
            ATTENDEES: self.attendees.table,
            PREVIEW: self.preview.preview.view,
        }
        wanted = first.get(self.tabs.key)
        (wanted if wanted is not None and wanted.isVisible() else self.tabs).setFocus()

    def print_it(self) -> None:
        """Print the portfolio; what is missing is listed first."""
        self.leave()
        if self.state.is_settled:
            self._print()
        else:
            self.state.selected.connect(self._print, Qt.ConnectionType.SingleShotConnection)

    def _print(self) -> None:
        selection = self.state.selection
        if selection is not None and selection.incomplete:
            answer = ask_about_missing(selection.incomplete, selection.count, self)
            if answer is Answer.LOOK:
                self.tabs.open(PORTFOLIO)
                self.portfolio.ensureWidgetVisible(self.portfolio.missing)
            if answer is not Answer.PRINT:
                return
        self.preview.print_it()

    def _name(self) -> None:
        self.header.set(self.record.title, subtitle(self.record))

    def _saved(self, event: Event) -> None:
        self.record = event
        self._name()
        self.overview.show_event(event)
        self.saved.emit()

    def _count_attendees(self, count: int) -> None:
        self.tabs.set_text(ATTENDEES, f"Teilnehmende {count}" if count else "Teilnehmende")
        self.overview.show_attendees(count)

    def _open_tab(self, key: str) -> None:
        self.leave()
        self._stack.setCurrentWidget(self._of_key[key])
        if key == PREVIEW:
            self.preview.open()
