"""What became of one instrument of a kept check: state, day, and the reason of a refusal."""

from PySide6.QtWidgets import QDialog, QWidget

from nqdesk.actions import kept_checks, messages
from nqdesk.domain.funding.kept_check import KeptCheck, Outcome, OutcomeState, check_kept
from nqdesk.domain.problem import Problem
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.form_dialog import FormDialog
from nqdesk.ui.widgets.text_area import TextArea

_REASON = "Bei einer Ablehnung nötig: was die Stelle geschrieben hat."


class OutcomeDialog(FormDialog[KeptCheck]):
    """The form of one outcome; nothing is stored before "Speichern"."""

    def __init__(
        self, session: Session, check: KeptCheck, instrument: str, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__("Was daraus wurde", Form(1), parent, detail=title)
        self._session = session
        self._check = check
        self._instrument = instrument
        self._before = check.outcome_of(instrument)
        self.setMinimumWidth(step(120))
        form = self.form
        form.add("state", "&Stand", Choice([(state, messages.word(state)) for state in OutcomeState]))
        form.add("day", "&Tag", DayField(), hint="Wann es geschehen ist; leer, wenn unbekannt.")
        form.add("reason", "&Grund", TextArea(3), hint=_REASON)
        before = self._before or Outcome(instrument, OutcomeState.APPLIED, session.today())
        form.set_values({"state": before.state, "day": before.day, "reason": before.reason})
        self.body.addWidget(form)
        self.body.addStretch(1)
        if self._before is not None:
            self.add_button("Eintrag entfernen", on_click=self.remove, left=True)
        self.add_button("Abbrechen", on_click=self.reject)
        self.add_button("Speichern", "primary", on_click=self.save)
        form.field("state").setFocus()

    def remove(self) -> None:
        """Take the entry away."""
        if self.store(self._check.without_outcome(self._instrument)):
            self.close_stored()

    def entered(self) -> tuple[KeptCheck, list[Problem]]:
        wanted = self._check.with_outcome(Outcome(self._instrument, **self.form.values()))
        return wanted, [*self.form.problems(), *check_kept(wanted, self._session.today())]

    def store(self, wanted: KeptCheck) -> bool:
        done = self._session.perform(lambda store, now: kept_checks.save(store, wanted, now), show_problems=False)
        others = self.form.show_problems(done.problems)
        if others:
            self._session.tell(" ".join(messages.problem(found) for found in others))
        return bool(done)


def note_outcome(session: Session, check: KeptCheck, instrument: str, title: str, parent: QWidget) -> bool:
    """Ask what became of an instrument and store it; True if something was stored."""
    dialog = OutcomeDialog(session, check, instrument, title, parent)
    stored = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return stored
