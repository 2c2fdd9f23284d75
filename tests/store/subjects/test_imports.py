"""Imports: invisible until they are taken, one change, one undo, nothing left after a cancel or a crash."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nqdesk.domain.change import Change
from nqdesk.domain.import_plan import Effect, FieldChange, ImportCounts, ImportPreview
from nqdesk.domain.incoming import FileHead, Incoming, IncomingOffer, IncomingRemoval, Refusal
from nqdesk.domain.offer_query import OfferQuery, OfferSort
from nqdesk.domain.offers import OccupationCertainty, Offer, OfferState
from nqdesk.domain.organisations import Role
from nqdesk.domain.problem import Problem
from nqdesk.store import offers, organisations, search, trail
from nqdesk.store.changing import batches, undo
from nqdesk.store.changing.names import put_occupation_titles
from nqdesk.store.changing.offers import bin_offers, erase_offers, save_offer
from nqdesk.store.changing.organisations import bin_organisations, erase_organisations, save_organisation
from nqdesk.store.errors import StoreError
from nqdesk.store.store import Store
from tests.builders import a_run, an_offer, an_organisation
from tests.store.conftest import NOW
from tests.store.subjects.conftest import TABLES, TODAY, Write, empty, everything_stored

ALL = OfferQuery()
HEAD = FileHead(format="openqcat", encoding="utf-8", name="katalog.xml", day=TODAY)
COMPLETE = replace(HEAD, complete=True)


def incoming(offer: Offer, where: str = "", **provider: Any) -> IncomingOffer:
    """Return a file's record of an offer and its provider."""
    named = replace(an_organisation(azav=None), id="", **provider)
    return IncomingOffer(offer=replace(offer, provider_id=""), provider=named, where=where)


def a_row(number: int | str, **values: Any) -> IncomingOffer:
    """Return a file's record of the offer with this number."""
    return incoming(an_offer(**{"source_id": str(number), "title": f"Kurs {number}", **values}), f"PRODUCT_ID {number}")


def read(store: Store, records: Sequence[Incoming], head: FileHead = HEAD, chunk: int = 3) -> ImportPreview:
    """Read records into a pending import."""
    with store.write(NOW) as tx:
        batch = batches.begin(tx, head)
    for begin in range(0, len(records), chunk):
        with store.write(NOW) as tx:
            batches.add(tx, batch, records[begin : begin + chunk])
    list(batches.settle(store, batch, head, NOW))
    return batches.preview(store.db, batch)


def take(store: Store, batch: int) -> Change:
    """Make it visible and finish what follows."""
    with store.write(NOW) as tx:
        change = batches.finish(tx, batch)
    list(batches.tidy(store, NOW))
    return change


def imported(store: Store, records: Sequence[Incoming], head: FileHead = HEAD) -> tuple[ImportPreview, Change]:
    preview = read(store, records, head)
    return preview, take(store, preview.batch)


def undone(store: Store, change: Change) -> None:
    with store.write(NOW) as tx:
        undo.undo(tx, change.number)
    list(batches.tidy(store, NOW))


def titles(store: Store) -> list[str]:
    return [offer.title for offer in offers.each(store.db, OfferQuery(sort=OfferSort.TITLE), TODAY)]


def seen(store: Store) -> list[Any]:
    """Return all that reading functions show of offers and organisations."""
    db = store.db
    shown: list[Any] = [list(offers.each(db, OfferQuery(sort=sort), TODAY)) for sort in OfferSort]
    numbers = offers.numbers(db, ALL, TODAY)
    return [
        *shown,
        [(row.id, row.provider) for row in offers.rows(db, numbers, TODAY)],
        offers.state_counts(db, TODAY),
        [offers.count(db, OfferQuery(search=text), TODAY) for text in ("kurs", "beispiel", "offenburg", "neu")],
        organisations.every(db),
        organisations.search(db, "beispiel"),
        search.everything(db, "kurs", 50),
        [offers.by_source(db, "openqcat", "274125", str(n)) for n in range(4)],
    ]


def test_a_pending_import_is_invisible_until_it_is_taken(store: Store, write: Write) -> None:
    write(save_organisation, an_organisation())
    write(save_offer, an_offer(source_id="1", title="Kurs 1", provider_id=""))
    before = seen(store)
    preview = read(store, [a_row(1, price=Decimal("1.00")), a_row(2), incoming(an_offer(source_id="3"), name="Neu eG")])
    assert preview.offers == ImportCounts(new=2, changed=1)
    assert seen(store) == before
    take(store, preview.batch)
    assert seen(store) != before
    assert offers.count(store.db, ALL, TODAY) == 3
    changed = offers.by_source(store.db, "openqcat", "274125", "1")
    assert changed is not None
    assert (changed.price, changed.version) == (Decimal("1.00"), 2)


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    rows = [a_row(n, dates=(a_run(), a_run(plz="01067"))) for n in range(20)]
    imported(store, rows, COMPLETE)
    before = seen(store)
    preview, change = imported(store, rows, COMPLETE)
    assert preview.offers == ImportCounts(unchanged=20)
    assert preview.providers == ImportCounts(unchanged=1)
    assert seen(store) == before
    assert not change.undoable


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


def test_an_undo_brings_back_exactly_what_was_there(store: Store) -> None:
    imported(store, [a_row(n) for n in range(10)])
    before, stored = seen(store), everything_stored(store)
    rows = [a_row(n, price=Decimal(n), information_date=TODAY) for n in range(3, 9)]
    _, change = imported(store, [*rows, a_row(99)], COMPLETE)
    assert change.count == 11
    assert offers.state_counts(store.db, TODAY)[OfferState.WITHDRAWN] == 4
    undone(store, change)
    assert seen(store) == before
    assert everything_stored(store) == stored
    assert trail.last_undoable(store.db) is not None


def test_a_large_undo_is_invisible_from_its_first_moment(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_CLEARED_AT_ONCE", 0)
    imported(store, [a_row(n) for n in range(5)])
    before = seen(store)
    _, change = imported(store, [a_row(n, title="Neu") for n in range(3, 200)], COMPLETE)
    with store.write(NOW) as tx:
        undo.undo(tx, change.number)
    assert seen(store) == before
    for _ in batches.tidy(store, NOW):
        assert seen(store) == before
    assert seen(store) == before
    assert store.db.execute_sql("SELECT pending FROM import_state").fetchone() == (0,)


@pytest.mark.parametrize("at", ["begun", "added", "settled", "undoing"])
def test_what_a_crash_leaves_is_cleared_at_the_next_opening(
    store: Store, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(store, [a_row(n) for n in range(5)])
    before, stored = seen(store), everything_stored(store)
    rows = [a_row(n, title="Neu", price=None) for n in range(3, 60)]
    if at == "undoing":
        monkeypatch.setattr(batches, "_CLEARED_AT_ONCE", 2)
        _, change = imported(store, rows, COMPLETE)
        with store.write(NOW) as tx:
            undo.undo(tx, change.number)
    else:
        with store.write(NOW) as tx:
            batch = batches.begin(tx, COMPLETE)
            if at != "begun":
                batches.add(tx, batch, rows)
        if at == "settled":
            list(batches.settle(store, batch, COMPLETE, NOW))
    assert seen(store) == before
    batches.clear_leftovers(store, NOW)
    assert seen(store) == before
    assert everything_stored(store) == stored
    imported(store, [a_row(77)])


def test_a_dropped_import_leaves_no_trace(store: Store) -> None:
    before = everything_stored(store)
    preview = read(store, [a_row(n) for n in range(30)], COMPLETE)
    list(batches.drop(store, preview.batch, NOW))
    assert everything_stored(store) == before
    assert not trail.entries(store.db, 10)
    assert store.db.execute_sql("SELECT count(*) FROM imports").fetchone() == (0,)


def test_an_import_broken_off_in_the_middle_of_comparing_leaves_nothing(store: Store) -> None:
    before = everything_stored(store)
    with store.write(NOW) as tx:
        batch = batches.begin(tx, HEAD)
        batches.add(tx, batch, [a_row(n) for n in range(300)])
    next(iter(batches.settle(store, batch, HEAD, NOW)))
    list(batches.drop(store, batch, NOW))
    assert not titles(store)
    list(batches.tidy(store, NOW))
    assert everything_stored(store) == before


def test_only_one_import_at_a_time(store: Store, write: Write) -> None:
    preview = read(store, [a_row(1)])
    with pytest.raises(StoreError, match="import_pending"):
        write(batches.begin, HEAD)
    take(store, preview.batch)
    with pytest.raises(StoreError, match="import_unsettled"):
        write(batches.finish, preview.batch)


def test_a_change_made_while_an_import_is_pending_wins(store: Store, write: Write) -> None:
    imported(store, [a_row(n) for n in (1, 2, 3)])
    one, two, three = (offers.by_source(store.db, "openqcat", "274125", str(n)) for n in (1, 2, 3))
    assert one
    assert two
    assert three
    with store.write(NOW) as tx:
        batch = batches.begin(tx, HEAD)
    write(save_offer, replace(one, note="vor dem Vergleich"))
    with store.write(NOW) as tx:
        batches.add(tx, batch, [a_row(n, title="Aus der Datei") for n in (1, 2, 3)])
    list(batches.settle(store, batch, HEAD, NOW))
    write(save_offer, replace(two, note="nach dem Vergleich"))
    preview = batches.preview(store.db, batch)
    assert preview.offers == ImportCounts(changed=1, unchanged=2)
    assert preview.problems == (
        Problem("changed_meanwhile", where="PRODUCT_ID 1"),
        Problem("changed_meanwhile", where="PRODUCT_ID 2"),
    )
    change = take(store, batch)
    assert titles(store) == ["Aus der Datei", "Kurs 1", "Kurs 2"]
    undone(store, change)
    assert titles(store) == ["Kurs 1", "Kurs 2", "Kurs 3"]
    kept = offers.get(store.db, two.id)
    assert kept is not None
    assert kept.note == "nach dem Vergleich"


def test_an_offer_binned_while_an_import_is_pending_stays_in_the_bin(store: Store, write: Write) -> None:
    imported(store, [a_row(1)])
    preview = read(store, [a_row(1, title="Neu")])
    stored = offers.by_source(store.db, "openqcat", "274125", "1")
    assert stored is not None
    write(bin_offers, [stored.id])
    take(store, preview.batch)
    assert offers.count(store.db, ALL, TODAY) == 0
    again, _ = imported(store, [a_row(1, title="Neu")])
    assert again.offers == ImportCounts(unchanged=1)
    assert offers.count(store.db, ALL, TODAY) == 0


def test_an_import_is_not_undone_over_later_changes(store: Store, write: Write) -> None:
    _, change = imported(store, [a_row(1), a_row(2)])
    stored = offers.by_source(store.db, "openqcat", "274125", "1")
    assert stored is not None
    edit = write(save_offer, replace(stored, note="von Hand"))
    with pytest.raises(StoreError, match="undo_superseded"):
        write(undo.undo, change.number)
    write(undo.undo, edit.number)
    undone(store, change)
    assert offers.count(store.db, ALL, TODAY) == 0
    assert not organisations.every(store.db)


def test_an_import_is_not_undone_when_its_provider_has_got_other_offers(store: Store, write: Write) -> None:
    _, change = imported(store, [a_row(1)])
    (provider,) = organisations.every(store.db)
    own = write(save_offer, an_offer(provider_id=provider.id, source_system="manual", source_id=""))
    with pytest.raises(StoreError, match="undo_superseded"):
        write(undo.undo, change.number)
    write(undo.undo, own.number)
    undone(store, change)
    assert not organisations.every(store.db)


def test_the_last_imports_can_all_be_undone_one_after_the_other(store: Store) -> None:
    states, changes = [seen(store)], []
    for price in range(batches.KEPT_IMPORTS):
        _, change = imported(store, [a_row(n, price=Decimal(price)) for n in range(4)])
        changes.append(change)
        states.append(seen(store))
    for change, state in zip(reversed(changes), reversed(states[:-1]), strict=True):
        undone(store, change)
        assert seen(store) == state


def test_two_large_imports_can_be_undone_without_tidying_between(
    store: Store, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_CLEARED_AT_ONCE", 1)
    before = seen(store)
    changes = [imported(store, [a_row(n, price=Decimal(price)) for n in range(90)])[1] for price in (1, 2)]
    for change in reversed(changes):
        write(undo.undo, change.number)
    assert seen(store) == before
    preview = read(store, [a_row(1)])
    with pytest.raises(StoreError, match="import_pending"):
        read(store, [a_row(2)])
    assert preview.offers == ImportCounts(new=1)


def test_rows_replaced_by_old_imports_are_forgotten(store: Store, write: Write) -> None:
    changes = [imported(store, [a_row(1, price=Decimal(n))])[1] for n in range(batches.KEPT_IMPORTS + 2)]
    assert store.db.execute_sql("SELECT count(*) FROM offers").fetchone() == (batches.KEPT_IMPORTS + 1,)
    with pytest.raises(StoreError, match="undo_impossible"):
        write(undo.undo, changes[1].number)
    undone(store, changes[-1])
    stored = offers.by_source(store.db, "openqcat", "274125", "1")
    assert stored is not None
    assert stored.price == Decimal(batches.KEPT_IMPORTS)


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


def test_an_erased_offer_takes_with_it_what_imports_kept_of_it(store: Store, write: Write) -> None:
    imported(store, [a_row(1, title="Unverwechselbar")])
    imported(store, [a_row(1, title="Unverwechselbar zwei")])
    stored = offers.by_source(store.db, "openqcat", "274125", "1")
    assert stored is not None
    write(erase_offers, [stored.id])
    for table in TABLES:
        assert "unverwechselbar" not in repr(store.db.execute_sql(f"SELECT * FROM {table}").fetchall()).lower(), table


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


rows = st.lists(
    st.builds(
        a_row,
        st.sampled_from(["", "1", "2", "3"]),
        title=st.sampled_from(["Kurs A", "Kurs B"]),
        price=st.sampled_from([None, Decimal("1.00")]),
        dates=st.lists(st.sampled_from([a_run(), a_run(place="Ulm"), a_run(plz="01067")]), max_size=2).map(tuple),
    )
    | st.builds(
        IncomingRemoval,
        source_system=st.just("openqcat"),
        source_provider=st.just("274125"),
        source_id=st.sampled_from(["1", "2"]),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=rows, second=rows, complete=st.booleans())
def test_any_import_undone_leaves_what_was_there_and_repeated_changes_nothing(
    store: Store, first: list[Incoming], second: list[Incoming], complete: bool
) -> None:
    empty(store)
    head = replace(HEAD, complete=complete)
    imported(store, first)
    before, stored = seen(store), everything_stored(store)
    preview = read(store, second, head, chunk=2)
    assert seen(store) == before
    change = take(store, preview.batch)
    after = seen(store)
    again, repeated = imported(store, second, head)
    changed = again.offers.new, again.offers.changed, again.offers.withdrawn
    if not any(isinstance(record, IncomingRemoval) for record in second):
        assert changed == (0, 0, 0)
        assert seen(store) == after
    if repeated.undoable:
        undone(store, repeated)
    if change.undoable:
        undone(store, change)
    assert seen(store) == before
    assert everything_stored(store) == stored
