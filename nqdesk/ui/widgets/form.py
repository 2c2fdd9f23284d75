"""A form: rows of label and field, problems beside the field, one signal when something is worth saving."""

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.problem import Problem
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.field import Field, Typed, mark_wrong
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.reveal import focus_on

_COLUMN = step(68)  # least width of a column; a narrower form has fewer
_SETTLE_AFTER = 2000  # milliseconds after the last key


class FormRow(QWidget):
    """One label above its field, and the line below that says what is wrong."""

    def __init__(self, label: str, field: Field, *, hint: str = "") -> None:
        super().__init__()
        if not isinstance(field, QWidget):
            raise TypeError(type(field).__name__)
        self._hint_text = hint
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(1))
        self.label = QLabel(label)
        self.label.setProperty("role", "label")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setBuddy(field)
        layout.addWidget(self.label)
        self.label.setVisible(bool(label))
        layout.addWidget(field)
        self._below = Label(hint, "hint")
        self._below.setVisible(bool(hint))
        layout.addWidget(self._below)
        layout.addStretch(1)
        self._field = field
        if label and not field.accessibleName():
            field.setAccessibleName(label.replace("&&", "§").replace("&", "").replace("§", "&"))
        if hint:
            field.setAccessibleDescription(hint)

    def show_problem(self, text: str) -> None:
        """Show what is wrong; "" shows the hint again."""
        self._below.setText(text or self._hint_text)
        self._below.setProperty("role", "problem" if text else "hint")
        self._below.setVisible(bool(text or self._hint_text))
        self._below.style().unpolish(self._below)
        self._below.style().polish(self._below)
        mark_wrong(self._field, text)
        if not text:
            self._field.setAccessibleDescription(self._hint_text)


class Form(QWidget):
    """Rows in one or more columns.

    Signals:
        edited: a person changed a field.
        settled: time to save: a changed field was left, or two seconds passed after the last key.
    """

    edited = Signal()
    settled = Signal()

    def __init__(self, columns: int = 1, parent: QWidget | None = None, *, least: int = 0) -> None:
        """`least` is the least width of a column in pixels for forms of short fields.

        Where it is given, a narrower form has a divisor of `columns`, so that rows that belong together stay so.
        """
        super().__init__(parent)
        self._columns = columns
        self._least = least
        self._shown_columns = columns
        self._placed: list[tuple[QWidget, int]] = []  # in order, with their span; 0 is the whole width
        self._next = (0, 0)
        self._rows: dict[str, FormRow] = {}
        self._fields: dict[str, Field] = {}
        self._is_edited = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(step(4))
        self._grid.setVerticalSpacing(step(3))
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_AFTER)
        self._timer.timeout.connect(self.settle)

    def add(self, key: str, label: str, field: Field, *, span: int = 1, hint: str = "") -> FormRow:
        """Add a row. `key` is the record's field name, `label` German with & before its key; `span` in columns."""
        made = FormRow(label, field, hint=hint)
        self._placed.append((made, span))
        self._place(made, span)
        self._rows[key] = made
        self._fields[key] = field
        field.edited.connect(lambda: self._field_edited(key))
        field.left.connect(lambda: self._field_left(key))
        return made

    def add_widget(self, widget: QWidget) -> None:
        """Add something over the whole width that is no field: a heading, a notice."""
        self._placed.append((widget, 0))
        self._place(widget, 0)

    def _place(self, widget: QWidget, span: int) -> None:
        columns = self._shown_columns
        row, column = self._next
        span = min(span or columns, columns)
        if column + span > columns:
            row, column = row + 1, 0
        self._grid.addWidget(widget, row, column, 1, span)
        self._next = (row, column + span) if column + span < columns else (row + 1, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = self._fitting(self.width())
        if columns != self._shown_columns:
            self._shown_columns = columns
            self._next = (0, 0)
            for column in range(self._columns):
                self._grid.setColumnStretch(column, 1 if column < columns else 0)
            for widget, span in self._placed:
                self._grid.removeWidget(widget)
                self._place(widget, span)

    def _fitting(self, width: int) -> int:
        most = max(1, (width + step(4)) // (self._least or _COLUMN))
        if not self._least:
            return min(self._columns, most)
        return max(n for n in range(1, self._columns + 1) if self._columns % n == 0 and n <= most)

    def minimumSizeHint(self) -> QSize:
        widest = max((widget.minimumSizeHint().width() for widget, _ in self._placed), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def row(self, key: str) -> FormRow:
        """Return a row, to show or hide it whole."""
        return self._rows[key]

    def field(self, key: str) -> Any:
        """Return a field."""
        return self._fields[key]

    @property
    def is_edited(self) -> bool:
        """Whether something was changed since `set_values` or `mark_saved`."""
        return self._is_edited

    def values(self) -> dict[str, Any]:
        """Return what was entered, by key; unreadable fields give None, see `problems`."""
        return {key: field.value() for key, field in self._fields.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show values; keys without a field are passed over. Nothing counts as edited then."""
        for key, field in self._fields.items():
            if key in values:
                field.set_value(values[key])
        self.show_problems(())
        self.mark_saved()

    def mark_saved(self) -> None:
        """Say that what is shown is what is stored."""
        self._is_edited = False
        self._timer.stop()

    def mark_edited(self) -> None:
        """Say that what is shown is not stored yet."""
        self._is_edited = True

    def problems(self) -> list[Problem]:
        """Return what cannot be read, each with its field's key."""
        found = []
        for key, field in self._fields.items():
            problem = field.problem()
            if problem is not None:
                found.append(Problem(problem.code, key, values=problem.values))
        return found

    def texts(self, keys: Iterable[str]) -> dict[str, str]:
        """Return what stands in fields of text, letter by letter; parts of a field are named key/part."""
        found = {}
        for key in keys:
            field: object = self._fields.get(key)
            if isinstance(field, Typed):
                found.update({f"{key}/{part}" if part else key: text for part, text in field.texts().items()})
        return found

    def type_texts(self, texts: Mapping[str, str]) -> None:
        """Show texts of `texts` again as if they had just been typed; those without a field are passed over."""
        of_field: dict[str, dict[str, str]] = {}
        for name, text in texts.items():
            key, _, part = name.partition("/")
            of_field.setdefault(key, {})[part] = text
        for key, parts in of_field.items():
            field: object = self._fields.get(key)
            if isinstance(field, Typed):
                field.type_texts(parts)
                self._is_edited = True

    def show_problems(self, problems: Iterable[Problem]) -> list[Problem]:
        """Show problems beside their fields; return those that no field here has."""
        texts: dict[str, list[str]] = {}
        others = []
        for problem in problems:
            if problem.field in self._rows:
                texts.setdefault(problem.field, []).append(messages.problem(problem))
            else:
                others.append(problem)
        for key, row in self._rows.items():
            row.show_problem(" ".join(texts.get(key, ())))
        return others

    def focus_problem(self, problems: Iterable[Problem]) -> None:
        """Put the cursor into the first field that has a problem, and scroll to it."""
        for problem in problems:
            field: object = self._fields.get(problem.field)
            if isinstance(field, QWidget):
                focus_on(field)
                return

    def set_read_only(self, *, read_only: bool) -> None:
        """Let nothing be changed."""
        for field in self._fields.values():
            if isinstance(field, QWidget):
                field.setEnabled(not read_only)

    def settle(self) -> None:
        """Send `settled` now if something was edited; pages call it before they are left."""
        self._timer.stop()
        if self._is_edited:
            self.settled.emit()

    def _field_edited(self, key: str) -> None:
        self._is_edited = True
        self._rows[key].show_problem("")
        self._timer.start()
        self.edited.emit()

    def _field_left(self, key: str) -> None:
        problem = self._fields[key].problem()
        self._rows[key].show_problem(messages.problem(problem) if problem else "")
        self.settle()
