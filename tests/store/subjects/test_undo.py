"""The trail says who did what, and everything can be taken back: exactly or not at all."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nqdesk.domain.centre import Centre
from nqdesk.domain.change import Area
from nqdesk.domain.column_layout import ColumnLayout
from nqdesk.domain.offers import OfferKind
from nqdesk.domain.portfolio import OfferRule, Order, PortfolioChoice
from nqdesk.domain.settings import Settings
from nqdesk.store import attendees, centre, events, import_layouts, offers, organisations, portfolios, trail
from nqdesk.store import settings as stored_settings
from nqdesk.store.changing import undo
from nqdesk.store.changing.attendees import bin_attendees, erase_attendees, save_attendee
from nqdesk.store.changing.centre import save_centre
from nqdesk.store.changing.events import bin_events, erase_events, restore_events, save_event
from nqdesk.store.changing.import_layouts import remove_import_layout, save_import_layout
from nqdesk.store.changing.offers import bin_offers, erase_offers, restore_offers, save_offer, save_offers
from nqdesk.store.changing.organisations import (
    bin_organisations,
    erase_organisations,
    restore_organisations,
    save_organisation,
)
from nqdesk.store.changing.portfolios import save_portfolio
from nqdesk.store.changing.settings import save_settings
from nqdesk.store.errors import StoreError
from nqdesk.store.store import Store
from tests.builders import a_run, an_attendee, an_event, an_offer, an_organisation
from tests.store.conftest import NOW
from tests.store.subjects import strategies
from tests.store.subjects.conftest import Write, empty, everything_stored

ORGANISATIONS = tuple(an_organisation(id=f"org-{n}", name=f"Träger {n}") for n in range(2))
OFFER_IDS = ("offer-0", "offer-1", "offer-2")
EVENT_IDS = ("event-0", "event-1")


class World:
    """Runs actions as a person at the window would: on what is there at the moment."""

    def __init__(self, store: Store, write: Write) -> None:
        self.store, self.write, self.db = store, write, store.db
        self.done: list[int] = []

    def run(self, action: str, data: Any) -> None:
        change = getattr(self, action)(data)
        if change is not None and change.number:
            self.done.append(change.number)

    def offer(self, data: Any) -> Any:
        there = [o.id for o in organisations.every(self.db)]
        record = data.draw(strategies.offers(providers=("", *there)))
        return self._save(save_offer, offers, record, data.draw(st.sampled_from(OFFER_IDS)))

    def organisation(self, data: Any) -> Any:
        record = data.draw(strategies.organisations)
        return self._save(save_organisation, organisations, record, data.draw(st.sampled_from(("org-0", "org-1"))))

    def event(self, data: Any) -> Any:
        return self._save(save_event, events, data.draw(strategies.events), data.draw(st.sampled_from(EVENT_IDS)))

    def _save(self, save: Any, subject: Any, record: Any, record_id: str) -> Any:
        if subject.get(self.db, record_id, in_bin=True) is not None:
            return None
        stored = subject.get(self.db, record_id)
        return self.write(save, replace(record, id=record_id, version=stored.version if stored else 0))

    def two_offers(self, data: Any) -> Any:
        found = offers.many(self.db, OFFER_IDS[:2])
        reasons = data.draw(st.frozensets(st.sampled_from(["occupation_doubtful"])))
        changed = [replace(offer, check_reasons=reasons) for offer in found]
        return self.write(save_offers, changed, verb="confirm_offers")

    def bin(self, data: Any) -> Any:
        function, ids = data.draw(
            st.sampled_from([(bin_offers, OFFER_IDS), (bin_organisations, ("org-0",)), (bin_events, EVENT_IDS)])
        )
        return self.write(function, data.draw(st.lists(st.sampled_from(ids), max_size=3)))

    def restore(self, data: Any) -> Any:
        function, ids = data.draw(
            st.sampled_from(
                [(restore_offers, OFFER_IDS), (restore_organisations, ("org-0",)), (restore_events, EVENT_IDS)]
            )
        )
        return self.write(function, ids)

    def portfolio(self, data: Any) -> Any:
        event_id = data.draw(st.sampled_from(EVENT_IDS))
        stored = portfolios.of_event(self.db, event_id) or PortfolioChoice(event_id=event_id)
        rule = OfferRule(
            kinds=data.draw(st.frozensets(st.sampled_from(OfferKind))), radius_km=data.draw(st.integers(1, 9))
        )
        added = data.draw(st.frozensets(st.sampled_from(OFFER_IDS)))
        return self.write(save_portfolio, replace(stored, rule=rule, added=added, order=Order.ROTATION))

    def layout(self, data: Any) -> Any:
        name = data.draw(st.sampled_from(["Träger A", "Träger B"]))
        if data.draw(st.booleans()):
            return self.write(remove_import_layout, name)
        columns = {"title": data.draw(strategies.some_texts)}
        return self.write(save_import_layout, ColumnLayout(name, columns))

    def centre(self, data: Any) -> Any:
        return self.write(save_centre, Centre(name=data.draw(strategies.texts), logo=data.draw(st.binary(max_size=4))))

    def settings(self, data: Any) -> Any:
        return self.write(save_settings, Settings(lock_after_minutes=data.draw(st.integers(0, 3))))


ACTIONS = "offer organisation event two_offers bin restore portfolio layout centre settings"


@pytest.mark.heavy
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(st.sampled_from(ACTIONS.split()), min_size=1, max_size=12), data=st.data())
def test_whatever_was_done_can_be_undone_and_done_again(
    store: Store, write: Write, actions: list[str], data: st.DataObject
) -> None:
    empty(store)
    write(save_organisation, ORGANISATIONS[0])
    write(save_offer, an_offer(id="offer-0", provider_id="org-0"))
    start = everything_stored(store)
    world = World(store, write)
    for action in actions:
        world.run(action, data)
    end = everything_stored(store)
    taken_back = []
    for number in reversed(world.done):
        last = trail.last_undoable(store.db)
        assert last is not None
        assert last.number == number
        taken_back.append(write(undo.undo, number).number)
    assert content(everything_stored(store)) == content(start)
    for number in reversed(taken_back):
        last = trail.last_undone(store.db)
        assert last is None or last.number >= number
        write(undo.undo, number)
    assert content(everything_stored(store)) == content(end)
    for number in reversed(world.done):
        write(undo.undo, number)
    assert content(everything_stored(store)) == content(start)


def content(stored: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Leave out row numbers: a record that was gone and came back lies in another row, with all its keys."""
    kept = {}
    for table, found in stored.items():
        if table.startswith("offers_") or table.endswith(("_words", "_numbers", "_dates", "_bodies")):
            kept[table] = [(len(found),)]
        else:
            kept[table] = sorted((row[1:] for row in found), key=repr)
    return kept


def test_the_trail_names_who_when_and_what(store: Store, write: Write) -> None:
    offer = an_offer()
    write(save_offer, offer)
    stored = offers.get(store.db, offer.id)
    assert stored is not None
    write(save_offer, replace(stored, title="Neuer Titel", dates=(a_run(start=date(2027, 12, 31)),)))
    write(save_offer, an_offer(source_id="2"))
    latest, first = trail.entries(store.db, 10, offer.id)
    assert (latest.change.who, latest.change.at, latest.change.title) == ("Anna", NOW, "Neuer Titel")
    assert latest.change.areas == {Area.OFFERS}
    (step,) = latest.steps
    assert step.what == "changed"
    assert step.before["title"] == offer.title
    assert step.after["title"] == "Neuer Titel"
    assert step.after["dates"][0]["start"] == "2027-12-31"
    assert set(step.before) == set(step.after) == {"title", "dates"}
    assert [s.what for s in first.steps] == ["created"]
    assert len(trail.entries(store.db, 2)) == 2


def test_an_undo_is_refused_after_a_later_change_and_takes_nothing_back(store: Store, write: Write) -> None:
    one, two = an_offer(title="Eins"), an_offer(title="Zwei", source_id="2")
    write(save_offers, [one, two], verb="save_offer")
    both = [replace(o, note="beide") for o in offers.many(store.db, [one.id, two.id])]
    change = write(save_offers, both, verb="confirm_offers")
    later = offers.get(store.db, two.id)
    assert later is not None
    write(save_offer, replace(later, note="später"))
    before = everything_stored(store)
    with pytest.raises(StoreError, match="undo_superseded"):
        write(undo.undo, change.number)
    assert everything_stored(store) == before


def test_a_change_is_undone_once(store: Store, write: Write) -> None:
    change = write(save_offer, an_offer())
    write(undo.undo, change.number)
    with pytest.raises(StoreError, match="undo_impossible"):
        write(undo.undo, change.number)
    with pytest.raises(StoreError, match="undo_impossible"):
        write(undo.undo, 4711)
    assert trail.last_undoable(store.db) is None


def test_the_last_undo_can_be_taken_back_until_something_else_is_done(store: Store, write: Write) -> None:
    change = write(save_offer, an_offer())
    taken_back = write(undo.undo, change.number)
    assert trail.last_undone(store.db) == taken_back
    write(undo.undo, taken_back.number)
    assert trail.last_undoable(store.db) == trail.get(store.db, change.number)
    assert trail.last_undone(store.db) is None


def test_the_creation_of_a_used_organisation_is_not_undone(write: Write) -> None:
    provider = an_organisation()
    change = write(save_organisation, provider)
    write(save_offer, an_offer(provider_id=provider.id))
    with pytest.raises(StoreError, match="undo_superseded"):
        write(undo.undo, change.number)
    with pytest.raises(StoreError, match="still_used"):
        write(erase_organisations, [provider.id])


def traces(store: Store, text: str) -> list[str]:
    """Return the tables in which a text still stands."""
    names = store.db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    found = []
    for (name,) in names:
        if text in repr(store.db.execute_sql(f"SELECT * FROM {name}").fetchall()).lower():
            found.append(name)
    return found


def test_nothing_of_an_erased_person_stays(store: Store, write: Write) -> None:
    event = an_event()
    write(save_event, event)
    person = an_attendee(event_id=event.id, name="Zacharias Unverwechselbar")
    write(save_attendee, person)
    stored = attendees.get(store.db, person.id)
    assert stored is not None
    write(save_attendee, replace(stored, name="Zacharias Unverwechselbar-Neu"))
    write(bin_attendees, [person.id])
    assert "trail" in traces(store, "unverwechselbar")
    change = write(erase_attendees, [person.id])
    assert not traces(store, "unverwechselbar")
    assert not change.undoable
    assert change.title == ""
    entries = trail.entries(store.db, 9, person.id)
    assert [e.change.verb for e in entries] == ["erase_attendees", "bin_attendees", "save_attendee", "save_attendee"]
    assert all(not step.before and not step.after for e in entries for step in e.steps)
    last = trail.last_undoable(store.db)
    assert last is not None
    assert last.verb == "save_event"


def test_taking_a_person_off_the_list_by_undo_erases_the_person_too(store: Store, write: Write) -> None:
    event = an_event()
    write(save_event, event)
    change = write(save_attendee, an_attendee(event_id=event.id, name="Zacharias Unverwechselbar"))
    taken_back = write(undo.undo, change.number)
    assert not traces(store, "unverwechselbar")
    assert not taken_back.undoable


def test_an_erased_event_takes_its_list_and_portfolio_with_it(store: Store, write: Write) -> None:
    event = an_event(title="Unverwechselbare Messe")
    write(save_event, event)
    write(save_attendee, an_attendee(event_id=event.id, name="Zacharias Unverwechselbar"))
    write(save_portfolio, PortfolioChoice(event_id=event.id, title="Unverwechselbar"))
    write(erase_events, [event.id])
    assert not traces(store, "unverwechselbar")
    assert not attendees.of_event(store.db, event.id)
    assert portfolios.of_event(store.db, event.id) is None


def test_an_erased_organisation_leaves_the_trail(store: Store, write: Write) -> None:
    provider = an_organisation(name="Unverwechselbar gGmbH")
    write(save_organisation, provider)
    write(erase_organisations, [provider.id])
    assert not traces(store, "unverwechselbar")


def test_singles_and_layouts_come_back_as_stored(store: Store, write: Write) -> None:
    assert centre.get(store.db) == Centre()
    assert stored_settings.get(store.db) == Settings()
    own = Centre(name="Größe", logo=b"\x89PNG\x00", colour="#123456")
    write(save_centre, own)
    write(save_settings, Settings(lock_after_minutes=240, backup_folder="D:\\Sicherung"))
    layout = ColumnLayout("Träger", {"title": "Kurstitel", "plz": "PLZ"}, provider_name="Müller")
    write(save_import_layout, layout)
    write(save_import_layout, ColumnLayout("A", {"title": "T"}))
    assert centre.get(store.db) == own
    assert stored_settings.get(store.db) == Settings(lock_after_minutes=240, backup_folder="D:\\Sicherung")
    assert import_layouts.get(store.db, "Träger") == layout
    assert [found.name for found in import_layouts.every(store.db)] == ["A", "Träger"]


def test_erased_offers_are_gone_for_undo_as_well(store: Store, write: Write) -> None:
    offer = an_offer()
    change = write(save_offer, offer)
    write(erase_offers, [offer.id])
    assert trail.last_undoable(store.db) is None
    with pytest.raises(StoreError, match="undo_impossible"):
        write(undo.undo, change.number)
