"""A person: name and rights, and a password for a new one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from nqdesk.actions import messages, people
from nqdesk.actions.refused import Refused
from nqdesk.domain.failure import Failure
from nqdesk.domain.people import Person, Right
from nqdesk.domain.problem import Problem
from nqdesk.store.database import Store
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.check_field import CheckField
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.form import FormRow
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.new_password import NewPassword
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.text_field import TextField

_RIGHTS = (
    (Right.BERATUNG, "&Beratung: Angebote und Veranstaltungen bearbeiten, einlesen, drucken"),
    (Right.VERWALTUNG, "&Verwaltung: Personen, Einstellungen, endgültiges Löschen"),
)


class PersonDialog(Dialog):
    """Adds a person, or changes one."""

    def __init__(self, session: Session, person: Person | None, parent: QWidget | None = None) -> None:
        """`person` None adds one."""
        super().__init__(
            "Person ändern" if person else "Person hinzufügen",
            parent,
            detail=""
            if person
            else "Sagen Sie der Person das Passwort persönlich. Sie ändert es danach selbst unter „Personen“.",
        )
        self._session = session
        self._person = person
        self.setMinimumWidth(step(135))
        self._notice = Notice("", Tone.NO)
        self._notice.hide()
        self.body.addWidget(self._notice)
        self.name = TextField()
        self._name_row = FormRow("&Name", self.name, hint="So steht er im Verlauf der Änderungen.")
        self.body.addWidget(self._name_row)
        self.password = NewPassword()
        if person is None:
            self.body.addWidget(self.password)
        else:
            self.name.set_value(person.name)
        self.body.addWidget(Label("Rechte", "label"))
        self.rights: dict[Right, CheckField] = {}
        for right, text in _RIGHTS:
            box = CheckField(text)
            box.set_value(right in person.rights if person else right is Right.BERATUNG)
            self.rights[right] = box
            self.body.addWidget(box)
        self._rights_problem = Label("", "problem")
        self._rights_problem.hide()
        self.body.addWidget(self._rights_problem)
        self.body.addStretch(1)
        self.add_button("Abbrechen", on_click=self.reject)
        self.add_button("Speichern" if person else "Hinzufügen", "primary", on_click=self.save)
        self.name.setFocus()

    def has_edits(self) -> bool:
        """Whether something was typed that is not stored."""
        if self._person is None:
            return bool(self.name.value() or self.password.value())
        return self._wanted(self._person) != self._person

    def save(self) -> None:
        """Store the person; what is wrong is said beside its field."""
        if self._person is None and self.password.check():
            self.password.setFocus()
            return
        if not any(box.value() for box in self.rights.values()):
            self._show([Problem("right_needed", "rights")])
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._act()(self._session.store, self._session.now())
        except Refused as refused:
            self._show(refused.problems)
            return
        except Failure as failure:
            self._show([Problem(failure.code, _FIELDS.get(failure.code, ""), values=failure.values)])
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.password.clear()
        self.accept()

    def _wanted(self, person: Person) -> Person:
        chosen = frozenset(right for right, box in self.rights.items() if box.value())
        return replace(person, name=self.name.value(), rights=chosen)

    def _act(self) -> Callable[[Store, datetime], object]:
        if self._person is None:
            wanted, password = self._wanted(Person("", "", frozenset())), self.password.value()
            return lambda store, now: people.add_person(store, wanted.name, password, wanted.rights, now)
        changed = self._wanted(self._person)
        return lambda store, now: people.change_person(store, changed, now)

    def _show(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        texts = {problem.field: messages.problem(problem) for problem in problems}
        self._name_row.show_problem(texts.pop("name", ""))
        rights = texts.pop("rights", "")
        self._rights_problem.setText(rights)
        self._rights_problem.setVisible(bool(rights))
        self._notice.set(" ".join(texts.values()))
        self.adjustSize()


_FIELDS = {"name_taken": "name", "last_verwaltung": "rights"}
