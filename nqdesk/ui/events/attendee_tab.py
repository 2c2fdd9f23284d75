"""The tab Teilnehmende: the attendance list with its duties."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nqdesk.actions import events as actions
from nqdesk.domain.events import Event
from nqdesk.domain.people import Right
from nqdesk.store import attendees
from nqdesk.ui.events.attendee_dialog import edit_attendee, new_attendee
from nqdesk.ui.events.attendee_table import AttendeeTable
from nqdesk.ui.paged_model import listing_of
from nqdesk.ui.session import Session
from nqdesk.ui.taking_back import tell_with_way_back
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.dialog import ask
from nqdesk.ui.widgets.empty_state import EmptyState
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.toggle import Toggle

_CONSENT = "Einwilligung Veranstaltungen, Fassung 1"


class AttendeeTab(QWidget):
    """The list of one event.

    Signals:
        counted: how many persons are on the list.
    """

    counted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._event = Event()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, step(5), step(6), step(6))
        layout.setSpacing(step(3))
        may = session.may(Right.VERWALTUNG)
        self._due = Notice(
            "", Tone.NO, action="Jetzt löschen …" if may else "", on_action=self.erase_due if may else None
        )
        self._due.hide()
        layout.addWidget(self._due)
        layout.addLayout(self._make_buttons())
        self.table = AttendeeTable(session)
        self.model = self.table.model_of_attendees
        self.table.bin_wanted.connect(self.bin)
        self.table.opened.connect(self.edit)
        self.table.selection_changed.connect(self._ready)
        self.table.chosen.connect(lambda _: self._ready())
        self._empty = EmptyState("learners", "Noch niemand eingetragen")
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self._empty)
        card = Card()
        inner = card.layout()
        if inner is not None:
            inner.setContentsMargins(1, 1, 1, 1)
        card.add(self._body)
        layout.addWidget(card, 1)
        layout.addWidget(
            Label("Personenbezogene Daten: nur, was für den genannten Zweck nötig ist, und nur bis zur Frist.", "small")
        )

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(step(2))
        can_write = self._session.can_write
        self.add_button = Button("Person hinzufügen", icon="add", on_click=self.add)
        self.edit_button = Button("Bearbeiten", icon="edit", tip="Enter", on_click=lambda: self.edit(""))
        self.bin_button = Button("In den Papierkorb", icon="bin", tip="Entf", on_click=self.bin)
        self.restore_button = Button("Wiederherstellen", icon="restore", on_click=self.restore)
        self.erase_button = Button("Endgültig löschen …", "danger", icon="bin", on_click=self.erase)
        self.bin_toggle = Toggle("Papierkorb", "chip")
        self.bin_toggle.clicked.connect(self._list)
        self.add_button.setEnabled(can_write)
        for button in (self.add_button, self.edit_button, self.bin_button, self.restore_button, self.erase_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.bin_toggle)
        return row

    # -- what is shown -----------------------------------------------------------------------------------------

    def show_event(self, event: Event) -> None:
        """List another event's persons."""
        self._event = event
        self.bin_toggle.setChecked(False)
        self._list()

    def refresh(self, event: Event) -> None:
        """Read the same list anew."""
        self._event = event
        self.model.refresh()
        self._settle()

    def choose(self, attendee_id: str) -> None:
        """Choose a person."""
        for row in range(self.model.rowCount()):
            if self.model.id_at(row) == attendee_id:
                self.table.choose_row(row)
                self.table.setFocus()

    @property
    def _in_bin(self) -> bool:
        return self.bin_toggle.isChecked()

    def _list(self) -> None:
        event_id, in_bin = self._event.id, self._in_bin
        self.model.show(listing_of(lambda store: attendees.of_event(store.db, event_id, in_bin=in_bin)))
        self._settle()

    def _settle(self) -> None:
        db = self._session.store.db
        listed = self.model.rowCount()
        living = listed if not self._in_bin else len(attendees.of_event(db, self._event.id))
        binned = listed if self._in_bin else len(attendees.of_event(db, self._event.id, in_bin=True))
        self.bin_toggle.setText(f"Papierkorb\u2002{binned}" if binned else "Papierkorb")
        self.bin_toggle.setVisible(bool(binned) or self._in_bin)
        if self._in_bin:
            self._empty.set_sentence("Der Papierkorb ist leer")
        else:
            self._empty.set_sentence(
                "Noch niemand eingetragen",
                "Für jede Person stehen Zweck, Einwilligung und Löschfrist gleich dabei.",
            )
        self._body.setCurrentIndex(0 if listed else 1)
        for button in (self.add_button, self.edit_button, self.bin_button):
            button.setVisible(not self._in_bin)
        for button in (self.restore_button, self.erase_button):
            button.setVisible(self._in_bin)
        self._show_due()
        self._ready()
        self.counted.emit(living)

    def _ready(self) -> None:
        count = self.table.selected_count() if self.model.rowCount() else 0
        can_write = self._session.can_write
        self.edit_button.setEnabled(can_write and count == 1)
        self.bin_button.setEnabled(can_write and count > 0)
        self.restore_button.setEnabled(can_write and count > 0)
        self.erase_button.setEnabled(self._session.may(Right.VERWALTUNG) and count > 0)
        if not self._session.may(Right.VERWALTUNG):
            self.erase_button.setToolTip("Endgültig löschen darf nur, wer das Recht „Verwaltung“ hat.")

    # -- due for erasure ---------------------------------------------------------------------------------------

    def _show_due(self) -> None:
        due = attendees.due_for_erasure(self._session.store.db, self._session.today())
        here = sum(attendee.event_id == self._event.id for attendee in due)
        who = "1 Person ist" if len(due) == 1 else f"{len(due)} Personen sind"
        where = "" if here == len(due) else f" ({here} davon hier)" if here else " (bei anderen Veranstaltungen)"
        text = f"Frist abgelaufen: {who} zu löschen{where}."
        if not self._session.may(Right.VERWALTUNG):
            text += " Löschen darf, wer das Recht „Verwaltung“ hat."
        self._due.set(text if due else "")

    def erase_due(self) -> None:
        """Erase everybody whose time is over, after a question."""
        today = self._session.today()
        count = len(attendees.due_for_erasure(self._session.store.db, today))
        if count and self._ask_to_erase(count):
            self._session.perform(lambda store, now: actions.erase_due_attendees(store, today, now), quiet=True)
            self._say_erased(count)

    # -- what is done ------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Enter a person."""
        known = attendees.of_event(self._session.store.db, self._event.id)
        last = max(known, key=lambda one: one.changed_at.timestamp() if one.changed_at else 0.0, default=None)
        attendee = new_attendee(self._session, self._event, last)
        if edit_attendee(self._session, attendee, self._wording(), self):
            self.choose(attendee.id)

    def edit(self, attendee_id: str) -> None:
        """Change a person's entry; "" the chosen one."""
        if self._in_bin:
            return
        found = attendees.get(self._session.store.db, attendee_id or self.table.chosen_id())
        if found is not None:
            edit_attendee(self._session, found, self._wording(), self)

    def bin(self) -> None:
        """Move the chosen persons to the bin."""
        ids = self.table.selected_ids()
        if ids and not self._in_bin and self._session.can_write:
            done = self._session.perform(lambda store, now: actions.bin_attendees(store, ids, now), quiet=True)
            if done.change is not None:
                who = "1 Person" if len(ids) == 1 else f"{len(ids)} Personen"
                tell_with_way_back(self._session, f"{who} im Papierkorb", done.change)

    def restore(self) -> None:
        """Take the chosen persons out of the bin."""
        ids = self.table.selected_ids()
        if ids:
            self._session.perform(lambda store, now: actions.restore_attendees(store, ids, now), quiet=True)

    def erase(self) -> None:
        """Erase the chosen persons of the bin for good, after a question."""
        ids = self.table.selected_ids()
        if ids and self._ask_to_erase(len(ids)):
            done = self._session.perform(lambda store, now: actions.erase_attendees(store, ids, now), quiet=True)
            if done:
                self._say_erased(len(ids))

    def _ask_to_erase(self, count: int) -> bool:
        who = "Die Angaben zu 1 Person werden" if count == 1 else f"Die Angaben zu {count} Personen werden"
        return ask(
            self,
            "Endgültig löschen?",
            f"{who} gelöscht, auch im Verlauf. Das lässt sich nicht rückgängig machen. "
            "Ältere Sicherungen enthalten sie noch, bis sie ausgedünnt sind.",
            yes="Endgültig löschen",
            is_danger=True,
        )

    def _say_erased(self, count: int) -> None:
        who = "Die Angaben zu 1 Person sind" if count == 1 else f"Die Angaben zu {count} Personen sind"
        self._session.tell(f"{who} gelöscht.", Tone.POSSIBLE)

    def _wording(self) -> str:
        known = attendees.of_event(self._session.store.db, self._event.id)
        return next((one.consent_text for one in known if one.consent_text), _CONSENT)
