"""A password: hidden, to be shown on purpose, with a hint when Caps Lock is on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nqdesk.domain.problem import Problem
from nqdesk.ui import theme


class PasswordField(QLineEdit):
    """A line that hides what is typed.

    Signals:
        edited, left: as other fields. caps_lock: whether capitals come without Shift.
    """

    edited = Signal()
    left = Signal()
    caps_lock = Signal(bool)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._reveal = QAction("Passwort zeigen", self)
        theme.set_icon(self._reveal, "eye", "muted")
        self._reveal.triggered.connect(self._toggle)
        self.addAction(self._reveal, QLineEdit.ActionPosition.TrailingPosition)
        self._caps = False
        self.textEdited.connect(lambda _: self.edited.emit())
        self.editingFinished.connect(self.left)

    def value(self) -> str:
        """Return what was typed, spaces included."""
        return self.text()

    def set_value(self, value: str) -> None:
        self.setText(value)

    def problem(self) -> Problem | None:
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        if len(letter) == 1 and letter.isalpha() and letter.lower() != letter.upper():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._set_caps(caps=letter.isupper() != shift)
        elif event.key() == Qt.Key.Key_CapsLock:
            self._set_caps(caps=not self._caps)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._set_caps(caps=False)

    def _set_caps(self, *, caps: bool) -> None:
        if caps != self._caps:
            self._caps = caps
            self.caps_lock.emit(caps)

    def _toggle(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._reveal.setText("Passwort verbergen" if hidden else "Passwort zeigen")
        theme.set_icon(self._reveal, "eye-off" if hidden else "eye", "muted")
