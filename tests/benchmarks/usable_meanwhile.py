"""While an import or a backup runs on the worker: how much longer the window's own reads and saves take than when idle.

Each line is the longest delay beyond the idle time as a share of what a person may be made to wait: 50 ms for a read,
200 ms for a save.
"""

import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from nqdesk.actions import backups, databases, importing
from nqdesk.actions import offers as actions
from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.offers import Offer
from nqdesk.store import offers
from nqdesk.store.database import Store, open_store
from tests.benchmarks import stock
from tests.benchmarks.line import Line
from tests.builders import NOW

STOCK = 20_000
IMPORTED = 5_000
READ_MAY_WAIT = 0.050
SAVE_MAY_WAIT = 0.200
IDLE_TIMES = 60
ON = date(2026, 11, 23)
Job = Callable[[Store], Generator[Any, None, Any]]


def _read(store: Store) -> float:
    begun = time.perf_counter()
    offers.rows(store.db, offers.first_numbers(store.db, OfferQuery(), ON, 50), ON)
    return time.perf_counter() - begun


def _save(store: Store, number: int) -> float:
    offer: Offer = offers.by_number(store.db, [1])[0]
    changed = replace(offer, note=f"Notiz {number}")
    begun = time.perf_counter()
    actions.save_offer(store, changed, NOW)
    return time.perf_counter() - begun


def _times(store: Store, goes_on: Callable[[int], bool]) -> tuple[list[float], list[float]]:
    reads, saves = [], []
    rest = threading.Event()
    number = 0
    while goes_on(number):
        number += 1
        reads.append(_read(store))
        if number % 5 == 0:
            saves.append(_save(store, time.perf_counter_ns()))
        rest.wait(0.005)  # as a person's window rests between two things
    return reads, saves


def _while_running(store: Store, job: Job) -> tuple[list[float], list[float]]:
    worker = store.another()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            for _ in job(worker):
                pass
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    found = _times(store, lambda _: thread.is_alive())
    thread.join()
    worker.close()
    if failed:
        raise failed[0]
    return found


def measure() -> Iterator[Line]:
    """Yield two lines for the import and two for the backup."""
    path = stock.database(STOCK)
    file = stock.folder() / "noch ein katalog.xml"
    text = stock.catalogue(IMPORTED).read_text(encoding="utf-8")
    file.write_text(
        text.replace("<PRODUCT_ID>", "<PRODUCT_ID>N").replace("<COURSE_ID>", "<COURSE_ID>N"), encoding="utf-8"
    )
    jobs: tuple[tuple[str, Job], ...] = (
        ("an import", lambda store: importing.import_files(store, [file], NOW)),
        ("a backup", lambda store: backups.back_up(store, NOW)),
    )
    with open_store(path, stock.PASSWORD, now=NOW) as store:
        databases.make_ready(store, NOW)
        for name, job in jobs:
            idle_reads, idle_saves = _times(store, lambda number: number < IDLE_TIMES)
            reads, saves = _while_running(store, job)
            for what, busy, idle, may in (
                ("read", reads, idle_reads, READ_MAY_WAIT),
                ("save", saves, idle_saves, SAVE_MAY_WAIT),
            ):
                longer = max(0.0, max(busy, default=0.0) - max(idle))
                note = (
                    f"{max(busy, default=0.0) * 1000:.0f} ms against {max(idle) * 1000:.0f} ms idle, {len(busy)} times"
                )
                yield Line(f"longest {what} during {name}, share of {may * 1000:.0f} ms", longer / may, 1, note)
