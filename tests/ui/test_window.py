"""The window: pages, keys, search, messages, lock, place."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nqdesk import resource_files
from nqdesk.actions import centre, offers
from nqdesk.domain.centre import Centre
from nqdesk.domain.change import Area, Change
from nqdesk.domain.progress import Progress
from nqdesk.domain.settings import Settings
from nqdesk.store.database import Store
from nqdesk.ui.help_dialog import HelpDialog
from nqdesk.ui.page import PAGES, Page, PageEntry
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.text_field import TextField
from nqdesk.ui.window import MainWindow
from tests.builders import an_offer
from tests.keyboard import press, type_text
from tests.ui.accessibility import nameless, words
from tests.ui.conftest import PASSWORD, Clock, Dialogs

CONTROL = Qt.KeyboardModifier.ControlModifier


class Board(Page):
    """A page that notes what it is asked to do."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.asked: list[object] = []
        self.field = TextField()
        self.field.setParent(self)
        self.field.setAccessibleName("Feld")
        self.label = QLabel("Meryem Aydın", self)
        self.setFocusProxy(self.field)

    def refresh(self, change: Change | None) -> None:
        self.asked.append(("refresh", change.verb if change else None))

    def leave(self) -> None:
        self.asked.append("leave")

    def show_record(self, area: Area, record_id: str) -> None:
        self.asked.append((area, record_id))

    def focus_search(self) -> None:
        self.asked.append("search")

    def new_record(self) -> None:
        self.asked.append("new")

    def print_it(self) -> None:
        self.asked.append("print")

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (("Entf", "In den Papierkorb"),)


ENTRIES = (
    PageEntry(
        key="offers", title="Angebote", icon="offers", page="tests.ui.test_window:Board",
        areas=frozenset({Area.OFFERS}), shows=frozenset({Area.OFFERS}), handbook="angebote",
    ),
    PageEntry(key="events", title="Veranstaltungen", icon="events", page="tests.ui.test_window:Board",
              areas=frozenset({Area.EVENTS})),
    PageEntry(key="later", title="Später", icon="today", page="nqdesk.ui.later.page:LaterPage", areas=frozenset()),
)  # fmt: skip


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(session, pages=ENTRIES)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.hide()


def board(window: MainWindow) -> Board:
    assert isinstance(window.page, Board)
    return window.page


def sidebar(window: MainWindow) -> list[str]:
    return [b.accessibleName() for b in window.sidebar.findChildren(QPushButton) if b.isCheckable()]


def key(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as the system would, so that shortcuts hear it."""
    handle = window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key, modifiers)
    QApplication.processEvents()


def test_the_sidebar_shows_only_pages_that_exist(window: MainWindow) -> None:
    assert sidebar(window) == ["Angebote", "Veranstaltungen"]


def test_every_page_of_the_program_is_named_once() -> None:
    keys = [entry.key for entry in PAGES]
    assert len(set(keys)) == len(keys)
    shown = [area for entry in PAGES for area in entry.shows]
    assert len(set(shown)) == len(shown), "two pages want to open the same records"


def test_keys_open_pages_and_leave_the_one_before(window: MainWindow, session: Session) -> None:
    first = board(window)
    key(window, Qt.Key.Key_2, CONTROL)
    assert first.asked == ["leave"]
    assert window.windowTitle() == "Veranstaltungen – nqdesk"
    assert session.preferences.last_page == "events"
    key(window, Qt.Key.Key_1, CONTROL)
    assert board(window) is first


@pytest.mark.parametrize(
    ("pressed", "modifiers", "asked"),
    [
        (Qt.Key.Key_F, CONTROL, "search"),
        (Qt.Key.Key_N, CONTROL, "new"),
        (Qt.Key.Key_P, CONTROL, "print"),
        (Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier, ("refresh", None)),
    ],
)
def test_keys_reach_the_page(
    window: MainWindow, pressed: Qt.Key, modifiers: Qt.KeyboardModifier, asked: object
) -> None:
    key(window, pressed, modifiers)
    assert board(window).asked == [asked]


def test_a_page_reads_anew_only_when_its_records_changed(window: MainWindow, session: Session) -> None:
    offers_page = board(window)
    window.show_page("events")
    events_page = board(window)
    session.perform(lambda store, now: offers.save_offer(store, an_offer(), now))
    assert ("refresh", "save_offer") in offers_page.asked
    assert events_page.asked == []


def test_undo_by_key_and_by_message(window: MainWindow, session: Session) -> None:
    session.perform(lambda store, now: offers.save_offer(store, an_offer(), now))
    assert window.messages.isVisible()
    assert "Angebot gespeichert" in words(window.messages)
    key(window, Qt.Key.Key_Z, CONTROL)
    assert "Zurückgenommen" in words(window.messages)


def test_an_error_stays_until_it_is_closed_and_other_messages_go(window: MainWindow, session: Session) -> None:
    session.tell("Der Datenträger ist voll.", Tone.NO)
    close = next(b for b in window.messages.findChildren(QWidget) if b.accessibleName() == "Meldung schließen")
    assert window.messages.isVisible()
    close.click()  # type: ignore[attr-defined]
    assert not window.messages.isVisible()
    assert window.messages.message is None


def test_search_finds_a_record_and_opens_it_with_the_keyboard(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    offer = an_offer(title="Schweißen für Köchinnen")
    session.perform(lambda store, now: offers.save_offer(store, offer, now))
    window.show_page("events")
    key(window, Qt.Key.Key_K, CONTROL)
    assert window.search.isVisible()
    type_text(window.search.field, "koechin")
    model = window.search.list.model()
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert model.index(0, 0).data() == "Schweißen für Köchinnen"
    press(window.search.field, Qt.Key.Key_Return)
    assert not window.search.isVisible()
    assert (Area.OFFERS, offer.id) in board(window).asked
    key(window, Qt.Key.Key_K, CONTROL)
    assert window.search.field.text() == ""
    press(window.search.field, Qt.Key.Key_Escape)
    assert not window.search.isVisible()


class TestLock:
    """The window is locked: nothing personal stays in it."""

    def test_nothing_personal_stays_in_the_window(self, window: MainWindow, session: Session) -> None:
        page = board(window)
        page.field.setText("Meryem Aydın")
        session.tell("Gespeichert: Meryem Aydın", action="Rückgängig", act=lambda: None)
        window.search.open()
        window.search.field.setText("Meryem Aydın")
        page.field.selectAll()
        page.field.copy()
        assert "Meryem" in words(window)
        key(window, Qt.Key.Key_L, CONTROL)
        assert window.is_locked
        assert page.asked[-1] == "leave"
        QApplication.processEvents()
        assert "Meryem" not in words(window)
        assert "Meryem" not in QApplication.clipboard().text()
        assert window.windowTitle() == "nqdesk"
        assert not [w for w in window.findChildren(QWidget) if isinstance(w, Board)]

    def test_the_clipboard_of_others_is_left_alone(self, session: Session, qtbot: QtBot) -> None:
        QApplication.clipboard().setText("von anderswo")
        window = MainWindow(session, pages=ENTRIES)
        qtbot.addWidget(window)
        window.show()
        window.lock()
        assert QApplication.clipboard().text() == "von anderswo"

    def test_the_password_opens_it_again_on_the_same_page(self, window: MainWindow) -> None:
        window.show_page("events")
        window.lock()
        screen = window.lock_screen
        type_text(screen.password, "falsch")
        press(screen.password, Qt.Key.Key_Return)
        assert "passt nicht" in words(screen)
        assert screen.password.value() == ""
        type_text(screen.password, PASSWORD)
        press(screen.password, Qt.Key.Key_Return)
        assert not window.is_locked
        assert window.windowTitle() == "Veranstaltungen – nqdesk"

    def test_no_key_reaches_a_page_behind_the_lock(self, window: MainWindow) -> None:
        window.lock()
        for pressed in (Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_1):
            key(window, pressed, CONTROL)
        assert window.is_locked
        assert not window.search.isVisible()
        assert window.page is None

    def test_messages_that_come_while_it_is_locked_are_not_shown(self, window: MainWindow, session: Session) -> None:
        window.lock()
        session.tell("Meryem Aydın")
        assert "Meryem" not in words(window)

    def test_an_open_dialog_saves_and_goes(self, window: MainWindow) -> None:
        class Writing(Dialog):
            saved = False

            def save_before_lock(self) -> None:
                self.saved = True

            def has_edits(self) -> bool:
                return True

        dialog = Writing("Meryem Aydın", window)
        dialog.show()
        window.lock()
        assert dialog.saved
        assert not dialog.isVisible()
        dialog.deleteLater()

    def test_it_locks_by_itself_after_the_minutes_that_are_set(self, window: MainWindow, session: Session) -> None:
        session.perform(lambda store, now: centre.save_settings(store, Settings(lock_after_minutes=1), now), quiet=True)
        assert window.lock_after_milliseconds == 60_000
        session.perform(lambda store, now: centre.save_settings(store, Settings(lock_after_minutes=0), now), quiet=True)
        assert window.lock_after_milliseconds == 0


def test_the_foot_names_centre_and_backup(session: Session, qtbot: QtBot, clock: Clock) -> None:
    times: list[datetime | None] = [None]
    made = MainWindow(session, pages=ENTRIES, last_backup=lambda: times[0])
    qtbot.addWidget(made)
    session.perform(lambda store, now: centre.save_centre(store, Centre(name="Beratungsstelle Süd"), now))
    assert "Beratungsstelle Süd" in words(made.sidebar)
    assert "Noch keine Sicherung" in words(made.sidebar)
    times[0] = clock.at
    made.refresh_foot()
    assert "Sicherung heute" in words(made.sidebar)


def test_every_control_of_the_shell_says_what_it_is(window: MainWindow, session: Session) -> None:
    session.tell("Gespeichert", action="Rückgängig", act=lambda: None)
    window.search.open()
    assert nameless(window) == []
    window.lock()
    assert nameless(window.lock_screen) == []


def test_the_window_comes_back_where_it_was_but_never_off_the_screen(session: Session, qtbot: QtBot) -> None:
    room = QGuiApplication.primaryScreen().availableGeometry()
    for place, is_kept in ((QRect(40, 60, 1000, 620), True), (QRect(room.right() + 400, 60, 1000, 620), False)):
        first = MainWindow(session, pages=ENTRIES)
        qtbot.addWidget(first)
        first.show()
        first.setGeometry(place)
        QApplication.processEvents()
        first.close()
        again = MainWindow(session, pages=ENTRIES)
        qtbot.addWidget(again)
        again.show()
        QApplication.processEvents()
        assert room.intersects(again.geometry())
        assert (abs(again.y() - 60) < 8 and again.height() == 620) or not is_kept
        again.close()


def test_f1_opens_the_handbook_at_the_page_and_explains_the_keys(window: MainWindow) -> None:
    key(window, Qt.Key.Key_F1)
    shown = next(w for w in QApplication.topLevelWidgets() if isinstance(w, HelpDialog) and w.isVisible())
    assert "Eine Kursdatei einlesen" in words(shown)
    assert "Überall suchen" in words(shown)
    assert "In den Papierkorb" in words(shown)
    assert nameless(shown) == []
    window.lock()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, HelpDialog) and w.isVisible()]


def test_the_list_of_keys_is_scrolled_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    key(window, Qt.Key.Key_F1)
    shown = next(w for w in QApplication.topLevelWidgets() if isinstance(w, HelpDialog) and w.isVisible())
    shown.tabs.open("keys")
    shown.resize(600, 300)
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    shown.tabs.setFocus()
    press(QApplication.focusWidget() or shown, Qt.Key.Key_Tab)
    area = QApplication.focusWidget()
    assert isinstance(area, ScrollArea)
    bar = area.verticalScrollBar()
    assert bar.maximum() > 0
    places = []
    for each in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End):
        press(area, each)
        places.append(bar.value())
    assert 0 < places[0] < places[1] <= places[2] == bar.maximum()
    press(area, Qt.Key.Key_Home)
    assert bar.value() == 0
    shown.close()


def test_every_page_of_the_program_has_its_handbook() -> None:
    for entry in PAGES:
        assert resource_files.path(f"handbook/{entry.handbook}.md").exists()


def test_a_job_shows_in_the_sidebar_and_closing_asks(
    session: Session, store: Store, qtbot: QtBot, dialogs: Dialogs
) -> None:
    from nqdesk.ui.jobs import Jobs, WorkerLane

    lane = WorkerLane(store.another, Store.close)
    session.jobs = Jobs(lane)
    window = MainWindow(session, pages=ENTRIES)
    qtbot.addWidget(window)
    window.show()

    def endless(_store: Store) -> Generator[Progress, None, None]:
        while True:
            yield Progress(3, 10, "reading")

    job = session.run(endless, title="Kurskatalog einlesen", done=lambda _: None)
    qtbot.waitUntil(lambda: "3 von 10" in words(window.sidebar))
    dialogs.answer(lambda question: question.reject())
    window.close()
    assert window.isVisible()
    dialogs.answer(lambda question: question.accept())
    with qtbot.waitSignal(window.closed):
        window.close()
    with qtbot.waitSignal(job.ended):
        job.cancel()
    lane.stop()


def test_pages_can_be_made_without_knowing_them(window: MainWindow, session: Session) -> None:
    made: Callable[[Session, QWidget], Page] = replace(ENTRIES[0], key="again").make
    page = made(session, window)
    assert isinstance(page, Board)
    page.setParent(None)
    page.deleteLater()


def test_the_text_of_a_running_job_has_room_in_the_sidebar(session: Session, store: Store, qtbot: QtBot) -> None:
    from nqdesk.ui.jobs import Jobs, WorkerLane

    session.jobs = Jobs(WorkerLane(store.another, Store.close))
    window = MainWindow(session, pages=ENTRIES)
    qtbot.addWidget(window)
    window.resize(1300, 800)
    window.show()

    def endless(_store: Store) -> Generator[Progress, None, None]:
        while True:
            yield Progress(1000, 2000, "pages")

    job = session.run(endless, title="Vorschau eines langen Portfolios", done=lambda _: None)
    qtbot.waitUntil(lambda: "1.000 von 2.000" in words(window.sidebar))
    text = next(label for label in window.sidebar.findChildren(QLabel) if "1.000" in label.text())
    qtbot.waitUntil(lambda: text.height() >= text.heightForWidth(text.width()) > 0)
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: not text.isVisible())
    with qtbot.waitSignal(job.ended):
        job.cancel()
    window.close()
