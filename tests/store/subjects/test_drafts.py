"""Unfinished input lies in the encrypted file: of one person, without trail, gone with its record."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from nqdesk.actions import drafts as actions
from nqdesk.actions.refused import Refused
from nqdesk.domain.draft import Draft, DraftForm
from nqdesk.domain.offers import Offer, OfferDate
from nqdesk.domain.people import Right
from nqdesk.store import drafts, trail
from nqdesk.store.changing import people as changing_people
from nqdesk.store.changing.offers import erase_offers, save_offer
from nqdesk.store.database import open_store
from nqdesk.store.store import Store
from tests.builders import an_offer
from tests.store.conftest import NOW, PASSWORD
from tests.store.subjects.conftest import Write

TYPED = Offer(title="", price_note="inklusive Prüfung", dates=(OfferDate(start=date(2027, 5, 3), place="Lahr"),))


def a_draft(record: Offer = TYPED, **unread: str) -> Draft:
    fields = drafts.difference(record, Offer(id=record.id))
    return Draft(form=DraftForm.OFFER, record_id=record.id, is_new=True, fields=fields, unread=unread)


def test_what_is_kept_is_there_after_the_file_was_opened_again(store: Store, database: Path) -> None:
    actions.keep_draft(store, a_draft(price="zwölf"), NOW)
    store.close()
    with open_store(database, PASSWORD, now=NOW) as again:
        (found,) = drafts.every(again.db, again.person)
    assert drafts.applied(found, Offer(id=TYPED.id)) == TYPED
    assert (found.form, found.is_new, found.unread, found.kept_at) == (DraftForm.OFFER, True, {"price": "zwölf"}, NOW)


def test_it_stands_in_no_file_in_plain(store: Store, database: Path) -> None:
    actions.keep_draft(store, a_draft(price="zwölftausend Taler"), NOW)
    files = [path for path in database.parent.rglob("*") if path.is_file()]
    assert database in files
    for path in files:
        content = path.read_bytes()
        assert b"Taler" not in content
        assert TYPED.id.encode() not in content


def test_each_record_has_one_draft_and_the_newest_comes_first(store: Store) -> None:
    other = an_offer(title="")
    actions.keep_draft(store, a_draft(price="1"), NOW)
    actions.keep_draft(store, a_draft(other), NOW + timedelta(minutes=1))
    actions.keep_draft(store, a_draft(price="2"), NOW + timedelta(minutes=2))
    assert [(d.record_id, dict(d.unread)) for d in drafts.every(store.db, store.person)] == [
        (TYPED.id, {"price": "2"}),
        (other.id, {}),
    ]
    actions.drop_draft(store, TYPED.id, NOW)
    assert [d.record_id for d in drafts.every(store.db, store.person)] == [other.id]


def test_a_draft_is_no_change(store: Store) -> None:
    before = trail.last_undoable(store.db), len(trail.entries(store.db, 50))
    actions.keep_draft(store, a_draft(), NOW)
    assert (trail.last_undoable(store.db), len(trail.entries(store.db, 50))) == before


def test_a_draft_belongs_to_who_typed_it_and_goes_with_that_person(store: Store, database: Path) -> None:
    both = frozenset(Right)
    ben = changing_people.add_person(store, "Ben", "auch geheim 2", both, NOW)
    actions.keep_draft(store, a_draft(), NOW)
    store.close()
    with open_store(database, "auch geheim 2", now=NOW) as of_ben:
        assert drafts.every(of_ben.db, of_ben.person) == []
        actions.keep_draft(of_ben, a_draft(price="viel"), NOW)
        assert len(drafts.every(of_ben.db, of_ben.person)) == 1
    with open_store(database, PASSWORD, now=NOW) as of_anna:
        assert [dict(d.unread) for d in drafts.every(of_anna.db, of_anna.person)] == [{}]
        changing_people.remove_person(of_anna, ben.id, PASSWORD, NOW)
        assert drafts.every(of_anna.db, ben) == []
        assert len(drafts.every(of_anna.db, of_anna.person)) == 1


def test_erasing_a_record_erases_what_was_typed_about_it(store: Store, write: Write) -> None:
    kept, erased = an_offer(), an_offer(title="Zweites Angebot")
    for offer in (kept, erased):
        write(save_offer, offer)
        typed = Draft(form=DraftForm.OFFER, record_id=offer.id, is_new=False, unread={"price": "viel"})
        actions.keep_draft(store, typed, NOW)
    write(erase_offers, [erased.id])
    assert [d.record_id for d in drafts.every(store.db, store.person)] == [kept.id]


def test_values_of_another_version_of_the_program_are_passed_over() -> None:
    fields = {"title": "Schweißen", "kind": "gibt es nicht", "new_field": 1, "information_date": "gestern"}
    draft = Draft(form=DraftForm.OFFER, record_id="x", is_new=True, fields=fields)
    assert drafts.applied(draft, Offer(id="x")) == Offer(id="x", title="Schweißen")


def test_who_may_not_work_with_records_keeps_none(store: Store, database: Path) -> None:
    changing_people.add_person(store, "Ben", "auch geheim 2", frozenset({Right.VERWALTUNG}), NOW)
    store.close()
    with open_store(database, "auch geheim 2", now=NOW) as of_ben:
        with pytest.raises(Refused, match="right_beratung_missing"):
            actions.keep_draft(of_ben, a_draft(), NOW)
        assert drafts.every(of_ben.db, of_ben.person) == []
