"""For tests of the window: real widgets, a real database, and nothing left over."""

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QLocale, QSettings
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from nqdesk.store.database import Store, create_store, open_store
from nqdesk.store.keys import Cost
from nqdesk.ui import theme
from nqdesk.ui.jobs import InlineLane, Jobs, Reads, WorkerLane
from nqdesk.ui.preferences import Preferences
from nqdesk.ui.session import Message, Session
from tests.builders import NOW

PASSWORD = "sehr geheim 1"
_CHEAP = Cost(memory_kib=64, passes=1, lanes=1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pass over the one thing the platform without a screen says at each window."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
            item.add_marker(pytest.mark.gui)


class Dialogs:
    """What a test answers to modal dialogs, in order. A dialog without an answer fails the test."""

    def __init__(self) -> None:
        self._answers: list[Callable[[QDialog], None]] = []
        self._files: list[list[str]] = []
        self.titles: list[str] = []

    def answer(self, act: Callable[[QDialog], None]) -> None:
        """Do this with the next dialog once it is shown; it should accept or reject."""
        self._answers.append(act)

    def choose(self, *paths: Path) -> None:
        """Choose these files in the next file dialog; none means cancelled."""
        self._files.append([str(path) for path in paths])

    def exec(self, dialog: QDialog) -> int:
        self.titles.append(dialog.windowTitle())
        if not self._answers:
            raise AssertionError(f"undeclared modal dialog: {dialog.windowTitle()!r}")
        dialog.setModal(False)
        dialog.show()
        self._answers.pop(0)(dialog)
        result = dialog.result()
        dialog.hide()
        return result

    def files(self, title: str) -> list[str]:
        self.titles.append(title)
        if not self._files:
            raise AssertionError(f"undeclared file dialog: {title!r}")
        return self._files.pop(0)

    def unused(self) -> int:
        return len(self._answers) + len(self._files)


@pytest.fixture(autouse=True)
def dialogs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dialogs]:
    """Modal dialogs need a declared answer."""
    known = Dialogs()
    for kind in (QDialog, QMessageBox, QFileDialog):
        monkeypatch.setattr(kind, "exec", lambda dialog: known.exec(dialog))  # a plain function becomes a method
    monkeypatch.setattr(QMenu, "exec", lambda *_: pytest.fail("undeclared menu"))
    one = lambda _parent, title, *_: (next(iter(known.files(title)), ""), "")  # noqa: E731
    monkeypatch.setattr(QFileDialog, "getOpenFileName", one)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", one)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda _parent, title, *_: (known.files(title), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda _p, title, *_: next(iter(known.files(title)), ""))
    yield known
    assert known.unused() == 0, "an answer was declared that no dialog asked for"


@pytest.fixture(autouse=True)
def nothing_left_over(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No window stays open and no thread runs on."""
    QLocale.setDefault(QLocale("de_DE"))
    if (
        not qapp.styleSheet() or theme.current().scheme is not theme.Scheme.LIGHT
    ):  # a new look costs more than most tests
        theme.start(qapp, theme.Scheme.LIGHT)
    lanes: list[WorkerLane[Any]] = []
    make = WorkerLane.__init__

    def noted(lane: WorkerLane[Any], *arguments: Any, **named: Any) -> None:
        lanes.append(lane)
        make(lane, *arguments, **named)

    monkeypatch.setattr(WorkerLane, "__init__", noted)
    yield
    qapp.processEvents()
    QApplication.sendPostedEvents(
        None, QEvent.Type.DeferredDelete
    )  # outside a running loop Qt would keep what is closed
    left = [w for w in qapp.topLevelWidgets() if w.isVisible()]
    for widget in left:
        widget.hide()
        widget.deleteLater()
    running = [lane for lane in lanes if shiboken6.isValid(lane) and lane.is_running]
    for lane in running:
        lane.stop()
    assert not left, [f"{type(w).__name__} {w.windowTitle()!r}" for w in left]
    assert not running, "a worker runs on"
    others = [t.name for t in threading.enumerate() if type(t) is threading.Thread and not t.daemon]
    assert not others, "a thread runs on"


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    """What this computer remembers, in a file of the test's own."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    return Preferences(tmp_path / "fenster.ini")


@pytest.fixture(scope="session")
def database_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed database of one person, "Anna", with both rights; made once."""
    path = tmp_path_factory.mktemp("ui") / "stelle.nqdesk"
    store, _ = create_store(path, person="Anna", password=PASSWORD, now=NOW, cost=_CHEAP)
    store.close()
    return path


@pytest.fixture
def database(database_template: Path, tmp_path: Path) -> Path:
    """A closed database of the test's own."""
    for file in database_template.parent.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path)
    return tmp_path / database_template.name


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    """The same, opened by Anna."""
    with open_store(database, PASSWORD, now=NOW) as opened:
        yield opened


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(store: Store, preferences: Preferences, clock: Clock) -> Iterator[Session]:
    """A session on the test's database whose jobs run at once."""
    lane = InlineLane(store)
    made = Session(
        store,
        clock=clock,
        preferences=preferences,
        jobs=Jobs(lane),
        reads=Reads(lane),
        password_fits=lambda password: password == PASSWORD,
    )
    yield made
    made.jobs.stop()
    made.reads.stop()


@pytest.fixture
def told(session: Session) -> list[Message]:
    """Collects every message of the session."""
    messages: list[Message] = []
    session.told.connect(messages.append)
    return messages


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget], QWidget]:
    """Show a widget and have it closed after the test."""

    def shown(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        return widget

    return shown
