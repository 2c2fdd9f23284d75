"""The window is locked in the middle of work: what was typed is stored, an import that was not taken is dropped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nqdesk.domain.offer_query import OfferQuery
from nqdesk.store import offers
from nqdesk.store.database import Store
from nqdesk.ui.offers.page import OffersPage
from nqdesk.ui.session import Session
from nqdesk.ui.window import MainWindow
from tests.builders import TODAY
from tests.keyboard import retype
from tests.ui.conftest import PASSWORD, Dialogs
from tests.ui.offers.conftest import CATALOGUE


@pytest.fixture
def window(session: Session) -> Iterator[MainWindow]:
    made = MainWindow(session)
    made.show_page("offers")
    made.show()
    QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()


def the_page(window: MainWindow) -> OffersPage:
    page = window.page
    assert isinstance(page, OffersPage)
    return page


def unlock(window: MainWindow) -> None:
    retype(window.lock_screen.password, PASSWORD)
    window.lock_screen.password.returnPressed.emit()
    QApplication.processEvents()
    assert not window.is_locked


def test_what_was_typed_is_stored_before_the_page_is_forgotten(window: MainWindow, store: Store) -> None:
    page = the_page(window)
    offer_id = page.table.model_of_offers.id_at(2)
    page.edit(offer_id)
    title = page.editor.form.field("title")
    title.setFocus()
    retype(title, "Vor dem Sperren getippt")
    window.lock()
    found = offers.get(store.db, offer_id)
    assert found is not None
    assert found.title == "Vor dem Sperren getippt"
    unlock(window)
    assert the_page(window).table.isVisible()


def test_a_preview_is_dropped_and_the_file_can_be_read_again(window: MainWindow, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "neu.xml"
    path.write_text(CATALOGUE.read_text("utf-8").replace("2688.00", "2999.00"), "utf-8")
    before = offers.count(store.db, OfferQuery(), TODAY)
    the_page(window).imports.start([path])
    assert the_page(window).imports.dialog is not None
    window.lock()
    assert offers.count(store.db, OfferQuery(), TODAY) == before
    told: list[str] = []
    window.session.told.connect(lambda message: told.append(message.text))
    unlock(window)
    assert [text for text in told if "neu.xml" in text and "noch einmal einlesen" in text]
    the_page(window).imports.start([path])
    dialog = the_page(window).imports.dialog
    assert dialog is not None
    dialog.accept()
    QApplication.processEvents()


def test_ctrl_l_locks_from_a_dialog_too(window: MainWindow, store: Store, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "neu.xml"
    path.write_text(CATALOGUE.read_text("utf-8").replace("2688.00", "2999.00"), "utf-8")
    the_page(window).imports.start([path])
    dialog = the_page(window).imports.dialog
    assert dialog is not None
    keys = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.eventFilter(dialog, keys)
    qtbot.waitUntil(lambda: window.is_locked)
    assert offers.count(store.db, OfferQuery(), TODAY) > 0


def test_the_window_locks_while_a_dialog_is_waited_for(window: MainWindow, dialogs: Dialogs) -> None:
    window.show_page("events")
    page = window.page
    assert page is not None
    dialogs.answer(lambda _: window.lock())
    page.new_record()  # goes on when the dialog is closed
    assert window.is_locked
    QApplication.processEvents()
    assert window.page is None
    unlock(window)
