"""One instrument: a line that says how it came out, and opened its reasons, amounts and what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.domain.funding.check import CriterionResult, InstrumentResult, Result
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.ui import theme
from nqdesk.ui.funding import words
from nqdesk.ui.funding.result_parts import Details, Figure, Reason, reasons_column, well_of
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button, IconButton
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.pill import StatusPill
from nqdesk.ui.widgets.text_field import show_day

_STATE_WIDTH = step(22)  # so that titles stand below each other


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
        self.found: InstrumentResult | None = None
        self._gist = ""
        self._details: Details | None = None
        self.is_open = False
        self.setProperty("role", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(step(4), step(3.5), step(3), step(3.5))
        outer.setSpacing(step(3))
        self._outer = outer
        head = QHBoxLayout()
        head.setSpacing(step(3))
        self._pill = StatusPill()
        state = QVBoxLayout()
        state.addStrut(_STATE_WIDTH)
        state.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignLeft)
        state.addStretch(1)
        head.addLayout(state)
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
        if found == self.found and gist == self._gist:
            return
        self.found, self._gist = found, gist
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
        return self.found.result if self.found else None

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
        if self.is_open and self.found is not None:
            self._details = _details(self.found, self._catalogue)
            name = self.found.instrument.id
            link = Button("Im Regelwerk ansehen", "link", on_click=lambda: self.rule_wanted.emit(name))
            self._details.add_below(link)
            self._outer.addWidget(self._details)


def _details(found: InstrumentResult, catalogue: FactCatalogue) -> Details:
    """Reasons at the left, amounts and what to do at the right."""
    version = found.version
    source = f"Quelle: {version.source}, zuletzt gelesen am {show_day(version.as_of)}" if version else ""
    reasons = reasons_column(
        [_reason(counted, catalogue) for counted in found.criteria],
        (("Mitbringen", found.documents), ("Hinweise", found.notes)),
        source,
    )
    figures = [Figure(each.amount.text, words.amount(each), each.confirmed) for each in found.amounts]
    lines = [f"{each.text} ({show_day(each.day)})" if each.day else each.text for each in found.deadlines]
    if found.offices:
        lines.append(" oder ".join(found.offices))
    return Details(reasons, well_of(figures, lines))


def _reason(counted: CriterionResult, catalogue: FactCatalogue) -> Reason:
    small = [counted.criterion.grounds.law]
    if not counted.confirmed:
        small.append("unbestätigt: bitte bei der Stelle klären")
    used = words.figures(counted, catalogue)
    if used:
        small.append(used)
    return Reason(counted.met, counted.criterion.text, " · ".join(small))
