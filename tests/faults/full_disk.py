"""No file may grow beyond a limit of the operating system: SQLCipher itself meets a full disk. POSIX only."""

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from nqdesk.actions import messages
from nqdesk.domain.failure import Failure
from nqdesk.store.engine import SQLCIPHER
from nqdesk.store.errors import StoreError
from nqdesk.store.files import OS_FILES, Files
from tests.faults.operations import OPERATIONS, Bench, Operation, make_template, state_of
from tests.faults.trial import Trial
from tests.old_databases.make import NAME
from tests.store.breaking import parts

EACH = 30
_MOST_SHOWN = 5


@contextmanager
def lifted() -> Iterator[None]:
    """Lift the limit at the end, whatever was set within."""
    import resource  # POSIX only

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def limit(size: int) -> None:
    """Let no file of this process grow beyond so many bytes; within `lifted` only."""
    import resource  # POSIX only

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


class _LimitedBench(Bench):
    """On a disk that takes no more."""

    def __init__(self, path: Path, size: int | None) -> None:
        super().__init__(path, SQLCIPHER)
        self._size = size

    @property
    def files(self) -> Files:
        return OS_FILES

    def arm(self) -> None:
        if self._size is not None:
            limit(self._size)

    def disarm(self) -> None:
        """Nothing to do: `lifted` has done it."""


def _bench(template: Path, size: int | None) -> _LimitedBench:
    folder = template.with_name("bench")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
    return _LimitedBench(folder / NAME, size)


def _attempt(operation: Operation, template: Path, size: int | None) -> tuple[str, dict[str, object]]:
    """Do it with a limit; return the code that was told, "" if it was done, and what is there then."""
    bench, told = _bench(template, size), ""
    with lifted():
        try:
            operation.do(bench)
        except Failure as failure:
            told = failure.code
            if "…" in messages.sentence(failure.code, failure.values):
                told = f"{told} with an incomplete sentence"
    left = [] if operation.name == "opening" else parts(bench.path.parent)
    return told, {**state_of(bench), "left over": left}


def _tried(operation: Operation, template: Path, sizes: list[int]) -> tuple[list[str], Counter[str]]:
    started = _bench(template, None)
    if operation.first is not None:
        operation.first(started)
    before = {**state_of(started), "left over": []}
    _, after = _attempt(operation, template, None)
    failures, codes = [], Counter[str]()
    for size in sizes:
        try:
            told, state = _attempt(operation, template, size)
        except StoreError as error:
            failures.append(f"{size} bytes: then it does not open: {error.code}")
            continue
        except Exception as error:  # noqa: BLE001 - the very thing this looks for
            failures.append(f"{size} bytes: {type(error).__name__}: {str(error)[:100]}")
            continue
        codes[told or "done"] += 1
        if told not in ("", "disk_full", "io_error"):
            failures.append(f"{size} bytes: told as {told}")
        # the limit lasts: what is then written in the slots' place may be the new ones
        one_of = [after] if not told else [before, after]
        differ = [key for key in state if all(state[key] != one[key] for one in one_of)]
        if differ:
            failures.append(f"{size} bytes: {told or 'done'}, but {', '.join(differ)} not as it should be")
    return failures, codes


def run(full: bool, seed: int) -> Iterator[Trial]:
    """Try 30 limits (a tenth: 3) for each operation, from nothing to more than the database's size."""
    if sys.platform == "win32":
        yield Trial("full disk (POSIX only, left out here)", 1)
        return
    with tempfile.TemporaryDirectory() as name:
        template = Path(name) / "template"
        template.mkdir()
        make_template(template, SQLCIPHER)
        whole = (template / NAME).stat().st_size
        for operation in OPERATIONS:
            dice = Random(f"{seed} {operation.name}")
            sizes = [int(whole * dice.uniform(0, 1.2) ** 2) for _ in range(EACH if full else EACH // 10)]
            failures, codes = _tried(operation, template, sizes)
            note = str(dict(codes.most_common()))
            yield Trial(f"full disk: {operation.name}", len(sizes), tuple(failures[:_MOST_SHOWN]), note)
