"""Reading events, lists, organisations, and everything at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from nqdesk.domain.attendees import Attendee, is_due_for_erasure
from nqdesk.domain.change import Area
from nqdesk.domain.events import Event
from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.organisations import Organisation, Role
from nqdesk.domain.portfolio import PortfolioChoice
from nqdesk.store import attendees, events, offers, organisations, portfolios, search
from nqdesk.store.changing import batches, names
from nqdesk.store.changing.attendees import bin_attendees, restore_attendees, save_attendee
from nqdesk.store.changing.events import bin_events, restore_events, save_event
from nqdesk.store.changing.offers import save_offer
from nqdesk.store.changing.organisations import bin_organisations, restore_organisations, save_organisation
from nqdesk.store.changing.portfolios import save_portfolio
from nqdesk.store.errors import StoreError
from nqdesk.store.store import Store
from tests.builders import an_attendee, an_event, an_offer, an_organisation
from tests.store.conftest import NOW
from tests.store.subjects import strategies
from tests.store.subjects.conftest import TODAY, Write

slow = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@slow
@given(record=strategies.organisations)
def test_an_organisation_comes_back_as_it_was_stored(store: Store, write: Write, record: Organisation) -> None:
    write(save_organisation, record)
    stored = organisations.get(store.db, record.id)
    assert stored is not None
    assert replace(stored, version=0, created_at=None, changed_at=None) == record


@slow
@given(record=strategies.events)
def test_an_event_comes_back_as_it_was_stored(store: Store, write: Write, record: Event) -> None:
    write(save_event, record)
    stored = events.get(store.db, record.id)
    assert stored is not None
    assert replace(stored, version=0, created_at=None, changed_at=None) == record


@slow
@given(record=strategies.attendees("event"))
def test_a_person_comes_back_as_stored_and_is_due_when_the_domain_says(
    store: Store, write: Write, record: Attendee
) -> None:
    write(save_attendee, record)
    stored = attendees.get(store.db, record.id)
    assert stored is not None
    assert replace(stored, version=0, created_at=None, changed_at=None) == record
    due = {found.id for found in attendees.due_for_erasure(store.db, TODAY)}
    assert (record.id in due) == is_due_for_erasure(record, TODAY)


def test_events_stand_upcoming_first_then_without_a_day_then_past_backwards(store: Store, write: Write) -> None:
    days = {"Gestern": -1, "Vorgestern": -2, "Heute": 0, "Morgen": 1}
    for title, shift in days.items():
        write(save_event, an_event(title=title, day=TODAY + timedelta(days=shift)))
    write(save_event, an_event(title="Offen", day=None))
    upcoming = [event.title for event in events.every(store.db, upcoming_first=True, on=TODAY)]
    assert upcoming == ["Heute", "Morgen", "Offen", "Gestern", "Vorgestern"]
    by_day = [event.title for event in events.every(store.db, upcoming_first=False)]
    assert by_day == ["Vorgestern", "Gestern", "Heute", "Morgen", "Offen"]


def test_events_are_found_by_title_however_it_is_written(store: Store, write: Write) -> None:
    write(save_event, an_event(title="Messe Köln"))
    write(save_event, an_event(title="Messe Köln 2028"))
    assert [e.title for e in events.by_title(store.db, "MESSE koeln ")] == ["Messe Köln"]
    assert len(events.by_title(store.db, "messe")) == 2
    assert events.by_title(store.db, "") == []


def test_bins_of_events_people_and_organisations(store: Store, write: Write) -> None:
    event, provider = an_event(), an_organisation()
    person = an_attendee(event_id=event.id, keep_until=date(2027, 1, 1))
    write(save_event, event)
    write(save_attendee, person)
    write(save_organisation, provider)
    write(bin_attendees, [person.id])
    write(bin_events, [event.id])
    write(bin_organisations, [provider.id])
    assert events.every(store.db) == []
    assert events.get(store.db, event.id, in_bin=True) is not None
    assert attendees.of_event(store.db, event.id) == []
    assert [p.id for p in attendees.due_for_erasure(store.db, TODAY)] == [person.id], "the bin ends no retention"
    assert organisations.by_number(store.db, "ba", "274125") is None
    assert organisations.search(store.db, "beispiel") == []
    write(restore_attendees, [person.id])
    write(restore_events, [event.id])
    write(restore_organisations, [provider.id])
    assert [p.id for p in attendees.of_event(store.db, event.id)] == [person.id]
    assert organisations.by_number(store.db, "ba", "274125") is not None
    assert events.get(store.db, event.id) is not None


def test_organisations_are_listed_by_label_and_role(store: Store, write: Write) -> None:
    for name, roles in (("Zeta", {Role.PROVIDER}), ("Äther", {Role.COMPANY}), ("Mu", {Role.COMPANY, Role.PROVIDER})):
        write(save_organisation, an_organisation(name=name, roles=frozenset(roles), numbers=((name, "1"),)))
    assert [o.name for o in organisations.every(store.db)] == ["Äther", "Mu", "Zeta"]
    assert [o.name for o in organisations.every(store.db, Role.PROVIDER)] == ["Mu", "Zeta"]
    found = organisations.by_name(store.db, "aether")
    assert found is not None
    assert found == organisations.by_number(store.db, "Äther", "1")
    assert [o.name for o in organisations.many(store.db, ["x", found.id])] == ["Äther"]


def test_everything_is_searched_at_once(store: Store, write: Write) -> None:
    provider = an_organisation(name="Müller Bildung", city="Köln")
    event = an_event(title="Müllers Messe", city="Köln")
    write(save_organisation, provider)
    write(save_event, event)
    write(save_attendee, an_attendee(event_id=event.id, name="Eva Müller", organisation="Jobcenter"))
    for number in range(5):
        write(save_offer, an_offer(provider_id=provider.id, title=f"Kurs {number}"))
    hits = search.everything(store.db, "muell", 3)
    assert [hit.area for hit in hits] == [
        *[Area.OFFERS] * 3,
        Area.ORGANISATIONS,
        Area.EVENTS,
        Area.ATTENDEES,
    ]
    assert (hits[0].title, hits[0].detail) == ("Kurs 0", "Müller Bildung, Offenburg")
    assert (hits[-2].title, hits[-2].detail, hits[-2].day) == ("Müllers Messe", "Köln", event.day)
    assert (hits[-1].title, hits[-1].detail, hits[-1].within) == ("Eva Müller", "Jobcenter", event.id)
    assert search.everything(store.db, "  ", 3) == []
    write(bin_events, [event.id])
    assert {hit.area for hit in search.everything(store.db, "eva", 3)} == set()


def test_an_event_has_one_portfolio(store: Store, write: Write) -> None:
    first = PortfolioChoice(event_id="e", title="Eins")
    write(save_portfolio, first)
    with pytest.raises(StoreError, match="stale"):
        write(save_portfolio, PortfolioChoice(event_id="e", title="Zwei"))
    stored = portfolios.of_event(store.db, "e")
    assert stored is not None
    write(save_portfolio, replace(stored, title="Drei"))
    again = portfolios.of_event(store.db, "e")
    assert again is not None
    assert (again.id, again.title) == (first.id, "Drei")


def test_all_offers_of_a_renamed_provider_follow_in_the_end(store: Store, write: Write) -> None:
    provider = an_organisation(name="Alt GmbH")
    write(save_organisation, provider)
    for number in range(names.AT_ONCE + 15):
        write(save_offer, an_offer(provider_id=provider.id, source_id=str(number)))
    write(save_organisation, replace(provider, version=1, name="Neu GmbH"))
    renamed = OfferQuery(search="neu gmbh")
    assert offers.count(store.db, renamed, TODAY) == names.AT_ONCE
    list(batches.tidy(store, NOW))
    assert offers.count(store.db, renamed, TODAY) == names.AT_ONCE + 15


def test_offers_follow_a_changed_catalogue(store: Store, write: Write) -> None:
    write(save_offer, an_offer(occupation_id="o1", field=""))
    assert write(names.put_occupation_titles, {"o1": "Fachlagerist/in", "o2": "Koch/Köchin"}) == 2
    list(batches.tidy(store, NOW))
    (row,) = offers.rows(store.db, offers.numbers(store.db, OfferQuery(search="fachlager"), TODAY), TODAY)
    assert row.occupation == "Fachlagerist/in"
    assert write(names.put_occupation_titles, {"o1": "Fachlagerist/in", "o2": "Koch/Köchin"}) == 0
