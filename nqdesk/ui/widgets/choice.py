"""Choosing one of a list; long lists can be searched by typing."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QSizePolicy, QWidget

from nqdesk.domain.folding import fold
from nqdesk.domain.problem import Problem
from nqdesk.ui.widgets.search_popup import style_popup

_FoldedRole = int(Qt.ItemDataRole.UserRole) + 1


class _Completer(QCompleter):
    """Finds in folded texts, shows the real ones."""

    def splitPath(self, path: str) -> list[str]:
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data() or "")


class Choice(QComboBox):
    """One value of several. The wheel changes nothing while the field has no focus.

    Signals:
        edited, left: a person chose another value.
    """

    edited = Signal()
    left = Signal()

    def __init__(
        self,
        options: Sequence[tuple[Any, str]] = (),
        *,
        searchable: bool = False,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`options` are (value, German text); `searchable` lets a person type parts of the text."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(14)
        self._searchable = searchable
        if searchable:
            self.setEditable(True)
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            completer = _Completer(self.model(), self)
            completer.setCompletionRole(_FoldedRole)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setMaxVisibleItems(12)
            popup = completer.popup()
            if popup is not None:
                style_popup(popup)
            self.setCompleter(completer)
            line = self.lineEdit()
            if line is not None:
                line.setPlaceholderText(placeholder)
                line.editingFinished.connect(self._settle)
            completer.activated.connect(self._settle_on)
        elif placeholder:
            self.setPlaceholderText(placeholder)
        self.activated.connect(self._picked)
        self._values: list[Any] = []  # Qt would turn members of a StrEnum into plain text
        self._last = -1
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Offer other values; the present one stays chosen if it is among them."""
        value = self.value()
        blocked = self.blockSignals(True)
        self.clear()
        self._values = [option for option, _ in options]
        for _, text in options:
            self.addItem(text)
            self.setItemData(self.count() - 1, fold(text), _FoldedRole)
        self.setCurrentIndex(self._index_of(value))
        self._last = self.currentIndex()
        self.blockSignals(blocked)

    def value(self) -> Any:
        """Return the chosen value, None if nothing is chosen."""
        return self._values[self.currentIndex()] if self.currentIndex() >= 0 else None

    def set_value(self, value: Any) -> None:
        self.setCurrentIndex(self._index_of(value))
        self._last = self.currentIndex()
        if self._searchable:
            self.setEditText(self.itemText(self.currentIndex()) if self.currentIndex() >= 0 else "")

    def problem(self) -> Problem | None:
        return None

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        line = self.lineEdit()
        for part in (self.view(), line):
            if part is not None:
                part.setAccessibleName(name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._searchable:
            self._settle()

    def _index_of(self, value: Any) -> int:
        return next((n for n, option in enumerate(self._values) if option == value), -1)

    def _picked(self, index: int) -> None:
        if index != self._last:
            self._last = index
            self.edited.emit()
            self.left.emit()

    def _settle(self) -> None:
        """Take the option that was typed, in full or as far as only one fits; else what was chosen before."""
        self._settle_on(self.currentText())

    def _settle_on(self, text: str) -> None:
        index = self._meant(fold(text.strip()))
        if self.currentIndex() != index:
            self.setCurrentIndex(index)
        self.setEditText(self.itemText(index) if index >= 0 else "")
        self._picked(index)

    def _meant(self, typed: str) -> int:
        texts = [str(self.itemData(n, _FoldedRole)) for n in range(self.count())]
        if typed in texts:
            return texts.index(typed)
        fitting = [n for n, text in enumerate(texts) if typed and typed in text]
        beginning = [n for n in fitting if texts[n].startswith(typed)]
        return next((found[0] for found in (fitting, beginning) if len(found) == 1), self._last)
