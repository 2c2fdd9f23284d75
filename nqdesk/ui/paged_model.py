"""Lists of any length: row numbers at once, rows in pages when they come into view, no query while painting."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from nqdesk.ui.jobs import Reads
from nqdesk.ui.theme import Tone

Row = TypeVar("Row")
Source = TypeVar("Source")
Index = QModelIndex | QPersistentModelIndex

PAGE = 100
_PAGES_KEPT = 40
_COUNT_AFTER = 60  # milliseconds: the first page is painted, and typing on, before all rows are counted

ToneRole = int(Qt.ItemDataRole.UserRole) + 1  # Tone of a cell shown as a pill, or None
StrongRole = int(Qt.ItemDataRole.UserRole) + 2  # whether a cell is set bold
FaceRole = int(Qt.ItemDataRole.UserRole) + 3  # RowFace for lists of two-line rows
PLACEHOLDER = "…"


@dataclass(frozen=True, kw_only=True)
class Column(Generic[Row]):
    """One column.

    Attributes:
        key: stable name, under which its width is saved. width: in pixels at 100 %.
        sort: name of the sort order behind the header, "" if the column cannot be sorted.
        tone: makes the cell a pill of this tone; None from it leaves plain text.
        stretch: takes the room that is left.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    width: int = 120
    sort: str = ""
    right: bool = False
    strong: bool = False
    stretch: bool = False
    tone: Callable[[Row], Tone | None] | None = None
    tip: Callable[[Row], str] | None = None


@dataclass(frozen=True, kw_only=True)
class RowFace:
    """What a two-line row shows; `pill` is a word with its tone."""

    title: str
    detail: str = ""
    pill: tuple[str, Tone] | None = None


@dataclass(frozen=True, kw_only=True)
class Listing(Generic[Source, Row]):
    """Where a list comes from; every function gets the store (or whatever the window was given as source).

    Attributes:
        first_numbers: the first so many row numbers in order; fast enough for the window's thread.
        numbers: all of them; called on a worker. None if `first_numbers` always gives all.
        rows: the rows of these numbers in any order; missing ones were removed meanwhile.
        number, id: of a row.
    """

    first_numbers: Callable[[Source, int], list[int]]
    numbers: Callable[[Source], list[int]] | None
    rows: Callable[[Source, list[int]], Sequence[Row]]
    number: Callable[[Row], int] = attrgetter("n")
    id: Callable[[Row], str] = attrgetter("id")


@dataclass(frozen=True)
class FirstPage(Generic[Row]):
    """The first row numbers of a list and the rows of its first page; None stands for one that is gone."""

    numbers: list[int]
    rows: list[Row | None]


def number_of_id(record_id: str) -> int:
    """Return a number for a UUID that stays the same; for lists whose rows carry none."""
    return UUID(record_id).int >> 66


def listing_of(records: Callable[[Source], Sequence[Row]]) -> Listing[Source, Row]:
    """Return the listing of records (with a UUID `id`) that are few enough to be read at once."""
    known: dict[int, Row] = {}

    def number(row: Row) -> int:
        return number_of_id(row.id)  # type: ignore[attr-defined]

    def first(source: Source, _limit: int) -> list[int]:
        found = records(source)
        known.clear()
        known.update((number(row), row) for row in found)
        return [number(row) for row in found]

    return Listing(
        first_numbers=first,
        numbers=None,
        rows=lambda _source, numbers: [known[n] for n in numbers if n in known],
        number=number,
    )


def _rows(listing: Listing[Source, Row], source: Source, numbers: list[int]) -> list[Row | None]:
    """Return the rows of these numbers in their order, None for one that is gone."""
    found = {listing.number(row): row for row in listing.rows(source, numbers)}
    return [found.get(number) for number in numbers]


class PagedModel(QAbstractTableModel, Generic[Source, Row]):
    """A table whose rows are fetched by the hundred.

    Signals:
        counted: how many rows there are, once that is known.
        sort_wanted: name of a sort order and whether descending; the page answers with `show`.
    """

    counted = Signal(int)
    sort_wanted = Signal(str, bool)

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        source: Callable[[], Source],
        reads: Reads[Source],
        *,
        face: Callable[[Row], RowFace] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._source = source
        self._reads = reads
        self._face = face
        self._listing: Listing[Source, Row] | None = None
        self._numbers: list[int] = []
        self._complete = True
        self._pages: OrderedDict[int, list[Row | None]] = OrderedDict()
        self._wanted: set[int] = set()
        self._in_view = (0, -1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._fetch_wanted)

    # -- what is listed ----------------------------------------------------------------------------------------

    def read(self, listing: Listing[Source, Row]) -> FirstPage[Row]:
        """Return the beginning of another list, for `show` in a later turn of the event loop."""
        source = self._source()
        first = listing.first_numbers(source, PAGE)
        return FirstPage(first, _rows(listing, source, first[:PAGE]))

    def show(self, listing: Listing[Source, Row], beginning: FirstPage[Row] | None = None) -> None:
        """List something else: the first page at once, the rest when the worker has counted it.

        `beginning` is what `read` gave for the same listing.
        """
        beginning = self.read(listing) if beginning is None else beginning
        first = beginning.numbers
        self._listing = listing
        self._complete = listing.numbers is None or len(first) < PAGE
        self.beginResetModel()
        self._numbers = first
        self._pages.clear()
        self._wanted.clear()
        if first:
            self._pages[0] = beginning.rows
            self._in_view = (0, len(beginning.rows) - 1)
        self.endResetModel()
        if self._complete:
            self._reads.forget(self)
            self.counted.emit(len(first))
        else:
            self._ask_for_all(after=_COUNT_AFTER)

    def refresh(self) -> None:
        """Read the same list anew after a change; what is shown stays until the new numbers are there."""
        if self._listing is None:
            return
        if self._listing.numbers is None:
            self._take(self._listing.first_numbers(self._source(), PAGE))
            return
        self._pages.clear()
        self.ensure(*self._in_view)
        if self._numbers:
            self._changed(0, len(self._numbers) - 1)
        self._ask_for_all()

    def clear(self) -> None:
        """Show nothing and remember nothing."""
        self._reads.forget(self)
        self.beginResetModel()
        self._listing = None
        self._numbers = []
        self._complete = True
        self._pages.clear()
        self._wanted.clear()
        self.endResetModel()

    @property
    def is_complete(self) -> bool:
        """Whether all row numbers are known."""
        return self._complete

    @property
    def numbers(self) -> Sequence[int]:
        """The row numbers known so far, in order."""
        return self._numbers

    def _ask_for_all(self, after: int = 0) -> None:
        if self._listing is not None and self._listing.numbers is not None:
            self._reads.ask(self, self._listing.numbers, self._take, after=after)

    def _take(self, numbers: list[int]) -> None:
        shown = len(self._numbers)
        self._complete = True
        if self._listing is not None and self._listing.numbers is not None and numbers[:shown] == self._numbers:
            if len(numbers) > shown:
                self.beginInsertRows(QModelIndex(), shown, len(numbers) - 1)
                self._pages.pop(shown // PAGE, None) if shown % PAGE else None
                self._numbers = numbers
                self.endInsertRows()
        else:
            self.beginResetModel()
            self._numbers = numbers
            self._pages.clear()
            self._wanted.clear()
            self.endResetModel()
        self.counted.emit(len(numbers))

    # -- pages -------------------------------------------------------------------------------------------------

    def ensure(self, first: int, last: int) -> None:
        """Fetch what is missing of the rows `first` to `last` now; called by views before they paint."""
        last = min(last, len(self._numbers) - 1)
        if last < 0 or first > last:
            return
        self._in_view = (first, last)
        for page in range(max(first, 0) // PAGE, last // PAGE + 1):
            if page not in self._pages:
                self._fetch(page)

    def _fetch(self, page: int) -> None:
        if self._listing is None:
            return
        numbers = self._numbers[page * PAGE : (page + 1) * PAGE]
        self._pages[page] = _rows(self._listing, self._source(), numbers)
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        if page in self._wanted:  # a view has painted without it
            self._wanted.discard(page)
            self._changed(page * PAGE, min((page + 1) * PAGE, len(self._numbers)) - 1)

    def _fetch_wanted(self) -> None:
        for page in sorted(self._wanted):
            if page * PAGE < len(self._numbers):
                self._fetch(page)
        self._wanted.clear()

    def _changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def row_at(self, row: int) -> Row | None:
        """Return a row if its page is there; otherwise ask for the page and return None."""
        page = row // PAGE
        rows = self._pages.get(page)
        if rows is None:
            self._wanted.add(page)
            if not self._timer.isActive():
                self._timer.start()
            return None
        self._pages.move_to_end(page)
        return rows[row % PAGE] if row % PAGE < len(rows) else None

    def id_at(self, row: int) -> str:
        """Return the record's id of a row, fetching its page if need be; "" if it is gone."""
        if not 0 <= row < len(self._numbers):
            return ""
        if row // PAGE not in self._pages:
            self._fetch(row // PAGE)
        found = self.row_at(row)
        return self._listing.id(found) if found is not None and self._listing is not None else ""

    def number_at(self, row: int) -> int:
        """Return the row number of a row, -1 outside."""
        return self._numbers[row] if 0 <= row < len(self._numbers) else -1

    def row_of(self, number: int) -> int:
        """Return where a row number stands, -1 if it is not listed."""
        try:
            return self._numbers.index(number)
        except ValueError:
            return -1

    # -- Qt ----------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._numbers):
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == StrongRole:
            return column.strong
        row = self.row_at(index.row())
        if row is None:
            return PLACEHOLDER if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, column)
        if role == ToneRole:
            return column.tone(row) if column.tone else None
        if role == FaceRole:
            return self._face(row) if self._face else None
        if role == Qt.ItemDataRole.ToolTipRole and column.tip:
            return column.tip(row) or None
        return None

    def _spoken(self, row: Row, column: Column[Row]) -> str:
        if self._face is None:
            return column.text(row)
        face = self._face(row)
        return ", ".join(part for part in (face.title, face.detail, face.pill[0] if face.pill else "") if part)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self.columns) and self.columns[column].sort:
            self.sort_wanted.emit(self.columns[column].sort, order == Qt.SortOrder.DescendingOrder)
