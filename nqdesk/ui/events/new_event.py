"""Making an event: title, for whom, when and where; the rest comes later."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from nqdesk.actions import events as actions
from nqdesk.domain.draft import Draft, DraftForm
from nqdesk.domain.events import Event, check_event
from nqdesk.domain.problem import Problem
from nqdesk.store import centre, drafts
from nqdesk.ui.draft_keeper import DraftKeeper
from nqdesk.ui.events.event_fields import HoursField
from nqdesk.ui.events.event_lines import KINDS
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.form_dialog import FormDialog
from nqdesk.ui.widgets.segments import Segments
from nqdesk.ui.widgets.text_field import TextField


class NewEvent(FormDialog[Event]):
    """The first fields of an event.

    Attributes:
        record: what was stored, None before.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("Neue Veranstaltung", Form(2), parent, detail="Alles Weitere können Sie später ergänzen.")
        self._session = session
        self.record: Event | None = None
        self._event = Event()
        self._drafts = DraftKeeper(session, DraftForm.EVENT)
        self.setMinimumWidth(step(150))
        self.form.add("title", "&Titel", TextField("Wege zum Berufsabschluss"), span=2)
        self.form.add("kind", "&Für", Segments(KINDS), span=2)
        self.form.add("day", "T&ag", DayField())
        self.form.add("hours", "&Uhrzeit", HoursField())
        self.form.add("place", "&Ort, wie er gedruckt wird", TextField(), span=2)
        self.form.add("plz", "&PLZ", TextField(), hint="Für den Umkreis der Angebote.")
        self.form.add("city", "&Gemeinde", TextField())
        self.form.field("plz").left.connect(self._fill_city)
        self.form.settled.connect(self.keep_draft)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.add_button("Abbrechen", on_click=self.reject)
        self.add_button("Anlegen", "primary", on_click=self.save)
        self.form.field("title").setFocus()

    def _fill_city(self) -> None:
        city = self.form.field("city")
        if not city.value():
            city.set_value(self._session.region.place_of(self.form.field("plz").value()))

    def entered(self) -> tuple[Event, list[Problem]]:
        values = self.form.values()
        begins, ends = values.pop("hours")
        host = centre.get(self._session.store.db).name
        wanted = replace(self._event, **values, begins=begins, ends=ends, host=host)
        problems = [*self.form.problems(), *check_event(wanted)]
        named = [
            Problem(p.code, "hours" if p.field in {"begins", "ends"} else p.field, values=p.values) for p in problems
        ]
        return wanted, named

    def store(self, wanted: Event) -> bool:
        if not self._session.perform(lambda store, now: actions.save_event(store, wanted, now), quiet=True):
            return False
        self._drafts.drop()
        self.record = wanted
        return True

    def save_before_lock(self) -> None:
        super().save_before_lock()
        if self.record is None and self.form.is_edited:
            self.keep_draft()

    def forget_edits(self) -> None:
        self._drafts.drop()

    def keep_draft(self) -> None:
        """Keep what was typed: it is stored only when the person says so."""
        wanted, _ = self.entered()
        texts = self.form.texts(problem.field for problem in self.form.problems())
        self._drafts.keep(wanted, Event(id=self._event.id), texts, title=wanted.title)

    def resume(self, draft: Draft) -> None:
        """Show what was typed and not stored."""
        self._event = Event(id=draft.record_id)
        typed = drafts.applied(draft, self._event)
        values: dict[str, Any] = {key: getattr(typed, key) for key in ("title", "kind", "day", "place", "plz", "city")}
        self.form.set_values({**values, "hours": (typed.begins, typed.ends)})
        self.form.type_texts(draft.unread)
        self.form.mark_edited()
        self.form.show_problems(self.form.problems())
        self._drafts.take_up(draft)


def make_event(session: Session, parent: QWidget, draft: Draft | None = None) -> Event | None:
    """Ask for a new event, going on with a draft if there is one; None if the person thought better of it."""
    dialog = NewEvent(session, parent)
    if draft is not None:
        dialog.resume(draft)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    event = dialog.record if accepted else None
    dialog.deleteLater()
    return event
