"""The table of an attendance list; less important columns make room when the window is narrow."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from nqdesk.domain.attendees import Attendee, is_due_for_erasure
from nqdesk.store.database import Store
from nqdesk.ui.events.event_lines import joined
from nqdesk.ui.paged_model import Column, PagedModel
from nqdesk.ui.session import Session
from nqdesk.ui.tables import TablePane
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.text_field import show_day

_SAVED_AS = "attendees"
_ATTENDED = {True: ("war da", Tone.POSSIBLE), False: ("war nicht da", Tone.NEUTRAL), None: ("offen", Tone.OPEN)}


# The table's width from which a column is shown, the first to give way first.
_FROM = (("contact", step(215)), ("organisation", step(160)))


def columns(today: Callable[[], date]) -> tuple[Column[Attendee], ...]:
    """Return the columns; `today` is asked while painting what is due."""

    def until_tone(attendee: Attendee) -> Tone | None:
        return Tone.NO if is_due_for_erasure(attendee, today()) else None

    return (
        Column(key="name", title="Name", text=lambda one: one.name, strong=True, width=170),
        Column(key="organisation", title="Organisation", text=lambda one: one.organisation or "–", stretch=True),
        Column(
            key="contact",
            title="Kontakt",
            text=lambda one: joined(one.email, one.phone) or "–",
            width=170,
            tip=lambda one: joined(one.email, one.phone),
        ),
        Column(
            key="consent",
            title="Einwilligung",
            text=lambda one: f"seit {show_day(one.consent_on)}" if one.consent_on else "keine",
            tone=lambda one: Tone.POSSIBLE if one.consent_on else Tone.NEUTRAL,
            tip=lambda one: one.consent_text,
            width=140,
        ),
        Column(
            key="keep_until",
            title="Löschen nach",
            text=lambda one: show_day(one.keep_until) if one.keep_until else "–",
            tone=until_tone,
            width=112,
        ),
        Column(
            key="attended",
            title="Teilnahme",
            text=lambda one: _ATTENDED[one.attended][0],
            tone=lambda one: _ATTENDED[one.attended][1],
            width=116,
        ),
    )


class AttendeeTable(TablePane):
    """Persons of one event.

    Signals:
        bin_wanted: Del was pressed.
    """

    bin_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.model_of_attendees = PagedModel[Store, Attendee](
            columns(session.today), lambda: session.store, session.reads
        )
        super().__init__(self.model_of_attendees, "Teilnehmende", session.preferences, _SAVED_AS, parent)
        self.model_of_attendees.setParent(self)
        self._keys = [column.key for column in self.model_of_attendees.columns]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for key, least in _FROM:
            hidden = self.width() < least
            if self.isColumnHidden(self._keys.index(key)) != hidden:
                self.setColumnHidden(self._keys.index(key), hidden)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Delete):
            self.bin_wanted.emit()
            return
        super().keyPressEvent(event)

    def _save_widths(self) -> None:
        """Keep the widths; a hidden column keeps the one it had."""
        header = self.horizontalHeader()
        shown = {
            column.key: header.sectionSize(number)
            for number, column in enumerate(self.model_of_attendees.columns)
            if not column.stretch and not self.isColumnHidden(number)
        }
        self._preferences.save_widths(_SAVED_AS, {**self._preferences.widths(_SAVED_AS), **shown})
