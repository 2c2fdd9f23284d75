"""The settings in the whole window: lock, the foot, keys of buttons, putting back a backup."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from nqdesk.actions import backups, centre, messages, people
from nqdesk.app import Program
from nqdesk.domain.centre import Centre
from nqdesk.domain.people import Right
from nqdesk.fault_report import FaultReport
from nqdesk.store import centre as stored_centre
from nqdesk.store import people as stored_people
from nqdesk.ui.jobs import run_now
from nqdesk.ui.opening.open_dialog import OpenDialog
from nqdesk.ui.opening.recovery_sheet import RecoverySheetDialog
from nqdesk.ui.preferences import Preferences
from nqdesk.ui.session import Session
from nqdesk.ui.settings.confirm_dialog import ConfirmDialog
from nqdesk.ui.settings.page import PEOPLE, SettingsPage
from nqdesk.ui.settings.people_section import PeopleSection
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.progress_dialog import WaitDialog
from nqdesk.ui.window import MainWindow
from tests.keyboard import press, type_text
from tests.ui.accessibility import words
from tests.ui.conftest import PASSWORD, Dialogs
from tests.ui.settings.conftest import button

Show = Callable[[QWidget], QWidget]


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(session)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.hide()


def test_the_window_does_not_lock_while_a_new_code_is_not_kept(window: MainWindow) -> None:
    dialog = RecoverySheetDialog("ABCDE-12345", Path.touch, window)
    dialog.show()
    window.lock()
    assert not window.is_locked
    assert dialog.isVisible()
    dialog.done(QDialog.DialogCode.Accepted)
    dialog.deleteLater()
    window.lock()
    assert window.is_locked


def test_the_section_comes_back_after_the_lock(window: MainWindow) -> None:
    opened = window.show_page("settings")
    assert isinstance(opened, SettingsPage)
    opened.open(PEOPLE)
    window.lock()
    type_text(window.lock_screen.password, PASSWORD)
    press(window.lock_screen.password, Qt.Key.Key_Return)
    assert isinstance(window.page, SettingsPage)
    assert isinstance(window.page.section, PeopleSection)


def test_the_foot_names_the_state_of_the_law(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "Regelstand 19.08.2026" in words(window.sidebar))


def test_enter_presses_the_button_that_has_the_focus(show: Show) -> None:
    pressed: list[str] = []
    dialog = Dialog("Frage")
    dialog.add_button("Andere", on_click=lambda: pressed.append("other"))
    dialog.add_button("Ja", "primary", on_click=lambda: pressed.append("yes"))
    show(dialog)
    other = button(dialog, "Andere")
    other.setFocus()
    press(other, Qt.Key.Key_Return)
    press(other, Qt.Key.Key_Space)
    assert pressed == ["other", "other"]
    dialog.hide()


def test_a_dialog_grows_when_a_long_line_appears(show: Show) -> None:
    dialog = Dialog("Hinweis")
    notice = Notice("")
    notice.hide()
    dialog.body.addWidget(notice)
    below = Button("Weiter")
    dialog.body.addWidget(below)
    show(dialog)
    dialog.resize(420, dialog.height())
    before = dialog.height()
    notice.set("Ein langer Satz, der über mehrere Zeilen geht und Platz braucht. " * 6)
    QApplication.processEvents()
    assert dialog.height() > before
    assert notice.height() >= notice.heightForWidth(notice.width())
    assert below.geometry().top() >= notice.geometry().bottom()
    dialog.hide()


# -- putting back a backup -------------------------------------------------------------------------------------------


@pytest.fixture
def program(
    qapp: QApplication, preferences: Preferences, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr(qapp, "quit", lambda: None)
    made = Program(qapp, preferences, FaultReport(tmp_path / "log" / "fehler.txt"))
    yield made
    made.deleteLater()


def log_in(dialog: QDialog) -> None:
    assert isinstance(dialog, OpenDialog)
    type_text(dialog.password, PASSWORD)
    dialog.go()


def wait_until_over(qtbot: QtBot) -> Callable[[QDialog], None]:
    return lambda dialog: qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)


def name_it(session: Session, name: str) -> None:
    session.perform(lambda store, now: centre.save_centre(store, Centre(name=name), now), quiet=True)


def close(program: Program, dialogs: Dialogs, qtbot: QtBot) -> None:
    assert program.session is not None
    assert program.window is not None
    if program.session.store.total_changes > program.session.changes_backed_up:
        dialogs.answer(wait_until_over(qtbot))
    program.window.close()


def test_a_backup_takes_the_databases_place_and_the_window_comes_back(
    program: Program, database: Path, dialogs: Dialogs, qtbot: QtBot
) -> None:
    dialogs.answer(log_in)
    assert program.open(database, demo=False)
    first = program.session
    assert first is not None
    name_it(first, "Vorher")
    made = run_now(backups.back_up(first.store, first.now()))
    name_it(first, "Nachher")
    dialogs.answer(wait_until_over(qtbot))
    first.restore_wanted.emit(made.path, PASSWORD)
    qtbot.waitUntil(lambda: program.session not in (None, first), timeout=20_000)
    assert program.session is not None
    assert program.window is not None
    assert stored_centre.get(program.session.store.db).name == "Vorher"
    assert "zurückgeholt" in words(program.window.messages)
    assert len(list(database.parent.glob("*.before-restore-*.nqdesk"))) == 1
    close(program, dialogs, qtbot)


def test_the_foot_names_no_backup_that_is_not_whole(
    program: Program, database: Path, dialogs: Dialogs, qtbot: QtBot
) -> None:
    dialogs.answer(log_in)
    assert program.open(database, demo=False)
    assert program.session is not None
    assert program.window is not None
    program.session.back_up()
    qtbot.waitUntil(lambda: "Sicherung heute" in words(program.window.sidebar), timeout=20_000)  # type: ignore[union-attr]
    made = backups.made(program.session.store)[0]
    made.path.write_bytes(made.path.read_bytes()[:4096])
    program.window.refresh_foot()
    assert "Noch keine Sicherung" in words(program.window.sidebar)
    close(program, dialogs, qtbot)


def test_a_person_is_removed_on_the_worker_while_the_window_waits(
    program: Program, database: Path, dialogs: Dialogs, qtbot: QtBot, tmp_path: Path
) -> None:
    dialogs.answer(log_in)
    assert program.open(database, demo=False)
    session, window = program.session, program.window
    assert session is not None
    assert window is not None
    people.add_person(session.store, "Ben", "noch ein Passwort", frozenset({Right.BERATUNG}), session.now())
    page = window.show_page("settings")
    assert isinstance(page, SettingsPage)
    section = page.open(PEOPLE)

    def confirm(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        type_text(dialog.password, PASSWORD)
        dialog.go()

    def wait(dialog: QDialog) -> None:
        assert isinstance(dialog, WaitDialog)
        assert dialog.forbids_lock
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)

    def keep(dialog: QDialog) -> None:
        assert isinstance(dialog, RecoverySheetDialog)
        dialogs.choose(tmp_path / "blatt.pdf")
        button(dialog, "Als PDF speichern …").click()
        button(dialog, "Fertig").click()

    for answer in (confirm, wait, keep):
        dialogs.answer(answer)
    button(section, "Ben entfernen").click()
    assert [person.name for person in stored_people.every(session.store.db)] == ["Anna"]
    assert (tmp_path / "blatt.pdf").exists()
    qtbot.waitUntil(lambda: bool(backups.made(session.store)), timeout=20_000)
    qtbot.waitUntil(lambda: not session.jobs.open, timeout=20_000)
    name_it(session, "Danach")
    close(program, dialogs, qtbot)


def test_a_backup_that_cannot_be_put_back_leaves_everything_as_it_was(
    program: Program, database: Path, dialogs: Dialogs, qtbot: QtBot
) -> None:
    dialogs.answer(log_in)
    assert program.open(database, demo=False)
    first = program.session
    assert first is not None
    name_it(first, "Nachher")
    dialogs.answer(wait_until_over(qtbot))
    first.restore_wanted.emit(database.parent / "weg.nqdesk", PASSWORD)
    qtbot.waitUntil(lambda: program.session not in (None, first), timeout=20_000)
    assert program.session is not None
    assert program.window is not None
    assert stored_centre.get(program.session.store.db).name == "Nachher"
    shown = program.window.messages.message
    assert shown is not None
    assert shown.text in {messages.sentence(code, {"name": "weg.nqdesk"}) for code in ("backup_damaged", "missing")}
    close(program, dialogs, qtbot)
