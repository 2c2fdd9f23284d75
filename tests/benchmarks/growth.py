"""Everything a person waits for, with 100,000 offers against 1,000: what is done must not cost more with them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import stock
from tests.benchmarks.line import Line

ROOT = Path(__file__).resolve().parents[2]
RUNS = 2
LIMIT = 3.0


def measure() -> Iterator[Line]:
    """Yield a line for each thing a person does."""
    yield from compare(stock.database(stock.LARGE), stock.database(stock.SMALL))


def compare(large: Path, small: Path) -> Iterator[Line]:
    """Do the same in windows on both databases, in turn, and yield a line for each thing done.

    Of several times the shortest counts, on both sides: the one that other programs disturbed least.
    """
    runs = [(_run(large), _run(small)) for _ in range(RUNS)]
    for name in runs[0][0]:
        ours, floor = (min(pair[side][name] for pair in runs) for side in (0, 1))
        yield Line(f"wait: {name}", ours / floor, LIMIT, f"{ours * 1000:.1f} ms against {floor * 1000:.1f} ms")


def _run(path: Path) -> dict[str, float]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.benchmarks.growth_window", str(path)]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(done.stdout)["seconds"]
    return told
