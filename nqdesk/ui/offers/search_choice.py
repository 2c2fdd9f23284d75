"""A field in which one types part of a name and picks one of what is found: providers, occupations, events."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QMoveEvent
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from nqdesk.domain.problem import Problem
from nqdesk.ui import theme
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.search_popup import style_popup

_LINES = 9
_NOTHING = "Nichts gefunden"


@dataclass(frozen=True)
class Found:
    """One thing that can be picked: its value and the text shown."""

    value: str
    text: str


class SearchChoice(QLineEdit):
    """A value found by typing; emptied it is "". Text that was not picked goes back to the last value when left.

    Signals:
        edited, left: another value was picked, or the field was emptied.
    """

    edited = Signal()
    left = Signal()

    def __init__(
        self,
        search: Callable[[str], Sequence[Found]],
        text_of: Callable[[str], str],
        placeholder: str = "Name tippen und auswählen",
        parent: QWidget | None = None,
    ) -> None:
        """`search` gets what was typed ("" for the first ones); `text_of` gives the text of a value."""
        super().__init__(parent)
        self._search = search
        self._text_of = text_of
        self._value = ""
        self._found: list[Found] = []
        self._typed = False
        self.setPlaceholderText(placeholder)
        self.setClearButtonEnabled(True)
        glass = self.addAction(theme.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        theme.set_icon(glass, "search", "muted")
        glass.triggered.connect(self._open_list)
        self._model = QStringListModel(self)
        self._list = QListView(self)
        self._list.setWindowFlags(Qt.WindowType.ToolTip)
        self._list.setModel(self._model)
        self._list.setAccessibleName("Treffer")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMouseTracking(True)
        self._list.entered.connect(self._list.setCurrentIndex)
        self._list.clicked.connect(lambda index: self._pick(index.row()))
        style_popup(self._list)
        self._list.hide()
        self.textEdited.connect(self._type)
        self.destroyed.connect(self._list.deleteLater)

    def value(self) -> str:
        """Return the picked value, "" for none."""
        return self._value

    def set_value(self, value: str | None) -> None:
        self._value = value or ""
        self._typed = False
        self.setText(self._text_of(self._value) if self._value else "")
        self.setCursorPosition(0)
        self.setToolTip(self.text())

    def problem(self) -> Problem | None:
        return None

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_open = self._list.isVisible() or self._typed
            if event.key() == Qt.Key.Key_Escape and is_open:
                event.accept()  # the list answers, not what Esc means for the page
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._list.isVisible():
            row = self._list.currentIndex().row()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                row = min(max(row + (1 if key == Qt.Key.Key_Down else -1), 0), len(self._found) - 1)
                self._list.setCurrentIndex(self._model.index(row))
                return
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._pick(max(row, 0))
                return
            if key == Qt.Key.Key_Escape:
                self._list.hide()
                return
        elif key == Qt.Key.Key_Down:
            self._open_list()
            return
        elif key == Qt.Key.Key_Escape and self._typed:
            self.set_value(self._value)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click into the empty field shows what there is: who clicks may not know what to type."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.text():
            if self._list.isVisible():
                self._list.hide()
            else:
                self._open_list()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._list.hide()
            self._settle()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.WindowDeactivate, QEvent.Type.Wheel):
            self._list.hide()
        return super().eventFilter(watched, event)

    def _type(self, text: str) -> None:
        self._typed = True
        if text.strip():
            self._show_found(text)
        else:
            self._list.hide()
            self._take("")

    def _open_list(self) -> None:
        if not self.isReadOnly() and self.isEnabled():
            self.setFocus()
            self._show_found(self.text() if self._typed else "")

    def _show_found(self, text: str) -> None:
        self._found = list(self._search(text))
        self._model.setStringList([one.text for one in self._found] or [_NOTHING])
        height = max(self._list.sizeHintForRow(0), step(7))
        self._list.resize(max(self.width(), step(60)), height * min(self._model.rowCount(), _LINES) + step(3))
        below = self.mapToGlobal(QPoint(0, self.height() + 2))
        room = self.screen().availableGeometry()
        if below.y() + self._list.height() > room.bottom():
            below.setY(self.mapToGlobal(QPoint(0, 0)).y() - self._list.height() - 2)
        self._list.move(below)
        self._list.setCurrentIndex(self._model.index(0) if self._found else QModelIndex())
        self.window().installEventFilter(self)
        self._list.show()

    def _pick(self, row: int) -> None:
        self._list.hide()
        if 0 <= row < len(self._found):
            self._take(self._found[row].value)

    def _take(self, value: str) -> None:
        changed = value != self._value
        self.set_value(value)
        if changed:
            self.edited.emit()
            self.left.emit()

    def _settle(self) -> None:
        """Put the picked value's text back; a text that names exactly one thing found is picked."""
        if not self._typed:
            return
        typed = self.text().strip().casefold()
        exact = [one.value for one in self._found if one.text.casefold() == typed]
        self._take(exact[0] if len(exact) == 1 else self._value)
