"""A file that says which runs are gone: each offer loses just these, however many, and the work grows with the file."""

from dataclasses import replace

import pytest

from nqdesk.domain.import_plan import ImportCounts
from nqdesk.domain.incoming import Incoming, IncomingRemoval
from nqdesk.domain.offers import Offer
from nqdesk.store import offers
from nqdesk.store.changing.offers import save_offer
from nqdesk.store.store import Store
from tests.builders import a_run
from tests.store.subjects.conftest import TODAY, Write
from tests.store.subjects.importing import ALL, HEAD, a_row, imported, read, seen, undone

UPDATE = replace(HEAD, update=True)
_STEPS = 1000  # instructions of SQLite's machine between two counts


def gone(run: str, provider: str = "274125") -> IncomingRemoval:
    return IncomingRemoval(source_system="openqcat", source_provider=provider, source_id=run, where=f"COURSE_ID {run}")


def with_runs(number: int, count: int = 4) -> Incoming:
    """Return an offer with runs 1-a, 1-b …"""
    runs = [a_run(source_id=f"{number}-{'abcdefgh'[i]}", plz=f"7765{i}") for i in range(count)]
    return a_row(number, dates=tuple(runs))


def stored(store: Store) -> dict[str, list[str]]:
    """Return the numbers of the runs of each offer; two offers of one number are a fault."""
    found: list[Offer] = list(offers.each(store.db, ALL, TODAY))
    assert len({offer.source_id for offer in found}) == len(found)
    return {offer.source_id: [run.source_id for run in offer.dates] for offer in found}


@pytest.mark.parametrize("apart", [0, 70])
def test_several_runs_of_one_offer_are_taken_away_at_once(store: Store, apart: int) -> None:
    """`apart` other removals in between put the two into different transactions."""
    imported(store, [with_runs(n) for n in range(apart + 3)])
    between = [gone(f"{n}-d") for n in range(3, apart + 3)]
    preview, change = imported(store, [gone("1-a"), *between, gone("1-c"), gone("nobody's")], UPDATE)
    assert preview.offers == ImportCounts(changed=1 + apart)
    after = stored(store)
    assert after["1"] == ["1-b", "1-d"]
    assert after["2"] == ["2-a", "2-b", "2-c", "2-d"]
    assert all(after[str(n)] == [f"{n}-a", f"{n}-b", f"{n}-c"] for n in range(3, apart + 3))
    undone(store, change)
    assert stored(store)["1"] == ["1-a", "1-b", "1-c", "1-d"]


@pytest.mark.parametrize("apart", [0, 70])
@pytest.mark.parametrize("removal_first", [True, False])
def test_an_offer_that_the_file_also_changes_loses_its_run(store: Store, apart: int, *, removal_first: bool) -> None:
    imported(store, [with_runs(n) for n in range(apart + 3)])
    between = [gone(f"{n}-d") for n in range(3, apart + 3)]
    update = a_row(1, dates=(a_run(source_id="1-b", plz="79098"),))
    first, last = (gone("1-a"), update) if removal_first else (update, gone("1-a"))
    imported(store, [first, *between, last], UPDATE)
    (found,) = [offer for offer in offers.each(store.db, ALL, TODAY) if offer.source_id == "1"]
    assert [run.source_id for run in found.dates if run.source_id != "1-b"] == ["1-c", "1-d"]
    assert next(run.plz for run in found.dates if run.source_id == "1-b") == "79098"


def test_a_run_whose_offer_a_person_changed_meanwhile_stays(store: Store, write: Write) -> None:
    imported(store, [with_runs(1)])
    preview = read(store, [gone("1-a")], UPDATE)
    assert preview.offers.changed == 1
    (offer,) = offers.each(store.db, ALL, TODAY)
    write(save_offer, replace(offer, note="angerufen"))
    assert stored(store)["1"] == ["1-a", "1-b", "1-c", "1-d"]


def test_other_providers_keep_runs_of_the_same_number(store: Store) -> None:
    imported(store, [with_runs(1)])
    before = seen(store)
    imported(store, [gone("1-a", provider="999999")], UPDATE)
    assert seen(store) == before


@pytest.mark.heavy
def test_the_work_of_a_removal_does_not_grow_with_the_provider(store: Store) -> None:
    def steps(removals: list[Incoming]) -> int:
        counted = 0

        def count() -> int:
            nonlocal counted
            counted += 1
            return 0

        store.db.connection().set_progress_handler(count, _STEPS)
        imported(store, removals, UPDATE)
        store.db.connection().set_progress_handler(None, 0)
        return counted

    imported(store, [with_runs(n) for n in range(100)])
    small = steps([gone(f"{n}-a") for n in range(100)])
    imported(store, [with_runs(n) for n in range(100, 1000)])
    large = steps([gone(f"{n}-a") for n in range(100, 1000)])
    assert large / small <= 9 * 2, "nine times as many, among ten times as many runs"
