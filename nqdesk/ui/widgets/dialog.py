"""The base of all dialogs: Esc and closing never drop an edit without asking."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.tab_order import go_on


class Dialog(QDialog):
    """A dialog with a title, a body and buttons below.

    Attributes:
        body: the layout to fill.
        forbids_lock: the window does not lock while this is open, because something would be lost for good.
        lost_by_lock: what a person is told on coming back, if locking the window has closed this; "" for nothing.
    """

    forbids_lock = False
    lost_by_lock = ""

    def __init__(self, title: str, parent: QWidget | None = None, *, detail: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(step(6), step(5), step(6), step(5))
        outer.setSpacing(step(4))
        self._title = Label(title, "title")
        outer.addWidget(self._title)
        self._detail = Label(detail, "subtitle")
        self._detail.setVisible(bool(detail))
        outer.addWidget(self._detail)
        self.body = QVBoxLayout()
        self.body.setSpacing(step(3))
        outer.addLayout(self.body, 1)
        self._left = QHBoxLayout()
        self._right = QHBoxLayout()
        for side in (self._left, self._right):
            side.setSpacing(step(2))
        buttons = QHBoxLayout()
        buttons.addLayout(self._left)
        buttons.addStretch(1)
        buttons.addLayout(self._right)
        outer.addLayout(buttons)

    def add_button(
        self,
        text: str,
        kind: str = "",
        *,
        icon: str = "",
        on_click: Callable[[], object] | None = None,
        left: bool = False,
    ) -> Button:
        """Add a button; the primary one answers to Enter and comes last."""
        button = Button(text, kind, icon=icon, on_click=on_click, parent=self)
        (self._left if left else self._right).addWidget(button)
        if kind == "primary":
            button.setDefault(True)
        return button

    def set_title(self, title: str, detail: str = "") -> None:
        """Show another title and line below."""
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))

    def has_edits(self) -> bool:
        """Tell whether closing would lose something typed; dialogs with fields override this."""
        return False

    def save_before_lock(self) -> None:
        """Keep what was typed as far as possible: the window is about to be locked and closes the dialog."""

    def forget_edits(self) -> None:
        """The person gives up what was typed: nothing of it stays anywhere."""

    def reject(self) -> None:
        """Close without doing anything; asks if something typed would be lost."""
        if self.has_edits() and not ask(
            self,
            "Eingaben verwerfen?",
            "Was Sie hier eingegeben haben, ist noch nicht gespeichert.",
            yes="Verwerfen",
            no="Weiter bearbeiten",
            is_danger=True,
        ):
            return
        self.forget_edits()
        super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        room = self.screen().availableGeometry().size() - QSize(step(2), step(10))  # what the system draws around it
        self.resize(self.size().boundedTo(room))
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._grow()
        return done

    def _grow(self) -> None:
        """Make room for a line that has just appeared: Qt does not ask how high wrapped text is."""
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            needed = min(layout.totalMinimumHeightForWidth(self.width()), self.screen().availableGeometry().height())
            if needed > self.height():
                self.resize(self.width(), needed)

    def focusNextPrevChild(self, next: bool) -> bool:
        return go_on(self, forward=next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.has_edits():
            self.reject()
            event.accept()
            return
        super().keyPressEvent(event)


class Question(Dialog):
    """One question with two answers; Esc is the answer that changes nothing."""

    def __init__(
        self, parent: QWidget | None, title: str, text: str, *, yes: str, no: str = "Abbrechen", is_danger: bool = False
    ) -> None:
        super().__init__(title, parent)
        label = Label(text)
        label.setMinimumWidth(step(96))
        self.body.addWidget(label)
        self.setAccessibleDescription(text)
        if no:
            self.add_button(no, on_click=self.reject)
        answer = self.add_button(yes, "danger" if is_danger else "primary", on_click=self.accept)
        answer.setFocus() if not is_danger else None


def ask(
    parent: QWidget | None, title: str, text: str, *, yes: str, no: str = "Abbrechen", is_danger: bool = False
) -> bool:
    """Ask a question and wait for the answer; True for `yes`."""
    question = Question(parent, title, text, yes=yes, no=no, is_danger=is_danger)
    answer = question.exec() == QDialog.DialogCode.Accepted
    question.deleteLater()
    return answer


def inform(parent: QWidget | None, title: str, text: str) -> None:
    """Say something that must be read before going on."""
    note = Question(parent, title, text, yes="Verstanden", no="")
    note.exec()
    note.deleteLater()


def locks_from_a_dialog(event: QEvent) -> bool:
    """Whether Ctrl+L was pressed in a dialog, where the window's own shortcut does not reach."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    pressed = event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return pressed and QApplication.activeModalWidget() is not None
