"""What can be done with events and their attendance lists."""

from collections.abc import Sequence
from datetime import date, datetime

from nqdesk.actions.refused import demand, demand_sound
from nqdesk.domain.attendees import Attendee, check_attendee
from nqdesk.domain.change import Change
from nqdesk.domain.events import Event, check_event
from nqdesk.domain.people import Right
from nqdesk.store import attendees as stored_attendees
from nqdesk.store.changing import attendees as changing_attendees
from nqdesk.store.changing import events as changing
from nqdesk.store.database import Store


def save_event(store: Store, event: Event, now: datetime) -> Change:
    """Store an event; Refused names what to correct."""
    demand(store.person, Right.BERATUNG)
    demand_sound(check_event(event))
    with store.write(now) as tx:
        return changing.save_event(tx, event)


def bin_events(store: Store, ids: Sequence[str], now: datetime) -> Change:
    """Move events to the bin."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        return changing.bin_events(tx, ids)


def restore_events(store: Store, ids: Sequence[str], now: datetime) -> Change:
    """Take events out of the bin."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        return changing.restore_events(tx, ids)


def erase_events(store: Store, ids: Sequence[str], now: datetime) -> Change:
    """Erase events for good with portfolio and attendance list; cannot be undone and needs the right Verwaltung."""
    demand(store.person, Right.VERWALTUNG)
    with store.write(now) as tx:
        return changing.erase_events(tx, ids)


def save_attendee(store: Store, attendee: Attendee, now: datetime) -> Change:
    """Store a person on an attendance list; Refused without purpose, end of retention or needed consent."""
    demand(store.person, Right.BERATUNG)
    demand_sound(check_attendee(attendee))
    with store.write(now) as tx:
        return changing_attendees.save_attendee(tx, attendee)


def bin_attendees(store: Store, ids: Sequence[str], now: datetime) -> Change:
    """Move persons of an attendance list to the bin; erasure is a separate act."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        return changing_attendees.bin_attendees(tx, ids)


def restore_attendees(store: Store, ids: Sequence[str], now: datetime) -> Change:
    """Take persons of an attendance list out of the bin."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        return changing_attendees.restore_attendees(tx, ids)


def erase_attendees(store: Store, ids: Sequence[str], now: datetime) -> Change:
    """Erase persons for good, in the trail too; cannot be undone and needs the right Verwaltung."""
    demand(store.person, Right.VERWALTUNG)
    with store.write(now) as tx:
        return changing_attendees.erase_attendees(tx, ids)


def erase_due_attendees(store: Store, today: date, now: datetime) -> Change | None:
    """Erase everybody whose retention period is over; None if there is nobody."""
    demand(store.person, Right.VERWALTUNG)
    with store.write(now) as tx:
        due = [attendee.id for attendee in stored_attendees.due_for_erasure(tx.db, today)]
        return changing_attendees.erase_attendees(tx, due) if due else None
