"""Ctrl+K: one field that finds records of every kind."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from nqdesk.domain.change import Area
from nqdesk.store import search
from nqdesk.store.search import Hit
from nqdesk.ui.paged_model import FaceRole, RowFace
from nqdesk.ui.session import Session
from nqdesk.ui.tables import RowDelegate
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.search_field import SearchField
from nqdesk.ui.widgets.text_field import show_day

_EACH = 8  # hits of one kind
_WORDS = {
    Area.OFFERS: "Angebot",
    Area.ORGANISATIONS: "Anbieter",
    Area.EVENTS: "Veranstaltung",
    Area.ATTENDEES: "Teilnehmende",
    Area.PORTFOLIOS: "Portfolio",
    Area.CHECKS: "Fördercheck",
}


def _detail(hit: Hit) -> str:
    """Return what tells a hit from others; a kept check has only its day."""
    return f"geprüft am {show_day(hit.day)}" if hit.area is Area.CHECKS and hit.day else hit.detail


class _Hits(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hits: Sequence[Hit] = ()

    def show(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.hits):
            return None
        hit = self.hits[index.row()]
        word = _WORDS.get(hit.area, "")
        if role == FaceRole:
            return RowFace(title=hit.title, detail=_detail(hit), pill=(word, Tone.NEUTRAL) if word else None)
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (word, hit.title, _detail(hit)) if part)
        return None


class GlobalSearch(QFrame):
    """A panel over the window: type, move with the arrow keys, open with Enter, close with Esc.

    Signals:
        picked: area and id of the record to open.
    """

    picked = Signal(object, str)

    def __init__(self, session: Session, can_open: Callable[[Area], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._can_open = can_open
        self.setProperty("role", "popup")
        self.setAccessibleName("Überall suchen")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(3), step(3), step(3), step(3))
        layout.setSpacing(step(2))
        self.field = SearchField("Überall suchen", "Esc schließt")
        self.field.searched.connect(self._search)
        self.field.installEventFilter(self)
        layout.addWidget(self.field)
        self._model = _Hits(self)
        self.list = QListView()
        self.list.setProperty("role", "pane")
        self.list.setAccessibleName("Treffer")
        self.list.setModel(self._model)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._open)
        layout.addWidget(self.list, 1)
        self._says = Label("", "small")
        self._says.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._says)
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the panel, empty."""
        self.clear()
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus()

    def clear(self) -> None:
        """Forget text and hits."""
        self._session.reads.forget(self)
        self.field.set_text("")
        self._model.show(())
        self._says.setText("Angebote, Anbieter, Veranstaltungen und Förderchecks nach Wörtern durchsuchen")
        self._says.show()
        self.list.hide()
        self._place()

    def close_panel(self) -> None:
        """Hide the panel and forget what was found."""
        self.clear()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event.key())
        if watched is self.field and event.type() == QEvent.Type.FocusOut and not self.isActiveWindow():
            return False
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        row = self.list.currentIndex().row()
        if key == Qt.Key.Key_Escape:
            self.close_panel()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            last = self._model.rowCount() - 1
            target = min(max(row + (1 if key == Qt.Key.Key_Down else -1), 0), last)
            self.list.setCurrentIndex(self._model.index(target))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.list.currentIndex())
        else:
            return False
        return True

    def _search(self, text: str) -> None:
        if not text.strip():
            self.clear()
            return
        self._session.reads.ask(
            self,
            lambda store: search.everything(store.db, text, _EACH),
            self._show,
            self._session.tell_failure,
        )

    def _show(self, hits: Sequence[Hit]) -> None:
        shown = [hit for hit in hits if self._can_open(hit.area)]
        self._model.show(shown)
        self._says.setText("" if shown else "Nichts gefunden. Vielleicht ein Wort weniger?")
        self._says.setVisible(not shown)
        self.list.setVisible(bool(shown))
        self._place()
        if shown:
            self.list.setCurrentIndex(self._model.index(0))

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() < len(self._model.hits):
            hit = self._model.hits[index.row()]
            self.close_panel()
            self.picked.emit(hit.area, hit.id)

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            width = min(step(160), parent.width() - step(16))
            rows = self._model.rowCount() * max(self.list.sizeHintForRow(0), 0)
            height = min(rows + step(22), parent.height() - step(24))
            self.setGeometry((parent.width() - width) // 2, step(12), width, height)
