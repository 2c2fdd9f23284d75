"""The sections Sicherungen and Sicherheit: made, checked, kept twice, put back; minutes until the lock."""

from pathlib import Path

from PySide6.QtWidgets import QDialog

from nqdesk.store import backup, settings
from nqdesk.ui.session import Message, Session
from nqdesk.ui.settings.confirm_dialog import ConfirmDialog
from nqdesk.ui.settings.page import BACKUPS, SAFETY, SettingsPage
from tests.keyboard import leave, retype, type_text
from tests.ui.accessibility import words
from tests.ui.conftest import PASSWORD, Dialogs
from tests.ui.settings.conftest import button


def test_a_backup_is_made_listed_and_announced(page: SettingsPage, session: Session) -> None:
    made: list[object] = []
    session.backed_up.connect(made.append)
    section = page.open(BACKUPS)
    assert "Noch keine Sicherung" in words(section)
    button(section, "Jetzt sichern").click()
    assert len(made) == 1
    assert "gemacht und geprüft" in words(section)
    assert "vollständig" in words(section)
    assert session.changes_backed_up == session.store.total_changes


def test_the_database_is_looked_through(page: SettingsPage) -> None:
    section = page.open(BACKUPS)
    button(section, "Datenbank prüfen").click()
    assert "in Ordnung" in words(section)


def test_a_second_folder_is_used_once_it_is_chosen(
    page: SettingsPage, session: Session, dialogs: Dialogs, tmp_path: Path
) -> None:
    section = page.open(BACKUPS)
    stick = tmp_path / "stick"
    stick.mkdir()
    dialogs.choose(stick)
    button(section, "Ordner wählen …").click()
    assert settings.get(session.store.db).backup_folder == str(stick)
    assert str(stick) in words(section)
    button(section, "Jetzt sichern").click()
    assert list(stick.glob("*.backups/*.nqdesk"))
    stick.rename(tmp_path / "weg")
    (tmp_path / "stick").write_text("kein Ordner")
    button(section, "Jetzt sichern").click()
    assert "im zweiten Ordner konnte sie nicht" in words(section)
    button(section, "Nicht mehr benutzen").click()
    assert settings.get(session.store.db).backup_folder == ""


def test_the_databases_own_folder_is_no_second_one(page: SettingsPage, session: Session, dialogs: Dialogs) -> None:
    section = page.open(BACKUPS)
    dialogs.choose(session.store.path.parent)
    dialogs.answer(lambda note: note.accept())
    button(section, "Ordner wählen …").click()
    assert settings.get(session.store.db).backup_folder == ""


def test_a_backup_is_put_back_only_with_its_password(page: SettingsPage, session: Session, dialogs: Dialogs) -> None:
    wanted: list[tuple[Path, str]] = []
    session.restore_wanted.connect(lambda path, password: wanted.append((path, password)))
    section = page.open(BACKUPS)
    button(section, "Jetzt sichern").click()
    seen: list[str] = []

    def confirm(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        seen.append(words(dialog))
        type_text(dialog.password, "falsch")
        dialog.go()
        seen.append(words(dialog))
        retype(dialog.password, PASSWORD)
        dialog.go()

    dialogs.answer(confirm)
    button(section, "Zurückholen …").click()
    assert "bleibt als eigene Datei" in seen[0]
    assert "an diesem Tag galt" in seen[1]
    assert wanted == [(backup.backups(session.store.path)[0].path, PASSWORD)]


def test_a_damaged_backup_is_refused_before_the_window_goes(
    page: SettingsPage, session: Session, dialogs: Dialogs
) -> None:
    wanted: list[object] = []
    session.restore_wanted.connect(lambda *_: wanted.append(1))
    section = page.open(BACKUPS)
    button(section, "Jetzt sichern").click()
    path = backup.backups(session.store.path)[0].path
    content = bytearray(path.read_bytes())
    content[9000] ^= 0xFF
    path.write_bytes(content)

    def confirm(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        type_text(dialog.password, PASSWORD)
        dialog.go()
        assert "nicht lesbar" in words(dialog)
        dialog.reject()

    dialogs.answer(confirm)
    button(section, "Zurückholen …").click()
    assert wanted == []


def test_the_minutes_until_the_lock_are_stored_when_left(
    page: SettingsPage, session: Session, told: list[Message]
) -> None:
    section = page.open(SAFETY)
    field = section.form.field("lock_after_minutes")  # type: ignore[attr-defined]
    for typed, stored in (("25", 25), ("0", 0), ("", 0), ("500", 0)):
        field.setFocus()
        retype(field, typed)
        leave(field)
        assert settings.get(session.store.db).lock_after_minutes == stored
    page.leave()
    assert field.value() == 0
    assert "Einstellungen gespeichert" in told[0].text


def test_where_the_database_lies_is_said(page: SettingsPage, session: Session) -> None:
    assert str(session.store.path.parent) in words(page.open(SAFETY))
