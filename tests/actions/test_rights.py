from datetime import timedelta

import pytest

from nqdesk.actions import centre, events, offers, people, rule_packages, undoing
from nqdesk.actions.refused import Refused
from nqdesk.domain.attendees import Attendee
from nqdesk.domain.centre import Centre
from nqdesk.domain.failure import Failure
from nqdesk.domain.people import Right
from nqdesk.domain.settings import Settings
from nqdesk.exchange.rule_sources import RuleSource
from nqdesk.store import attendees
from nqdesk.store import centre as stored_centre
from nqdesk.store import offers as stored
from nqdesk.store.database import Store, open_store
from tests.actions.test_rule_packages import NAME as RULE
from tests.actions.test_rule_packages import OWN as OWN_RULE
from tests.builders import NOW, TODAY, an_event, an_offer


def as_counsellor(store: Store) -> Store:
    """The same database, opened by Ben who has only the right Beratung."""
    people.add_person(store, "Ben", "noch ein Passwort", frozenset({Right.BERATUNG}), NOW)
    path = store.path
    store.close()
    return open_store(path, "noch ein Passwort", now=NOW)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [p.code for p in refused.value.problems]


def test_a_counsellor_works_with_offers_but_not_with_people_settings_and_erasure(store: Store) -> None:
    with as_counsellor(store) as ben:
        offer = an_offer()
        assert offers.save_offer(ben, offer, NOW).who == "Ben"
        for forbidden in (
            lambda: offers.erase_offers(ben, [offer.id], NOW),
            lambda: people.add_person(ben, "Cem", "noch ein Passwort 2", frozenset(Right), NOW),
            lambda: centre.save_settings(ben, Settings(), NOW),
            lambda: centre.save_centre(ben, Centre(name="X"), NOW),
        ):
            with pytest.raises(Refused) as refused:
                forbidden()
            assert codes(refused) == ["right_missing"]
        assert stored.get(ben.db, offer.id) is not None


def test_a_counsellor_neither_saves_rules_nor_takes_their_saving_back(store: Store) -> None:
    own = RuleSource(RULE, OWN_RULE)
    change = rule_packages.save_own(store, own, NOW, reason="neu")
    with as_counsellor(store) as ben:
        with pytest.raises(Refused) as refused:
            rule_packages.save_own(ben, RuleSource(RULE, ""), NOW, reason="weg")
        assert codes(refused) == ["right_missing"]
        with pytest.raises(Refused) as refused:
            undoing.undo_change(ben, change.number, NOW)
        assert codes(refused) == ["right_missing"]


def test_the_last_person_with_verwaltung_keeps_it(store: Store) -> None:
    from dataclasses import replace

    with pytest.raises(Refused) as refused:
        people.change_person(store, replace(store.person, rights=frozenset({Right.BERATUNG})), NOW)
    assert codes(refused) == ["last_verwaltung"]


def test_names_are_taken_whatever_their_case(store: Store) -> None:
    with pytest.raises(Refused) as refused:
        people.add_person(store, "anna", "noch ein Passwort", frozenset(Right), NOW)
    assert codes(refused) == ["name_taken"]


def test_what_is_wrong_with_an_offer_is_said_and_nothing_is_stored(store: Store) -> None:
    offer = an_offer(title="")
    with pytest.raises(Refused) as refused:
        offers.save_offer(store, offer, NOW)
    assert codes(refused) == ["required"]
    assert stored.get(store.db, offer.id) is None


def test_an_offer_that_somebody_saved_meanwhile_is_not_overwritten(store: Store) -> None:
    offers.save_offer(store, an_offer(id="a"), NOW)
    mine = stored.get(store.db, "a")
    assert mine is not None
    from dataclasses import replace

    offers.save_offer(store, replace(mine, hours=100), NOW)
    with pytest.raises(Failure) as failure:
        offers.save_offer(store, replace(mine, hours=200), NOW)
    assert failure.value.code == "stale"
    kept = stored.get(store.db, "a")
    assert kept is not None
    assert kept.hours == 100


def test_undo_takes_back_the_last_change_and_then_the_one_before(store: Store) -> None:
    offers.save_offer(store, an_offer(id="a"), NOW)
    centre.save_centre(store, Centre(name="Neue Stelle"), NOW)
    undoing.undo_last(store, NOW)
    assert stored_centre.get(store.db).name == ""
    assert stored.get(store.db, "a") is not None
    undoing.undo_last(store, NOW)
    assert stored.get(store.db, "a") is None
    with pytest.raises(Refused) as refused:
        undoing.undo_last(store, NOW)
    assert codes(refused) == ["nothing_to_undo"]


def test_people_whose_retention_is_over_are_erased_everywhere(store: Store) -> None:
    event = an_event()
    events.save_event(store, event, NOW)
    for name, days in (("Erika Bleibtnicht", -1), ("Max Bleibtnoch", 0)):
        attendee = Attendee(event_id=event.id, name=name, purpose="Einladung", keep_until=TODAY + timedelta(days=days))
        events.save_attendee(store, attendee, NOW)
    change = events.erase_due_attendees(store, TODAY, NOW)
    assert change is not None
    assert (change.count, change.undoable) == (1, False)
    assert [a.name for a in attendees.of_event(store.db, event.id)] == ["Max Bleibtnoch"]
    tables = [row[0] for row in store.db.execute_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()]
    content = "".join(str(store.db.execute_sql(f'SELECT * FROM "{table}"').fetchall()) for table in tables)
    assert "Bleibtnoch" in content
    assert "bleibtnicht" not in content.lower()
    assert events.erase_due_attendees(store, TODAY, NOW) is None
