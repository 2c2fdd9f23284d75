"""Taking 20,000 openQ-cat offers in, against streaming the file with lxml and inserting the very same rows bare."""

import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from nqdesk.actions import databases, importing
from nqdesk.store.database import Store, open_store
from tests.benchmarks import stock
from tests.benchmarks.line import Line
from tests.builders import NOW

OFFERS = 20_000
_THERE_BEFORE = {"people", "meta", "import_state", "occupation_titles", "singles"}
_SHADOW = ("_data", "_idx", "_content", "_docsize", "_config")  # tables that FTS5 keeps itself
_MEMORY_LIMIT = 1.15


def _take(name: str, offers: int) -> tuple[Path, float]:
    path = stock.folder() / f"{name}.nqdesk"
    store, _ = databases.create(path, person="Anna", password=stock.PASSWORD, centre=None, now=NOW)
    file = stock.catalogue(offers)
    with store:
        begun = time.perf_counter()
        for _ in importing.import_files(store, [file], NOW):
            pass
        return path, time.perf_counter() - begun


def _stream(file: Path) -> float:
    """Read every record's elements and texts, and nothing more."""
    begun = time.perf_counter()
    texts = 0
    for _, service in etree.iterparse(str(file), tag="SERVICE", resolve_entities=False, no_network=True):
        record = {element.tag: element.text for element in service.iter() if element.text}
        texts += len(record)
        service.clear(keep_tail=True)
        while service.getprevious() is not None:
            del service.getparent()[0]
    assert texts
    return time.perf_counter() - begun


def _rows(store: Store) -> Iterator[tuple[str, str, list[tuple[object, ...]]]]:
    """Yield every table that the import wrote, with a statement that inserts a row and the rows."""
    text = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid"
    for (table,) in store.db.execute_sql(text).fetchall():
        if table in _THERE_BEFORE or ("_words" in table and table.endswith(_SHADOW)):
            continue
        if table.endswith("_words"):
            rows = store.db.execute_sql(f"SELECT rowid, body FROM {table}").fetchall()
            yield table, f"INSERT INTO {table} (rowid, body) VALUES (?, ?)", rows
        else:
            rows = store.db.execute_sql(f"SELECT * FROM {table}").fetchall()
            marks = ", ".join("?" * len(rows[0])) if rows else ""
            yield table, f"INSERT INTO {table} VALUES ({marks})", rows


def _insert(source: Path) -> float:
    """Insert all rows of an imported database into an empty one of the same schema in one transaction."""
    path = stock.folder() / "bare.nqdesk"
    target, _ = databases.create(path, person="Anna", password=stock.PASSWORD, centre=None, now=NOW)
    with target, open_store(source, stock.PASSWORD, now=NOW, read_only=True) as filled:
        content = list(_rows(filled))
        begun = time.perf_counter()
        with target.write(NOW) as tx:
            for _table, statement, rows in content:
                if rows:
                    tx.db.cursor().executemany(statement, rows)
        return time.perf_counter() - begun


def _peak(offers: int) -> int:
    """Return the peak memory in KiB of a process that imports so many offers."""
    stock.catalogue(offers)
    command = [sys.executable, "-m", "tests.benchmarks.import_speed", str(stock.folder()), str(offers)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(done.stdout)


def _one_process(folder: Path, offers: int) -> None:
    path = folder / f"memory{offers}.nqdesk"
    store, _ = databases.create(path, person="Anna", password=stock.PASSWORD, centre=None, now=NOW)
    with store:
        for _ in importing.import_files(store, [folder / f"katalog{offers}.xml"], NOW):
            pass
    sys.stdout.write(f"{_own_peak()}\n")


def _own_peak() -> int:
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says on Linux includes the process that started this one
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def measure() -> Iterator[Line]:
    """Yield the import's time and its memory at four times the file."""
    path, taken = _take("imported", OFFERS)
    streamed = _stream(stock.catalogue(OFFERS))
    inserted = _insert(path)
    note = f"{taken:.1f} s against {streamed:.1f} s reading + {inserted:.1f} s inserting"
    yield Line(f"import of {OFFERS:,} offers", taken / (streamed + inserted), 4, note)
    small, large = _peak(OFFERS // 4), _peak(OFFERS)
    note = f"{large >> 10} MB against {small >> 10} MB with a quarter of the file"
    yield Line("peak memory of an import, file four times as large", large / small, _MEMORY_LIMIT, note)


if __name__ == "__main__":
    _one_process(Path(sys.argv[1]), int(sys.argv[2]))
