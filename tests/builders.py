"""Valid records; a test names only what matters to it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from nqdesk.domain.attendees import Attendee
from nqdesk.domain.contacts import Contact
from nqdesk.domain.events import Event
from nqdesk.domain.funding.kept_check import KeptCheck, packed
from nqdesk.domain.offers import Form, FundingMark, Offer, OfferDate, OfferKind, TimeModel
from nqdesk.domain.organisations import AzavCertificate, Organisation, Role

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def a_run(**values: Any) -> OfferDate:
    """Return one run in Offenburg from 9 February 2027."""
    run = OfferDate(start=date(2027, 2, 9), end=date(2027, 4, 30), place="Offenburg", plz="77652")
    return replace(run, **values)


def an_offer(**values: Any) -> Offer:
    """Return a complete offer of a partial qualification."""
    offer = Offer(
        title="Teilqualifikation 1 Wareneingang",
        kind=OfferKind.TQ,
        tq_number=1,
        field="Lager",
        dates=(a_run(),),
        form=Form.PRESENCE,
        time_model=TimeModel.PART_TIME,
        hours=420,
        price=Decimal("4860.00"),
        funding=frozenset({FundingMark.BILDUNGSGUTSCHEIN}),
        web="https://www.example.org/tq1",
        contact=Contact(name="Beratung", phone="0781 000000"),
        source_system="openqcat",
        source_name="katalog.xml",
        source_provider="274125",
        source_id="4711",
        information_date=date(2026, 11, 1),
    )
    return replace(offer, **values)


def an_organisation(**values: Any) -> Organisation:
    """Return an invented provider with a valid certificate."""
    organisation = Organisation(
        name="Beispiel-Bildungswerk Musterstadt (erfunden)",
        roles=frozenset({Role.PROVIDER}),
        plz="77652",
        city="Offenburg",
        phone="0781 000000",
        email="info@example.org",
        web="https://www.example.org",
        numbers=(("ba", "274125"),),
        azav=AzavCertificate(certifier="Beispielzert", valid_until=date(2028, 12, 31)),
    )
    return replace(organisation, **values)


def an_event(**values: Any) -> Event:
    """Return an invented multiplier event."""
    event = Event(title="Wege zum Abschluss", day=date(2026, 12, 3), place="Saal 2, Offenburg", plz="77652")
    return replace(event, **values)


def an_attendee(**values: Any) -> Attendee:
    """Return an invented person on an attendance list, with consent."""
    attendee = Attendee(
        event_id="event",
        name="Erika Mustermann",
        organisation="Jobcenter (Beispiel)",
        email="erika@example.org",
        purpose="Einladung und Nachbereitung",
        consent_on=date(2026, 11, 2),
        consent_text="Fassung 1",
        keep_until=date(2027, 12, 31),
    )
    return replace(attendee, **values)


def a_kept_check(**values: Any) -> KeptCheck:
    """Return a kept check of an invented person, its result left short."""
    check = KeptCheck(
        subject="Erika Beispiel",
        law_day=date(2027, 3, 1),
        made_on=date(2027, 3, 1),
        rule_book="sha256:00",
        facts='{"person":{"status":"arbeitslos"}}',
        results=packed('{"on":"2027-03-01"}'),
        kinds=(("fbw_81_2", "pruefen"),),
        purpose="Beratung",
        keep_until=date(2030, 12, 31),
    )
    return replace(check, **values)
