"""What can be done with organisations."""

from collections.abc import Sequence
from datetime import datetime

from nqdesk.actions.refused import demand, demand_sound
from nqdesk.domain.change import Change
from nqdesk.domain.organisations import Organisation, check_organisation
from nqdesk.domain.people import Right
from nqdesk.store.changing import organisations as changing
from nqdesk.store.database import Store


def save_organisation(store: Store, organisation: Organisation, now: datetime) -> Change:
    """Store an organisation; Refused names what to correct."""
    demand(store.person, Right.BERATUNG)
    demand_sound(check_organisation(organisation))
    with store.write(now) as tx:
        return changing.save_organisation(tx, organisation)


def bin_organisations(store: Store, ids: Sequence[str], now: datetime) -> Change:
    """Move organisations to the bin; their offers stay."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        return changing.bin_organisations(tx, ids)


def restore_organisations(store: Store, ids: Sequence[str], now: datetime) -> Change:
    """Take organisations out of the bin."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        return changing.restore_organisations(tx, ids)
