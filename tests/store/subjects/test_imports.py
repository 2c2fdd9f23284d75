"""Imports: invisible until they are taken, one change, one undo, nothing left after a cancel or a crash."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nqdesk.domain.import_plan import ImportCounts
from nqdesk.domain.incoming import Incoming, IncomingRemoval
from nqdesk.domain.offers import OfferState
from nqdesk.domain.problem import Problem
from nqdesk.store import offers, organisations, trail
from nqdesk.store.changing import batches, undo
from nqdesk.store.changing.offers import bin_offers, erase_offers, save_offer
from nqdesk.store.changing.organisations import save_organisation
from nqdesk.store.errors import StoreError
from nqdesk.store.store import Store
from tests.builders import a_run, an_offer, an_organisation
from tests.store.conftest import NOW
from tests.store.subjects.conftest import TABLES, TODAY, Write, empty, everything_stored
from tests.store.subjects.importing import (
    ALL,
    COMPLETE,
    HEAD,
    a_row,
    imported,
    incoming,
    read,
    seen,
    take,
    titles,
    undone,
)


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


def test_an_erased_offer_takes_with_it_what_imports_kept_of_it(store: Store, write: Write) -> None:
    imported(store, [a_row(1, title="Unverwechselbar")])
    imported(store, [a_row(1, title="Unverwechselbar zwei")])
    stored = offers.by_source(store.db, "openqcat", "274125", "1")
    assert stored is not None
    write(erase_offers, [stored.id])
    for table in TABLES:
        assert "unverwechselbar" not in repr(store.db.execute_sql(f"SELECT * FROM {table}").fetchall()).lower(), table


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


@pytest.mark.heavy
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
