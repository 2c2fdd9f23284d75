"""What packaging/start.py adds to a start of nqdesk once it has set everything up."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.line import Line

ROOT = Path(__file__).resolve().parents[2]
REPEATS = 7


def seconds(*command: str) -> float:
    """Return the median time of a command."""
    taken = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def measure() -> Iterable[Line]:
    """Yield the extra seconds of the first command of the README, at most one."""
    seconds("packaging/start.py", "--version")  # sets up where that has not happened yet
    with_start = seconds("packaging/start.py", "--version")
    alone = seconds("-P", "-m", "nqdesk", "--version")
    note = f"{with_start * 1000:.0f} ms against {alone * 1000:.0f} ms"
    yield Line("seconds that start.py adds to a later start", max(with_start - alone, 0.0), 1.0, note)
