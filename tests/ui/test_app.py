"""The running program from its start to its end: first start, backup at the end, demo, faults."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from nqdesk import app as nqdesk_app
from nqdesk.actions import databases, demo, offers
from nqdesk.app import Program
from nqdesk.fault_report import FaultReport
from nqdesk.store import backup
from nqdesk.ui.opening.assistant import Assistant
from nqdesk.ui.opening.open_dialog import OpenDialog
from nqdesk.ui.preferences import Preferences
from tests.builders import an_offer
from tests.keyboard import type_text
from tests.ui.accessibility import words
from tests.ui.conftest import PASSWORD, Dialogs


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's folders lie in the test's own place."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


@pytest.fixture
def program(
    qapp: QApplication, preferences: Preferences, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setattr(qapp, "quit", lambda: None)
    made = Program(qapp, preferences, FaultReport(tmp_path / "log" / "fehler.txt"))
    yield made
    if made.window is not None:
        made.window.close()
    made.deleteLater()


def wait_until_over(qtbot: QtBot) -> Callable[[QDialog], None]:
    return lambda dialog: qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)


def button(dialog: QDialog, text: str) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if text in (b.text().strip(), b.accessibleName()))


def test_a_first_start_leads_to_the_window(program: Program, dialogs: Dialogs, tmp_path: Path, qtbot: QtBot) -> None:
    def set_up(dialog: QDialog) -> None:
        assert isinstance(dialog, Assistant)
        button(dialog, "Neu einrichten").click()
        type_text(dialog.form.field("name"), "Beratungsstelle Süd")
        for _ in range(2):
            button(dialog, "Weiter").click()
        type_text(dialog.person, "Anna")
        for field in (dialog.new_password.first, dialog.new_password.again):
            type_text(field, PASSWORD)
        button(dialog, "Datenbank anlegen").click()
        dialogs.choose(tmp_path / "blatt.pdf")
        button(dialog, "Als PDF speichern …").click()
        button(dialog, "Fertig").click()

    dialogs.answer(set_up)
    assert program.open(None, demo=False)
    assert program.window is not None
    assert "Beratungsstelle Süd" in words(program.window.sidebar)
    assert (tmp_path / "blatt.pdf").read_bytes().startswith(b"%PDF")
    session = program.session
    assert session is not None
    assert session.store.path == databases.default_path()
    session.perform(lambda store, now: offers.save_offer(store, an_offer(), now), quiet=True)
    dialogs.answer(wait_until_over(qtbot))
    program.window.close()
    assert program.session is None
    assert len(backup.backups(databases.default_path())) == 1

    def log_in(dialog: QDialog) -> None:
        assert isinstance(dialog, OpenDialog)
        type_text(dialog.password, PASSWORD)
        button(dialog, "Öffnen").click()

    dialogs.answer(log_in)
    assert program.open(None, demo=False)
    assert program.session is not None


def test_giving_up_at_the_password_opens_nothing(program: Program, dialogs: Dialogs, database: Path) -> None:
    dialogs.answer(lambda dialog: dialog.reject())
    assert not program.open(database, demo=False)
    assert program.window is None


def test_the_demo_opens_without_asking_and_is_made_once(program: Program, dialogs: Dialogs, qtbot: QtBot) -> None:
    dialogs.answer(wait_until_over(qtbot))
    gc.disable()  # as nqdesk.__main__ leaves it
    assert program.open(None, demo=True)
    qtbot.waitUntil(gc.isenabled)
    session, window = program.session, program.window
    assert session is not None
    assert window is not None
    assert session.is_demo
    assert session.store.person.name == demo.PERSON
    assert "Beispieldaten" in words(window.sidebar)
    window.lock()
    assert demo.PASSWORD in words(window.lock_screen)
    assert session.password_fits(demo.PASSWORD)
    assert not session.password_fits("etwas anderes")
    window.close()
    assert program.open(nqdesk_app.demo_path(), demo=False)


def test_a_fault_is_said_once_and_written_down_without_what_it_was_about(
    program: Program, dialogs: Dialogs, tmp_path: Path
) -> None:
    dialogs.answer(lambda dialog: dialog.accept())
    try:
        raise ValueError("Meryem Aydın")
    except ValueError as error:
        program.fault(type(error), error, error.__traceback__)
    report = (tmp_path / "log" / "fehler.txt").read_text(encoding="utf-8")
    assert "ValueError" in report
    assert "test_app.py" in report
    assert "Meryem" not in report
    assert dialogs.titles == ["Da ist etwas schiefgegangen"]


def test_qt_speaks_german(preferences: Preferences, dialogs: Dialogs) -> None:
    assert dialogs.unused() == 0
    app = nqdesk_app.make_application(preferences)
    assert app.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert QLocale().toString(1234.5, "f", 2) == "1.234,50"


def test_a_start_pays_for_no_paper_or_table_file() -> None:
    script = (
        "import sys, nqdesk.app, nqdesk.ui.window;"
        "heavy = {'reportlab', 'pikepdf', 'openpyxl', 'pypdfium2', 'lxml'} & set(sys.modules);"
        "print(sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


def test_without_a_screen_it_says_so_in_one_line() -> None:
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    if not sys.platform.startswith("linux"):
        pytest.skip("other systems always have a screen")
    done = subprocess.run(
        [sys.executable, "-m", "nqdesk"], capture_output=True, encoding="utf-8", check=False, env=kept
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "Bildschirm" in done.stderr
