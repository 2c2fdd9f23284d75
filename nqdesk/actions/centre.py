"""What can be done with the centre's identity and settings."""

from datetime import datetime

from nqdesk.actions.refused import demand, demand_sound
from nqdesk.domain.centre import Centre, check_centre
from nqdesk.domain.change import Change
from nqdesk.domain.people import Right
from nqdesk.domain.settings import Settings
from nqdesk.store.changing import centre as changing_centre
from nqdesk.store.changing import settings as changing_settings
from nqdesk.store.database import Store


def save_centre(store: Store, centre: Centre, now: datetime) -> Change:
    """Store the centre's identity; Refused names what to correct."""
    demand(store.person, Right.VERWALTUNG)
    demand_sound(check_centre(centre))
    with store.write(now) as tx:
        return changing_centre.save_centre(tx, centre)


def save_settings(store: Store, settings: Settings, now: datetime) -> Change:
    """Store the settings."""
    demand(store.person, Right.VERWALTUNG)
    with store.write(now) as tx:
        return changing_settings.save_settings(tx, settings)
