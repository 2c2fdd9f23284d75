"""Something grave: what it does is explained, and a password confirms it."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from nqdesk.ui.settings.password_act import attempt, password_row
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.dialog import Dialog
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
        self._row = password_row(password, self.password, hint)
        self.body.addWidget(self._row)
        self.body.addStretch(1)
        self.add_button("Abbrechen", on_click=self.reject)
        self._go = self.add_button(button, "danger" if is_danger else "primary", on_click=self.go)
        if is_danger:
            self.password.returnPressed.connect(self._go.setFocus)  # Enter alone does nothing that is grave
        self.password.setFocus()

    def go(self) -> None:
        """Do it, or say what stands in the way."""
        wrong = f"Dieses Passwort passt nicht. {self._hint}".strip()
        if attempt(lambda: self._act(self.password.value()), self.password, self._row, self._notice, wrong):
            self.password.clear()
            self.accept()
