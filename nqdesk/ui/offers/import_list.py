"""The offers of a pending import as a list that fetches itself in pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from nqdesk.actions import messages
from nqdesk.domain.import_plan import Effect
from nqdesk.store import import_previews
from nqdesk.store.database import Store
from nqdesk.store.import_previews import ImportOffer
from nqdesk.ui.offers.values import joined, kind_word, run_when
from nqdesk.ui.paged_model import FaceRole, RowFace
from nqdesk.ui.theme import Tone

Index = QModelIndex | QPersistentModelIndex
_PAGE = 100
TONES = {
    Effect.NEW: Tone.POSSIBLE,
    Effect.CHANGED: Tone.OPEN,
    Effect.WITHDRAWN: Tone.NO,
    Effect.UNCHANGED: Tone.NEUTRAL,
    Effect.REFUSED: Tone.NO,
}


@dataclass(frozen=True)
class Part:
    """Which offers of an import are listed."""

    effect: Effect
    doubtful_occupation: bool = False
    doubtful_identity: bool = False


class ImportList(QAbstractListModel):
    """Offers of some parts of an import, one after the other; more are fetched when the list is scrolled."""

    def __init__(self, store: Callable[[], Store], batch: int, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._batch = batch
        self._rows: list[tuple[Effect, ImportOffer]] = []
        self._parts: list[Part] = []
        self._after = 0

    def show(self, parts: Sequence[Part]) -> None:
        """List other offers."""
        self.beginResetModel()
        self._rows = []
        self._parts = list(parts)
        self._after = 0
        self._fetch()
        self.endResetModel()

    def row(self, row: int) -> tuple[Effect, ImportOffer] | None:
        """Return what stands in a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def read_again(self, row: int) -> None:
        """Show a row as it is now: a person decided on its occupation."""
        effect, before = self._rows[row]
        found = import_previews.preview_offers(self._store().db, self._batch, effect, 1, before.n - 1)
        if found and found[0].n == before.n:
            self._rows[row] = (effect, found[0])
            self.dataChanged.emit(self.index(row), self.index(row))

    def _fetch(self) -> None:
        while self._parts:
            part = self._parts[0]
            found = import_previews.preview_offers(
                self._store().db,
                self._batch,
                part.effect,
                _PAGE,
                self._after,
                doubtful_occupation=part.doubtful_occupation,
                doubtful_identity=part.doubtful_identity,
            )
            self._rows.extend((part.effect, one) for one in found)
            if len(found) == _PAGE:
                self._after = found[-1].n
                return
            self._parts.pop(0)
            self._after = 0
            if found:
                return

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and bool(self._parts)

    def fetchMore(self, _parent: Index) -> None:
        before = len(self._rows)
        self._fetch()
        gained = self._rows[before:]
        if gained:
            del self._rows[before:]
            self.beginInsertRows(QModelIndex(), before, before + len(gained) - 1)
            self._rows.extend(gained)
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = self.row(index.row())
        if found is None:
            return None
        effect, one = found
        if role == FaceRole:
            return RowFace(title=one.offer.title, detail=_detail(effect, one), pill=_pill(effect, one))
        if role == Qt.ItemDataRole.DisplayRole:
            return one.offer.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return one.offer.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((one.offer.title, _detail(effect, one), _pill(effect, one)[0]))
        return None


def _detail(effect: Effect, one: ImportOffer) -> str:
    if effect is Effect.CHANGED and one.changes:
        names = [messages.field(change.field) for change in one.changes]
        return joined(one.provider, ", ".join(names))
    when = run_when(one.offer.dates[0]) if one.offer.dates else ""
    return joined(kind_word(one.offer.kind, one.offer.tq_number), one.provider, when)


def _pill(effect: Effect, one: ImportOffer) -> tuple[str, Tone]:
    if effect is not Effect.WITHDRAWN and "occupation_doubtful" in one.offer.check_reasons:
        return "Beruf?", Tone.OPEN
    return messages.word(effect), TONES[effect]
