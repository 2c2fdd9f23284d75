"""What is settled while a file is read comes out as if every row had been laid aside first."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

import pytest

from nqdesk.domain.incoming import FileHead, Incoming, IncomingOffer, IncomingRemoval, RowCounts
from nqdesk.domain.offers import OfferDate
from nqdesk.store.changing import batches
from nqdesk.store.changing.import_arriving import Arriving
from nqdesk.store.store import Store
from tests.builders import an_offer
from tests.store.conftest import NOW
from tests.store.subjects.importing import COMPLETE, HEAD, a_row, imported, incoming, take, titles

_OUTCOME = (
    "SELECT r.effect, r.area, r.confirmed, o.title, o.title_sort, o.provider_sort, o.occupation_sort, o.runs, o.latest,"
    " o.unclear, o.withdrawn_on, o.ended > 0, b.body, w.body FROM import_results r"
    " LEFT JOIN offers o ON r.area = 'offers' AND o.n = CASE WHEN r.new_n > 0 THEN r.new_n ELSE r.old_n END"
    " LEFT JOIN offer_bodies b ON b.n = o.n LEFT JOIN offers_words w ON w.rowid = o.n"
)
_RUNS = (
    "SELECT o.title, d.start_day, d.place, d.shown, d.earlier, d.position FROM offer_dates d JOIN offers o"
    " ON o.n = d.offer WHERE o.ended = 0"
)


def _random_row(random: Random) -> Incoming:
    number = random.randint(1, 12)
    if random.random() < 0.06:
        return IncomingRemoval(source_system="openqcat", source_provider="274125", source_id=str(number), where="")
    run = OfferDate(start=date(2027, random.randint(1, 12), 1), place=random.choice(("Kassel", "Bremen")), plz="34117")
    values: dict[str, Any] = {"title": f"Kurs {number % 9}", "dates": (run,)}
    if random.random() < 0.15:
        return incoming(an_offer(source_id="", **values), "Zeile 1", phone=str(number))
    return a_row(number, **values)


def _counts(rows: Sequence[Incoming], random: Random) -> RowCounts:
    found = Counter(row.offer.source_id if isinstance(row, IncomingOffer) else _removed(row) for row in rows)
    several = {number: count + random.choice((0, 0, 2)) for number, count in found.items()}
    return RowCounts(rows=len(rows), several={number: count for number, count in several.items() if count > 1})


def _removed(row: Incoming) -> str:
    return row.source_id if isinstance(row, IncomingRemoval) else ""


def _outcome(store: Store, rows: Sequence[Incoming], head: FileHead, counts: RowCounts | None) -> list[Any]:
    with store.write(NOW) as tx:
        batch = batches.begin(tx, head)
    arriving = Arriving(store, batch, head, counts)
    for begin in range(0, len(rows), 7):
        list(arriving.take(rows[begin : begin + 7], NOW))
    arriving.end(NOW)
    list(batches.settle(store, batch, head, NOW, arriving.settling))
    assert store.db.execute_sql("SELECT count(*) FROM import_rows").fetchone() == (0,)
    found = [sorted(store.db.execute_sql(text).fetchall(), key=repr) for text in (_OUTCOME, _RUNS)]
    list(batches.drop(store, batch, NOW))
    return found


@pytest.mark.parametrize("seed", range(25))
def test_the_outcome_is_the_same_whether_rows_are_counted_or_not(store: Store, seed: int) -> None:
    random = Random(seed)
    head = random.choice((HEAD, COMPLETE))
    imported(store, [_random_row(random) for _ in range(10)])
    rows = [_random_row(random) for _ in range(random.randint(1, 60))]
    expected = _outcome(store, rows, head, None)
    assert _outcome(store, rows, head, _counts(rows, random)) == expected


@pytest.mark.heavy
def test_rows_that_wait_for_many_others_are_laid_aside_and_still_joined(store: Store) -> None:
    runs = [OfferDate(start=date(2027, 1 + half, 1)) for half in range(2)]
    rows = [a_row(number, dates=(runs[half],)) for half in range(2) for number in range(1100)]
    counts = RowCounts(rows=len(rows), several={str(number): 2 for number in range(1100)})
    with store.write(NOW) as tx:
        batch = batches.begin(tx, HEAD)
    arriving = Arriving(store, batch, HEAD, counts)
    list(arriving.take(rows, NOW))
    assert store.db.execute_sql("SELECT count(*) FROM import_rows").fetchone()[0] > 0
    arriving.end(NOW)
    list(batches.settle(store, batch, HEAD, NOW, arriving.settling))
    take(store, batch)
    assert len(titles(store)) == 1100
    assert store.db.execute_sql("SELECT min(runs), max(runs) FROM offers WHERE ended = 0").fetchone() == (2, 2)
