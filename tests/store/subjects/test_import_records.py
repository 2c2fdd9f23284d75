"""What an import makes of a file's records: joined, recognised, compared, withdrawn, listed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nqdesk.domain.import_plan import Effect, FieldChange, ImportCounts
from nqdesk.domain.incoming import IncomingOffer, IncomingRemoval, Refusal
from nqdesk.domain.offer_query import OfferQuery, OfferSort
from nqdesk.domain.offers import OccupationCertainty, OfferState
from nqdesk.domain.organisations import Role
from nqdesk.domain.problem import Problem
from nqdesk.store import offers, organisations, trail
from nqdesk.store.changing import batches
from nqdesk.store.changing.names import put_occupation_titles
from nqdesk.store.changing.offers import save_offer
from nqdesk.store.changing.organisations import bin_organisations, erase_organisations, save_organisation
from nqdesk.store.errors import StoreError
from nqdesk.store.store import Store
from tests.builders import a_run, an_offer, an_organisation
from tests.store.conftest import NOW
from tests.store.subjects.conftest import TODAY, Write
from tests.store.subjects.importing import ALL, COMPLETE, a_row, imported, incoming, read, take, undone


def test_rows_of_one_offer_are_joined_however_far_apart_they_are(store: Store) -> None:
    places = [f"Ort {n}" for n in range(40)]
    rows = [a_row(product, dates=(a_run(place=place),)) for place in places for product in (1, 2, 3)]
    for expected in (ImportCounts(new=3), ImportCounts(unchanged=3)):
        preview, _ = imported(store, rows)
        assert preview.offers == expected
    for offer in offers.each(store.db, ALL, TODAY):
        assert [run.place for run in offer.dates] == places


def test_a_run_that_is_gone_and_one_that_is_new_make_one_change(store: Store) -> None:
    imported(store, [a_row(1, dates=(a_run(place="Ulm"), a_run(place="Kehl")))])
    rows = [a_row(1, dates=(a_run(place="Ulm"),)), a_row(2), a_row(1, dates=(a_run(place="Lahr"),))]
    preview, _ = imported(store, rows)
    assert preview.offers == ImportCounts(new=1, changed=1)
    stored = offers.by_source(store.db, "openqcat", "274125", "1")
    assert stored is not None
    assert [run.place for run in stored.dates] == ["Ulm", "Lahr"]


def test_a_complete_file_withdraws_what_it_no_longer_names(store: Store, write: Write) -> None:
    write(save_offer, an_offer(source_system="manual", source_id="", title="Von Hand"))
    other = [incoming(an_offer(source_provider="9", source_id="9", title="Anderer"), numbers=(("ba", "9"),), name="B")]
    imported(store, [*(a_row(n) for n in range(4)), *other])
    preview, _ = imported(store, [a_row(0), a_row(1)])
    assert preview.offers == ImportCounts(unchanged=2)
    preview, _ = imported(store, [a_row(0), a_row(1)], COMPLETE)
    assert preview.offers == ImportCounts(unchanged=2, withdrawn=2)
    gone = OfferQuery(states=frozenset({OfferState.WITHDRAWN}), sort=OfferSort.TITLE)
    assert [o.title for o in offers.each(store.db, gone, TODAY)] == ["Kurs 2", "Kurs 3"]
    assert {o.withdrawn_on for o in offers.each(store.db, gone, TODAY)} == {NOW.date()}
    preview, _ = imported(store, [a_row(0), a_row(2)], COMPLETE)
    assert preview.offers == ImportCounts(changed=1, unchanged=1, withdrawn=1)


def test_a_removal_withdraws_and_a_later_row_brings_back(store: Store) -> None:
    imported(store, [a_row(1), a_row(2)])
    gone = IncomingRemoval(source_system="openqcat", source_provider="274125", source_id="1", where="PRODUCT_ID 1")
    unknown = replace(gone, source_id="99")
    preview, _ = imported(store, [gone, unknown])
    assert preview.offers == ImportCounts(withdrawn=1)
    preview, _ = imported(store, [gone])
    assert preview.offers == ImportCounts(unchanged=1)
    preview, _ = imported(store, [gone, a_row(1)])
    assert preview.offers == ImportCounts(changed=1)
    stored = offers.by_source(store.db, "openqcat", "274125", "1")
    assert stored is not None
    assert stored.withdrawn_on is None


def test_refused_records_are_counted_and_listed(store: Store) -> None:
    problems = [Problem("day_impossible", "dates", f"Zeile {n}", {"day": "31.02."}) for n in range(1100)]
    refusals = [Refusal(problem=problem) for problem in problems]
    preview = read(store, [a_row(1), *refusals], chunk=200)
    assert preview.offers == ImportCounts(new=1, refused=1100)
    assert preview.problems == tuple(problems[:1000])


def test_the_preview_pages_through_the_effects_field_by_field(store: Store) -> None:
    imported(store, [a_row(n) for n in range(6)])
    rows = [a_row(n, price=Decimal("1.00"), hours=5) for n in range(4)]
    preview = read(store, [*rows, a_row(10), a_row(11)], COMPLETE)
    first = batches.preview_offers(store.db, preview.batch, Effect.CHANGED, 3)
    rest = batches.preview_offers(store.db, preview.batch, Effect.CHANGED, 3, first[-1].n)
    assert [o.where for o in (*first, *rest)] == [f"PRODUCT_ID {n}" for n in range(4)]
    changes = (FieldChange("hours", 420, 5), FieldChange("price", Decimal("4860.00"), Decimal("1.00")))
    assert {o.changes for o in (*first, *rest)} == {changes}
    assert {o.provider for o in first} == {an_organisation().label}
    new = batches.preview_offers(store.db, preview.batch, Effect.NEW, 10)
    assert [(o.offer.title, o.changes) for o in new] == [("Kurs 10", ()), ("Kurs 11", ())]
    gone = batches.preview_offers(store.db, preview.batch, Effect.WITHDRAWN, 10)
    assert [o.changes for o in gone] == [(FieldChange("withdrawn_on", None, NOW.date()),)] * 2


def test_a_decision_on_a_doubtful_occupation_is_kept_by_later_imports(store: Store, write: Write) -> None:
    write(put_occupation_titles, {"o1": "Fachlagerist/in", "o2": "Verkäufer/in"})
    doubtful = {
        "occupation_id": "o1",
        "occupation_certainty": OccupationCertainty.DOUBTFUL,
        "check_reasons": frozenset({"occupation_doubtful"}),
    }
    preview = read(store, [a_row(1, **doubtful), a_row(2)])
    assert preview.doubtful_occupations == 1
    (shown,) = batches.preview_offers(store.db, preview.batch, Effect.NEW, 9, doubtful_occupation=True)
    write(batches.decide_occupation, preview.batch, shown.offer.id, "o2")
    assert batches.preview(store.db, preview.batch).doubtful_occupations == 0
    take(store, preview.batch)
    assert offers.count(store.db, OfferQuery(search="verkaufer"), TODAY) == 1
    again, _ = imported(store, [a_row(1, **doubtful), a_row(2)])
    assert again.offers == ImportCounts(unchanged=2)
    stored = offers.get(store.db, shown.offer.id)
    assert stored is not None
    assert (stored.occupation_id, stored.check_reasons) == ("o2", frozenset())
    with pytest.raises(StoreError, match="stale"):
        write(batches.decide_occupation, preview.batch, shown.offer.id, "o1")


def test_offers_without_a_number_are_known_by_provider_title_and_occupation(store: Store, write: Write) -> None:
    def row(title: str, occupation: str, place: str = "Ulm") -> IncomingOffer:
        return a_row("", title=title, occupation_id=occupation, dates=(a_run(place=place),))

    rows = [row("Übung A", "o1"), row("UEBUNG a", "o1", "Kehl"), row("Übung A", "o2"), row("Übung B", "o1")]
    preview, _ = imported(store, rows)
    assert preview.offers == ImportCounts(new=3)
    assert preview.doubtful_identities == 3
    assert all("identity_doubtful" in o.check_reasons for o in offers.each(store.db, ALL, TODAY))
    preview, _ = imported(store, rows)
    assert preview.offers == ImportCounts(unchanged=3)
    joined = offers.by_title(store.db, organisations.every(store.db)[0].id, "uebung a", "o1")
    assert joined is not None
    assert [run.place for run in joined.dates] == ["Ulm", "Kehl"]
    chosen = replace(joined, occupation_id="o9", occupation_certainty=OccupationCertainty.CHOSEN)
    write(save_offer, chosen)
    preview, _ = imported(store, [row("Übung A", "o1"), row("Übung A", "o1", "Kehl")])
    assert preview.offers == ImportCounts(unchanged=1)


def test_providers_are_found_by_number_then_by_name_else_made(store: Store, write: Write) -> None:
    by_number = an_organisation(name="Alter Name", roles=frozenset({Role.COMPANY}), note="von Hand")
    by_name = an_organisation(name="Müller Bildung", numbers=(), city="")
    write(save_organisation, by_number)
    write(save_organisation, by_name)
    rows = [
        incoming(an_offer(source_id="1"), name="Neuer Name"),
        incoming(an_offer(source_id="2"), name="MUELLER bildung", numbers=(("ba", "5"),), city="Ulm"),
        incoming(an_offer(source_id="3"), name="Dritter", numbers=(("ba", "6"),)),
        incoming(an_offer(source_id="4"), name="Zweite Schreibweise", phone="1"),
    ]
    preview, change = imported(store, rows)
    assert preview.providers == ImportCounts(new=1, changed=2)
    renamed = organisations.get(store.db, by_number.id)
    assert renamed is not None
    assert (renamed.name, renamed.note, renamed.phone) == ("Neuer Name", "von Hand", by_number.phone)
    assert renamed.roles == {Role.COMPANY, Role.PROVIDER}
    filled = organisations.by_number(store.db, "ba", "5")
    assert filled is not None
    assert (filled.id, filled.name, filled.city) == (by_name.id, "MUELLER bildung", "Ulm")
    providers = [offers.by_source(store.db, "openqcat", "274125", str(n)) for n in range(1, 5)]
    third = organisations.by_number(store.db, "ba", "6")
    assert third is not None
    assert [o.provider_id for o in providers if o] == [by_number.id, by_name.id, third.id, by_number.id]
    again, _ = imported(store, rows)
    assert again.providers == ImportCounts(unchanged=3)
    undone(store, change)
    restored = organisations.get(store.db, by_number.id)
    assert restored is not None
    assert restored.name == "Alter Name"


def test_a_provider_renamed_by_an_import_is_found_under_its_new_name(store: Store) -> None:
    imported(store, [a_row(1), a_row(2)])
    _, change = imported(store, [replace(a_row(1), provider=replace(an_organisation(name="Umbenannt eG"), id=""))])
    query = OfferQuery(search="umbenannt")
    assert offers.count(store.db, query, TODAY) == 2
    undone(store, change)
    assert offers.count(store.db, query, TODAY) == 0
    assert offers.count(store.db, OfferQuery(search="musterstadt"), TODAY) == 2


def test_a_file_brings_a_binned_provider_back(store: Store, write: Write) -> None:
    imported(store, [a_row(1)])
    (provider,) = organisations.every(store.db)
    write(bin_organisations, [provider.id])
    with pytest.raises(StoreError, match="still_used"):
        write(erase_organisations, [provider.id])
    _, change = imported(store, [a_row(2)])
    assert [o.id for o in organisations.every(store.db)] == [provider.id]
    undone(store, change)
    assert [o.id for o in organisations.every(store.db, in_bin=True)] == [provider.id]


def test_an_unchanged_offer_gets_the_date_of_the_newer_file(store: Store) -> None:
    imported(store, [a_row(1, information_date=date(2026, 1, 1))])
    preview, _ = imported(store, [a_row(1, information_date=TODAY), a_row(2)])
    assert preview.offers == ImportCounts(new=1, unchanged=1)
    stored = offers.by_source(store.db, "openqcat", "274125", "1")
    assert stored is not None
    assert stored.information_date == TODAY
    last = trail.last_undoable(store.db)
    assert last is not None
    undone(store, last)
    stored = offers.by_source(store.db, "openqcat", "274125", "1")
    assert stored is not None
    assert stored.information_date == date(2026, 1, 1)


def test_the_trail_of_an_offer_names_its_imports(store: Store) -> None:
    imported(store, [a_row(1)])
    imported(store, [a_row(1, price=None)])
    imported(store, [a_row(1, price=None), a_row(2)])
    stored = offers.by_source(store.db, "openqcat", "274125", "1")
    assert stored is not None
    entries = trail.entries(store.db, 10, stored.id)
    assert [(e.change.verb, e.change.title, e.change.who) for e in entries] == [
        ("import_offers", "katalog.xml", "Anna")
    ] * 2
