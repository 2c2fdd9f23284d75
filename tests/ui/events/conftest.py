"""The page Veranstaltungen on a database with the demo's catalogue and events, filled once and copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nqdesk.actions import databases, demo
from nqdesk.store.database import Store, open_store
from nqdesk.ui.events.page import EventsPage
from nqdesk.ui.jobs import run_now
from nqdesk.ui.session import Session
from tests.builders import NOW, TODAY
from tests.ui.conftest import PASSWORD


@pytest.fixture(scope="session")
def demo_template(database_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed database that holds the demo's records."""
    folder = tmp_path_factory.mktemp("events")
    for file in database_template.parent.iterdir():
        if file.is_file():
            shutil.copy(file, folder)
    path = folder / database_template.name
    with open_store(path, PASSWORD, now=NOW) as store:
        databases.make_ready(store, NOW)
        run_now(demo.fill(store, NOW, TODAY))
    return path


@pytest.fixture
def is_filled() -> bool:
    """Whether the test's database holds the demo's records; a test module may say otherwise."""
    return True


@pytest.fixture
def store(demo_template: Path, database_template: Path, is_filled: bool, tmp_path: Path) -> Iterator[Store]:
    """A database of the test's own, opened by Anna."""
    template = demo_template if is_filled else database_template
    for file in template.parent.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path)
    with open_store(tmp_path / template.name, PASSWORD, now=NOW) as opened:
        databases.make_ready(opened, NOW)
        yield opened


@pytest.fixture
def page(session: Session, show: Callable[[QWidget], QWidget], qtbot: QtBot) -> Iterator[EventsPage]:
    """The page in a window of usual size, once the first event's portfolio is counted."""
    made = EventsPage(session)
    session.changed.connect(made.refresh)
    made.resize(1228, 860)
    show(made)
    state = made.view.state
    qtbot.waitUntil(lambda: made.list.count == 0 or state.is_settled)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    session.changed.disconnect(made.refresh)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the page is closed by now; its timers end here


@pytest.fixture
def settle(page: EventsPage, qtbot: QtBot) -> Callable[[], None]:
    """Wait until the portfolio is counted anew."""

    return lambda: qtbot.waitUntil(lambda: page.view.state.is_settled)
