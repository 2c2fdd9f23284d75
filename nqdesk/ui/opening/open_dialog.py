"""Opening a database: file, password, and for everything that stands in the way the next step."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.actions.refused import Refused
from nqdesk.domain.failure import Failure
from nqdesk.store import centre as stored_centre
from nqdesk.store.database import Store
from nqdesk.ui import theme
from nqdesk.ui.opening.door import Door
from nqdesk.ui.opening.recovery_sheet import RecoverySheetDialog
from nqdesk.ui.opening.restore_form import RestoreForm
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.file_choice import choose_file
from nqdesk.ui.widgets.fitting_stack import FittingStack
from nqdesk.ui.widgets.flow_layout import FlowLayout
from nqdesk.ui.widgets.form import FormRow
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.new_password import NewPassword
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.password_field import PasswordField
from nqdesk.ui.widgets.text_field import TextField

DATABASES = (("Datenbanken von nqdesk", "*.nqdesk"), ("Alle Dateien", "*"))
_RESTORE_HELPS = frozenset({"damaged", "not_ours", "not_encrypted", "missing", "slots_lost", "leftovers"})
_READING_HELPS = frozenset({"held", "read_only_place"})
_WRITING_HELPS = frozenset({"too_old_to_read", "unfinished"})
_OTHER_FILE_HELPS = frozenset({"missing", "not_ours", "not_encrypted", "cloud_folder", "read_only_place", "too_new"})


class OpenDialog(Dialog):
    """Asks for the password of a file.

    Attributes:
        store: the open database once accepted. wants_new: a new one shall be made instead.
    """

    def __init__(self, door: Door, path: Path, parent: QWidget | None = None) -> None:
        super().__init__("Datenbank öffnen", parent)
        self._door = door
        self.path = path
        self.store: Store | None = None
        self.wants_new = False
        self.setWindowIcon(theme.app_icon())
        self.setMinimumWidth(step(155))

        file = Card()
        row = QHBoxLayout()
        names = QVBoxLayout()
        names.setSpacing(step(0.5))
        self._name = Label("", "strong")
        self._folder = Label("", "small")
        names.addWidget(self._name)
        names.addWidget(self._folder)
        row.addLayout(names, 1)
        row.addWidget(Button("Andere Datei …", on_click=self._choose))
        file.add(row)
        self.body.addWidget(file)
        self._notice = Notice("", Tone.NO)
        self._notice.hide()
        self.body.addWidget(self._notice)
        self._ways = QWidget()
        self._ways_layout = FlowLayout(self._ways)
        self._ways.hide()
        self.body.addWidget(self._ways)

        self._steps = FittingStack()
        self.body.addWidget(self._steps)
        self._steps.addWidget(self._password_step())
        self._steps.addWidget(self._recovery_step())
        self.restore_form = RestoreForm(door)
        self._steps.addWidget(self.restore_form)

        self._back = self.add_button("Zurück", on_click=self._to_password, left=True)
        self._forgot = self.add_button("Passwort vergessen?", "link", on_click=self._to_recovery, left=True)
        self._new = self.add_button("Neu anlegen …", "link", on_click=self._ask_for_new, left=True)
        self.add_button("Abbrechen", on_click=self.reject)
        self._go = self.add_button("Öffnen", "primary", on_click=self.go)
        self._show_path(path)
        self._to_password()

    def has_edits(self) -> bool:
        """A password typed is nothing to lose."""
        return False

    def go(self) -> None:
        """Do what the primary button says."""
        act = (self._open, self._recover, self._restore)[self._steps.currentIndex()]
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            act()
        except Failure as failure:
            self._say(messages.sentence(failure.code, failure.values), failure.code)
        except Refused as refused:
            self._say(" ".join(messages.problem(p) for p in refused.problems))
        finally:
            QApplication.restoreOverrideCursor()

    # -- steps -------------------------------------------------------------------------------------------------

    def _password_step(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        self.password = PasswordField("Passwort")
        self._password_row = FormRow("&Passwort", self.password)
        self.password.caps_lock.connect(
            lambda on: self._password_row.show_problem("Die Feststelltaste ist an." if on else "")
        )
        layout.addWidget(self._password_row)
        layout.addStretch(1)
        return page

    def _recovery_step(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(3))
        self.code = TextField("XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
        layout.addWidget(
            FormRow(
                "&Wiederherstellungscode",
                self.code,
                hint="Er steht auf dem Blatt, das beim Einrichten gedruckt oder gespeichert wurde. Groß- und "
                "Kleinschreibung sind gleich.",
            )
        )
        self.new_password = NewPassword()
        layout.addWidget(self.new_password)
        layout.addStretch(1)
        return page

    def _to_password(self) -> None:
        self._show_step(0, "Datenbank öffnen", "", "Öffnen")
        self.password.setFocus()

    def _to_recovery(self) -> None:
        self._show_step(
            1,
            "Passwort ersetzen",
            "Mit dem Wiederherstellungscode geben Sie sich ein neues Passwort. Danach gilt ein neuer Code.",
            "Passwort ersetzen",
        )
        self.code.setFocus()

    def _to_restore(self) -> None:
        self.restore_form.show_backups(self.path)
        self._show_step(
            2,
            "Sicherung zurückholen",
            "Die jetzige Datei wird nicht gelöscht, sondern daneben aufgehoben.",
            "Zurückholen",
        )
        self.restore_form.setFocus()

    def _show_step(self, index: int, title: str, detail: str, button: str) -> None:
        self._say("")
        self._steps.setCurrentIndex(index)
        self.set_title(title, detail)
        self._go.setText(button)
        self._back.setVisible(index != 0)
        self._forgot.setVisible(index == 0)
        self._new.setVisible(index == 0)
        self.adjustSize()

    # -- acts --------------------------------------------------------------------------------------------------

    def _open(self, *, read_only: bool = False) -> None:
        self.store = self._door.open(self.path, self.password.value(), read_only)
        self._finish()

    def _recover(self) -> None:
        if self.new_password.check():
            return
        store, new_code = self._door.recover(self.path, self.code.value(), self.new_password.value())
        self.store = store
        QApplication.restoreOverrideCursor()
        centre = stored_centre.get(store.db).name
        sheet = RecoverySheetDialog(
            new_code, lambda out: self._door.write_sheet(new_code, centre, self.path.name, out), self
        )
        sheet.exec()
        sheet.deleteLater()
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        self._finish()

    def _restore(self) -> None:
        backup = self.restore_form.backup
        if backup is None:
            return
        self._door.restore(self.path, backup, self.restore_form.password.value())
        self.store = self._door.open(self.path, self.restore_form.password.value(), False)
        self._finish()

    def _finish(self) -> None:
        self.password.clear()
        self.new_password.clear()
        self.code.clear()
        self.restore_form.password.clear()
        self.accept()

    def _choose(self) -> None:
        path = choose_file(self, "Datenbank wählen", DATABASES, self.path.parent)
        if path is not None:
            self._show_path(path)
            self._to_password()

    def _ask_for_new(self) -> None:
        self.wants_new = True
        self.reject()

    def _show_path(self, path: Path) -> None:
        self.path = path
        self._name.setText(path.name)
        self._folder.setText(str(path.parent))

    # -- what stands in the way --------------------------------------------------------------------------------

    def _say(self, text: str, code: str = "") -> None:
        self._notice.set(text)
        for old in self._ways.findChildren(Button):
            self._ways_layout.removeWidget(old)
            old.deleteLater()
        ways = self._ways_for(code)
        for word, act in ways:
            button = Button(word, on_click=act, parent=self._ways)
            self._ways_layout.addWidget(button)
            button.show()
        self._ways.setVisible(bool(ways))
        if code == "wrong_password":
            self.password.selectAll()
            self.password.setFocus()
        self.adjustSize()

    def _ways_for(self, code: str) -> list[tuple[str, Callable[[], object]]]:
        ways: list[tuple[str, Callable[[], object]]] = []
        if code in _READING_HELPS:
            ways.append(("Nur lesen", lambda: self._try(lambda: self._open(read_only=True))))
        if code in _WRITING_HELPS:
            ways.append(("Zum Bearbeiten öffnen", lambda: self._try(self._open)))
        if code in _RESTORE_HELPS and self._door.backups(self.path):
            ways.append(("Sicherung zurückholen …", self._to_restore))
        if code == "wrong_password" and self._steps.currentIndex() == 0:
            ways.append(("Wiederherstellungscode benutzen", self._to_recovery))
        if code in _OTHER_FILE_HELPS:
            ways.append(("Andere Datei …", self._choose))
        if code == "missing":
            ways.append(("Neu anlegen …", self._ask_for_new))
        return ways

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Failure as failure:
            self._say(messages.sentence(failure.code, failure.values), failure.code)
