"""What the version being written gives on cases: kept checks and invented examples, while it is being written."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.actions.rule_drafts import DraftTrial, Tried
from nqdesk.domain.funding.check import InstrumentResult
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.ui.funding import words
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.label import Label, rule
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.pill import StatusPill
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.text_field import show_count

_NOTHING = "Sobald eine Voraussetzung vollständig ist, steht hier, was auf jedem Fall herauskommt."


class _Line(QWidget):
    """One case: its name, how it comes out, and why."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(1))
        self._name = Label("")
        column.addWidget(self._name)
        row = QHBoxLayout()
        self._pill = StatusPill()
        row.addWidget(self._pill)
        row.addStretch(1)
        column.addLayout(row)
        self._why = Label("", "small")
        column.addWidget(self._why)

    def show_case(self, name: str, result: InstrumentResult, catalogue: FactCatalogue) -> None:
        text, tone = words.pill(result)
        self._name.setText(name)
        self._pill.set(text, tone)
        self._why.setText(words.gist(result, catalogue, {}) or "Alle Voraussetzungen sind erfüllt.")
        self.setAccessibleName(f"{name}: {text}. {self._why.text()}")


class TrialPane(ScrollArea):
    """Two cards of cases; lines are kept and only their words change."""

    def __init__(self, catalogue: FactCatalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=step(3))
        self._catalogue = catalogue
        self._lines: dict[bool, list[_Line]] = {False: [], True: []}
        self.body.setContentsMargins(0, 0, step(2), step(4))
        self.body.addWidget(Label("Erproben", "section"))
        self.body.addWidget(
            Label("So käme diese Fassung heraus, während Sie schreiben. Gespeichert wird dabei nichts.", "small")
        )
        self._notice = Notice("", Tone.NEUTRAL)
        self.body.addWidget(self._notice)
        self._cards = {False: Card("Aufbewahrte Checks"), True: Card("Erfundene Beispielfälle")}
        for card in self._cards.values():
            self.body.addWidget(card)
            card.hide()
        self.body.addStretch(1)
        self._notice.set(_NOTHING)

    def show_results(self, trial: DraftTrial, tried: Sequence[Tried]) -> None:
        """Show how the cases come out."""
        if not trial.is_possible:
            self._notice.set(_NOTHING)
        elif trial.left_out:
            self._notice.set(_left_out(trial.left_out))
        else:
            self._notice.set("")
        for is_example, card in self._cards.items():
            found = [each for each in tried if each.trial.is_example is is_example]
            self._fill(card, self._lines[is_example], found)
            card.setVisible(bool(found))

    def _fill(self, card: Card, lines: list[_Line], found: Sequence[Tried]) -> None:
        while len(lines) < len(found):
            if lines:
                card.add(rule())
            line = _Line()
            lines.append(line)
            card.add(line)
        for line, tried in zip(lines, found, strict=False):
            line.show_case(tried.trial.name, tried.result, self._catalogue)

    def names(self) -> list[str]:
        """Return what is said of each case, kept ones first."""
        return [line.accessibleName() for lines in self._lines.values() for line in lines]


def _left_out(count: int) -> str:
    if count == 1:
        return "1 Teil ist noch unvollständig oder fehlerhaft und zählt hier nicht mit."
    return f"{show_count(count)} Teile sind noch unvollständig oder fehlerhaft und zählen hier nicht mit."
