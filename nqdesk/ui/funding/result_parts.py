"""What the cards of a live and of a kept result have in common: signs, reasons, lists, amounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QVBoxLayout, QWidget

from nqdesk.ui.theme import step
from nqdesk.ui.widgets.label import Label, rule

_SIDE_BY_SIDE = step(150)  # narrower than this, the amounts stand below the reasons
_SIGNS = {True: "✓", False: "✗", None: "?"}
_SPOKEN = {True: "erfüllt", False: "nicht erfüllt", None: "offen"}


class Sign(Label):
    """✓, ✗ or ? in the tone of the answer, spoken as a word."""

    def __init__(self, met: bool | None) -> None:
        super().__init__(_SIGNS[met], "sign", wrap=False)
        self.setProperty("tone", {True: "possible", False: "no", None: "open"}[met])
        self.setAccessibleName(_SPOKEN[met])
        self.setFixedWidth(step(3.5))


@dataclass(frozen=True)
class Reason:
    """A criterion with its sign and a small line below."""

    met: bool | None
    text: str
    small: str


@dataclass(frozen=True)
class Figure:
    """An amount in words, and whether it is confirmed."""

    text: str
    value: str
    confirmed: bool


class Details(QWidget):
    """Reasons at the left, amounts and what to do at the right; below one another where there is little room."""

    def __init__(self, reasons: QVBoxLayout, well: QFrame | None) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, step(1), 0)
        self._row.setSpacing(step(5))
        self._reasons = reasons
        self._row.addLayout(reasons, 3)
        if well is not None:
            self._row.addWidget(well, 2, Qt.AlignmentFlag.AlignTop)

    def add_below(self, widget: QWidget) -> None:
        """Put a widget below the reasons."""
        self._reasons.insertWidget(self._reasons.count() - 1, widget, 0, Qt.AlignmentFlag.AlignLeft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        direction = QBoxLayout.Direction
        wanted = direction.LeftToRight if self.width() >= _SIDE_BY_SIDE else direction.TopToBottom
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)
        super().resizeEvent(event)


def reasons_column(
    reasons: Iterable[Reason], lists: Iterable[tuple[str, Sequence[str]]], source: str = ""
) -> QVBoxLayout:
    """Return criteria with their signs, then lists below headings, then a small line."""
    column = QVBoxLayout()
    column.setSpacing(step(2))
    grid = QGridLayout()
    grid.setHorizontalSpacing(step(2.5))
    grid.setVerticalSpacing(step(2))
    grid.setColumnStretch(1, 1)
    for row, reason in enumerate(reasons):
        grid.addWidget(Sign(reason.met), row, 0, Qt.AlignmentFlag.AlignTop)
        words_of = QVBoxLayout()
        words_of.setSpacing(0)
        words_of.addWidget(Label(reason.text))
        words_of.addWidget(Label(reason.small, "small"))
        grid.addLayout(words_of, row, 1)
    column.addLayout(grid)
    for heading, lines in lists:
        if lines:
            column.addWidget(Label(heading, "strong"))
            for line in lines:
                column.addWidget(Label(f"– {line}", "small"))
    if source:
        column.addWidget(Label(source, "small"))
    column.addStretch(1)
    return column


def well_of(figures: Sequence[Figure], lines: Sequence[str]) -> QFrame | None:
    """Return the box with amounts, and lines below; None if there is nothing."""
    if not (figures or lines):
        return None
    well = QFrame()
    well.setProperty("role", "well")
    column = QVBoxLayout(well)
    column.setContentsMargins(step(3.5), step(3), step(3.5), step(3))
    column.setSpacing(step(2))
    grid = QGridLayout()
    grid.setHorizontalSpacing(step(3))
    grid.setVerticalSpacing(step(1.5))
    grid.setColumnStretch(0, 1)
    row = 0
    for figure in figures:
        if row:
            grid.addWidget(rule(), row, 0, 1, 2)
            row += 1
        grid.addWidget(Label(figure.text), row, 0)
        value = Label(figure.value, "strong")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(value, row, 1)
        row += 1
        if not figure.confirmed:
            grid.addWidget(Label("Betrag unbestätigt", "small"), row, 0, 1, 2)
            row += 1
    column.addLayout(grid)
    for line in lines:
        column.addWidget(Label(line, "small"))
    return well
