"""One instrument: a line that says how it came out, and opened its reasons, amounts and what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.domain.funding.check import CriterionResult, InstrumentResult, Result
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.ui import theme
from nqdesk.ui.funding import words
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button, IconButton
from nqdesk.ui.widgets.label import Label, rule
from nqdesk.ui.widgets.pill import StatusPill
from nqdesk.ui.widgets.text_field import show_day

_SIDE_BY_SIDE = step(150)  # narrower than this, the amounts stand below the reasons
_SIGNS = {True: "✓", False: "✗", None: "?"}
_SPOKEN = {True: "erfüllt", False: "nicht erfüllt", None: "offen"}


class ResultCard(QFrame):
    """What the check says of one instrument.

    Signals:
        toggled: it was opened or closed by a person. rule_wanted: id of the instrument whose rules are wanted.
    """

    toggled = Signal()
    rule_wanted = Signal(str)

    def __init__(self, catalogue: FactCatalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._found: InstrumentResult | None = None
        self._gist = ""
        self._details: QWidget | None = None
        self.is_open = False
        self.setProperty("role", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(step(4), step(3.5), step(3), step(3.5))
        outer.setSpacing(step(3))
        self._outer = outer
        head = QHBoxLayout()
        head.setSpacing(step(3))
        self._pill = StatusPill()
        head.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(step(0.5))
        self._title = Label("", "strong")
        self._basis = Label("", "small")
        self._line = Label("")
        for part in (self._title, self._basis, self._line):
            column.addWidget(part)
        head.addLayout(column, 1)
        self._toggle = IconButton("down", "", on_click=self._turn)
        head.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(head)

    def show_result(self, found: InstrumentResult, gist: str) -> None:
        """Show another result; nothing is drawn anew where it is the same."""
        if found == self._found and gist == self._gist:
            return
        self._found, self._gist = found, gist
        text, tone = words.pill(found)
        self._pill.set(text, tone)
        self.setProperty("tone", tone.value if tone is Tone.POSSIBLE else "")
        theme.restyle(self)
        title = words.title(found)
        self._title.setText(title)
        self._toggle.setAccessibleName(f"{title}: {text}. Einzelheiten")
        self._toggle.setToolTip("Einzelheiten zeigen oder verbergen")
        self._basis.setText(words.basis(found))
        self._line.setText(gist)
        self._renew()

    @property
    def result(self) -> Result | None:
        """What is shown of the instrument."""
        return self._found.result if self._found else None

    def open(self, wanted: bool) -> None:
        """Show or hide the details."""
        if wanted != self.is_open:
            self.is_open = wanted
            theme.set_icon(self._toggle, "up" if wanted else "down", "muted")
            self._renew()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and event.position().y() <= self._toggle.geometry().bottom() + 8:
            self._turn()
            return
        super().mousePressEvent(event)

    def focus_on_head(self) -> None:
        """Put the keyboard on the button that opens it."""
        self._toggle.setFocus()

    def _turn(self) -> None:
        self.open(not self.is_open)
        self.toggled.emit()

    def _renew(self) -> None:
        if self._details is not None:
            self._outer.removeWidget(self._details)
            self._details.hide()
            self._details.deleteLater()
            self._details = None
        self._line.setVisible(bool(self._gist) and not self.is_open)
        if self.is_open and self._found is not None:
            self._details = _Details(self._found, self._catalogue)
            name = self._found.instrument.id
            link = Button("Im Regelwerk ansehen", "link", on_click=lambda: self.rule_wanted.emit(name))
            self._details.add_below(link)
            self._outer.addWidget(self._details)


class _Details(QWidget):
    """Reasons at the left, amounts and what to do at the right."""

    def __init__(self, found: InstrumentResult, catalogue: FactCatalogue) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, step(1), 0)
        self._row.setSpacing(step(5))
        self._reasons = _reasons(found, catalogue)
        self._row.addLayout(self._reasons, 3)
        well = _well(found)
        if well is not None:
            self._row.addWidget(well, 2, Qt.AlignmentFlag.AlignTop)

    def add_below(self, widget: QWidget) -> None:
        """Put a widget below the reasons."""
        self._reasons.insertWidget(self._reasons.count() - 1, widget, 0, Qt.AlignmentFlag.AlignLeft)

    def resizeEvent(self, event: object) -> None:
        direction = QBoxLayout.Direction
        wanted = direction.LeftToRight if self.width() >= _SIDE_BY_SIDE else direction.TopToBottom
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)
        super().resizeEvent(event)  # type: ignore[arg-type]


def _reasons(found: InstrumentResult, catalogue: FactCatalogue) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(step(2))
    grid = QGridLayout()
    grid.setHorizontalSpacing(step(2.5))
    grid.setVerticalSpacing(step(2))
    grid.setColumnStretch(1, 1)
    for row, counted in enumerate(found.criteria):
        _reason(grid, row, counted, catalogue)
    column.addLayout(grid)
    for heading, lines in (
        ("Mitbringen", found.documents),
        ("Hinweise", found.notes),
    ):
        if lines:
            column.addWidget(Label(heading, "strong"))
            for line in lines:
                column.addWidget(Label(f"– {line}", "small"))
    version = found.version
    if version is not None:
        column.addWidget(Label(f"Quelle: {version.source}, zuletzt gelesen am {show_day(version.as_of)}", "small"))
    column.addStretch(1)
    return column


def _reason(grid: QGridLayout, row: int, counted: CriterionResult, catalogue: FactCatalogue) -> None:
    sign = _Sign(counted.met)
    grid.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignTop)
    words_of = QVBoxLayout()
    words_of.setSpacing(0)
    words_of.addWidget(Label(counted.criterion.text))
    small = [counted.criterion.grounds.law]
    if not counted.confirmed:
        small.append("unbestätigt: bitte bei der Stelle klären")
    used = words.figures(counted, catalogue)
    if used:
        small.append(used)
    words_of.addWidget(Label(" · ".join(small), "small"))
    grid.addLayout(words_of, row, 1)


class _Sign(Label):
    """✓, ✗ or ? in the tone of the answer, spoken as a word."""

    def __init__(self, met: bool | None) -> None:
        super().__init__(_SIGNS[met], "sign", wrap=False)
        self.setProperty("tone", {True: "possible", False: "no", None: "open"}[met])
        self.setAccessibleName(_SPOKEN[met])
        self.setFixedWidth(step(3.5))


def _well(found: InstrumentResult) -> QFrame | None:
    """Return the amounts, deadlines and the office; None if there is nothing of them."""
    if not (found.amounts or found.deadlines or found.offices):
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
    for amount in found.amounts:
        if row:
            grid.addWidget(rule(), row, 0, 1, 2)
            row += 1
        name = Label(amount.amount.text)
        grid.addWidget(name, row, 0)
        value = Label(words.amount(amount), "strong")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(value, row, 1)
        row += 1
        if not amount.confirmed:
            grid.addWidget(Label("Betrag unbestätigt", "small"), row, 0, 1, 2)
            row += 1
    column.addLayout(grid)
    lines = [f"{each.text} ({show_day(each.day)})" if each.day else each.text for each in found.deadlines]
    if found.offices:
        lines.append(" oder ".join(found.offices))
    for line in lines:
        column.addWidget(Label(line, "small"))
    return well
