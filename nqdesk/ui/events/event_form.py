"""The form of an event. It saves itself; a field that cannot be read keeps what is stored."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.actions import events as actions
from nqdesk.domain.events import Event, check_event
from nqdesk.domain.problem import Problem
from nqdesk.store import events
from nqdesk.ui.events.event_fields import HoursField, NamesField
from nqdesk.ui.events.event_lines import KINDS
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.segments import Segments
from nqdesk.ui.widgets.text_area import TextArea
from nqdesk.ui.widgets.text_field import TextField

_KEYS = ("title", "kind", "day", "place", "street", "plz", "city", "host", "audience", "partners", "note")
_LABELS = {"title": "Titel", "day": "Tag", "hours": "Uhrzeit", "plz": "PLZ"}


class EventForm(QWidget):
    """All fields of one event.

    Signals:
        saved: the event as stored.
    """

    saved = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._event = Event()
        self.is_saving = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.form = Form(2)
        self.form.add("title", "&Titel", TextField(), span=2)
        self.form.add("kind", "&Für", Segments(KINDS), span=2, hint="Danach richtet sich die Seite zur Förderung.")
        self.form.add("day", "T&ag", DayField())
        self.form.add("hours", "&Uhrzeit", HoursField())
        self.form.add("place", "&Ort, wie er gedruckt wird", TextField("Gewerbe Akademie Offenburg, Saal 2"), span=2)
        self.form.add("street", "&Straße und Hausnummer", TextField(), span=2)
        self.form.add("plz", "&PLZ", TextField())
        self.form.add("city", "&Gemeinde", TextField())
        self.form.add("host", "Gastge&bende Stelle", TextField(), span=2)
        self.form.add("audience", "&Zielgruppe", TextArea(3), span=2)
        self.form.add("partners", "Pa&rtner", NamesField(5), span=2, hint="Ein Name je Zeile, so wie er gedruckt wird.")
        self.form.add("note", "&Notizen", TextArea(3), span=2, hint="Nur für das Team, wird nicht gedruckt.")
        self.form.settled.connect(self.save)
        self.form.field("plz").left.connect(self._fill_city)
        self.form.set_read_only(read_only=not session.can_write)
        layout.addWidget(self.form)

    def show_event(self, event: Event) -> None:
        """Show another event."""
        self._event = event
        values: dict[str, Any] = {key: getattr(event, key) for key in _KEYS}
        self.form.set_values({**values, "hours": (event.begins, event.ends)})

    def refresh(self, event: Event) -> None:
        """Show what was stored elsewhere, unless something is being typed here."""
        if self.is_saving:
            return
        if self.form.is_edited:
            self._event = event
        else:
            self.show_event(event)

    def save(self) -> None:
        """Store what can be stored; what cannot be read is said beside its field."""
        if not self.is_saving and self.form.is_edited:
            self._store()

    def _store(self) -> None:
        wanted, problems = self._entered()
        self.form.show_problems(problems)
        if wanted == self._event:
            return
        self.is_saving = True
        try:
            done = self._session.perform(
                lambda store, now: actions.save_event(store, wanted, now), quiet=True, show_problems=False
            )
        finally:
            self.is_saving = False
        if not done:
            self.form.show_problems((*problems, *done.problems))
            return
        stored = events.get(self._session.store.db, wanted.id)
        if stored is not None:
            self._event = stored
        if not problems:
            self.form.mark_saved()
        self.saved.emit(self._event)

    def leave(self) -> None:
        """Store, and say what could not be."""
        if not self.form.is_edited:
            return
        self.save()
        problems = self._entered()[1]
        if problems and self.form.is_edited:
            names = ", ".join(sorted({_LABELS.get(problem.field, problem.field) for problem in problems}))
            self._session.tell(f"Nicht gespeichert, weil nicht lesbar oder leer: {names}.", Tone.OPEN)
            self.show_event(self._event)

    def _entered(self) -> tuple[Event, list[Problem]]:
        """Return the event with every field that is sound, and the problems of the others by key of the form."""
        values = self.form.values()
        begins, ends = values.pop("hours")
        problems = self.form.problems()
        whole = replace(self._event, **values, begins=begins, ends=ends)
        for found in check_event(whole):
            key = "hours" if found.field in {"begins", "ends"} else found.field
            problems.append(Problem(found.code, key, values=found.values))
        for key in {problem.field for problem in problems}:
            if key == "hours":
                whole = replace(whole, begins=self._event.begins, ends=self._event.ends)
            else:
                whole = replace(whole, **{key: getattr(self._event, key)})
        return whole, problems

    def _fill_city(self) -> None:
        city = self.form.field("city")
        if not city.value() and (town := self._session.region.place_of(self.form.field("plz").value())):
            city.set_value(town)
            self._store()  # the postcode itself is stored already
