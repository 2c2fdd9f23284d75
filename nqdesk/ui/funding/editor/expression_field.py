"""An expression as text: names are completed by their German labels, and faults are told while typing."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QKeyEvent, QStandardItem, QStandardItemModel, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.folding import fold
from nqdesk.domain.funding.language import Name, RuleLanguage
from nqdesk.domain.problem import Problem
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.field import mark_wrong
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.search_popup import style_popup
from nqdesk.ui.widgets.text_area import TextArea

_WORD = re.compile(r"[\wäöüÄÖÜß.]+$")
_WRITTEN = int(Qt.ItemDataRole.UserRole) + 1
_SEARCHED = int(Qt.ItemDataRole.UserRole) + 2
_CHECKED_AFTER = 250  # milliseconds after the last key
_LEAST = 2  # letters typed before names are offered
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Backtab)


class _Completer(QCompleter):
    """Finds in folded labels and names, gives back how a name is written."""

    def splitPath(self, path: str) -> list[str]:
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(_WRITTEN) or "")


class _Text(TextArea):
    """The text with a list of names that drops down while one is typed; Ctrl+Space opens it.

    Where a choice is compared, its values are offered, by their German words too.
    """

    def __init__(self, language: RuleLanguage) -> None:
        super().__init__(3)
        self._language = language
        self._models: dict[tuple[Name, ...], QStandardItemModel] = {(): _model(language.names, self)}
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF())
        self.setFont(font)
        self.completer = _Completer(self._models[()], self)
        self.completer.setWidget(self)
        self.completer.setCompletionRole(_SEARCHED)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.completer.setMaxVisibleItems(10)
        self.popup = QListView(self)
        self.popup.setAccessibleName("Vorschläge")
        self.popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.completer.setPopup(self.popup)
        style_popup(self.popup)
        self.completer.activated.connect(self._insert)
        self.setToolTip("Strg+Leertaste zeigt Angaben und Funktionen.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.popup.isVisible() and event.key() in _TAKES:
            event.ignore()  # the list answers
            return
        asked = event.key() == Qt.Key.Key_Space and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not asked:
            super().keyPressEvent(event)
        word = self._word()
        values = self._language.values_after(self._before(word))
        if asked or (event.text() and (values or (event.text().strip() and len(word) >= _LEAST))):
            self._offer(word, values)
        elif len(word) < _LEAST:
            self.popup.hide()

    def _before(self, word: str) -> str:
        return self.toPlainText()[: self.textCursor().position() - len(word)]

    def _word(self) -> str:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        found = _WORD.search(before)
        return found.group() if found else ""

    def _offer(self, word: str, values: tuple[Name, ...]) -> None:
        if values not in self._models:
            self._models[values] = _model(values, self)
        if self.completer.model() is not self._models[values]:
            self.completer.setModel(self._models[values])
        self.completer.setCompletionPrefix(word)
        if not self.completer.completionCount() or self.completer.currentCompletion() == word:
            self.popup.hide()
            return
        # What nobody began to type is not taken by Enter.
        self.popup.setCurrentIndex(self.completer.completionModel().index(0 if word else -1, 0))
        place = self.cursorRect()
        width = max(self.width() - step(2), step(75))  # labels are long: the whole width of the field
        top = self.viewport().mapTo(self, place.topLeft()).y()
        self.completer.complete(QRect(step(1), top, width, place.height()))

    def _insert(self, written: str) -> None:
        cursor = self.textCursor()
        word = self._word()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(word))
        cursor.insertText(written)
        self.setTextCursor(cursor)


def _model(names: Sequence[Name], parent: QWidget) -> QStandardItemModel:
    model = QStandardItemModel(parent)
    for name in names:
        item = QStandardItem(f"{name.label}  ·  {name.written}" if name.label else name.written)
        item.setData(name.written, _WRITTEN)
        item.setData(fold(f"{name.written} {name.label}"), _SEARCHED)
        model.appendRow(item)
    return model


class ExpressionField(QWidget):
    """The text and, below, its fault.

    Signals:
        edited: on each key. left: focus went after an edit.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, language: RuleLanguage, wanted: str, name: str, parent: QWidget | None = None) -> None:
        """`wanted` is what the expression must yield: yes_no, number or day; `name` the accessible name."""
        super().__init__(parent)
        self._language = language
        self._wanted = wanted
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(1))
        self.text = _Text(language)
        self.text.setAccessibleName(name)
        column.addWidget(self.text)
        self._below = Label("", "problem")
        self._below.hide()
        column.addWidget(self._below)
        self.setFocusProxy(self.text)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CHECKED_AFTER)
        self._timer.timeout.connect(lambda: self.show_problem(self.problem() if self.value() else None))
        self.text.edited.connect(self._edit)
        self.text.left.connect(self.left)

    def value(self) -> str:
        """Return the text without space around it."""
        return self.text.value()

    def set_value(self, value: str) -> None:
        self.text.set_value(value)
        self.show_problem(self.problem() if value else None)

    def problem(self) -> Problem | None:
        return self._language.problem(self.value(), self._wanted)

    def show_problem(self, problem: Problem | None) -> None:
        """Say what is wrong; None takes it away."""
        text = messages.problem(problem) if problem else ""
        self._below.setText(text)
        self._below.setVisible(bool(text))
        mark_wrong(self.text, text)

    def _edit(self) -> None:
        self._timer.start()
        self.edited.emit()
