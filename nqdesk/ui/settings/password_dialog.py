"""Changing one's own password."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from nqdesk.actions import messages, people
from nqdesk.actions.refused import Refused
from nqdesk.domain.failure import Failure
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.form import FormRow
from nqdesk.ui.widgets.new_password import NewPassword
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.password_field import PasswordField


class PasswordDialog(Dialog):
    """The present password once, the new one twice."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            "Eigenes Passwort ändern",
            parent,
            detail="Ältere Kopien und Sicherungen auf anderen Datenträgern öffnen sich weiter mit dem Passwort von "
            "damals.",
        )
        self._session = session
        self.setMinimumWidth(step(125))
        self._notice = Notice("", Tone.NO)
        self._notice.hide()
        self.body.addWidget(self._notice)
        self.old = PasswordField("Bisheriges Passwort")
        self._old_row = FormRow("&Bisheriges Passwort", self.old)
        self.old.caps_lock.connect(lambda on: self._old_row.show_problem("Die Feststelltaste ist an." if on else ""))
        self.body.addWidget(self._old_row)
        self.new = NewPassword()
        self.body.addWidget(self.new)
        self.body.addStretch(1)
        self.add_button("Abbrechen", on_click=self.reject)
        self.add_button("Passwort ändern", "primary", on_click=self.save)
        self.old.setFocus()

    def save(self) -> None:
        """Change it, or say what stands in the way."""
        if self.new.check():
            self.new.setFocus()
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            people.change_password(self._session.store, self.old.value(), self.new.value(), self._session.now())
        except Failure as failure:
            wrong = failure.code == "wrong_password"
            self._old_row.show_problem("Das bisherige Passwort passt nicht." if wrong else "")
            self._notice.set("" if wrong else messages.sentence(failure.code, failure.values))
            if wrong:
                self.old.setFocus()
                self.old.selectAll()
            return
        except Refused as refused:
            self._notice.set(" ".join(messages.problem(problem) for problem in refused.problems))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.old.clear()
        self.new.clear()
        self.accept()
