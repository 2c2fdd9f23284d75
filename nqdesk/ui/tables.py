"""Views of a PagedModel: a table with columns, and a narrow pane of two-line rows."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from nqdesk.ui import theme
from nqdesk.ui.paged_model import PLACEHOLDER, FaceRole, PagedModel, RowFace, StrongRole, ToneRole
from nqdesk.ui.preferences import Preferences
from nqdesk.ui.theme import Tone, step

Index = QModelIndex | QPersistentModelIndex
_PILL_PAD = 10
_CORNER = QPoint(2, 2)


def pill_size(text: str, metrics: QFontMetrics) -> QSize:
    """Return the size a pill needs for its word."""
    return QSize(metrics.horizontalAdvance(text) + 2 * _PILL_PAD, metrics.height() + step(1))


def paint_pill(painter: QPainter, place: QRect, text: str, tone: Tone) -> None:
    """Paint a word on its soft ground, elided if the place is too narrow."""
    ink, ground, _ = theme.tokens().of(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
    painter.setPen(QColor(ink))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width() - _PILL_PAD)
    painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), shown)
    painter.restore()


class RowDelegate(QStyledItemDelegate):
    """Paints a two-line row: title and detail, pill at the right, bar at the left when selected."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = theme.font(bold=True)
        self._detail = theme.font(theme.SMALL)
        self._pill = theme.font(theme.SMALL * 0.96, bold=True)
        title, detail = QFontMetrics(self._title), QFontMetrics(self._detail)
        self._pill_metrics = QFontMetrics(self._pill)
        self._title_height = title.height()
        self._detail_height = detail.height()
        self._size = QSize(step(40), self._title_height + self._detail_height + step(6))

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return self._size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme.tokens()
        place: QRect = option.rect
        state: Any = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(place, QColor(t.accent_soft))
            painter.fillRect(QRect(place.left(), place.top(), 3, place.height()), QColor(t.accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, QColor(t.ground))
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), QColor(t.line))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(t.accent), 1))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        inner = place.adjusted(step(4), step(2.5), -step(3), -step(2.5))
        face = index.data(FaceRole)
        if not isinstance(face, RowFace):
            painter.setPen(QColor(t.muted))
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), PLACEHOLDER)
            painter.restore()
            return
        title_place = QRect(inner.left(), inner.top(), inner.width(), self._title_height)
        if face.pill is not None:
            size = pill_size(face.pill[0], self._pill_metrics)
            width = min(size.width(), inner.width() // 2)
            top = title_place.center().y() - size.height() // 2
            painter.setFont(self._pill)
            paint_pill(painter, QRect(inner.right() - width, top, width, size.height()), *face.pill)
            title_place.setWidth(inner.width() - width - step(2))
        painter.setFont(self._title)
        self._line(painter, title_place, face.title, t.ink)
        detail_place = QRect(inner.left(), inner.bottom() - self._detail_height + 1, inner.width(), self._detail_height)
        painter.setFont(self._detail)
        self._line(painter, detail_place, face.detail, t.muted)
        painter.restore()

    @staticmethod
    def _line(painter: QPainter, place: QRect, text: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


class _CellDelegate(QStyledItemDelegate):
    """Paints a table's cell: text or pill, a thin line below the row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._plain = theme.font()
        self._strong = theme.font(bold=True)
        self._pill = theme.font(theme.SMALL * 0.96, bold=True)
        self._pill_metrics = QFontMetrics(self._pill)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme.tokens()
        place: QRect = option.rect
        state: Any = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, QColor(t.accent_soft))
            if index.column() == 0:
                painter.fillRect(QRect(place.left(), place.top(), 3, place.height()), QColor(t.accent))
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), QColor(t.line))
        text = str(index.data() or "")
        tone = index.data(ToneRole)
        inner = place.adjusted(step(2.5), 0, -step(2.5), 0)
        if tone is not None and text:
            size = pill_size(text, self._pill_metrics)
            painter.setFont(self._pill)
            top = inner.center().y() - size.height() // 2 + 1
            paint_pill(painter, QRect(inner.left(), top, min(size.width(), inner.width()), size.height()), text, tone)
        elif text:
            painter.setFont(self._strong if index.data(StrongRole) else self._plain)
            painter.setPen(QColor(t.ink if text != PLACEHOLDER else t.muted))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
            painter.drawText(inner, int(alignment), shown)
        view = self.parent()
        if isinstance(view, QTableView) and view.hasFocus() and view.currentIndex().row() == index.row():
            painter.fillRect(QRect(place.left(), place.top(), place.width(), 1), QColor(t.accent))
            painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), QColor(t.accent))
        painter.restore()


class _Paged:
    """What both views do with a PagedModel: fetch before painting, keep selection and place over a refresh.

    Mixed into a QAbstractItemView, whose signals `chosen`, `opened` and `selection_changed` it sends.
    """

    def _start(self: Any, model: PagedModel[Any, Any]) -> None:
        self._paged = model
        self._kept: tuple[set[int], int, int] = (set(), -1, -1)
        self._silent = False
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._put_back)
        self.verticalScrollBar().valueChanged.connect(self._fetch_visible)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.selectionModel().selectionChanged.connect(lambda *_: self._selection_changed())
        self.doubleClicked.connect(lambda index: self._open(index))

    def _fetch_visible(self: Any, *_: object) -> None:
        first = self.indexAt(self.viewport().rect().topLeft() + _CORNER).row()
        if first < 0:
            first = 0
        height = max(self.sizeHintForRow(0) if not isinstance(self, QTableView) else self.rowHeight(0), 1)
        self._paged.ensure(first, first + self.viewport().height() // height + 2)

    def _keep(self: Any) -> None:
        selected = {self._paged.number_at(row) for row in self._selected_rows()}
        current = self._paged.number_at(self.currentIndex().row())
        top = self._paged.number_at(self.indexAt(self.viewport().rect().topLeft() + _CORNER).row())
        self._kept = (selected, current, top)
        self._silent = True

    def _put_back(self: Any) -> None:
        selected, current, top = self._kept
        model = self._paged
        flags = QItemSelectionModel.SelectionFlag
        for number in selected if len(selected) <= 1000 else ():
            if (row := model.row_of(number)) >= 0:
                self.selectionModel().select(model.index(row, 0), flags.Select | flags.Rows)
        row = model.row_of(current) if current >= 0 else -1
        if row >= 0:
            self.selectionModel().setCurrentIndex(model.index(row, 0), flags.NoUpdate)
        if top >= 0 and (top_row := model.row_of(top)) > 0:
            self.scrollTo(model.index(top_row, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        self._silent = False
        QTimer.singleShot(0, self, self._fetch_visible)
        if current >= 0 and row < 0:
            self.chosen.emit("")
        if selected:
            self.selection_changed.emit()

    def _current_changed(self: Any, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._silent and current.isValid():
            self.chosen.emit(self._paged.id_at(current.row()))

    def _selection_changed(self: Any) -> None:
        if not self._silent:
            self.selection_changed.emit()

    def _open(self: Any, index: QModelIndex) -> None:
        if index.isValid() and (record_id := self._paged.id_at(index.row())):
            self.opened.emit(record_id)

    def chosen_id(self: Any) -> str:
        """Return the id of the current row, "" if there is none."""
        found: str = self._paged.id_at(self.currentIndex().row())
        return found

    def selected_ids(self: Any) -> list[str]:
        """Return the ids of all selected rows in the list's order; fetches their pages."""
        return [found for row in self._selected_rows() if (found := self._paged.id_at(row))]

    def selected_count(self: Any) -> int:
        """Return how many rows are selected, without fetching any."""
        return len(self._selected_rows())

    def _selected_rows(self: Any) -> list[int]:
        ranges = self.selectionModel().selection()
        return sorted({row for part in ranges for row in range(part.top(), part.bottom() + 1)})

    def choose_row(self: Any, row: int) -> None:
        """Make a row the current and only selected one and bring it into view."""
        if 0 <= row < self._paged.rowCount():
            self.setCurrentIndex(self._paged.index(row, 0))
            self.scrollTo(self._paged.index(row, 0))

    def choose_number(self: Any, number: int) -> bool:
        """Choose the row with a row number; False if it is not (yet) listed."""
        row = self._paged.row_of(number)
        self.choose_row(row)
        return bool(row >= 0)


class ListPane(_Paged, QListView):
    """A pane of two-line rows.

    Signals:
        chosen: id of the record that became current, "" when it is gone. opened: double click or Enter.
        selection_changed: other rows are selected.
    """

    chosen = Signal(str)
    opened = Signal(str)
    selection_changed = Signal()

    def __init__(self, model: PagedModel[Any, Any], name: str, parent: QWidget | None = None) -> None:
        """`name` is the accessible name, in German."""
        super().__init__(parent)
        self.setProperty("role", "pane")
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self._start(model)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fetch_visible()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fetch_visible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)


class TablePane(_Paged, QTableView):
    """A table with columns of set widths, which are saved.

    Signals: as `ListPane`.
    """

    chosen = Signal(str)
    opened = Signal(str)
    selection_changed = Signal()

    def __init__(
        self,
        model: PagedModel[Any, Any],
        name: str,
        preferences: Preferences,
        save_as: str,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is the accessible name, in German; `save_as` the key under which column widths are kept."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self._preferences = preferences
        self._save_as = save_as
        self._columns = model.columns
        self._sort = ("", False)
        self.setItemDelegate(_CellDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + step(4.5))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(step(10))
        header.setSortIndicatorShown(any(c.sort for c in model.columns))
        header.setSectionsClickable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._start(model)
        self._set_widths(model.columns)
        header.sectionResized.connect(lambda *_: self._widths_changed())
        header.sectionClicked.connect(self._header_clicked)
        self._save_timer = QTimer(self)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(500)
        self._save_timer.timeout.connect(self._save_widths)

    def show_sort(self, sort: str, *, descending: bool) -> None:
        """Show in the header which order the list has."""
        self._sort = (sort, descending)
        for number, column in enumerate(self._columns):
            if sort and column.sort == sort:
                order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
                self.horizontalHeader().setSortIndicator(number, order)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fetch_visible()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fetch_visible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _set_widths(self, columns: Sequence[Any]) -> None:
        header = self.horizontalHeader()
        saved = self._preferences.widths(self._save_as)
        for number, column in enumerate(columns):
            stretch = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(number, stretch)
            header.resizeSection(number, saved.get(column.key, column.width))

    def _header_clicked(self, section: int) -> None:
        column = self._columns[section]
        if column.sort:
            descending = self.horizontalHeader().sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            self._sort = (column.sort, descending)
            self._paged.sort_wanted.emit(column.sort, descending)
        else:
            self.show_sort(self._sort[0], descending=self._sort[1])

    def _widths_changed(self) -> None:
        self._save_timer.start()

    def _save_widths(self) -> None:
        header = self.horizontalHeader()
        widths = {c.key: header.sectionSize(n) for n, c in enumerate(self._columns) if not c.stretch}
        self._preferences.save_widths(self._save_as, widths)
