"""Long lists: true length, rows in pages, no query while painting, selection kept over a refresh."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nqdesk.ui.jobs import InlineLane, Reads
from nqdesk.ui.paged_model import Column, Listing, PagedModel, RowFace, StrongRole, ToneRole
from nqdesk.ui.preferences import Preferences
from nqdesk.ui.tables import ListPane, TablePane
from nqdesk.ui.theme import Tone
from tests.keyboard import press

Show = Callable[[QWidget], QWidget]


@dataclass(frozen=True)
class Line:
    """A row of the test's list."""

    n: int
    id: str
    title: str


class Database:
    """A list in a real database that counts what it is asked."""

    def __init__(self, rows: int) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute("CREATE TABLE line (n INTEGER PRIMARY KEY, title TEXT)")
        self.connection.executemany("INSERT INTO line VALUES (?, ?)", ((n, f"Zeile {n}") for n in range(1, rows + 1)))
        self.queries = 0

    def numbers(self, descending: bool, limit: int = -1) -> list[int]:
        self.queries += 1
        order = "DESC" if descending else "ASC"
        return [n for (n,) in self.connection.execute(f"SELECT n FROM line ORDER BY n {order} LIMIT ?", (limit,))]

    def rows(self, numbers: list[int]) -> list[Line]:
        self.queries += 1
        marks = ",".join("?" * len(numbers))
        found = self.connection.execute(f"SELECT n, title FROM line WHERE n IN ({marks})", numbers)
        return [Line(n, f"id-{n}", title) for n, title in found]


def listing(*, descending: bool = False) -> Listing[Database, Line]:
    return Listing(
        first_numbers=lambda db, limit: db.numbers(descending, limit),
        numbers=lambda db: db.numbers(descending),
        rows=lambda db, numbers: db.rows(numbers),
    )


COLUMNS = (
    Column[Line](key="title", title="Titel", text=lambda r: r.title, sort="title", strong=True, stretch=True),
    Column[Line](
        key="state",
        title="Zustand",
        text=lambda r: "gerade" if r.n % 2 == 0 else "ungerade",
        tone=lambda r: Tone.POSSIBLE if r.n % 2 == 0 else Tone.OPEN,
        width=140,
    ),
)


@pytest.fixture
def db() -> Iterator[Database]:
    made = Database(10_000)
    yield made
    made.connection.close()


@pytest.fixture
def model(db: Database) -> PagedModel[Database, Line]:
    return PagedModel(
        COLUMNS,
        lambda: db,
        Reads(InlineLane(db)),
        face=lambda r: RowFace(title=r.title, detail=f"Nummer {r.n}", pill=("neu", Tone.ACCENT)),
    )


def test_the_model_keeps_qts_rules(model: PagedModel[Database, Line], db: Database) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show(listing())
    model.show(listing(descending=True))
    db.connection.execute("DELETE FROM line WHERE n > 9990")
    model.refresh()
    assert model.rowCount() == 9990
    model.clear()
    assert model.rowCount() == 0


def test_the_whole_length_is_known_and_two_queries_show_a_page(model: PagedModel[Database, Line], db: Database) -> None:
    counts: list[int] = []
    model.counted.connect(counts.append)
    model.show(listing())
    assert counts == [10_000]
    assert db.queries == 3  # first numbers, first page, all numbers
    assert model.index(0, 0).data() == "Zeile 1"
    db.queries = 0
    model.ensure(5000, 5010)
    assert db.queries == 1
    assert model.index(5005, 0).data() == "Zeile 5006"


def test_painting_asks_nothing_and_a_missing_page_comes_by_itself(
    qtbot: QtBot, model: PagedModel[Database, Line], db: Database
) -> None:
    model.show(listing())
    db.queries = 0
    assert model.index(7777, 0).data() == "…"
    assert db.queries == 0
    with qtbot.waitSignal(model.dataChanged):
        pass
    assert model.index(7777, 0).data() == "Zeile 7778"


def test_rows_that_come_after_they_were_painted_are_painted_again(model: PagedModel[Database, Line]) -> None:
    model.show(listing())
    painted: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: painted.append((first.row(), last.row())))
    assert model.row_at(350) is None  # painted as a placeholder
    model.ensure(340, 360)  # before the model's own turn came
    assert painted == [(300, 399)]


def test_a_pane_fetches_what_it_shows_before_it_paints(
    model: PagedModel[Database, Line], db: Database, show: Show
) -> None:
    pane = ListPane(model, "Zeilen")
    pane.resize(320, 600)
    model.show(listing())
    show(pane)
    pane.verticalScrollBar().setValue(pane.verticalScrollBar().maximum() // 2)
    row = pane.indexAt(QPoint(5, 5)).row()
    assert row > 4000
    db.queries = 0
    assert pane.model().index(row, 0).data() == f"Zeile {row + 1}"
    assert db.queries == 0


def test_selection_and_place_stay_when_rows_above_disappear(
    model: PagedModel[Database, Line], db: Database, show: Show
) -> None:
    pane = ListPane(model, "Zeilen")
    pane.resize(320, 600)
    model.show(listing())
    show(pane)
    pane.choose_row(499)
    assert pane.chosen_id() == "id-500"
    chosen: list[str] = []
    pane.chosen.connect(chosen.append)
    db.connection.execute("DELETE FROM line WHERE n <= 100")
    model.refresh()
    assert pane.chosen_id() == "id-500"
    assert pane.selected_ids() == ["id-500"]
    assert pane.currentIndex().row() == 399
    assert chosen == []


def test_a_pane_says_when_the_chosen_record_is_gone(
    model: PagedModel[Database, Line], db: Database, show: Show
) -> None:
    pane = ListPane(model, "Zeilen")
    model.show(listing())
    show(pane)
    pane.choose_row(3)
    chosen: list[str] = []
    pane.chosen.connect(chosen.append)
    db.connection.execute("DELETE FROM line WHERE n = 4")
    model.refresh()
    assert chosen == [""]


def test_rows_are_chosen_and_opened_with_the_keyboard(model: PagedModel[Database, Line], show: Show) -> None:
    pane = ListPane(model, "Zeilen")
    model.show(listing())
    show(pane)
    pane.setFocus()
    pane.choose_row(0)
    opened: list[str] = []
    pane.opened.connect(opened.append)
    press(pane, Qt.Key.Key_Down)
    press(pane, Qt.Key.Key_Return)
    assert opened == ["id-2"]
    press(pane, Qt.Key.Key_End)
    assert pane.chosen_id() == "id-10000"


def test_a_click_on_the_header_asks_for_a_sort_and_only_where_there_is_one(
    model: PagedModel[Database, Line], preferences: Preferences, show: Show
) -> None:
    table = TablePane(model, "Zeilen", preferences, "zeilen")
    model.show(listing())
    show(table)
    wanted: list[tuple[str, bool]] = []
    model.sort_wanted.connect(lambda name, descending: wanted.append((name, descending)))
    header = table.horizontalHeader()
    header.sectionClicked.emit(1)
    assert wanted == []
    header.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    header.sectionClicked.emit(0)
    assert wanted == [("title", True)]


def test_column_widths_are_kept(
    qtbot: QtBot, model: PagedModel[Database, Line], preferences: Preferences, show: Show
) -> None:
    table = TablePane(model, "Zeilen", preferences, "zeilen")
    show(table)
    table.horizontalHeader().resizeSection(1, 222)
    qtbot.waitUntil(lambda: preferences.widths("zeilen") == {"state": 222})
    again = TablePane(model, "Zeilen", preferences, "zeilen")
    assert again.horizontalHeader().sectionSize(1) == 222
    again.deleteLater()


def test_a_screen_reader_hears_all_of_a_row(model: PagedModel[Database, Line]) -> None:
    model.show(listing())
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Zeile 2, Nummer 2, neu"
    assert model.index(1, 1).data(ToneRole) == Tone.POSSIBLE
    assert model.index(1, 0).data(StrongRole) is True
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Titel"
