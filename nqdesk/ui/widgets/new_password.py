"""Choosing a password: typed twice, with a word on how strong it is."""

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.people import MINIMUM_PASSWORD_LENGTH, check_password
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.form import FormRow
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.password_field import PasswordField
from nqdesk.ui.widgets.pill import StatusPill

_WEAK, _GOOD = 50.0, 75.0  # bits
_OFTEN = ("passwort", "password", "123", "qwert", "nqdesk", "sommer", "winter", "geheim", "hallo", "willkommen")


def strength(password: str) -> float:
    """Return a careful guess at a password's strength in bits: repeated letters and usual words count little."""
    kinds = (
        (str.islower, 26),
        (str.isupper, 26),
        (str.isdigit, 10),
        (lambda c: not c.isalnum(), 20),
    )
    alphabet = sum(size for test, size in kinds if any(test(c) for c in password))
    if not alphabet:
        return 0.0
    distinct = len(set(password))
    length = min(len(password), distinct * 2)
    lowered = password.casefold()
    length -= sum(len(word) - 1 for word in _OFTEN if word in lowered)
    return max(length, 1) * math.log2(alphabet)


class NewPassword(QWidget):
    """Two fields and a hint.

    Signals:
        edited: something was typed.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(3))
        self.first = PasswordField("Neues Passwort")
        self.again = PasswordField("Passwort wiederholen")
        hint = f"Mindestens {MINIMUM_PASSWORD_LENGTH} Zeichen. Gut sind vier Wörter ohne Zusammenhang."
        self._first_row = FormRow("&Passwort", self.first, hint=hint)
        self._again_row = FormRow("Passwort &wiederholen", self.again)
        layout.addWidget(self._first_row)
        line = QHBoxLayout()
        line.setSpacing(step(2))
        self._pill = StatusPill()
        self._caps = Label("", "problem")
        line.addWidget(self._pill)
        line.addWidget(self._caps, 1)
        layout.addLayout(line)
        layout.addWidget(self._again_row)
        for field in (self.first, self.again):
            field.edited.connect(self._edited)
            field.caps_lock.connect(lambda on: self._caps.setText("Die Feststelltaste ist an." if on else ""))
        self._edited()
        self.setFocusProxy(self.first)

    def value(self) -> str:
        """Return the password, whether it may be used or not."""
        return self.first.value()

    def check(self) -> str:
        """Return "" if the password may be used, else the code of the problem, which is shown too."""
        code = check_password(self.first.value(), self.again.value())
        self._first_row.show_problem(messages.sentence(code) if code == "password_short" else "")
        self._again_row.show_problem(messages.sentence(code) if code == "password_differs" else "")
        return code

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.again.clear()
        self._edited()

    def _edited(self) -> None:
        for row in (self._first_row, self._again_row):
            row.show_problem("")  # what was wrong may be mended; the next check tells
        password = self.first.value()
        self._pill.setVisible(bool(password))
        bits = strength(password)
        if len(password) < MINIMUM_PASSWORD_LENGTH:
            self._pill.set("zu kurz", Tone.NO)
        elif bits < _WEAK:
            self._pill.set("leicht zu erraten", Tone.OPEN)
        elif bits < _GOOD:
            self._pill.set("gut", Tone.POSSIBLE)
        else:
            self._pill.set("sehr gut", Tone.POSSIBLE)
        if self.again.value() and self.again.value() == password:
            self._again_row.show_problem("")
        self.edited.emit()
