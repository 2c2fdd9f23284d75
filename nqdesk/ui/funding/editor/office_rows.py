"""Offices that decide, one below the other; documents, deadlines and notes as lines of text."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.funding.rule_draft import OfficeDraft, RemarkDraft
from nqdesk.domain.problem import Problem
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button, IconButton
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.discard import discard
from nqdesk.ui.widgets.field import mark_wrong
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.reveal import focus_on
from nqdesk.ui.widgets.text_area import TextArea
from nqdesk.ui.widgets.text_field import TextField

_KINDS = (
    ("agentur", "Agentur für Arbeit"),
    ("jobcenter", "Jobcenter"),
    ("kammer", "Kammer"),
    ("bamf", "BAMF"),
    ("land", "Stelle des Landes"),
    ("other", "andere Stelle"),
)
_SEATS = (("none", "ohne Ort"), ("wohnsitz", "am Wohnort"), ("betrieb", "am Sitz des Betriebs"))


class _Office(QWidget):
    """One office."""

    edited = Signal()
    removed = Signal()

    def __init__(self, draft: OfficeDraft) -> None:
        super().__init__()
        self._draft = draft
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(1.5))
        first = QHBoxLayout()
        first.setSpacing(step(1))
        self.text = TextField("zum Beispiel Stadt Musterstadt, Amt für Soziales")
        self.text.setAccessibleName("Name der Stelle")
        self.text.set_value(draft.text)
        first.addWidget(self.text, 1)
        remove = IconButton("close", "Stelle entfernen", on_click=self.removed.emit)
        first.addWidget(remove)
        column.addLayout(first)
        second = QHBoxLayout()
        second.setSpacing(step(2))
        self.kind, self.seat = Choice(_KINDS), Choice(_SEATS)
        for field, name, value in ((self.kind, "Art der Stelle", draft.kind), (self.seat, "Welche Stelle", draft.seat)):
            field.setAccessibleName(name)
            field.set_value(value)
            field.edited.connect(self.edited)
            second.addWidget(field, 1)
        column.addLayout(second)
        self._problem = Label("", "problem")
        self._problem.hide()
        column.addWidget(self._problem)
        self.text.edited.connect(self.edited)

    def value(self) -> OfficeDraft:
        return replace(self._draft, text=self.text.value(), kind=self.kind.value(), seat=self.seat.value())

    def show_problem(self, problem: Problem | None) -> None:
        text = messages.problem(problem) if problem else ""
        mark_wrong(self.text, text)
        self._problem.setText(text)
        self._problem.setVisible(bool(text))


class OfficeRows(QWidget):
    """All offices.

    Signals:
        edited: a person changed, added or removed one.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[_Office] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(2))
        self._at = QVBoxLayout()
        self._at.setSpacing(step(3))
        column.addLayout(self._at)
        self.more = Button("Stelle hinzufügen", "link", icon="add", on_click=self.add)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def value(self) -> tuple[OfficeDraft, ...]:
        """Return the offices as they were entered."""
        return tuple(row.value() for row in self.rows)

    def set_value(self, offices: tuple[OfficeDraft, ...]) -> None:
        """Show other offices."""
        for row in list(self.rows):
            self._drop(row)
        for office in offices:
            self._put(office)

    def add(self) -> None:
        """Add an empty office and put the keyboard there."""
        focus_on(self._put(OfficeDraft()).text)
        self.edited.emit()

    def show_problems(self, problems: Mapping[int, Problem]) -> Callable[[], None] | None:
        """Say which office is not complete, by place; return what puts the keyboard where the first one is."""
        for place, row in enumerate(self.rows):
            row.show_problem(problems.get(place))
        first = next((row.text for place, row in enumerate(self.rows) if place in problems), None)
        return None if first is None else lambda: focus_on(first)

    def _put(self, office: OfficeDraft) -> _Office:
        row = _Office(office)
        row.edited.connect(self.edited)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._at.addWidget(row)
        return row

    def _remove(self, row: _Office) -> None:
        self._drop(row)
        (self.rows[-1].text if self.rows else self.more).setFocus()
        self.edited.emit()

    def _drop(self, row: _Office) -> None:
        self.rows.remove(row)
        discard(row)


class RemarkLines(TextArea):
    """Remarks, one a line; citation, condition and day of a line stay while its text is the same."""

    def __init__(self, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(lines, parent)
        self._known: dict[str, RemarkDraft] = {}

    def remarks(self) -> tuple[RemarkDraft, ...]:
        """Return the remarks as they were entered."""
        return tuple(self._read())

    def set_remarks(self, remarks: tuple[RemarkDraft, ...]) -> None:
        """Show other remarks."""
        self._known = {_line(remark.text): remark for remark in remarks}
        self.set_value("\n".join(self._known))

    def _read(self) -> Iterator[RemarkDraft]:
        for line in self.value().splitlines():
            text = line.strip()
            if text:
                yield self._known.get(text, RemarkDraft(text=text))


def _line(text: str) -> str:
    return " ".join(text.split())
