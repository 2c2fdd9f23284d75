"""The tab Übersicht: the event's fields, and how far the preparation has come."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.domain.events import Event
from nqdesk.ui.events.event_form import EventForm
from nqdesk.ui.events.event_lines import long_day
from nqdesk.ui.events.figures import Figures
from nqdesk.ui.events.portfolio_state import PortfolioState
from nqdesk.ui.events.portfolio_tab import FIGURES
from nqdesk.ui.events.tab_area import TabArea
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.pill import StatusPill
from nqdesk.ui.widgets.two_columns import TwoColumns


class _Line(QWidget):
    """One step of the preparation: a state and a sentence."""

    def __init__(self, title: str) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, step(1))
        layout.setSpacing(step(0.5))
        head = QHBoxLayout()
        head.addWidget(Label(title, "strong"), 1)
        self.pill = StatusPill()
        head.addWidget(self.pill)
        layout.addLayout(head)
        self._detail = Label("", "small")
        layout.addWidget(self._detail)

    def set(self, word: str, tone: Tone, detail: str = "") -> None:
        self.pill.set(word, tone)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))


class OverviewTab(TabArea):
    """Signals: portfolio_wanted, attendees_wanted: open that tab."""

    portfolio_wanted = Signal()
    attendees_wanted = Signal()

    def __init__(self, session: Session, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = state
        columns = TwoColumns()
        self.body.addWidget(columns)
        card = Card(
            "Angaben zur Veranstaltung",
            detail="Gespeichert wird von selbst; Strg+Z nimmt die letzte Änderung zurück." if session.can_write else "",
        )
        self.fields = EventForm(session)
        card.add(self.fields)
        columns.first.addWidget(card)
        figures = Card("Portfolio")
        self._figures = Figures(FIGURES)
        figures.add(self._figures)
        row = QHBoxLayout()
        row.addWidget(Button("Portfolio öffnen", on_click=self.portfolio_wanted.emit))
        row.addStretch(1)
        figures.add(row)
        columns.second.addWidget(figures)
        progress = Card("Stand der Vorbereitung")
        self._day = _Line("Termin")
        self._place = _Line("Ort")
        self._offers = _Line("Angebote")
        self._gaps = _Line("Angaben")
        self._attendees = _Line("Teilnehmende")
        for line in (self._day, self._place, self._offers, self._gaps, self._attendees):
            progress.add(line)
        columns.second.addWidget(progress)
        columns.finish()
        state.counting.connect(self._counting)
        state.selected.connect(self._counted)

    def show_event(self, event: Event) -> None:
        """Show what stands about the event itself."""
        if event.day is None:
            self._day.set("offen", Tone.OPEN, "Der Termin steht auf dem Deckblatt.")
        else:
            days = (event.day - self._session.today()).days
            word = "heute" if days == 0 else "vorbei" if days < 0 else "morgen" if days == 1 else f"in {days} Tagen"
            self._day.set(word, Tone.NEUTRAL if days < 0 else Tone.ACCENT, long_day(event.day))
        if event.place:
            self._place.set("steht fest", Tone.POSSIBLE, event.place)
        else:
            self._place.set("offen", Tone.OPEN, "Der Ort steht auf dem Deckblatt.")

    def show_attendees(self, count: int) -> None:
        """Show how many persons are on the list."""
        self._attendees.set("noch niemand" if not count else str(count), Tone.NEUTRAL)

    def _counting(self) -> None:
        if self._state.selection is None:
            self._figures.show_numbers(None)
            for line in (self._offers, self._gaps):
                line.set("…", Tone.NEUTRAL)

    def _counted(self) -> None:
        selection = self._state.selection
        if selection is None:
            return
        self._figures.show_numbers((selection.count, len(selection.occupations), selection.providers, selection.runs))
        if not selection.count:
            self._offers.set("keine", Tone.OPEN, "Für das Portfolio ist noch nichts ausgewählt.")
            self._gaps.set("–", Tone.NEUTRAL)
            return
        self._offers.set(f"{selection.count} ausgewählt", Tone.POSSIBLE)
        gaps = len(selection.incomplete)
        if gaps:
            text = "Bei 1 Angebot fehlt etwas." if gaps == 1 else f"Bei {gaps} Angeboten fehlt etwas."
            self._gaps.set("unvollständig", Tone.OPEN, text)
        else:
            self._gaps.set("vollständig", Tone.POSSIBLE)
