"""Something grave: what it does is explained, and a password confirms it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from nqdesk.actions import messages
from nqdesk.actions.refused import Refused
from nqdesk.domain.failure import Failure
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.form import FormRow
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.password_field import PasswordField


class ConfirmDialog(Dialog):
    """Sentences, a password, and a button that does it."""

    def __init__(
        self,
        title: str,
        sentences: Sequence[str],
        *,
        password: str,
        hint: str = "",
        button: str,
        act: Callable[[str], object],
        is_danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`password` is the field's label; `act` gets what was typed and raises Refused or Failure."""
        super().__init__(title, parent)
        self._act = act
        self._hint = hint
        self.setMinimumWidth(step(130))
        for sentence in sentences:
            self.body.addWidget(Label(sentence))
        self._notice = Notice("", Tone.NO)
        self._notice.hide()
        self.body.addWidget(self._notice)
        self.password = PasswordField(password.replace("&", ""))
        self._row = FormRow(password, self.password, hint=hint)
        self.password.caps_lock.connect(lambda on: self._row.show_problem("Die Feststelltaste ist an." if on else ""))
        self.body.addWidget(self._row)
        self.body.addStretch(1)
        self.add_button("Abbrechen", on_click=self.reject)
        self._go = self.add_button(button, "danger" if is_danger else "primary", on_click=self.go)
        if is_danger:
            self.password.returnPressed.connect(self._go.setFocus)  # Enter alone does nothing that is grave
        self.password.setFocus()

    def go(self) -> None:
        """Do it, or say what stands in the way."""
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._act(self.password.value())
        except Failure as failure:
            wrong = failure.code == "wrong_password"
            self._row.show_problem(f"Dieses Passwort passt nicht. {self._hint}".strip() if wrong else "")
            self._notice.set("" if wrong else messages.sentence(failure.code, failure.values))
            if wrong:
                self.password.setFocus()
                self.password.selectAll()
            return
        except Refused as refused:
            self._notice.set(" ".join(messages.problem(problem) for problem in refused.problems))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.password.clear()
        self.accept()
