"""A window driven in a process of its own: painted rows, keys, the heartbeat of the event loop, memory."""

import json
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QTableView

BEGUN = time.perf_counter()
ROWS = 50
HEIGHT = 2200  # pixels: so high that 50 rows are on the screen
BEAT = 5  # milliseconds
TYPED = ("lager", "verkauf", "fachkraft", "metall", "berlin", "tq", "umschulung", "dresden lager")
_PATIENCE = 30.0


class Painted(QObject):
    """Counts paintings of a view's viewport for which `is_there` holds."""

    def __init__(self, view: QAbstractItemView, is_there: Callable[[], bool]) -> None:
        super().__init__(view)
        self._is_there = is_there
        self.count = 0
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._is_there():
            QTimer.singleShot(0, self._done)
        return False

    def _done(self) -> None:
        self.count += 1


class Heartbeat(QObject):
    """A timer of 5 ms; its largest gap says how long the window was blocked."""

    def __init__(self) -> None:
        super().__init__()
        self.largest = 0.0
        self._last = time.perf_counter()
        self.startTimer(BEAT, Qt.TimerType.PreciseTimer)

    def timerEvent(self, _event: Any) -> None:
        now = time.perf_counter()
        self.largest = max(self.largest, now - self._last)
        self._last = now


def wait(holds: Callable[[], bool]) -> None:
    """Let the event loop run until something holds."""
    limit = time.perf_counter() + _PATIENCE
    while not holds():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 2)
        if time.perf_counter() > limit:
            raise TimeoutError


def seconds_to_answer(table: QTableView, painted: Painted) -> float:
    """Return the seconds since this process began until rows are painted and the down key has moved the cursor."""
    wait(lambda: painted.count > 0)
    before = table.currentIndex().row()
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    if table.currentIndex().row() == before:
        raise AssertionError("the key was not answered")
    return time.perf_counter() - BEGUN


def scroll(table: QTableView, steps: int = 60) -> list[float]:
    """Return the seconds that each of many steps of a page takes, from the top to the end, painting included."""
    bar = table.verticalScrollBar()
    taken = []
    for number in range(1, steps + 1):
        begun = time.perf_counter()
        bar.setValue(bar.maximum() * number // steps)
        QCoreApplication.processEvents()
        table.viewport().repaint()
        taken.append(time.perf_counter() - begun)
    return taken


def memory() -> int:
    """Return the bytes that this process holds in memory now."""
    import psutil

    return int(psutil.Process().memory_info().rss)


def prefixes() -> list[str]:
    """Return what stands in the search field after each key."""
    return [text[: end + 1] for text in TYPED for end in range(len(text)) if text[end] != " "]


def report(**figures: object) -> NoReturn:
    """Print the figures as JSON and end the process at once."""
    sys.stdout.write(json.dumps(figures))
    sys.stdout.flush()
    os._exit(0)


def started_at() -> float:
    """Return the seconds since the operating system started this process, imports of Python itself included."""
    stat = Path("/proc/self/stat")
    if not stat.exists():
        return time.perf_counter() - BEGUN
    ticks = int(re.sub(r"^.*\) ", "", stat.read_text(encoding="ascii")).split()[19])
    uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    return uptime - ticks / os.sysconf("SC_CLK_TCK")
