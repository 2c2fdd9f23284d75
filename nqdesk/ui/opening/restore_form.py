"""Choosing a backup to put in a database's place."""

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.store.backup import Backup
from nqdesk.ui.opening.door import Door
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.form import FormRow
from nqdesk.ui.widgets.password_field import PasswordField


def backup_label(backup: Backup) -> str:
    """Return when a backup was made and how large it is: "23.11.2026 08:02 · 1,4 MB"."""
    size = f"{backup.size / 1_000_000:.1f}".replace(".", ",")
    reason = " · vor einer Aktualisierung" if backup.version else ""
    damaged = "" if backup.ok else " · unvollständig"
    return f"{backup.at.astimezone():%d.%m.%Y %H:%M} · {size}\u00a0MB{reason}{damaged}"


class RestoreForm(QWidget):
    """A backup and the password it was made under."""

    def __init__(self, door: Door, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._door = door
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(3))
        self.choice = Choice()
        layout.addWidget(FormRow("&Sicherung", self.choice))
        self.password = PasswordField("Passwort")
        layout.addWidget(FormRow("&Passwort", self.password, hint="Wie es galt, als die Sicherung entstand."))
        layout.addStretch(1)
        self.setFocusProxy(self.password)

    def show_backups(self, path: Path) -> None:
        """Offer the backups of a database; the newest whole one is chosen."""
        found = self._door.backups(path)
        self.choice.set_options([(backup.path, backup_label(backup)) for backup in found])
        best = next((backup for backup in found if backup.ok), None)
        self.choice.set_value(best.path if best else None)

    @property
    def backup(self) -> Path | None:
        """The chosen backup."""
        value = self.choice.value()
        return value if isinstance(value, Path) else None
