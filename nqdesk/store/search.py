"""Searching everything at once."""

from dataclasses import dataclass
from datetime import date

from peewee import Database

from nqdesk.domain.change import Area
from nqdesk.domain.offer_query import OfferQuery, OfferSort
from nqdesk.store import attendees, checks, events, offers, organisations

_SOME_DAY = date(1970, 1, 1)  # the order by title asks for no day


@dataclass(frozen=True)
class Hit:
    """A record that was found.

    Attributes:
        area: where it belongs. id: of the record; for an attendee `within` names the event.
        title: what the record is called. detail: what tells it from others: provider and place, city, organisation.
        day: of an event, None if not fixed.
        within: id of the record to open it in, "" for the record itself.
    """

    area: Area
    id: str
    title: str
    detail: str = ""
    day: date | None = None
    within: str = ""


def everything(db: Database, text: str, limit_each: int) -> list[Hit]:
    """Return the records in which every typed word begins a word: offers, organisations, events, people on lists, kept
    funding checks.

    At most `limit_each` of each kind; none for an empty text.
    """
    if not text.strip() or limit_each <= 0:
        return []
    return [
        *_offers(db, text, limit_each),
        *(
            Hit(Area.ORGANISATIONS, found.id, found.label, found.city)
            for found in organisations.search(db, text, limit_each)
        ),
        *(
            Hit(Area.EVENTS, found.id, found.title, found.city, day=found.day)
            for found in events.search(db, text, limit_each)
        ),
        *(
            Hit(Area.ATTENDEES, found.id, found.name, found.organisation, within=found.event_id)
            for found in attendees.search(db, text, limit_each)
        ),
        *(
            Hit(Area.CHECKS, found.id, found.subject, day=found.made_on)
            for found in checks.search(db, text, limit_each)
        ),
    ]


def _offers(db: Database, text: str, limit: int) -> list[Hit]:
    query = OfferQuery(search=text, sort=OfferSort.TITLE)
    found = offers.rows(db, offers.first_numbers(db, query, _SOME_DAY, limit), _SOME_DAY)
    return [Hit(Area.OFFERS, row.id, row.title, ", ".join(filter(None, (row.provider, row.place)))) for row in found]
