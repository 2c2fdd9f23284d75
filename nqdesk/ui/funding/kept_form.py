"""The card with note, end of keeping and "abgeschlossen" of a kept check; it saves itself."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from nqdesk.actions import kept_checks
from nqdesk.domain.funding.kept_check import KeptCheck, check_kept
from nqdesk.domain.problem import Problem
from nqdesk.store import checks
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.check_field import CheckField
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.text_area import TextArea
from nqdesk.ui.widgets.text_field import TextField

_KEYS = ("subject", "note", "purpose", "keep_until", "closed")
_LABELS = {"subject": "Name oder Zeichen", "purpose": "Zweck", "keep_until": "Aufbewahren bis"}


class KeptForm(Card):
    """What may change of a kept check beside its outcomes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Fall", parent=parent)
        self._session = session
        self._check = KeptCheck()
        self.is_saving = False
        self.form = form = Form(1)
        form.add("closed", "", CheckField("Abgeschlossen"), hint="Es wird nichts mehr erwartet.")
        form.add("note", "N&otiz", TextArea(4))
        form.add("subject", "&Name oder Zeichen", TextField())
        form.add("purpose", "&Zweck", TextField())
        form.add("keep_until", "&Aufbewahren bis", DayField(), hint="Danach ist der Check zu löschen.")
        form.field("closed").left.connect(self.save)
        form.settled.connect(self.save)
        form.set_read_only(read_only=not session.can_write)
        self.add(form)

    def show_check(self, check: KeptCheck) -> None:
        """Show another check."""
        self._check = check
        self.form.set_values({key: getattr(check, key) for key in _KEYS})

    def refresh(self, check: KeptCheck) -> None:
        """Show what was stored elsewhere, unless something is being typed here."""
        if self.is_saving:
            return
        if self.form.is_edited:
            self._check = check
        else:
            self.show_check(check)

    def save(self) -> None:
        """Store what can be stored; what cannot be read is said beside its field."""
        if self.is_saving or not self.form.is_edited:
            return
        wanted, problems = self._entered()
        self.form.show_problems(problems)
        if wanted == self._check:
            return
        self.is_saving = True
        try:
            done = self._session.perform(
                lambda store, now: kept_checks.save(store, wanted, now), quiet=True, show_problems=False
            )
        finally:
            self.is_saving = False
        if not done:
            self.form.show_problems((*problems, *done.problems))
            return
        self._check = checks.get(self._session.store.db, wanted.id) or wanted
        if not problems:
            self.form.mark_saved()

    def leave(self) -> None:
        """Store, and say what could not be."""
        if not self.form.is_edited:
            return
        self.save()
        problems = self._entered()[1]
        if problems and self.form.is_edited:
            names = ", ".join(sorted({_LABELS.get(problem.field, problem.field) for problem in problems}))
            self._session.tell(f"Nicht gespeichert, weil nicht lesbar oder leer: {names}.", Tone.OPEN)
            self.show_check(self._check)

    def _entered(self) -> tuple[KeptCheck, list[Problem]]:
        """Return the check with every field that is sound, and the problems of the others."""
        wanted = replace(self._check, **self.form.values())
        problems = [*self.form.problems(), *check_kept(wanted, self._session.today())]
        for key in {problem.field for problem in problems} & set(_KEYS):
            wanted = replace(wanted, **{key: getattr(self._check, key)})
        return wanted, problems
