"""Every page of the program, as a screen reader and a small screen meet it."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nqdesk.actions import events, offers
from nqdesk.domain.events import Event
from nqdesk.ui import theme
from nqdesk.ui.page import PAGES
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Scheme
from nqdesk.ui.window import MainWindow
from tests.builders import TODAY, an_offer
from tests.ui.accessibility import nameless

KEYS = [entry.key for entry in PAGES]


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    """The whole program with an offer and an event."""
    session.perform(lambda store, now: offers.save_offer(store, an_offer(), now), quiet=True)
    session.perform(lambda store, now: events.save_event(store, Event(title="Infotag", day=TODAY), now), quiet=True)
    made = MainWindow(session)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


@pytest.mark.parametrize("key", KEYS)
def test_every_control_says_what_it_is(window: MainWindow, key: str) -> None:
    window.show_page(key)
    QApplication.processEvents()
    assert nameless(window) == []


@pytest.mark.parametrize("key", KEYS)
def test_a_page_fits_into_the_smallest_window(window: MainWindow, key: str) -> None:
    window.resize(960, 600)
    page = window.show_page(key)
    QApplication.processEvents()
    assert window.width() == 960, f"{type(page).__name__} wants {page.minimumSizeHint()}"
    assert window.height() == 600


@pytest.mark.parametrize("key", KEYS)
def test_the_keyboard_starts_on_the_page_and_can_leave_it_again(window: MainWindow, key: str) -> None:
    page = window.show_page(key)
    QApplication.processEvents()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.isAncestorOf(focused), f"the keyboard is at {type(focused).__name__}"
    seen = [focused]
    for _ in range(300):
        window.focusNextPrevChild(True)
        now = QApplication.focusWidget()
        if now is None or not page.isAncestorOf(now):
            break
        seen.append(now)
    else:
        raise AssertionError(f"Tab does not leave {type(seen[-1]).__name__}")


@pytest.mark.parametrize("key", KEYS)
def test_a_page_survives_refresh_scheme_and_lock(window: MainWindow, key: str) -> None:
    window.show_page(key).refresh(None)
    theme.current().apply(Scheme.DARK)
    QApplication.processEvents()
    window.lock()
    assert window.page is None
    theme.current().apply(Scheme.LIGHT)
    window.lock_screen.unlocked.emit()
    assert window.page is not None
