"""Records as hypothesis makes them: every field, umlauts, empty values, days at the ends of years."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from nqdesk.domain.attendees import Attendee
from nqdesk.domain.contacts import Contact
from nqdesk.domain.events import Event, EventKind
from nqdesk.domain.offers import (
    Form,
    FundingMark,
    LanguageLevel,
    OccupationCertainty,
    Offer,
    OfferDate,
    OfferKind,
    TimeModel,
)
from nqdesk.domain.organisations import AzavCertificate, Organisation, Role

WORDS = ("Müller", "Straße", "Lager", "Köln", "Übung", "lager-logistik", "ŁÓDŹ", "Ärger", "a", "Teil 2", "x_y", "مرحبا")
texts = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), max_size=12
)
some_texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
days = st.dates(date(2026, 12, 30), date(2027, 4, 30)) | st.sampled_from([date(2026, 12, 31), date(2027, 12, 31)])
amounts = st.integers(0, 3_000_000).map(lambda cents: Decimal(cents) / 100) | st.sampled_from([Decimal("4860.00")])
plzs = st.sampled_from(["", "01067", "50667", "77652", "89073"])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return a strategy that gives None as well."""
    return st.none() | strategy


contacts = st.builds(Contact, name=texts, phone=texts)
runs = st.builds(
    OfferDate,
    source_id=texts,
    start=maybe(days),
    end=maybe(days),
    rolling=st.booleans(),
    place=texts,
    plz=plzs,
    form=maybe(st.sampled_from(Form)),
    time_model=maybe(st.sampled_from(TimeModel)),
    hours=maybe(st.integers(0, 5000)),
    price=maybe(amounts),
    note=texts,
)


def offers(providers: tuple[str, ...] = ("",), occupations: tuple[str, ...] = ("",)) -> st.SearchStrategy[Offer]:
    """Return offers of these providers and occupations."""
    return st.builds(
        Offer,
        provider_id=st.sampled_from(providers),
        title=some_texts,
        description=texts,
        occupation_id=st.sampled_from(occupations),
        occupation_certainty=st.sampled_from(OccupationCertainty),
        field=texts,
        kind=st.sampled_from(OfferKind),
        tq_number=maybe(st.integers(1, 20)),
        dates=st.lists(runs, max_size=4).map(tuple),
        rolling_entry=st.booleans(),
        form=maybe(st.sampled_from(Form)),
        time_model=maybe(st.sampled_from(TimeModel)),
        duration_months=maybe(st.integers(1, 400).map(lambda tenth: Decimal(tenth) / 10)),
        duration_class=maybe(st.integers(0, 9)),
        price=maybe(amounts),
        measure_number=texts,
        certified_until=maybe(days),
        funding=st.frozensets(st.sampled_from(FundingMark)),
        language_level=maybe(st.sampled_from(LanguageLevel)),
        childcare=maybe(st.booleans()),
        contact=maybe(contacts),
        keywords=st.lists(texts, max_size=2).map(tuple),
        codes=st.lists(texts, max_size=2).map(tuple),
        source_id=texts,
        information_date=maybe(days),
        withdrawn_on=maybe(days),
        check_reasons=st.frozensets(st.sampled_from(["occupation_doubtful", "identity_doubtful"])),
        note=texts,
    )


organisations = st.builds(
    Organisation,
    name=some_texts,
    short_name=texts,
    roles=st.frozensets(st.sampled_from(Role)),
    plz=plzs,
    city=texts,
    numbers=st.lists(st.tuples(st.sampled_from(["ba", "x"]), texts), max_size=2, unique=True).map(tuple),
    azav=maybe(st.builds(AzavCertificate, certifier=texts, valid_until=maybe(days))),
    contacts=st.lists(contacts, max_size=2).map(tuple),
    note=texts,
    information_date=maybe(days),
)
events = st.builds(
    Event,
    title=some_texts,
    kind=st.sampled_from(EventKind),
    day=maybe(days),
    begins=maybe(st.times().map(lambda t: time(t.hour, t.minute))),
    city=texts,
    partners=st.lists(texts, max_size=2).map(tuple),
)


def attendees(event_id: str) -> st.SearchStrategy[Attendee]:
    """Return persons on the list of an event."""
    return st.builds(
        Attendee,
        event_id=st.just(event_id),
        name=some_texts,
        organisation=texts,
        purpose=some_texts,
        consent_on=maybe(days),
        keep_until=days,
        attended=maybe(st.booleans()),
    )
