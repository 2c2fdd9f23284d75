"""One line of text, and lines that are read as days, times, amounts and numbers."""

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nqdesk.domain.problem import Problem
from nqdesk.domain.typed import parse_amount, parse_count, parse_time
from nqdesk.ui.widgets.undo_key import belongs_to_window

Value = TypeVar("Value")


class TextField(QLineEdit):
    """One line of text.

    Signals:
        edited: on each key. left: focus went or Enter was pressed after an edit.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self._dirty = False
        self.textEdited.connect(self._edit)
        self.editingFinished.connect(self._leave)

    def value(self) -> str:
        """Return the text without space around it."""
        return self.text().strip()

    def set_value(self, value: str) -> None:
        self._dirty = False
        if value != self.text():
            self.setText(value)
            self.setCursorPosition(0)

    def texts(self) -> dict[str, str]:
        return {"": self.text()}

    def type_texts(self, texts: Mapping[str, str]) -> None:
        self.setText(texts.get("", ""))

    def problem(self) -> Problem | None:
        return None

    def event(self, event: QEvent) -> bool:
        if belongs_to_window(event, can_undo=self.isUndoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def _edit(self, _text: str) -> None:
        self._dirty = True
        self.edited.emit()

    def _leave(self) -> None:
        if self._dirty:
            self._dirty = False
            self.left.emit()


class TypedField(TextField, Generic[Value]):
    """A line read by a function of `domain.typed`; may be empty. What is readable is written out in full when left."""

    def __init__(
        self,
        parse: Callable[[str], Value | Problem | None],
        show: Callable[[Value], str],
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(placeholder, parent)
        self._parse = parse
        self._show = show

    def value(self) -> Any:
        read = self._parse(self.text())
        return None if isinstance(read, Problem) else read

    def set_value(self, value: Any) -> None:
        super().set_value("" if value is None else self._show(value))

    def problem(self) -> Problem | None:
        read = self._parse(self.text())
        return read if isinstance(read, Problem) else None

    def focusOutEvent(self, event: QFocusEvent) -> None:
        read = self._parse(self.text())
        if read is not None and not isinstance(read, Problem):
            shown = self._show(read)
            if shown != self.text():
                self.setText(shown)
        super().focusOutEvent(event)


def show_day(day: date) -> str:
    """Return a day as written in Germany: 03.04.2027."""
    return f"{day:%d.%m.%Y}"


def show_time(moment: time) -> str:
    """Return a time of day: 14:30."""
    return f"{moment:%H:%M}"


def show_count(number: int) -> str:
    """Return a whole number with German thousands signs: 4.860."""
    return f"{number:,}".replace(",", ".")


def show_amount(amount: Decimal) -> str:
    """Return an amount in euro: 4.860,00 €, with a space that does not break."""
    return f"{amount:,.2f}".replace(",", "'").replace(".", ",").replace("'", ".") + "\u00a0€"


def show_number(number: Decimal) -> str:
    """Return a number with German signs and no more places than it has: 1.200,5."""
    text = f"{number.normalize():,f}"
    return text.replace(",", "'").replace(".", ",").replace("'", ".")


def show_share(share: Decimal) -> str:
    """Return a share from 0 to 1 in percent, with a space that does not break."""
    return f"{show_number(share * 100)}\u00a0%"


class AmountField(TypedField[Decimal]):
    """Euro with two places; None when empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parse_amount, show_amount, "0,00\u00a0€", parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)


class CountField(TypedField[int]):
    """A whole number from 0 to `most`; None when empty. `unit` is shown while empty."""

    def __init__(self, most: int = 100_000, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(lambda text: parse_count(text, most=most), show_count, unit, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)


class TimeField(TypedField[time]):
    """A time of day; None when empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parse_time, show_time, "14:30", parent)
