"""The form of an event. It saves itself; a field that cannot be read keeps what is stored."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.actions import events as actions
from nqdesk.domain.change import Change
from nqdesk.domain.draft import DraftForm
from nqdesk.domain.events import Event, check_event
from nqdesk.domain.problem import Problem
from nqdesk.store import events
from nqdesk.store.database import Store
from nqdesk.ui.draft_keeper import DraftKeeper
from nqdesk.ui.events.event_fields import HoursField, NamesField
from nqdesk.ui.events.event_lines import KINDS
from nqdesk.ui.self_saving import SelfSaving
from nqdesk.ui.session import Session
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.segments import Segments
from nqdesk.ui.widgets.text_area import TextArea
from nqdesk.ui.widgets.text_field import TextField

_KEYS = ("title", "kind", "day", "place", "street", "plz", "city", "host", "audience", "partners", "note")
_LABELS = {"title": "Titel", "day": "Tag", "hours": "Uhrzeit", "plz": "PLZ"}


class EventForm(SelfSaving[Event], QWidget):
    """All fields of one event.

    Signals:
        saved: the event as stored.
    """

    saved = Signal(object)
    labels = _LABELS

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.record = Event()
        self.drafts = DraftKeeper(session, DraftForm.EVENT)
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

    def show_record(self, record: Event) -> None:
        self.record = record
        values: dict[str, Any] = {key: getattr(record, key) for key in _KEYS}
        self.form.set_values({**values, "hours": (record.begins, record.ends)})

    def write(self, store: Store, wanted: Event, now: datetime) -> Change:
        return actions.save_event(store, wanted, now)

    def stored(self, record_id: str) -> Event | None:
        return events.get(self.session.store.db, record_id)

    def title_of(self, record: Event) -> str:
        return record.title

    def after_saving(self) -> None:
        self.saved.emit(self.record)

    def entered(self) -> tuple[Event, list[Problem]]:
        values = self.form.values()
        begins, ends = values.pop("hours")
        problems = self.form.problems()
        whole = replace(self.record, **values, begins=begins, ends=ends)
        for found in check_event(whole):
            key = "hours" if found.field in {"begins", "ends"} else found.field
            problems.append(Problem(found.code, key, values=found.values))
        for key in {problem.field for problem in problems}:
            if key == "hours":
                whole = replace(whole, begins=self.record.begins, ends=self.record.ends)
            else:
                whole = replace(whole, **{key: getattr(self.record, key)})
        return whole, problems

    def _fill_city(self) -> None:
        city = self.form.field("city")
        if not city.value() and (town := self.session.region.place_of(self.form.field("plz").value())):
            city.set_value(town)
            self.store_entered()  # the postcode itself is stored already
