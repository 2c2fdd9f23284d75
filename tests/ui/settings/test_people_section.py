"""The section Personen: added, changed, removed; passwords; the new code cannot be lost."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from nqdesk.domain.failure import Failure
from nqdesk.domain.people import Right
from nqdesk.store import backup, people
from nqdesk.store.database import open_store, open_with_recovery
from nqdesk.ui.session import Message, Session
from nqdesk.ui.settings.confirm_dialog import ConfirmDialog
from nqdesk.ui.settings.page import PEOPLE, SAFETY, SettingsPage
from nqdesk.ui.settings.password_dialog import PasswordDialog
from nqdesk.ui.settings.person_dialog import PersonDialog
from tests.builders import NOW
from tests.keyboard import retype, type_text
from tests.ui.accessibility import words
from tests.ui.conftest import PASSWORD, Dialogs
from tests.ui.settings.conftest import BEN_PASSWORD, button


def add_ben(page: SettingsPage, dialogs: Dialogs) -> None:
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, PersonDialog)
        type_text(dialog.name, "Ben")
        for field in (dialog.password.first, dialog.password.again):
            type_text(field, BEN_PASSWORD)
        button(dialog, "Hinzufügen").click()

    dialogs.answer(fill)
    page.open(PEOPLE)
    page.new_record()


def test_a_person_is_added_and_opens_the_database(
    page: SettingsPage, session: Session, dialogs: Dialogs, told: list[Message]
) -> None:
    add_ben(page, dialogs)
    assert [p.name for p in people.every(session.store.db)] == ["Anna", "Ben"]
    assert told[-1].text == "Person hinzugefügt: Ben"
    assert "Ben" in words(page.section)
    with open_store(session.store.path, BEN_PASSWORD, read_only=True, now=NOW) as bens:
        assert bens.person.name == "Ben"


def test_what_is_wrong_with_a_new_person_is_said_beside_it(
    page: SettingsPage, session: Session, dialogs: Dialogs
) -> None:
    seen: list[str] = []

    def try_twice(dialog: QDialog) -> None:
        assert isinstance(dialog, PersonDialog)
        type_text(dialog.name, "anna")
        type_text(dialog.password.first, "kurz")
        dialog.save()
        seen.append(words(dialog))
        for field in (dialog.password.first, dialog.password.again):
            retype(field, BEN_PASSWORD)
        dialog.save()
        seen.append(words(dialog))
        dialog.rights[Right.BERATUNG].click()
        dialog.save()
        seen.append(words(dialog))
        dialog.done(QDialog.DialogCode.Rejected)

    dialogs.answer(try_twice)
    page.open(PEOPLE)
    page.new_record()
    assert "zu kurz" in seen[0]
    assert "gibt es in dieser Datenbank schon" in seen[1]
    assert "mindestens ein Recht" in seen[2]
    assert len(people.every(session.store.db)) == 1


def test_rights_and_name_are_changed_but_the_last_verwaltung_stays(
    page: SettingsPage, session: Session, dialogs: Dialogs
) -> None:
    seen: list[str] = []

    def change(dialog: QDialog) -> None:
        assert isinstance(dialog, PersonDialog)
        dialog.rights[Right.VERWALTUNG].click()
        dialog.save()
        seen.append(words(dialog))
        dialog.rights[Right.VERWALTUNG].click()
        retype(dialog.name, "Anna Muster")
        dialog.save()

    dialogs.answer(change)
    button(page.open(PEOPLE), "Anna ändern").click()
    assert "Mindestens eine Person" in seen[0]
    assert session.store.person.name == "Anna Muster"
    assert session.store.person.may(Right.VERWALTUNG)


def test_removing_a_person_ends_with_a_kept_sheet_and_a_backup(
    page: SettingsPage, session: Session, dialogs: Dialogs, tmp_path: Path
) -> None:
    add_ben(page, dialogs)
    sheet = tmp_path / "blatt.pdf"
    codes: list[str] = []

    def confirm(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        assert "neuen Schlüssel" in words(dialog)
        assert "von früher" in words(dialog)
        type_text(dialog.password, "falsch")
        dialog.go()
        assert "passt nicht" in words(dialog)
        retype(dialog.password, PASSWORD)
        dialog.go()

    def keep(dialog: QDialog) -> None:
        assert dialog.forbids_lock  # type: ignore[attr-defined]
        assert not button(dialog, "Fertig").isEnabled()
        dialogs.answer(lambda told: told.accept())
        dialog.reject()
        assert dialog.isVisible()
        said = next(text for text in words(dialog).splitlines() if text.startswith("Wiederherstellungscode "))
        codes.append(said.removeprefix("Wiederherstellungscode "))
        dialogs.choose(sheet)
        button(dialog, "Als PDF speichern …").click()
        button(dialog, "Fertig").click()

    dialogs.answer(confirm)
    dialogs.answer(keep)
    button(page.section, "Ben entfernen").click()
    assert [p.name for p in people.every(session.store.db)] == ["Anna"]
    assert sheet.read_bytes().startswith(b"%PDF")
    assert len(backup.backups(session.store.path)) == 1
    path = session.store.path
    session.store.close()
    with pytest.raises(Failure) as refused:
        open_store(path, BEN_PASSWORD, now=NOW)
    assert refused.value.code == "wrong_password"
    store, _ = open_with_recovery(path, codes[0], "ein ganz neues Passwort", NOW)
    store.close()


def test_nobody_removes_themselves(page: SettingsPage) -> None:
    assert not button(page.open(PEOPLE), "Anna entfernen").isEnabled()


def test_the_own_password_is_changed(page: SettingsPage, session: Session, dialogs: Dialogs) -> None:
    seen: list[str] = []

    def change(dialog: QDialog) -> None:
        assert isinstance(dialog, PasswordDialog)
        type_text(dialog.old, "falsch")
        for field in (dialog.new.first, dialog.new.again):
            type_text(field, "ein viel besseres Wort")
        dialog.save()
        seen.append(words(dialog))
        retype(dialog.old, PASSWORD)
        dialog.save()

    dialogs.answer(change)
    button(page.open(PEOPLE), "Eigenes Passwort ändern …").click()
    assert "passt nicht" in seen[0]
    with open_store(session.store.path, "ein viel besseres Wort", read_only=True, now=NOW) as again:
        assert again.person.name == "Anna"


def test_a_new_recovery_code_needs_the_own_password(page: SettingsPage, dialogs: Dialogs, tmp_path: Path) -> None:
    def confirm(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        type_text(dialog.password, "falsch")
        dialog.go()
        assert "passt nicht" in words(dialog)
        retype(dialog.password, PASSWORD)
        dialog.go()

    def keep(dialog: QDialog) -> None:
        dialogs.choose(tmp_path / "blatt.pdf")
        button(dialog, "Als PDF speichern …").click()
        button(dialog, "Fertig").click()

    dialogs.answer(confirm)
    dialogs.answer(keep)
    button(page.open(SAFETY), "Neuen Code erstellen …").click()
    assert (tmp_path / "blatt.pdf").exists()
