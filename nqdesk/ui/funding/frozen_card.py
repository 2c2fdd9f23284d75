"""One instrument of a kept check, from what was kept: how it came out, and opened its reasons and amounts."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nqdesk.domain.funding.frozen import FrozenCriterion, FrozenInstrument
from nqdesk.domain.funding.kept_check import Outcome
from nqdesk.ui import theme
from nqdesk.ui.funding import kept_words
from nqdesk.ui.funding.result_parts import Details, Figure, Reason, reasons_column, well_of
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button, IconButton
from nqdesk.ui.widgets.flow_layout import FlowLayout
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.pill import StatusPill
from nqdesk.ui.widgets.text_field import show_day


class FrozenCard(QFrame):
    """What a kept check says of one instrument, by what `missing` facts were called, and what became of it.

    Signals:
        outcome_wanted: id of the instrument of which it is to be noted what became of it.
    """

    outcome_wanted = Signal(str)

    def __init__(
        self,
        found: FrozenInstrument,
        gist: str,
        missing: list[str],
        *,
        can_write: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.found = found
        self._missing = missing
        self._details: Details | None = None
        self._has_gist = bool(gist)
        self.is_open = False
        text, tone = kept_words.pill(found)
        self.setProperty("role", "card")
        self.setProperty("tone", tone.value if tone is Tone.POSSIBLE else "")
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(step(4), step(3.5), step(3), step(3.5))
        self._outer.setSpacing(step(3))
        head = QHBoxLayout()
        head.setSpacing(step(3))
        head.addWidget(StatusPill(text, tone), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(step(0.5))
        column.addWidget(Label(found.title, "strong"))
        column.addWidget(Label(kept_words.basis(found), "small"))
        self._line = Label(gist)
        column.addWidget(self._line)
        column.addLayout(self._make_outcome(can_write=can_write))
        head.addLayout(column, 1)
        self.toggle = IconButton("down", f"{found.title}: {text}. Einzelheiten", on_click=self._turn)
        self.toggle.setToolTip("Einzelheiten zeigen oder verbergen")
        head.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        self._outer.addLayout(head)
        self._line.setVisible(self._has_gist)

    def _make_outcome(self, *, can_write: bool) -> QVBoxLayout:
        """Make the lines "Was daraus wurde": state and button, below them day and reason."""
        column = QVBoxLayout()
        column.setContentsMargins(0, step(1), 0, 0)
        column.setSpacing(0)
        self._state = StatusPill()
        self._since = Label("", "small")
        self.outcome_button = Button("Eintragen …", "link", on_click=lambda: self.outcome_wanted.emit(self.found.id))
        self.outcome_button.setEnabled(can_write)
        line = QWidget()
        line.setProperty("role", "clear")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        line.setSizePolicy(policy)
        flow = FlowLayout(line, gap=step(2))
        told = QWidget()
        told.setMinimumHeight(self.outcome_button.sizeHint().height())
        row = QHBoxLayout(told)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(step(2))
        row.addWidget(Label("Was daraus wurde:", "label", wrap=False))
        row.addWidget(self._state)
        for part in (told, self.outcome_button):
            flow.addWidget(part)
        column.addWidget(line)
        column.addWidget(self._since)
        self.show_outcome(None)
        return column

    def show_outcome(self, outcome: Outcome | None) -> None:
        """Show what became of the instrument; None if nothing is noted."""
        self._state.set(*(kept_words.outcome_pill(outcome) if outcome else ("", Tone.NEUTRAL)))
        self._state.setVisible(outcome is not None)
        parts: list[str] = []
        if outcome is not None:
            parts = [f"am {show_day(outcome.day)}" if outcome.day else "", outcome.reason]
        self._since.setText(" · ".join(part for part in parts if part))
        self._since.setVisible(any(parts))
        self.outcome_button.setText("Ändern …" if outcome else "Eintragen …")
        self.outcome_button.setAccessibleName(f"{self.found.title}: Was daraus wurde")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and event.position().y() <= self.toggle.geometry().bottom() + 8:
            self._turn()
            return
        super().mousePressEvent(event)

    def focus_on_head(self) -> None:
        """Put the keyboard on the button that opens it."""
        self.toggle.setFocus()

    def _turn(self) -> None:
        self.open(not self.is_open)

    def open(self, wanted: bool) -> None:
        """Show or hide the details; they are made when they are first shown, since they never change."""
        if wanted == self.is_open:
            return
        self.is_open = wanted
        theme.set_icon(self.toggle, "up" if wanted else "down", "muted")
        self._line.setVisible(self._has_gist and not wanted)
        if self._details is None:
            self._details = _details(self.found, self._missing)
            self._outer.addWidget(self._details)
        self._details.setVisible(wanted)


def _details(found: FrozenInstrument, missing: list[str]) -> Details:
    reasons = reasons_column(
        [_reason(each) for each in found.criteria],
        (("Was noch fehlte", missing), ("Mitbringen", found.documents), ("Hinweise", found.notes)),
        f"Quelle zuletzt gelesen am {show_day(found.as_of)}" if found.as_of else "",
    )
    figures = [Figure(each.text, kept_words.amount(each), each.confirmed) for each in found.amounts]
    return Details(reasons, well_of(figures, [*found.deadlines, *filter(None, [found.office])]))


def _reason(found: FrozenCriterion) -> Reason:
    doubt = "" if found.confirmed else "unbestätigt: bitte bei der Stelle klären"
    figures = kept_words.figures(found)
    return Reason(found.met, found.text, " · ".join(filter(None, [found.law, doubt, figures])))
