"""Two variants side by side: where they differ in facts, and how each instrument comes out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import CheckResult, InstrumentResult
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.ui.funding import words
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.label import Label, rule
from nqdesk.ui.widgets.pill import StatusPill
from nqdesk.ui.widgets.scroll_area import ScrollArea

_UNKNOWN = "offen"
_TOP = Qt.AlignmentFlag.AlignTop
_THREE_COLUMNS = step(150)  # narrower than this, the name stands above what the variants say


class CompareView(ScrollArea):
    """Tables of variant A and variant B."""

    def __init__(self, catalogue: FactCatalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=step(3), reading="Vergleich der Varianten")
        self._catalogue = catalogue
        self._shown: tuple[Sequence[Case], Sequence[CheckResult]] | None = None
        self._is_wide = True
        self.body.setContentsMargins(0, 0, step(2), step(4))
        self.body.addStretch(1)

    def set_catalogue(self, catalogue: FactCatalogue) -> None:
        """Tell facts by another catalogue from now on."""
        self._catalogue = catalogue

    def show_both(self, cases: Sequence[Case], checks: Sequence[CheckResult]) -> None:
        """Show two cases and their checks."""
        self._shown = (tuple(cases), tuple(checks))
        content = QWidget()
        content.setProperty("role", "clear")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(3))
        column.addWidget(self._facts_card(cases))
        differing, same = self._split(checks)
        column.addWidget(self._results_card("Anders", differing, "In beiden Varianten kommt dasselbe heraus."))
        column.addWidget(self._results_card("Gleich", same, "Kein Instrument kommt in beiden gleich heraus."))
        self.show_content(content)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.viewport().width() >= _THREE_COLUMNS
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            if self._shown is not None:
                self.show_both(*self._shown)

    def _facts_card(self, cases: Sequence[Case]) -> Card:
        card = Card("Unterschiede in den Angaben")
        grid = _grid(is_wide=self._is_wide)
        row = 0
        for fact in self._catalogue.facts:
            said = [words.state_of(fact, case) or _UNKNOWN for case in cases]
            if len(set(said)) > 1:
                cells = [Label(text, "strong") for text in said]
                row = _line(grid, row, Label(fact.label, "label"), cells, is_wide=self._is_wide)
        if row:
            card.add(grid)
        else:
            card.add(Label("Noch keine. Ändern Sie links in einer Variante, was anders sein soll.", "small"))
        return card

    def _split(
        self, checks: Sequence[CheckResult]
    ) -> tuple[list[tuple[InstrumentResult | None, ...]], list[tuple[InstrumentResult | None, ...]]]:
        names = dict.fromkeys(found.instrument.id for checked in checks for found in checked.instruments)
        pairs = [tuple(checked.of(name) for checked in checks) for name in names]
        pairs.sort(key=lambda pair: min(words.rank(found) for found in pair if found))
        differing = [pair for pair in pairs if len({_face(found) for found in pair}) > 1]
        return differing, [pair for pair in pairs if pair not in differing]

    def _results_card(self, title: str, pairs: list[tuple[InstrumentResult | None, ...]], nothing: str) -> Card:
        card = Card(title)
        if not pairs:
            card.add(Label(nothing, "small"))
            return card
        grid = _grid(is_wide=self._is_wide)
        row = 0
        for pair in pairs:
            named = next(found for found in pair if found)
            cells = [_outcome(found) for found in pair]
            row = _line(grid, row, Label(words.title(named)), cells, is_wide=self._is_wide)
        card.add(grid)
        return card


def _grid(*, is_wide: bool) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(step(4))
    grid.setVerticalSpacing(step(2))
    for place, share in enumerate((4, 3, 3) if is_wide else (1, 0, 1)):
        grid.setColumnStretch(place, share)
    _cells(grid, 0, [Label("Variante A", "small"), Label("Variante B", "small")], is_wide=is_wide)
    return grid


def _cells(grid: QGridLayout, row: int, cells: Sequence[QWidget], *, is_wide: bool) -> None:
    """Put what the variants say into a row; where the name stands above, the first begins at the left edge."""
    first, second = cells
    grid.addWidget(first, row, int(is_wide), 1, 1 if is_wide else 2, _TOP)
    grid.addWidget(second, row, 2, _TOP)


def _line(grid: QGridLayout, row: int, name: QWidget, cells: Sequence[QWidget], *, is_wide: bool) -> int:
    at = row * 3 + 1
    grid.addWidget(rule(), at, 0, 1, 3)
    if is_wide:
        grid.addWidget(name, at + 1, 0, _TOP)
    else:
        grid.addWidget(name, at + 1, 0, 1, 3)
    _cells(grid, at + 1 if is_wide else at + 2, cells, is_wide=is_wide)
    return row + 1


def _face(found: InstrumentResult | None) -> tuple[str, ...]:
    if found is None:
        return ()
    return (words.pill(found)[0], *(f"{each.amount.text}: {words.amount(each)}" for each in found.amounts))


def _outcome(found: InstrumentResult | None) -> QWidget:
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(step(1))
    if found is None:
        column.addWidget(Label("keine Fassung an diesem Tag", "small"))
        return cell
    column.addWidget(StatusPill(*words.pill(found)))
    for line in _face(found)[1:]:
        column.addWidget(Label(line, "small"))
    return cell
