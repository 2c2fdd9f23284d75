"""Persons and departments of a provider: a line of fields for each."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.contacts import Contact
from nqdesk.domain.problem import Problem
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button, IconButton
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.text_field import TextField

_COLUMNS = (("name", "Name oder Stelle"), ("role", "Aufgabe"), ("phone", "Telefon"), ("email", "E-Mail"))


class ContactsEditor(QWidget):
    """Any number of contacts.

    Signals:
        edited: something was changed. left: a changed field was left, or a line added or removed.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(2))
        self._lines = QWidget()
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(step(2))
        self._grid.setVerticalSpacing(step(1.5))
        layout.addWidget(self._lines)
        self._add = Button("Person oder Stelle hinzufügen", "link", icon="add", on_click=self.add)
        layout.addWidget(self._add)
        self.setFocusProxy(self._add)
        self._contacts: list[Contact] = []
        self._fields: list[dict[str, TextField]] = []

    def value(self) -> tuple[Contact, ...]:
        """Return the contacts; empty ones are left out."""
        read = [
            replace(contact, **{name: field.value() for name, field in fields.items()})
            for contact, fields in zip(self._contacts, self._fields, strict=True)
        ]
        return tuple(contact for contact in read if not contact.is_empty())

    def set_value(self, value: Sequence[Contact]) -> None:
        self._contacts = list(value)
        self._fill()

    def problem(self) -> Problem | None:
        wrong = any(c.email and "@" not in c.email for c in self.value())
        return Problem("email_unreadable", "contacts") if wrong else None

    def add(self) -> None:
        """Add an empty line and go there."""
        self._contacts = [*self.value(), Contact()]
        self._fill()
        self._fields[-1]["name"].setFocus()

    def _remove(self, row: int) -> None:
        kept = [
            replace(contact, **{name: field.value() for name, field in fields.items()})
            for contact, fields in zip(self._contacts, self._fields, strict=True)
        ]
        del kept[row]
        self._contacts = kept
        self._fill()
        self._add.setFocus()
        self.edited.emit()
        self.left.emit()

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._fields = []
        self._lines.setVisible(bool(self._contacts))
        if self._contacts:
            for column, (_, word) in enumerate(_COLUMNS):
                self._grid.addWidget(Label(word, "label", wrap=False), 0, column)
        for row, contact in enumerate(self._contacts):
            fields = {}
            for column, (name, word) in enumerate(_COLUMNS):
                field = TextField()
                field.setAccessibleName(f"{word}, {messages.field('contact')} {row + 1}")
                field.set_value(str(getattr(contact, name)))
                field.edited.connect(self.edited)
                field.left.connect(self.left)
                self._grid.addWidget(field, row + 1, column)
                fields[name] = field
            self._fields.append(fields)
            bin_button = IconButton("bin", f"Kontakt {row + 1} entfernen", on_click=partial(self._remove, row))
            self._grid.addWidget(bin_button, row + 1, len(_COLUMNS))
