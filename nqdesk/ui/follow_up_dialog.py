"""A follow-up: what is to be done by when."""

from dataclasses import replace

from PySide6.QtWidgets import QDialog, QWidget

from nqdesk.actions import follow_ups as actions
from nqdesk.domain.follow_ups import FollowUp, check_follow_up
from nqdesk.domain.problem import Problem
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.form_dialog import FormDialog
from nqdesk.ui.widgets.text_area import TextArea


class FollowUpDialog(FormDialog[FollowUp]):
    """The form of one follow-up; nothing is stored before "Speichern"."""

    def __init__(self, session: Session, follow_up: FollowUp, parent: QWidget | None = None) -> None:
        super().__init__("Wiedervorlage", Form(1), parent, detail="Woran soll wann erinnert werden?")
        self._session = session
        self._follow_up = follow_up
        self.setMinimumWidth(step(110))
        form = self.form
        form.add("due", "&Tag", DayField())
        form.add("text", "&Was zu tun ist", TextArea(3))
        form.set_values({"due": follow_up.due, "text": follow_up.text})
        self.body.addWidget(form)
        self.body.addStretch(1)
        self.add_button("Abbrechen", on_click=self.reject)
        self.add_button("Speichern", "primary", on_click=self.save)
        form.field("due").setFocus()

    def entered(self) -> tuple[FollowUp, list[Problem]]:
        wanted = replace(self._follow_up, **self.form.values())
        return wanted, [*self.form.problems(), *check_follow_up(wanted)]

    def store(self, wanted: FollowUp) -> bool:
        done = self._session.perform(
            lambda store, now: actions.save(store, [wanted], now), quiet=True, show_problems=False
        )
        self.form.show_problems(done.problems)
        return bool(done)


def ask_follow_up(session: Session, follow_up: FollowUp, parent: QWidget) -> None:
    """Ask for day and text, store the follow-up and say so."""
    dialog = FollowUpDialog(session, follow_up, parent)
    stored = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    if stored:
        session.tell("Wiedervorlage gespeichert", Tone.POSSIBLE)
