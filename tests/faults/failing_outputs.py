"""Exports, portfolio and recovery sheet on a disk that fails: the old file whole, one plain message, nothing left over.

The interpreter tells of every file that is opened, renamed or removed before it is done (`sys.addaudithook`); syncing
is replaced while a trial runs; what may be written is limited by the operating system where it can.
"""

import errno
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from nqdesk.actions import exporting, messages, portfolios
from nqdesk.actions import people as people_actions
from nqdesk.domain.failure import Failure
from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.portfolio import PortfolioChoice, Variant
from nqdesk.store import offers
from nqdesk.store.database import Store, create_store
from tests.faults.full_disk import lifted, limit
from tests.faults.trial import Trial
from tests.old_databases.make import NAME, fill
from tests.store.conftest import CHEAP, NOW, PASSWORD

LIMITS = 20
_DAY = date(2027, 3, 1)
_OLD = b"was vorher da war"
_MOST_SHOWN = 5
_ERRORS = {"disk full": errno.ENOSPC, "I/O error": errno.EIO, "no right": errno.EACCES}
_EVENTS = {"os.rename", "os.remove", "os.truncate", "os.link"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

Output = Callable[[Path], object]


class _Watch:
    """Counts what is about to be done below a folder, and lets the n-th fail; asleep without a folder."""

    def __init__(self) -> None:
        self.folder = ""
        self.done = 0
        self._at = 0
        self._error = errno.EIO
        self._lasting = False
        self._hooked = False

    @contextmanager
    def on(self, folder: Path, at: int, error: int, *, lasting: bool) -> Iterator[None]:
        """Watch a folder; nothing fails with `at` 0."""
        if not self._hooked:
            sys.addaudithook(self._hear)
            self._hooked = True
        self.folder, self.done, self._at, self._error, self._lasting = str(folder), 0, at, error, lasting
        sync = os.fsync
        os.fsync = self._sync(sync)  # type: ignore[assignment]
        try:
            yield
        finally:
            self.folder, os.fsync = "", sync

    def _sync(self, sync: Callable[[Any], None]) -> Callable[[Any], None]:
        def counted(descriptor: Any) -> None:
            self._count(freeing=False)
            sync(descriptor)

        return counted

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.folder or (event != "open" and event not in _EVENTS):
            return
        if not isinstance(arguments[0], str | os.PathLike) or not os.fspath(arguments[0]).startswith(self.folder):
            return
        if event != "open" or (arguments[2] or 0) & _WRITING:
            self._count(freeing=event == "os.remove")

    def _count(self, *, freeing: bool) -> None:
        self.done += 1
        reached = self.done == self._at or (self._lasting and 0 < self._at < self.done)
        if reached and not (freeing and (self._lasting or self._error == errno.ENOSPC)):
            raise OSError(self._error, os.strerror(self._error))


_WATCH = _Watch()


def _outputs(store: Store) -> dict[str, tuple[str, Output]]:
    """Return name, ending and what writes, for each kind of output."""
    ids = [offer.id for offer in offers.each(store.db, OfferQuery(), _DAY)]
    choice = PortfolioChoice(event_id="", by_rule=False, added=frozenset(ids[:4]))
    book = portfolios.book_for(store, None, _DAY, choice)

    def export(out: Path) -> object:
        return exporting.export_offers(store, ids, out, _DAY)

    def portfolio(out: Path) -> object:
        return list(portfolios.print_book(book, Variant.GLANCE, out))

    def sheet(out: Path) -> None:
        people_actions.write_recovery_sheet(store, "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE", _DAY, out)

    return {
        "export as openQ-cat": (".xml", export),
        "export as CSV": (".csv", export),
        "export as XLSX": (".xlsx", export),
        "portfolio": (".pdf", portfolio),
        "recovery sheet": (".pdf", sheet),
    }


def _told(write: Output, out: Path) -> tuple[str, str]:
    """Write; return the code of the message, "" if it was done, and what is wrong with that."""
    try:
        write(out)
    except Failure as failure:
        incomplete = "…" in messages.sentence(failure.code, failure.values)
        return failure.code, f"incomplete sentence of {failure.code}" if incomplete else ""
    except Exception as error:  # noqa: BLE001 - the very thing this looks for
        return "", f"{type(error).__name__}: {str(error)[:100]}"
    return "", ""


def _left_wrong(out: Path, told: str, *, older: bool) -> str:
    if others := [p.name for p in out.parent.iterdir() if p != out]:
        return f"{told or 'done'}: left over: {others[0]}"
    there = out.read_bytes() if out.exists() else b""
    if told and there != (_OLD if older else b""):
        return f"{told}: the old file is not as it was"
    return "" if told or len(there) > len(_OLD) else "done, but nothing was written"


class _Trials:
    """All faults of one kind of output."""

    def __init__(self, folder: Path, ending: str, write: Output) -> None:
        self.tried = 0
        self.codes: Counter[str] = Counter()
        self.failures: list[str] = []
        self._out = folder / f"Ausgabe{ending}"
        self._write = write

    def _ready(self, *, older: bool) -> None:
        for file in self._out.parent.iterdir():
            file.unlink()
        if older:
            self._out.write_bytes(_OLD)

    def _note(self, how: str, told: str, wrong: str, *, older: bool) -> None:
        self.tried += 1
        self.codes[told or "done"] += 1
        wrong = wrong or _left_wrong(self._out, told, older=older)
        if wrong:
            self.failures.append(f"{how}: {wrong}")

    def operations(self, *, full: bool) -> None:
        """Let each operation fail in every way."""
        self._ready(older=True)
        with _WATCH.on(self._out.parent, 0, 0, lasting=False):
            self._write(self._out)
        count = _WATCH.done
        for older in (False, True) if full else (True,):
            for said, error in _ERRORS.items():
                for lasting in (False, True) if full else (False,):
                    for number in range(1, count + 1):
                        self._ready(older=older)
                        with _WATCH.on(self._out.parent, number, error, lasting=lasting):
                            told, wrong = _told(self._write, self._out)
                        how = f"operation {number} of {count}, {said} {'from then on' if lasting else 'once'}"
                        self._note(how, told, wrong, older=older)

    def limits(self, sizes: int, dice: Random) -> None:
        """Let no file grow beyond something less than what is to be written."""
        self._ready(older=False)
        self._write(self._out)
        whole = self._out.stat().st_size
        for number in range(sizes):
            size, older = dice.randrange(whole), number % 2 == 0
            self._ready(older=older)
            with lifted():
                limit(size)
                told, wrong = _told(self._write, self._out)
            self._note(f"{size} of {whole} bytes", told, wrong or ("" if told else "no message"), older=older)


def run(full: bool, seed: int) -> Iterator[Trial]:
    """Try every operation of every kind of output, and 20 limits (a tenth: 2) of each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "Ausgaben"
        folder.mkdir()
        store, _ = create_store(Path(name) / NAME, person="Anna", password=PASSWORD, now=NOW, cost=CHEAP)
        with store:
            fill(store)
            for kind, (ending, write) in _outputs(store).items():
                trials = _Trials(folder, ending, write)
                trials.operations(full=full)
                if sys.platform != "win32":
                    trials.limits(LIMITS if full else LIMITS // 10, Random(f"{seed} {kind}"))
                note = str(dict(trials.codes.most_common()))
                yield Trial(f"failing: {kind}", trials.tried, tuple(trials.failures[:_MOST_SHOWN]), note)
