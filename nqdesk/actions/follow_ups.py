"""What can be done with follow-ups."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from nqdesk.actions.refused import demand, demand_sound
from nqdesk.domain.change import Change
from nqdesk.domain.follow_ups import FollowUp, check_follow_up
from nqdesk.domain.people import Right
from nqdesk.store.changing import follow_ups as changing
from nqdesk.store.database import Store


def save(store: Store, follow_ups: Sequence[FollowUp], now: datetime) -> Change:
    """Store follow-ups as one change; Refused names what to correct."""
    demand(store.person, Right.BERATUNG)
    demand_sound([problem for found in follow_ups for problem in check_follow_up(found)])
    with store.write(now) as tx:
        return changing.save_follow_ups(tx, follow_ups)


def finish(store: Store, follow_up: FollowUp, on: date, now: datetime) -> Change:
    """Mark a follow-up as done on a day."""
    return save(store, [replace(follow_up, done_on=on)], now)


def remove(store: Store, ids: Sequence[str], now: datetime) -> Change:
    """Take follow-ups out; can be undone."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        return changing.remove_follow_ups(tx, ids)
