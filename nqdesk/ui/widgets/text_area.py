"""Several lines of plain text."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from nqdesk.domain.problem import Problem
from nqdesk.ui.widgets.undo_key import belongs_to_window


class TextArea(QPlainTextEdit):
    """Text over several lines; Tab goes to the next field.

    Signals:
        edited: on each key. left: focus went after an edit.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._dirty = False
        self._silent = False
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._edit)

    def value(self) -> str:
        """Return the text without space around it."""
        return self.toPlainText().strip()

    def set_value(self, value: str) -> None:
        self._dirty = False
        if value != self.toPlainText():
            self._silent = True
            self.setPlainText(value)
            self._silent = False

    def texts(self) -> dict[str, str]:
        return {"": self.toPlainText()}

    def type_texts(self, texts: Mapping[str, str]) -> None:
        TextArea.set_value(self, texts.get("", ""))

    def problem(self) -> Problem | None:
        return None

    def sizeHint(self) -> QSize:
        return QSize(240, self.fontMetrics().lineSpacing() * self._lines + 18)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._dirty:
            self._dirty = False
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        if belongs_to_window(event, can_undo=self.document().isUndoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def _edit(self) -> None:
        if not self._silent:
            self._dirty = True
            self.edited.emit()
