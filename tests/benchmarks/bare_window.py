"""The floor of the window's measurements: QTableView over the same file with the same key setting, nothing else."""

import sys
import time
from pathlib import Path
from typing import Any

import peewee
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from nqdesk.store import key_files, keys
from nqdesk.store.connection import address_of, connect
from nqdesk.store.files import OS_FILES
from tests.benchmarks import driven
from tests.benchmarks.password import PASSWORD

COLUMNS = 8
# The same sorted query as the window's first list: upcoming offers by their next start.
QUERY = """
    SELECT o.title, o.kind, o.provider_sort, o.occupation_sort, d.start_day, d.place, o.price, o.information_date
    FROM offers_start s JOIN offers o ON o.n = s.n JOIN offer_dates d ON d.offer = o.n AND d.start_day = s.day
    WHERE s.day >= ? ORDER BY s.day, s.n LIMIT 50"""


class Model(QAbstractTableModel):
    """Rows in a list."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        super().__init__()
        self.rows = rows

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self.rows)

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return COLUMNS

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return str(self.rows[index.row()][index.column()]) if role == Qt.ItemDataRole.DisplayRole else None

    def fill(self, rows: list[tuple[Any, ...]]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


def main() -> None:
    """Measure the same work as `product_window`."""
    path, work = Path(sys.argv[1]), sys.argv[2]
    assert peewee.__version__
    application = QApplication([])
    salt = OS_FILES.read(path, key_files.SALT_LENGTH)
    document = key_files.find(path, salt, OS_FILES).documents[0]
    key = keys.unlock(document, PASSWORD).keys[0]
    connection = connect(address_of(path, "ro"), key)
    rows = connection.execute(QUERY, ("2026-11-23",)).fetchall()
    window = QMainWindow()
    view = QTableView()
    large = work in ("scroll", "memory")
    model = Model([rows[n % len(rows)] for n in range(100_000)] if large else rows)
    view.setModel(model)
    view.setCurrentIndex(model.index(0, 0))
    window.setCentralWidget(view)
    window.resize(1440, driven.HEIGHT)
    window.show()
    painted = driven.Painted(view, lambda: model.rowCount() > 0)
    if work == "start":
        driven.report(seconds=driven.seconds_to_answer(view, painted), whole=driven.started_at())
    driven.wait(lambda: painted.count > 0)
    if work == "memory":
        driven.report(bytes=driven.memory())
    if work == "scroll":
        driven.report(steps=driven.scroll(view))
    text = (
        "SELECT o.title, o.kind, o.provider_sort, o.occupation_sort, o.latest, o.field, o.price, o.information_date"
        " FROM offers_words w JOIN offers o ON o.n = w.rowid WHERE w.offers_words MATCH ? LIMIT 50"
    )
    beat = driven.Heartbeat()
    answers, queries = [], []
    for typed in driven.prefixes():
        before = painted.count
        begun = time.perf_counter()
        words = " ".join(f'"{word}"*' for word in typed.split())
        found = connection.execute(text, (words,)).fetchall()
        queries.append(time.perf_counter() - begun)
        model.fill(found)
        driven.wait(lambda before=before: painted.count > before or not model.rows)  # type: ignore[misc]
        answers.append(time.perf_counter() - begun)
    application.processEvents()
    driven.report(answers=answers, gap=beat.largest, queries=queries)


if __name__ == "__main__":
    main()
