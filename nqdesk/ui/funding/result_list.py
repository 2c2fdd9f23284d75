"""All results: possible ones first, then open ones, then the others."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nqdesk.domain.funding.check import CheckResult, InstrumentResult, Result
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.ui.funding import words
from nqdesk.ui.funding.result_card import ResultCard
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.scroll_area import ScrollArea

_DECIDES = "Die Entscheidung trifft die zuständige Stelle."


class ResultList(ScrollArea):
    """One card for each instrument; what a person opened stays open while facts change.

    Signals:
        rule_wanted: id of the instrument whose rules are wanted.
    """

    rule_wanted = Signal(str)

    def __init__(self, catalogue: FactCatalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=step(2.5))
        self._catalogue = catalogue
        self.cards: dict[str, ResultCard] = {}
        self._order: list[str] = []
        self._was_touched = False
        self._foot = Label(_DECIDES, "small")
        self.body.setContentsMargins(0, 0, step(2), step(4))
        self.body.addWidget(self._foot)
        self.body.addStretch(1)

    def set_catalogue(self, catalogue: FactCatalogue) -> None:
        """Tell facts by another catalogue from now on."""
        self._catalogue = catalogue
        for name in list(self.cards):
            self._drop(name)

    def show_results(self, checked: CheckResult) -> None:
        """Show another check."""
        titles = {found.instrument.id: words.title(found) for found in checked.instruments}
        results = sorted(checked.instruments, key=words.rank)
        order = [found.instrument.id for found in results]
        for name in set(self.cards) - set(order):
            self._drop(name)
        for place, found in enumerate(results):
            self._put(found, place, titles)
        self._order = order
        if not self._was_touched:
            first = order[0] if order and words.rank(results[0]) == 0 else ""
            for name, card in self.cards.items():
                card.open(name == first)

    def _put(self, found: InstrumentResult, place: int, titles: dict[str, str]) -> None:
        name = found.instrument.id
        card = self.cards.get(name)
        if card is None:
            card = self.cards[name] = ResultCard(self._catalogue)
            card.toggled.connect(self._touch)
            card.rule_wanted.connect(self.rule_wanted)
        if self.body.indexOf(card) != place:
            self.body.insertWidget(place, card)
        card.show_result(found, words.gist(found, self._catalogue, titles))

    def _drop(self, name: str) -> None:
        card = self.cards.pop(name)
        self.body.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _touch(self) -> None:
        self._was_touched = True

    def shown(self, result: Result) -> list[str]:
        """Return the ids of the instruments with a result, in their order."""
        return [name for name in self._order if self.cards[name].result is result]
