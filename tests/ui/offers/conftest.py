"""The page Angebote on a database with the demo catalogue, filled once and copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nqdesk import resource_files
from nqdesk.actions import databases, demo, importing
from nqdesk.store.database import Store, open_store
from nqdesk.ui.jobs import run_now
from nqdesk.ui.offers.page import OffersPage
from nqdesk.ui.session import Session
from tests.builders import NOW
from tests.ui.conftest import PASSWORD

CATALOGUE = resource_files.path(demo.CATALOGUE)


@pytest.fixture(scope="session")
def filled_template(database_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed database that holds the demo catalogue."""
    folder = tmp_path_factory.mktemp("offers")
    for file in database_template.parent.iterdir():
        if file.is_file():
            shutil.copy(file, folder)
    path = folder / database_template.name
    with open_store(path, PASSWORD, now=NOW) as store:
        databases.make_ready(store, NOW)
        run_now(importing.import_files(store, [CATALOGUE], NOW))
    return path


@pytest.fixture
def is_filled() -> bool:
    """Whether the test's database holds the demo catalogue; a test module may say otherwise."""
    return True


@pytest.fixture
def store(filled_template: Path, database_template: Path, is_filled: bool, tmp_path: Path) -> Iterator[Store]:
    """A database of the test's own, opened by Anna."""
    template = filled_template if is_filled else database_template
    for file in template.parent.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path)
    with open_store(tmp_path / template.name, PASSWORD, now=NOW) as opened:
        databases.make_ready(opened, NOW)
        yield opened


@pytest.fixture
def page(session: Session, show: Callable[[QWidget], QWidget]) -> Iterator[OffersPage]:
    """The page in a window of usual size."""
    made = OffersPage(session)
    session.changed.connect(made.refresh)
    made.resize(1228, 860)
    show(made)
    QApplication.processEvents()
    yield made
    session.changed.disconnect(made.refresh)
    made.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the page is closed by now; its timers end here


@pytest.fixture
def settle(page: OffersPage, qtbot: QtBot) -> Callable[[], None]:
    """Let the detail catch up with the list."""

    def wait() -> None:
        qtbot.waitUntil(lambda: page.is_settled)

    return wait
