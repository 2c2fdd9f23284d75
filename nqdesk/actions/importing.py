"""Taking course files in: read, looked at, then taken or dropped as one change."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from nqdesk.actions import catalogue, undoing
from nqdesk.actions.refused import demand
from nqdesk.domain.change import Change
from nqdesk.domain.import_plan import ImportPreview
from nqdesk.domain.incoming import FileHead, Incoming, RowCounts
from nqdesk.domain.people import Right
from nqdesk.domain.progress import Progress
from nqdesk.store import import_layouts
from nqdesk.store.changing import batches
from nqdesk.store.database import Store

_ROWS_AT_ONCE = 250


def read_file(store: Store, path: Path, now: datetime) -> Generator[Progress, None, ImportPreview]:
    """Read a file into pending rows and return what taking it would do; nothing is visible yet.

    Raises ExchangeError if the file is not well formed; then, and when the job is closed, nothing is left behind.
    """
    from nqdesk.actions import reading_apart
    from nqdesk.exchange import reading

    demand(store.person, Right.BERATUNG)
    head, records = reading_apart.open_file(path, tuple(import_layouts.every(store.db)))
    counts = reading.count_rows(path, head)
    with store.write(now) as tx:
        batch = batches.begin(tx, head)
    finished = False
    try:
        arriving = batches.Arriving(store, batch, head, counts)
        yield from _read_records(arriving, records, counts, now)
        yield from batches.settle(store, batch, head, now, arriving.settling)
        preview = batches.preview(store.db, batch)
        finished = True
        return preview
    finally:
        records.close()
        if not finished:
            drop(store, batch, now)


def _read_records(
    arriving: batches.Arriving, records: Iterable[Incoming], counts: RowCounts | None, now: datetime
) -> Generator[Progress]:
    done, total = 0, counts.rows if counts else 0
    for chunk in _chunks(records):
        for _ in arriving.take(chunk, now):
            yield Progress(min(done, total) if total else done, total, "reading")
        done += len(chunk)
    arriving.end(now)
    yield Progress(done, total, "reading")


def _chunks(records: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    rest = iter(records)
    while chunk := list(islice(rest, _ROWS_AT_ONCE)):
        yield chunk


def take(store: Store, batch: int, now: datetime) -> Change:
    """Make a read file's rows visible: one change, one undo."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        return batches.finish(tx, batch)


def tidy(store: Store, now: datetime) -> Generator[Progress]:
    """Clear away what a finished or undone import no longer needs, in small steps; run as a job after either."""
    yield from batches.tidy(store, now)


def drop(store: Store, batch: int, now: datetime) -> None:
    """Throw a read file's rows away."""
    for _ in batches.drop(store, batch, now):
        pass


def decide_occupation(store: Store, batch: int, offer_id: str, occupation_id: str, now: datetime) -> None:
    """Assign the occupation of a pending offer by a person's decision."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        batches.decide_occupation(tx, batch, offer_id, occupation_id)


def head_of(path: Path) -> FileHead:
    """Return what is known of a file before it is read; raises ExchangeError if no format fits."""
    from nqdesk.exchange import reading

    return reading.open_file(path, catalogue.occupations(), ())[0]


def import_files(
    store: Store, paths: Sequence[Path], now: datetime
) -> Generator[Progress, None, tuple[ImportPreview, ...]]:
    """Read and take several files, each as one change; if one is not well formed, none is taken.

    With several files all are read through once before anything is written.
    """
    from nqdesk.exchange import reading

    if len(paths) > 1:
        layouts = tuple(import_layouts.every(store.db))
        for path in paths:
            _, records = reading.open_file(path, catalogue.occupations(), layouts)
            for number, _record in enumerate(records):
                if number % _ROWS_AT_ONCE == 0:
                    yield Progress(number, 0, "checking")
    taken: list[tuple[ImportPreview, Change]] = []
    try:
        for path in paths:
            preview = yield from read_file(store, path, now)
            taken.append((preview, take(store, preview.batch, now)))
            yield from batches.tidy(store, now)
    except BaseException:
        for _, change in reversed(taken):
            undoing.undo_change(store, change.number, now)
        raise
    return tuple(preview for preview, _ in taken)
