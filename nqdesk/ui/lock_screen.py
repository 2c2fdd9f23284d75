"""What the window shows while it is locked: nothing of the data, a password field."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.failure import Failure
from nqdesk.ui import theme
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.password_field import PasswordField


class _Sign(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(step(10), step(10)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(0, 0, theme.pixmap("lock", "muted", step(10), self.devicePixelRatioF()))


class LockScreen(QWidget):
    """Asks for the password of the person who works here.

    Signals:
        unlocked: the password fits.
    """

    unlocked = Signal()

    def __init__(self, person: str, fits: Callable[[str], bool], hint: str = "", parent: QWidget | None = None) -> None:
        """`fits` tells whether a password opens the database; `hint` is shown below (the demo's password)."""
        super().__init__(parent)
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._fits = fits
        outer = QVBoxLayout(self)
        box = QFrame()
        box.setProperty("role", "card")
        box.setFixedWidth(step(95))
        layout = QVBoxLayout(box)
        layout.setContentsMargins(step(8), step(7), step(8), step(7))
        layout.setSpacing(step(3))
        layout.addWidget(_Sign(), 0, Qt.AlignmentFlag.AlignHCenter)
        title = Label("nqdesk ist gesperrt", "title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(title)
        who = Label(f"Angemeldet: {person}", "subtitle")
        who.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(who)
        layout.addSpacing(step(1))
        self.password = PasswordField("Passwort")
        self.password.setPlaceholderText("Passwort")
        self.password.returnPressed.connect(self._try)
        layout.addWidget(self.password)
        self._below = Label(hint, "hint")
        self._below.setVisible(bool(hint))
        layout.addWidget(self._below)
        self._hint = hint
        self.password.caps_lock.connect(
            lambda on: self._say("Die Feststelltaste ist an." if on else self._hint, is_problem=False)
        )
        layout.addWidget(Button("Entsperren", "primary", on_click=self._try))
        outer.addStretch(2)
        outer.addWidget(box, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        self.setFocusProxy(self.password)

    def _try(self) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            fits = self._fits(self.password.value())
        except Failure as failure:
            self._say(messages.sentence(failure.code, failure.values), is_problem=True)
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.password.clear()
        if fits:
            self._say(self._hint, is_problem=False)
            self.unlocked.emit()
        else:
            self._say("Das Passwort passt nicht. Bitte noch einmal eingeben.", is_problem=True)
            self.password.setFocus()

    def _say(self, text: str, *, is_problem: bool) -> None:
        self._below.setText(text)
        self._below.setVisible(bool(text))
        self._below.setProperty("role", "problem" if is_problem else "hint")
        theme.restyle(self._below)
        self.password.setAccessibleDescription(text)
