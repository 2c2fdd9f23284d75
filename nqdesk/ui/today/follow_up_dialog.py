"""A follow-up: what to do, by when."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from nqdesk.actions import follow_ups
from nqdesk.domain.follow_ups import FollowUp
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.text_area import TextArea


class FollowUpDialog(Dialog):
    """The form of one follow-up; nothing is stored before "Speichern"."""

    def __init__(self, session: Session, follow_up: FollowUp, parent: QWidget | None = None) -> None:
        super().__init__("Wiedervorlage", parent)
        self._session = session
        self._follow_up = follow_up
        self.setMinimumWidth(step(110))
        self.form = Form(1)
        self.form.add("text", "&Was ist zu tun?", TextArea(lines=3))
        self.form.add("due", "&Bis wann?", DayField())
        self.form.set_values({"text": follow_up.text, "due": follow_up.due})
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.add_button("Abbrechen", on_click=self.reject)
        self.add_button("Speichern", "primary", on_click=self._save)
        self.form.field("text").setFocus()

    def has_edits(self) -> bool:
        return self.form.is_edited

    def _save(self) -> None:
        unreadable = self.form.problems()
        if unreadable:
            self.form.show_problems(unreadable)
            return
        values = self.form.values()
        wanted = replace(self._follow_up, text=values["text"], due=values["due"])
        done = self._session.perform(
            lambda store, now: follow_ups.save(store, [wanted], now), show_problems=False, quiet=True
        )
        if done.problems:
            self.form.show_problems(done.problems)
        else:
            self.accept()
