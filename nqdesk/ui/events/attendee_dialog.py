"""One person on an attendance list: purpose, consent and the end of keeping stand beside the name."""

from dataclasses import replace

from PySide6.QtWidgets import QDialog, QWidget

from nqdesk.actions import events as actions
from nqdesk.domain.attendees import Attendee, check_attendee, default_keep_until
from nqdesk.domain.events import Event
from nqdesk.domain.problem import Problem
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.form_dialog import FormDialog
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.segments import ThreeState
from nqdesk.ui.widgets.text_field import TextField

DEFAULT_PURPOSE = "Einladung und Nachbereitung dieser Veranstaltung"
_AROUND = step(50)  # title, buttons and frame of the dialog
_KEYS = (
    "name",
    "organisation",
    "attended",
    "consent_on",
    "consent_text",
    "email",
    "phone",
    "purpose",
    "keep_until",
)


def new_attendee(session: Session, event: Event, last: Attendee | None) -> Attendee:
    """Return a new person with the usual purpose, and kept until 24 months after the event."""
    return Attendee(
        event_id=event.id,
        purpose=last.purpose if last is not None else DEFAULT_PURPOSE,
        keep_until=default_keep_until(event.day or session.today()),
    )


class AttendeeDialog(FormDialog[Attendee]):
    """The form of one person; nothing is stored before "Speichern"."""

    def __init__(self, session: Session, attendee: Attendee, consent_text: str, parent: QWidget) -> None:
        """`consent_text` is the wording suggested once a day of consent is given."""
        is_new = attendee.version == 0
        super().__init__("Person hinzufügen" if is_new else "Person bearbeiten", Form(2), parent)
        self._session = session
        self._attendee = attendee
        self._consent_text = consent_text
        self.setMinimumWidth(step(160))
        form = self.form
        form.add("name", "&Name", TextField(), span=2)
        form.add("organisation", "&Organisation", TextField(), span=2)
        form.add("attended", "War da", ThreeState(), span=2)
        form.add("consent_on", "&Einwilligung am", DayField(), hint="Leer: keine Einwilligung.")
        form.add("consent_text", "Fassung der E&inwilligung", TextField("Einwilligung Veranstaltungen, Fassung 1"))
        self._hint = Notice("", Tone.NEUTRAL)
        form.add_widget(self._hint)
        form.add("email", "E-&Mail", TextField())
        form.add("phone", "&Telefon", TextField())
        form.add("purpose", "&Zweck", TextField(), hint="Wofür die Angaben aufbewahrt werden.")
        form.add("keep_until", "&Aufbewahren bis", DayField(), hint="Danach sind die Angaben zu löschen.")
        form.set_values({key: getattr(attendee, key) for key in _KEYS})
        form.field("consent_on").edited.connect(self._consent)
        form.set_read_only(read_only=not session.can_write)
        self._show_contact()
        area = ScrollArea(margin=step(1))
        area.body.addWidget(form)
        area.body.addStretch(1)
        room = self.screen().availableGeometry().height() - _AROUND
        area.setMinimumHeight(min(form.sizeHint().height() + step(4), room))
        self.body.addWidget(area, 1)
        self.add_button("Abbrechen", on_click=self.reject)
        save = self.add_button("Speichern", "primary", on_click=self.save)
        save.setEnabled(session.can_write)
        form.field("name").setFocus()

    def _consent(self) -> None:
        wording = self.form.field("consent_text")
        if self.form.field("consent_on").value() is not None and not wording.value():
            wording.set_value(self._consent_text)
        self._show_contact()

    def _show_contact(self) -> None:
        """Contact data only with consent; what stands there already can always be taken away."""
        agreed = self.form.field("consent_on").value() is not None
        for key in ("email", "phone"):
            field = self.form.field(key)
            field.setEnabled(self._session.can_write and (agreed or bool(field.value())))
        self._hint.set("" if agreed else "E-Mail und Telefon dürfen nur mit Einwilligung gespeichert werden.")

    def entered(self) -> tuple[Attendee, list[Problem]]:
        wanted = replace(self._attendee, **self.form.values())
        return wanted, [*self.form.problems(), *check_attendee(wanted)]

    def store(self, wanted: Attendee) -> bool:
        if wanted == self._attendee:
            return True
        done = self._session.perform(
            lambda store, now: actions.save_attendee(store, wanted, now), quiet=True, show_problems=False
        )
        self.form.show_problems(done.problems)
        return bool(done)


def edit_attendee(session: Session, attendee: Attendee, consent_text: str, parent: QWidget) -> bool:
    """Open the form; True if something was stored."""
    dialog = AttendeeDialog(session, attendee, consent_text, parent)
    stored = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return stored
