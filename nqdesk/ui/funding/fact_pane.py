"""What is known of the case, section by section; rarer facts come out on demand."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.facts import Fact, FactCatalogue
from nqdesk.ui.funding import fact_field
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.field import mark_wrong
from nqdesk.ui.widgets.label import Label

_FIELD_WIDTH = step(53)  # the longest Land in a choice
_BESIDE = step(96)  # narrower than this, a field stands below its label
_LEAST = step(60)


class _Line:
    """A fact's label and field."""

    def __init__(self, fact: Fact, grid: QGridLayout, row: int, on_edit: Callable[[Fact, Any], None]) -> None:
        self.fact = fact
        self._grid, self._row = grid, row * 3
        self.label = Label(fact.label, "label")
        self.label.setToolTip(fact.help)
        self.field = fact_field.field_of(fact)
        self.label.setBuddy(self.field)
        self.field.edited.connect(lambda: on_edit(fact, self.field))
        self.problem = Label("", "problem")
        self.problem.hide()
        grid.addWidget(self.problem, self._row + 2, 0, 1, 2)

    def place(self, *, beside: bool) -> None:
        """Put the field beside its label or below."""
        for part in (self.label, self.field):
            self._grid.removeWidget(part)
        self.field.setMinimumWidth(_FIELD_WIDTH if beside else 0)
        self.field.setMaximumWidth(_FIELD_WIDTH if beside else _BESIDE)
        if beside:
            self._grid.addWidget(self.label, self._row, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(self.field, self._row, 1)
        else:
            self._grid.addWidget(self.label, self._row, 0, 1, 2)
            self._grid.addWidget(self.field, self._row + 1, 0, 1, 2)

    def show(self, visible: bool) -> None:
        self.label.setVisible(visible)
        self.field.setVisible(visible)
        if not visible:
            self.problem.setVisible(False)

    def complain(self, text: str) -> None:
        mark_wrong(self.field, text)
        self.problem.setText(text)
        self.problem.setVisible(bool(text) and self.field.isVisibleTo(self.field.parentWidget()))


class _Section(QWidget):
    """The facts of one section: the common ones, and behind a button the others."""

    def __init__(self, title: str, facts: Iterable[Fact], on_edit: Callable[[Fact, Any], None]) -> None:
        super().__init__()
        self._facts = tuple(facts)
        self._on_edit = on_edit
        self._is_whole = False
        self._is_beside = True
        self.lines: dict[str, _Line] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(2))
        self._title = title
        column.addWidget(Label(title, "section"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(step(3))
        self._grid.setVerticalSpacing(step(1.5))  # labels of two lines stay apart
        self._grid.setColumnStretch(0, 1)
        column.addLayout(self._grid)
        self._more = Button("", "link", on_click=self._unfold)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def _unfold(self) -> None:
        self._is_whole = not self._is_whole
        self.arrange(self._case, self._is_asked)
        hidden = [fact for fact in self._facts if not fact.common]
        if self._is_whole and hidden and hidden[0].name in self.lines:
            self.lines[hidden[0].name].field.setFocus()

    def place(self, *, beside: bool) -> None:
        """Put all fields beside their labels or below."""
        self._is_beside = beside
        for line in self.lines.values():
            line.place(beside=beside)

    def arrange(self, case: Case, is_asked: Callable[[Fact], bool]) -> None:
        """Show the lines that are known, common or asked for, and what the case knows of them."""
        self._case, self._is_asked = case, is_asked
        hidden = 0
        for row, fact in enumerate(self._facts):
            known = fact.name in case.values or fact.name in case.refused
            wanted = known or ((fact.common or self._is_whole) and is_asked(fact))
            hidden += not known and not fact.common and is_asked(fact)
            line = self.lines.get(fact.name)
            if line is None and wanted:
                line = self.lines[fact.name] = _Line(fact, self._grid, row, self._on_edit)
                line.place(beside=self._is_beside)
            if line is not None:
                line.show(wanted)
                if not line.field.hasFocus():
                    fact_field.put(fact, line.field, case)
        self._more.setVisible(bool(hidden))
        text = "Weniger Angaben" if self._is_whole else f"{hidden} weitere Angaben"
        self._more.setText(text if hidden != 1 or self._is_whole else "1 weitere Angabe")
        self._more.setAccessibleName(f"{self._title}: {text}")


class FactPane(QWidget):
    """All sections.

    Signals:
        edited: name of the fact, and its value, NO_STATEMENT, or None for unknown.
    """

    edited = Signal(str, object)

    def __init__(self, catalogue: FactCatalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(6))
        self._sections = {title: _Section(title, facts, self._take) for title, facts in catalogue.sections.items()}
        for section in self._sections.values():
            column.addWidget(section)
        column.addStretch(1)
        self._is_beside = True

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        beside = self.width() >= _BESIDE
        if beside != self._is_beside:
            self._is_beside = beside
            for section in self._sections.values():
                section.place(beside=beside)
        super().resizeEvent(event)

    def arrange(self, case: Case, is_asked: Callable[[Fact], bool]) -> None:
        """Show what a case knows; `is_asked` says whether a fact matters at all beside what is known."""
        for section in self._sections.values():
            section.arrange(case, is_asked)

    def complain(self, problems: dict[str, str]) -> None:
        """Show sentences below the fields of these facts, and none below all others."""
        for section in self._sections.values():
            for name, line in section.lines.items():
                line.complain(problems.get(name, ""))

    def field(self, name: str) -> Any:
        """Return the field of a fact, None if it is not shown."""
        for section in self._sections.values():
            if name in section.lines:
                return section.lines[name].field
        return None

    def _take(self, fact: Fact, field: Any) -> None:
        if field.problem() is None:
            self.edited.emit(fact.name, fact_field.entered(fact, field))
