"""Keeping a check: with whom, what for, how long. Nothing is stored before "Aufbewahren"."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QDialog, QWidget

from nqdesk.actions import kept_checks
from nqdesk.domain.change import Change
from nqdesk.domain.funding.kept_check import KeptCheck, SubjectKind, check_kept
from nqdesk.domain.organisations import Role
from nqdesk.domain.problem import Problem
from nqdesk.store import organisations
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.form_dialog import FormDialog
from nqdesk.ui.widgets.segments import Segments
from nqdesk.ui.widgets.text_area import TextArea
from nqdesk.ui.widgets.text_field import TextField

DEFAULT_PURPOSE = "Beratung zur Förderung der beruflichen Weiterbildung"
_KINDS = ((SubjectKind.PERSON, "Person"), (SubjectKind.COMPANY, "Unternehmen"))
_DETAIL = (
    "Angaben und Ergebnis werden so festgehalten, wie sie jetzt sind, und ändern sich danach nicht mehr. "
    "Das sind personenbezogene Daten: nur, was für den Zweck nötig ist, und nur bis zur Frist."
)


class KeepDialog(FormDialog[KeptCheck]):
    """Attributes: change: what was stored, None before. kept: the check as it was stored."""

    def __init__(self, session: Session, check: KeptCheck, parent: QWidget | None = None, *, of: str = "") -> None:
        """`of` names the variant that is kept, "" if there is only one."""
        super().__init__(f"Fördercheck aufbewahren{f' ({of})' if of else ''}", Form(1), parent, detail=_DETAIL)
        self._session = session
        self._check = check
        self.kept = check
        self.change: Change | None = None
        self.setMinimumWidth(step(140))
        form = self.form
        form.add("subject_kind", "Für", Segments(_KINDS))
        known = [(found.id, found.label) for found in organisations.every(session.store.db, Role.COMPANY)]
        self._names = dict(known)
        self._company = form.add(
            "company_id",
            "Unternehmen aus der &Liste",
            Choice([("", "keines davon"), *known], searchable=True),
            hint="Nur, wenn es schon erfasst ist.",
        )
        form.add("subject", "&Name oder Zeichen", TextField(), hint="Ein Zeichen oder eine Nummer genügt.")
        form.add("purpose", "&Zweck", TextField(), hint="Wofür der Check aufbewahrt wird.")
        form.add("keep_until", "&Aufbewahren bis", DayField(), hint="Danach ist der Check zu löschen.")
        form.add("note", "N&otiz", TextArea(3))
        form.set_values(
            {
                "subject_kind": check.subject_kind,
                "company_id": check.company_id,
                "subject": check.subject,
                "purpose": check.purpose,
                "keep_until": check.keep_until,
                "note": check.note,
            }
        )
        form.field("subject_kind").edited.connect(self._show_company)
        form.field("company_id").edited.connect(self._name_company)
        self._show_company()
        self.body.addWidget(form)
        self.body.addStretch(1)
        self.add_button("Abbrechen", on_click=self.reject)
        self.add_button("Aufbewahren", "primary", on_click=self.save)
        form.field("subject").setFocus()

    def _show_company(self) -> None:
        is_company = self.form.field("subject_kind").value() is SubjectKind.COMPANY
        self._company.setVisible(is_company and bool(self._names))

    def _name_company(self) -> None:
        name = self._names.get(self.form.field("company_id").value() or "", "")
        if name:
            self.form.field("subject").set_value(name)

    def entered(self) -> tuple[KeptCheck, list[Problem]]:
        values = self.form.values()
        values["company_id"] = (values["company_id"] or "") if values["subject_kind"] is SubjectKind.COMPANY else ""
        wanted = replace(self._check, **values)
        return wanted, [*self.form.problems(), *check_kept(wanted, self._session.today())]

    def store(self, wanted: KeptCheck) -> bool:
        done = self._session.perform(
            lambda store, now: kept_checks.keep(store, wanted, now), quiet=True, show_problems=False
        )
        self.form.show_problems(done.problems)
        self.change, self.kept = done.change, wanted
        return bool(done)


def keep(
    session: Session, check: KeptCheck, parent: QWidget, done: Callable[[KeptCheck, Change], None], *, of: str = ""
) -> None:
    """Ask for what is needed and store the check; `done` gets what was stored."""
    dialog = KeepDialog(session, check, parent, of=of)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    if accepted and dialog.change is not None:
        done(dialog.kept, dialog.change)
    dialog.deleteLater()
