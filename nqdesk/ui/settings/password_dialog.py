"""Changing one's own password."""

from PySide6.QtWidgets import QWidget

from nqdesk.actions import people
from nqdesk.ui.session import Session
from nqdesk.ui.settings.password_act import attempt, password_row
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.dialog import Dialog
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
        self._old_row = password_row("&Bisheriges Passwort", self.old)
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
        session, old, new = self._session, self.old.value(), self.new.value()
        if attempt(
            lambda: people.change_password(session.store, old, new, session.now()),
            self.old,
            self._old_row,
            self._notice,
            "Das bisherige Passwort passt nicht.",
        ):
            self.old.clear()
            self.new.clear()
            self.accept()
