"""Attendance lists: purpose, consent, retention, erasure."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from nqdesk.actions import events as actions
from nqdesk.domain.attendees import Attendee, default_keep_until
from nqdesk.domain.change import Area
from nqdesk.store import attendees
from nqdesk.ui.events.attendee_dialog import AttendeeDialog
from nqdesk.ui.events.page import EventsPage
from nqdesk.ui.session import Message, Session
from tests.builders import TODAY
from tests.keyboard import leave, press, retype, type_text
from tests.ui.accessibility import nameless, words
from tests.ui.conftest import Dialogs


def of_event(page: EventsPage, session: Session, *, in_bin: bool = False) -> list[Attendee]:
    return attendees.of_event(session.store.db, page.view.record.id, in_bin=in_bin)


def open_tab(page: EventsPage) -> None:
    page.view.tabs.open("attendees")
    QApplication.processEvents()


def test_the_tab_counts_the_list(page: EventsPage) -> None:
    assert page.view.tabs.tabText(2) == "Teilnehmende 3"


def test_a_new_person_is_kept_24_months_for_a_named_purpose(
    page: EventsPage, session: Session, dialogs: Dialogs, told: list[Message]
) -> None:
    open_tab(page)

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, AttendeeDialog)
        type_text(dialog.form.field("name"), "Ölçay Übermut")
        press(dialog.form.field("name"), Qt.Key.Key_Return)

    dialogs.answer(fill)
    page.view.attendees.add()
    made = next(one for one in of_event(page, session) if one.name == "Ölçay Übermut")
    assert made.keep_until == date(2028, 12, 3)
    assert made.purpose == "Einladung und Nachbereitung dieser Veranstaltung"
    assert made.consent_on is None
    assert page.view.tabs.tabText(2) == "Teilnehmende 4"
    assert all("Übermut" not in message.text for message in told), "no name in messages"


def test_contact_data_need_consent(page: EventsPage, session: Session, dialogs: Dialogs) -> None:
    open_tab(page)

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, AttendeeDialog)
        form = dialog.form
        type_text(form.field("name"), "Max Probe")
        assert not form.field("email").isEnabled()
        assert "nur mit Einwilligung" in words(dialog)
        form.field("consent_on").setFocus()
        retype(form.field("consent_on"), "20.11.26")
        leave(form.field("consent_on"))
        assert form.field("email").isEnabled()
        assert form.field("consent_text").value() == "Einwilligung Veranstaltungen, Fassung 1"
        type_text(form.field("email"), "max@example.org")
        form.field("consent_on").setFocus()
        retype(form.field("consent_on"), "")
        leave(form.field("consent_on"))
        press(form.field("name"), Qt.Key.Key_Return)
        assert "Kontaktdaten dürfen nur mit Einwilligung" in words(dialog)
        assert form.field("email").isEnabled(), "what stands there can be taken away"
        retype(form.field("email"), "")
        press(form.field("name"), Qt.Key.Key_Return)

    dialogs.answer(fill)
    page.view.attendees.add()
    made = next(one for one in of_event(page, session) if one.name == "Max Probe")
    assert (made.email, made.consent_on) == ("", None)


def test_a_dialog_with_edits_is_not_lost_by_escape(page: EventsPage, dialogs: Dialogs) -> None:
    open_tab(page)

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, AttendeeDialog)
        assert nameless(dialog) == []
        type_text(dialog.form.field("name"), "X")
        dialogs.answer(lambda question: question.reject())
        press(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        dialogs.answer(lambda question: question.accept())
        press(dialog, Qt.Key.Key_Escape)

    dialogs.answer(fill)
    page.view.attendees.add()
    assert dialogs.titles == ["Person hinzufügen", "Eingaben verwerfen?", "Eingaben verwerfen?"]


def test_a_person_goes_to_the_bin_comes_back_and_is_erased(
    page: EventsPage, session: Session, dialogs: Dialogs, told: list[Message]
) -> None:
    open_tab(page)
    tab = page.view.attendees
    tab.table.setFocus()
    tab.table.choose_row(0)
    press(tab.table, Qt.Key.Key_Delete)
    assert len(of_event(page, session)) == 2
    assert told[-1].text == "1 Person im Papierkorb"
    tab.bin_toggle.click()
    tab.table.choose_row(0)
    tab.restore_button.click()
    assert len(of_event(page, session)) == 3
    tab.bin_toggle.click()
    tab.table.choose_row(0)
    tab.bin_button.click()
    tab.bin_toggle.click()
    tab.table.choose_row(0)
    dialogs.answer(lambda question: question.accept())
    tab.erase_button.click()
    assert of_event(page, session, in_bin=True) == []
    assert told[-1].text == "Die Angaben zu 1 Person sind gelöscht."


def test_who_is_due_is_shown_and_erased_at_once(
    page: EventsPage, session: Session, dialogs: Dialogs, told: list[Message]
) -> None:
    late = Attendee(event_id=page.view.record.id, name="Lang Her", purpose="Einladung", keep_until=TODAY - timedelta(1))
    session.perform(lambda store, now: actions.save_attendee(store, late, now), quiet=True)
    open_tab(page)
    assert "Frist abgelaufen: 1 Person ist zu löschen." in words(page.view.attendees)
    dialogs.answer(lambda question: question.accept())
    page.view.attendees.erase_due()
    assert len(of_event(page, session)) == 3
    assert "Frist abgelaufen" not in words(page.view.attendees)
    assert told[-1].text == "Die Angaben zu 1 Person sind gelöscht."


def test_a_person_found_elsewhere_is_shown_on_the_list(page: EventsPage, session: Session) -> None:
    wanted = of_event(page, session)[1]
    page.list.list.choose_row(2)
    page.show_record(Area.ATTENDEES, wanted.id)
    assert page.view.record.id == wanted.event_id
    assert page.view.tabs.key == "attendees"
    assert page.view.attendees.table.chosen_id() == wanted.id


def test_the_end_of_keeping_falls_on_a_day_that_exists() -> None:
    assert default_keep_until(date(2024, 2, 29)) == date(2026, 2, 28)
    assert default_keep_until(date(2026, 12, 31)) == date(2028, 12, 31)
