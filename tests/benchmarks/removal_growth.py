"""Taking runs away from one provider: 10,000 of 20,000 against 1,000 of 2,000, each run as cheap as before."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from nqdesk.actions import databases
from nqdesk.domain.incoming import FileHead, Incoming, IncomingOffer, IncomingRemoval
from nqdesk.store.changing import batches
from nqdesk.store.database import Store
from tests.benchmarks import stock
from tests.benchmarks.line import Line
from tests.builders import NOW, a_run, an_offer, an_organisation

_FEW, _MANY = 1_000, 10_000
_RUNS = 2
_HEAD = FileHead(format="openqcat", encoding="utf-8", name="katalog.xml", day=date(2026, 11, 23))
_ROWS_AT_ONCE = 250


def measure() -> Iterator[Line]:
    """Yield the line."""
    few, many = (min(_removed(number) for _ in range(_RUNS)) for number in (_FEW, _MANY))
    note = f"{many * 1000:.0f} ms against {few * 1000:.0f} ms"
    yield Line("import: ten times the runs taken away, for each run", many / few * _FEW / _MANY, 2.0, note)


def _removed(number: int) -> float:
    """Return how long it takes to take a run from each of so many offers with two."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stelle.nqdesk"
        store, _ = databases.create(path, person="Anna", password=stock.PASSWORD, centre=None, now=NOW)
        with store:
            _import(store, [_offer(n) for n in range(number)], _HEAD)
            gone = [
                IncomingRemoval(source_system="openqcat", source_provider="274125", source_id=f"{n}-a", where="")
                for n in range(number)
            ]
            begun = time.perf_counter()
            _import(store, gone, replace(_HEAD, update=True))
            took = time.perf_counter() - begun
            left = "SELECT count(*) FROM offer_dates d JOIN offers o ON o.n = d.offer WHERE o.ended = 0"
            assert store.db.execute_sql(left).fetchone() == (number,)
            return took


def _offer(n: int) -> IncomingOffer:
    runs = tuple(a_run(source_id=f"{n}-{letter}", start=date(2027, 3, 1) + timedelta(days=n % 200)) for letter in "ab")
    offer = an_offer(source_id=str(n), title=f"Kurs {n}", dates=runs, provider_id="")
    return IncomingOffer(offer=offer, provider=replace(an_organisation(), id=""), where="")


def _import(store: Store, records: Sequence[Incoming], head: FileHead) -> None:
    with store.write(NOW) as tx:
        batch = batches.begin(tx, head)
    for begin in range(0, len(records), _ROWS_AT_ONCE):
        with store.write(NOW) as tx:
            batches.add(tx, batch, records[begin : begin + _ROWS_AT_ONCE])
    for _ in batches.settle(store, batch, head, NOW):
        pass
    with store.write(NOW) as tx:
        batches.finish(tx, batch)
    for _ in batches.tidy(store, NOW):
        pass
