"""The window with 100,000 offers against bare Qt on the same file: start, search as you type, scrolling, memory."""

import compileall
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from nqdesk.domain.offer_query import OfferQuery
from nqdesk.store import offers
from nqdesk.store.database import Store, open_store
from tests.benchmarks import stock
from tests.benchmarks.line import Line
from tests.builders import NOW

ROOT = Path(__file__).resolve().parents[2]
RUNS = 5
ON = date(2026, 11, 23)


def _run(which: str, path: Path, work: str) -> dict[str, Any]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", f"tests.benchmarks.{which}_window", str(path), work]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _in_turn(path: Path, work: str, runs: int = RUNS) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Run product and floor in turn, so that a change of the machine's speed meets both."""
    pairs = [(_run("product", path, work), _run("bare", path, work)) for _ in range(runs)]
    return [p for p, _ in pairs], [b for _, b in pairs]


def _p95(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def measure() -> Iterator[Line]:
    """Yield the lines of the window."""
    path = stock.database(stock.LARGE)
    # An installed program has its bytecode; a checkout has it only after a first run that may write it.
    compileall.compile_dir(ROOT / "nqdesk", quiet=1)
    compileall.compile_dir(ROOT / "tests" / "benchmarks", quiet=1)
    yield _start(path)
    yield from _search(path)
    yield from _scroll_and_memory(path)


def _start(path: Path) -> Line:
    product, bare = _in_turn(path, "start", 7)
    ours, floor = (statistics.median(r["whole"] for r in runs) for runs in (product, bare))
    return Line(
        "start on 100,000 offers, 50 rows painted, key answered", ours / floor, 1.5, f"{_ms(ours)} against {_ms(floor)}"
    )


def _search(path: Path) -> Iterator[Line]:
    ours, floor = _queries(path)
    note = f"{_ms(_p95(ours))} against {_ms(_p95(floor))}"
    yield Line("search as you type, first page, 95th percentile", _p95(ours) / _p95(floor), 2, note)
    product, bare = _in_turn(path, "search", 3)
    gap, least = (statistics.median(r["gap"] for r in runs) for runs in (product, bare))
    yield Line("search as you type, blocked window", gap / least, 2, f"{_ms(gap)} against {_ms(least)}")


def _opened(path: Path) -> Store:
    return open_store(path, stock.PASSWORD, now=NOW, read_only=True)


def _queries(path: Path) -> tuple[list[float], list[float]]:
    """Return the seconds of each typed text: the list's first page, and bare FTS5 with its 50 rows."""
    from tests.benchmarks.driven import prefixes

    text = (
        "SELECT o.* FROM offers_words w JOIN offers o ON o.n = w.rowid JOIN offer_bodies b ON b.n = o.n"
        " WHERE w.offers_words MATCH ? LIMIT 50"
    )
    ours, floor = [], []
    with _opened(path) as store, _opened(path) as bare:  # each has pages of its own: the second would find the first's
        # The window makes the first search ready before anybody types; the floor gets the same.
        offers.rows(store.db, offers.first_numbers(store.db, OfferQuery(search="l"), ON, 50), ON)
        bare.db.execute_sql(text, ('"l"*',)).fetchall()
        for typed in prefixes() * 3:
            begun = perf_counter()
            offers.rows(store.db, offers.first_numbers(store.db, OfferQuery(search=typed), ON, 50), ON)
            ours.append(perf_counter() - begun)
            words = " ".join(f'"{word}"*' for word in typed.split())
            begun = perf_counter()
            bare.db.execute_sql(text, (words,)).fetchall()
            floor.append(perf_counter() - begun)
    return ours, floor


def _scroll_and_memory(path: Path) -> Iterator[Line]:
    product, bare = _in_turn(path, "scroll", 3)
    step, least = (statistics.median(s for r in runs for s in r["steps"]) for runs in (product, bare))
    yield Line("scrolling 100,000 rows, a step", step / least, 1.5, f"{_ms(step)} against {_ms(least)}")
    product, bare = _in_turn(path, "memory", 3)
    held, least = (statistics.median(r["bytes"] for r in runs) for runs in (product, bare))
    yield Line("memory with 100,000 offers", held / least, 3, f"{held / 1e6:.0f} MB against {least / 1e6:.0f} MB")
