"""An event that was begun, and what cannot be read in one, survive a crash and a lock."""

from datetime import date

from PySide6.QtWidgets import QApplication, QWidget

from nqdesk.domain.draft import Draft
from nqdesk.store import drafts, events
from nqdesk.store.database import Store
from nqdesk.ui.events.event_view import OVERVIEW
from nqdesk.ui.events.new_event import NewEvent
from nqdesk.ui.events.page import EventsPage
from nqdesk.ui.session import Session
from nqdesk.ui.widgets.dialog import Dialog
from tests.keyboard import leave, retype
from tests.ui.conftest import Dialogs


def write(widget: QWidget, text: str) -> None:
    widget.setFocus()
    retype(widget, text)
    leave(widget)


def kept(store: Store) -> list[Draft]:
    return drafts.every(store.db, store.person)


def test_a_new_event_is_gone_on_with(page: EventsPage, store: Store, dialogs: Dialogs) -> None:
    def begin(dialog: QWidget) -> None:
        assert isinstance(dialog, NewEvent)
        write(dialog.form.field("place"), "Rathaus Kehl")
        write(dialog.form.field("day"), "31.2.2027")
        dialog.form.field("hours").begins.setFocus()
        retype(dialog.form.field("hours").begins, "25 Uhr")
        dialog.save_before_lock()
        dialog.done(Dialog.DialogCode.Rejected)  # as the window does when it is locked

    dialogs.answer(begin)
    page.new_record()
    assert page.drafts.isVisible()
    assert "Angefangene Veranstaltung" in page.drafts.accessibleName()

    def finish(dialog: QWidget) -> None:
        assert isinstance(dialog, NewEvent)
        assert dialog.form.field("place").value() == "Rathaus Kehl"
        assert dialog.form.field("day").text() == "31.2.2027"
        assert dialog.form.field("hours").begins.text() == "25 Uhr"
        write(dialog.form.field("day"), "1.3.2027")
        write(dialog.form.field("hours").begins, "14")
        write(dialog.form.field("title"), "Wege in Kehl")
        dialog.save()

    dialogs.answer(finish)
    page.drafts.take_up()
    (found,) = [event for event in events.every(store.db, upcoming_first=False) if event.title == "Wege in Kehl"]
    assert (found.place, found.day) == ("Rathaus Kehl", date(2027, 3, 1))
    assert kept(store) == []
    assert page.drafts.isHidden()


def test_an_event_given_up_is_not_offered_again(page: EventsPage, store: Store, dialogs: Dialogs) -> None:
    def give_up(dialog: QWidget) -> None:
        assert isinstance(dialog, NewEvent)
        retype(dialog.form.field("title"), "Doch nicht")
        dialog.form.field("title").editingFinished.emit()  # the dialog is not the active window here
        assert len(kept(store)) == 1
        dialogs.answer(lambda question: question.accept())
        dialog.reject()

    dialogs.answer(give_up)
    page.new_record()
    assert kept(store) == []
    assert page.drafts.isHidden()


def test_what_cannot_be_read_in_an_event_is_gone_on_with(page: EventsPage, store: Store, session: Session) -> None:
    page.view.tabs.open(OVERVIEW)
    fields = page.view.overview.fields
    event = fields.record
    write(fields.form.field("day"), "31.2.2027")
    write(fields.form.field("audience"), "Betriebe")
    assert page.drafts.isHidden(), "it is still being typed"
    (draft,) = kept(store)
    assert draft.unread == {"day": "31.2.2027"}

    later = EventsPage(session)  # as after a crash
    later.resize(1228, 860)
    later.show()
    QApplication.processEvents()
    assert later.drafts.isVisible()
    assert event.title in later.drafts.accessibleName()
    later.drafts.take_up()
    field = later.view.overview.fields.form.field("day")
    assert field.text() == "31.2.2027"
    write(field, "28.2.2027")
    found = events.get(store.db, event.id)
    assert found is not None
    assert (found.day, found.audience) == (date(2027, 2, 28), "Betriebe")
    assert kept(store) == []
    later.close()
    later.deleteLater()
