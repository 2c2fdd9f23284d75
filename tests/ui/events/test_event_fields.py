"""List and form of events."""

from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from nqdesk.actions import events as actions
from nqdesk.actions import undoing
from nqdesk.domain.change import Area
from nqdesk.domain.events import EventKind
from nqdesk.store import events
from nqdesk.ui import theme
from nqdesk.ui.events.new_event import NewEvent
from nqdesk.ui.events.page import EventsPage
from nqdesk.ui.events.value_set import ValueSet
from nqdesk.ui.session import Message, Session
from nqdesk.ui.theme import Scheme
from tests.builders import TODAY, an_event
from tests.keyboard import leave, press, retype, type_text
from tests.ui.accessibility import nameless, words
from tests.ui.conftest import Dialogs


def listed(page: EventsPage) -> list[str]:
    rows = [page.list.model.row_at(row) for row in range(page.list.count)]
    return [row.title for row in rows if row is not None]


def test_events_to_come_stand_above_past_ones(page: EventsPage, session: Session) -> None:
    past = an_event(title="Schon gewesen", day=TODAY - timedelta(days=30))
    session.perform(lambda store, now: actions.save_event(store, past, now))
    assert listed(page)[0].startswith("Wege zum Berufsabschluss")
    assert listed(page)[-1] == "Schon gewesen"
    page.list.chips.set_value(frozenset({"past"}))
    page.list.show_all()
    assert listed(page) == ["Schon gewesen"]


def test_the_first_event_is_open_with_its_day_in_words(page: EventsPage) -> None:
    assert page.view.record.title.startswith("Wege zum Berufsabschluss")
    assert "Donnerstag, 3. Dezember 2026 · 14:00–16:30" in words(page.view.header)


def test_the_search_finds_by_place(page: EventsPage) -> None:
    page.list.search.set_text("kehl")
    page.list.show_all()
    assert listed(page) == ["Mein Weg zum Abschluss"]
    press(page.list, Qt.Key.Key_Escape)
    assert page.list.count == 3


def test_a_field_that_is_left_is_stored_and_can_be_taken_back(page: EventsPage, session: Session) -> None:
    place = page.view.overview.fields.form.field("place")
    place.setFocus()
    retype(place, "Großer Saal")
    leave(place)
    stored = events.get(session.store.db, page.view.record.id)
    assert stored is not None
    assert stored.place == "Großer Saal"
    assert "Großer Saal" in words(page.view.header)
    session.perform(undoing.undo_last)
    assert place.value() == "Beispiel-Akademie Offenburg, Saal 2"


def test_days_and_hours_are_read_as_typed(page: EventsPage, session: Session) -> None:
    form = page.view.overview.fields.form
    form.field("day").setFocus()
    retype(form.field("day"), "3.4.27")
    leave(form.field("day"))
    hours = form.field("hours")
    hours.begins.setFocus()
    retype(hours.begins, "1730")
    leave(hours.begins)
    stored = events.get(session.store.db, page.view.record.id)
    assert stored is not None
    assert stored.day == date(2027, 4, 3)
    assert stored.begins == time(14, 0), "17:30 lies after the end, so the stored hours stay"
    assert "Das Ende liegt vor dem Beginn" in words(form)
    hours.ends.setFocus()
    retype(hours.ends, "19")
    leave(hours.ends)
    stored = events.get(session.store.db, page.view.record.id)
    assert stored is not None
    assert (stored.begins, stored.ends) == (time(17, 30), time(19, 0))


def test_partners_are_a_name_a_line(page: EventsPage, session: Session) -> None:
    partners = page.view.overview.fields.form.field("partners")
    partners.setFocus()
    partners.selectAll()
    type_text(partners, "IHK Südlicher Oberrhein")
    press(partners, Qt.Key.Key_Return)
    press(partners, Qt.Key.Key_Return)
    type_text(partners, " Jobcenter ")
    leave(partners)
    stored = events.get(session.store.db, page.view.record.id)
    assert stored is not None
    assert stored.partners == ("IHK Südlicher Oberrhein", "Jobcenter")


def test_what_cannot_be_read_is_said_and_the_stored_value_stays(page: EventsPage, told: list[Message]) -> None:
    form = page.view.overview.fields.form
    form.field("title").setFocus()
    retype(form.field("title"), " ")
    leave(form.field("title"))
    assert "Hier fehlt noch eine Angabe." in words(form)
    page.leave()
    assert told[-1].text == "Nicht gespeichert, weil nicht lesbar oder leer: Titel."
    assert form.field("title").value().startswith("Wege zum Berufsabschluss")


def test_a_new_event_is_made_with_title_day_and_town(page: EventsPage, session: Session, dialogs: Dialogs) -> None:
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, NewEvent)
        type_text(dialog.form.field("title"), "Infotag Pflege")
        type_text(dialog.form.field("plz"), "77933")
        leave(dialog.form.field("plz"))
        dialog.form.field("kind").set_value(EventKind.LEARNER)
        press(dialog.form.field("title"), Qt.Key.Key_Return)

    dialogs.answer(fill)
    page.new_record()
    assert page.view.record.title == "Infotag Pflege"
    assert page.view.record.kind is EventKind.LEARNER
    stored = events.get(session.store.db, page.view.record.id)
    assert stored is not None
    assert stored.day is None
    assert page.view.tabs.key == "portfolio"


def test_a_new_event_needs_a_title(page: EventsPage, dialogs: Dialogs) -> None:
    def without(dialog: QDialog) -> None:
        assert isinstance(dialog, NewEvent)
        press(dialog, Qt.Key.Key_Return)
        assert "Hier fehlt noch eine Angabe." in words(dialog)
        dialog.reject()

    dialogs.answer(without)
    page.new_record()
    assert page.list.count == 3


def test_an_event_goes_to_the_bin_and_comes_back(page: EventsPage, session: Session) -> None:
    event_id = page.view.record.id
    page.view.bin_wanted.emit()
    assert page.list.count == 2
    assert page.view.record.id != event_id
    page.list.chips.set_value(frozenset({"bin"}))
    page.list.show_all()
    assert page.binned.isVisible()
    page.binned.restore()
    assert events.get(session.store.db, event_id) is not None
    page.list.choose(event_id)
    assert page.view.record.id == event_id


def test_an_event_is_erased_only_after_a_question(page: EventsPage, session: Session, dialogs: Dialogs) -> None:
    event_id = page.view.record.id
    session.perform(lambda store, now: actions.bin_events(store, [event_id], now))
    page.list.chips.set_value(frozenset({"bin"}))
    page.list.show_all()
    dialogs.answer(lambda dialog: dialog.reject())
    page.binned.erase()
    assert events.get(session.store.db, event_id, in_bin=True) is not None
    dialogs.answer(lambda dialog: dialog.accept())
    page.binned.erase()
    assert events.get(session.store.db, event_id, in_bin=True) is None
    assert "Der Papierkorb ist leer" in words(page)


def test_everything_the_keyboard_reaches_has_a_name(page: EventsPage) -> None:
    for key in ("overview", "portfolio", "attendees", "preview"):
        page.view.tabs.open(key)
        QApplication.processEvents()
        assert nameless(page) == []


def test_a_record_found_elsewhere_is_opened(page: EventsPage, session: Session) -> None:
    other = events.by_title(session.store.db, "Mein Weg zum Abschluss")[0]
    page.show_record(Area.EVENTS, other.id)
    assert page.view.record.id == other.id


@pytest.mark.parametrize("size", [(740, 520), (1060, 640)])
def test_narrow_windows_cut_nothing_off(page: EventsPage, size: tuple[int, int]) -> None:
    page.resize(*size)
    for key in ("overview", "portfolio"):
        page.view.tabs.open(key)
        QApplication.processEvents()
        area = page.view.overview if key == "overview" else page.view.portfolio
        content = area.widget()
        assert content is not None
        assert content.width() <= area.viewport().width()


def test_after_a_lock_the_same_event_and_tab_are_open(page: EventsPage, session: Session) -> None:
    page.list.list.choose_row(1)
    page.view.tabs.open("attendees")
    again = EventsPage(session)
    assert again.view.record.id == page.view.record.id
    assert again.view.tabs.key == "attendees"
    again.deleteLater()


def test_a_picked_value_is_shown_whole_and_goes_by_enter(qtbot: QtBot) -> None:
    theme.current().apply(Scheme.LIGHT)
    values = ValueSet(lambda _text: [], lambda value: value, "Beruf suchen …")
    qtbot.addWidget(values)
    values.set_value(frozenset({"Fachlagerist/in"}))
    values.resize(400, 80)
    values.show()
    chip = next(button for button in values.findChildren(QPushButton) if button.text().startswith("Fachlagerist"))
    chip.ensurePolished()
    bold = QFont(chip.font())
    bold.setWeight(QFont.Weight.DemiBold)
    assert chip.sizeHint().width() >= QFontMetrics(bold).horizontalAdvance(chip.text()) + 20
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Return)
    assert values.value() == frozenset()
