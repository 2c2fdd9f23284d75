"""The n-th write, sync, rename … fails, once or from then on: old data whole, one plain message, nothing left over.

The store's own file operations and every change SQLite makes to the disk are counted together: plain SQLite stands in
SQLCipher's place, its file system fails when told to.
"""

import errno
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import apsw

from nqdesk.actions import messages
from nqdesk.domain.failure import Failure
from nqdesk.store.errors import StoreError
from tests.faults.operations import OPERATIONS, Bench, Operation, make_template, state_of
from tests.faults.plain_engine import PlainEngine
from tests.faults.recorded_disk import RecordedDisk
from tests.faults.trial import Trial
from tests.old_databases.make import NAME
from tests.store.breaking import BreakingFiles, parts

MOST = 60  # moments of one operation and fault in full; one otherwise
_MOST_SHOWN = 5
_ERRORS = {"disk full": errno.ENOSPC, "I/O error": errno.EIO, "no right": errno.EACCES}
_CODES = {
    errno.ENOSPC: {"disk_full", "io_error"},
    errno.EIO: {"io_error"},
    errno.EACCES: {"read_only_place", "io_error", "cannot_open"},
}
_RESULTS = {
    errno.ENOSPC: apsw.SQLITE_FULL,
    errno.EIO: apsw.SQLITE_IOERR_WRITE,
    errno.EACCES: apsw.SQLITE_IOERR_ACCESS,
}


_FREEING = {"remove", "unname", "cut"}


class _Files(BreakingFiles):
    """A full disk refuses what needs space, not what gives it back."""

    def count(self, name: str) -> None:
        if self.error == errno.ENOSPC and name in _FREEING:
            return
        super().count(name)


class _FailingDisk(RecordedDisk):
    """Counts the engine's changes with those of the store, and fails as SQLite's own file system would say it."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.files = _Files()

    def before(self, kind: str) -> None:
        try:
            self.files.count(kind)
        except OSError as error:
            result = _RESULTS[self.files.error]
            if kind == "create" and self.files.error == errno.EACCES:
                result = apsw.SQLITE_CANTOPEN
            elif kind in ("sync", "unname"):
                result = apsw.SQLITE_IOERR_FSYNC if kind == "sync" else apsw.SQLITE_IOERR_DELETE
            raise apsw.exception_for(result) from error


class _FailingBench(Bench):
    """Fails at the n-th operation after arming."""

    def __init__(self, path: Path, engine: PlainEngine, disk: _FailingDisk) -> None:
        super().__init__(path, engine)
        self._disk = disk
        self._at = (0, errno.EIO, False)
        self._armed_after = 0
        disk.files = _Files()

    @property
    def files(self) -> BreakingFiles:
        """The file operations that count and fail."""
        return self._disk.files

    @property
    def counted(self) -> int:
        """Operations since arming."""
        return len(self.files.done) - self._armed_after

    def plan(self, number: int, error: int, *, lasting: bool) -> None:
        """Let the number-th operation after arming fail; 0 for none."""
        self._at = (number, error, lasting)

    def arm(self) -> None:
        number, self.files.error, self.files.lasting = self._at
        self._armed_after = len(self.files.done)
        self.files.at = self._armed_after + number if number else 0

    def disarm(self) -> None:
        self._disk.files = _Files()


class _Trials:
    """All faults of one operation."""

    def __init__(self, operation: Operation, template: Path, engine: PlainEngine, disk: _FailingDisk) -> None:
        self.operation = operation
        self.codes: Counter[str] = Counter()
        self.tried = 0
        self._template = template
        self._engine = engine
        self._disk = disk
        bench = self._bench()
        operation.do(bench)
        self.operations = bench.counted
        self._after = state_of(bench)
        self._started = self._begun()

    def _begun(self) -> dict[str, object]:
        """Return what is there if the operation itself does nothing."""
        bench = self._bench()
        if self.operation.first is not None:
            self.operation.first(bench)
        return state_of(bench)

    def _bench(self) -> _FailingBench:
        folder = self._template.with_name("bench")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._template, folder)
        return _FailingBench(folder / NAME, self._engine, self._disk)

    def attempt(self, number: int, error: int, *, lasting: bool) -> str:
        """Let one operation fail; return what is wrong, "" if nothing."""
        bench, told = self._bench(), ""
        self.tried += 1
        bench.plan(number, error, lasting=lasting)
        try:
            self.operation.do(bench)
        except Failure as failure:
            told = failure.code
            sentence = messages.sentence(failure.code, failure.values)
            if told not in _CODES[error]:
                return f"told as {told}"
            if "…" in sentence:
                return f"the sentence of {told} is incomplete"
        except Exception as raised:  # noqa: BLE001 - the very thing this looks for
            return f"{type(raised).__name__}: {str(raised)[:100]}"
        self.codes[told or "done all the same"] += 1
        bench.disarm()
        left = parts(bench.path.parent)
        if left and not lasting:
            return f"{told or 'done'}: left over: {', '.join(left)}"
        try:
            state = state_of(bench)
        except StoreError as raised:
            return f"{told or 'done'}, then it does not open: {raised.code}"
        return self._compared(state, told, lasting=lasting, cleaned=not lasting or error == errno.ENOSPC)

    def _compared(self, state: dict[str, object], told: str, *, lasting: bool, cleaned: bool) -> str:
        """Where nothing can be put back (from then on), each part of the content is as before or as after."""
        possible = [self._started] if told else [self._after]
        if told and (lasting or self.operation.may_be_done):
            possible.append(self._after)
        differ = [key for key in state if all(state[key] != one[key] for one in possible)]
        if not cleaned and "another" in differ:
            differ.remove("another")
        if not differ and not lasting and state not in possible:
            return f"{told or 'done'}, but one part as before and another as after"
        if not differ:
            return ""
        return f"{told or 'done'}, but {', '.join(differ)} not as it should be"


def _moments(count: int, full: bool, dice: Random) -> list[int]:
    """Return the first and the last operations and some between."""
    if full and count <= MOST:
        return list(range(1, count + 1))
    wanted = MOST if full else 1
    return sorted(dice.sample(range(1, count + 1), min(wanted, count)))


def run(full: bool, seed: int) -> Iterator[Trial]:
    """Let every operation of every job fail (at most 60 of one), in three ways, once and from then on."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        disk = _FailingDisk(root)
        engine = PlainEngine(disk, "failing")
        (root / "template").mkdir()
        make_template(root / "template", engine)
        for operation in OPERATIONS:
            dice = Random(f"{seed} {operation.name}")
            trials, failures = _Trials(operation, root / "template", engine, disk), []
            for said, error in _ERRORS.items():
                for lasting in (False, True):
                    for number in _moments(trials.operations, full, dice):
                        if wrong := trials.attempt(number, error, lasting=lasting):
                            how = "from then on" if lasting else "once"
                            failures.append(f"operation {number} of {trials.operations}, {said} {how}: {wrong}")
            note = f"{trials.operations} operations, {dict(trials.codes.most_common())}"
            yield Trial(f"failing: {operation.name}", trials.tried, tuple(failures[:_MOST_SHOWN]), note)
        engine.close()
