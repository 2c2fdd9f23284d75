"""The session: one way to change something, one signal for it, sentences for what stands in the way."""

import pytest

from nqdesk.actions import events, offers, portfolios
from nqdesk.domain.change import Area, Change
from nqdesk.domain.events import Event
from nqdesk.domain.failure import Failure
from nqdesk.domain.people import Right
from nqdesk.domain.portfolio import PortfolioChoice
from nqdesk.store import events as stored_events
from nqdesk.store import offers as stored_offers
from nqdesk.store.database import Store
from nqdesk.ui.session import Message, Session
from nqdesk.ui.theme import Tone
from tests.builders import TODAY, an_offer


def test_a_change_is_announced_once_with_a_way_back(session: Session, told: list[Message]) -> None:
    changes: list[Change] = []
    session.changed.connect(changes.append)
    offer = an_offer()
    done = session.perform(lambda store, now: offers.save_offer(store, offer, now))
    assert done
    assert [c.areas & {Area.OFFERS} for c in changes] == [{Area.OFFERS}]
    assert told[0].text.startswith("Angebot gespeichert")
    assert told[0].action == "Rückgängig"
    assert told[0].act is not None
    told[0].act()
    assert stored_offers.get(session.store.db, offer.id) is None
    assert len(changes) == 2
    assert told[1].text.startswith("Zurückgenommen")


def test_a_quiet_change_is_announced_without_a_message(session: Session, told: list[Message]) -> None:
    changes: list[Change] = []
    session.changed.connect(changes.append)
    session.perform(lambda store, now: offers.save_offer(store, an_offer(), now), quiet=True)
    assert len(changes) == 1
    assert told == []


def test_what_must_be_corrected_comes_back_and_nothing_is_changed(session: Session, told: list[Message]) -> None:
    changes: list[Change] = []
    session.changed.connect(changes.append)
    done = session.perform(lambda store, now: events.save_event(store, Event(title=" "), now), show_problems=False)
    assert not done
    assert [(p.code, p.field) for p in done.problems] == [("required", "title")]
    assert told == []
    assert changes == []
    session.perform(lambda store, now: events.save_event(store, Event(title=" "), now))
    assert told == [Message("Hier fehlt noch eine Angabe.", Tone.NO)]


def test_a_failure_is_told_in_one_sentence(session: Session, told: list[Message]) -> None:
    def full(_store: Store, _now: object) -> Change:
        raise Failure("disk_full")

    assert not session.perform(full)
    assert told[0].tone is Tone.NO
    assert told[0].text.startswith("Der Datenträger ist voll")


def test_an_error_of_the_program_is_not_hidden(session: Session) -> None:
    with pytest.raises(ZeroDivisionError):
        session.tell_failure(ZeroDivisionError())


def test_undo_without_anything_to_undo_says_so(session: Session, told: list[Message]) -> None:
    session.undo()
    assert [m.tone for m in told] == [Tone.NO]


def test_undo_takes_back_the_last_change(session: Session, told: list[Message]) -> None:
    event = Event(title="Infotag")
    session.perform(lambda store, now: events.save_event(store, event, now))
    session.undo()
    assert stored_events.get(session.store.db, event.id) is None
    assert told[-1].text.startswith("Zurückgenommen")


def test_undo_of_something_without_a_name_says_what_it_was(session: Session, told: list[Message]) -> None:
    event = Event(title="Infotag")
    session.perform(lambda store, now: events.save_event(store, event, now))
    choice = PortfolioChoice(event_id=event.id)
    session.perform(lambda store, now: portfolios.save_choice(store, choice, now))
    session.undo()
    assert told[-1].text == "Zurückgenommen: Portfolio gespeichert"


def test_the_clock_gives_the_day(session: Session) -> None:
    assert session.today() == TODAY
    assert session.may(Right.VERWALTUNG)
    assert session.can_write
