"""An event in the bin: what it was, and the two ways on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.actions import events as actions
from nqdesk.domain.events import Event
from nqdesk.domain.people import Right
from nqdesk.ui.events.event_lines import subtitle
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.dialog import ask
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.page_header import PageHeader


class BinnedEvent(QWidget):
    """Signals: restored: id of the event that was taken out of the bin."""

    restored = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._event = Event()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(6), step(4), step(6), step(6))
        layout.setSpacing(step(4))
        self._header = PageHeader("Papierkorb")
        layout.addWidget(self._header)
        layout.addWidget(
            Notice("Diese Veranstaltung liegt im Papierkorb, mit Portfolio und Teilnehmenden.", Tone.NEUTRAL)
        )
        row = QHBoxLayout()
        row.setSpacing(step(2))
        restore = Button("Wiederherstellen", "primary", icon="restore", on_click=self.restore)
        restore.setEnabled(session.can_write)
        erase = Button("Endgültig löschen …", "danger", icon="bin", on_click=self.erase)
        erase.setEnabled(session.may(Right.VERWALTUNG))
        if not session.may(Right.VERWALTUNG):
            erase.setToolTip("Endgültig löschen darf nur, wer das Recht „Verwaltung“ hat.")
        row.addWidget(restore)
        row.addWidget(erase)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(1)

    def show_event(self, event: Event) -> None:
        """Show an event of the bin."""
        self._event = event
        self._header.set(event.title, subtitle(event))

    def restore(self) -> None:
        """Take it out of the bin."""
        event_id = self._event.id
        if self._session.perform(lambda store, now: actions.restore_events(store, [event_id], now)):
            self.restored.emit(event_id)

    def erase(self) -> None:
        """Erase it for good, after a question."""
        event_id = self._event.id
        if ask(
            self,
            "Endgültig löschen?",
            "Die Veranstaltung wird mit Portfolio und Teilnehmenden gelöscht. Das lässt sich nicht rückgängig machen.",
            yes="Endgültig löschen",
            is_danger=True,
        ):
            self._session.perform(lambda store, now: actions.erase_events(store, [event_id], now))
