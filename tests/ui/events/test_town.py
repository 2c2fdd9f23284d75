"""The town of an event follows its postcode."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from nqdesk.actions import events as actions
from nqdesk.store import events
from nqdesk.ui.events.event_form import EventForm
from nqdesk.ui.session import Session
from tests.builders import an_event
from tests.keyboard import leave, type_text


def test_the_town_of_a_postcode_is_shown_and_stored(session: Session, show: Callable[[QWidget], QWidget]) -> None:
    event = an_event(plz="", city="")
    session.perform(lambda store, now: actions.save_event(store, event, now), quiet=True)
    form = EventForm(session)
    show(form)
    stored = events.get(session.store.db, event.id)
    assert stored is not None
    form.show_record(stored)
    plz = form.form.field("plz")
    plz.setFocus()
    type_text(plz, "77652")
    leave(plz)
    assert form.form.field("city").value() == "Offenburg"
    again = events.get(session.store.db, event.id)
    assert again is not None
    assert (again.plz, again.city) == ("77652", "Offenburg")
