"""All results: possible ones first, then open ones, then the others; what hardly concerns a case is folded away."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import CheckResult, InstrumentResult, Result
from nqdesk.domain.funding.elsewhere import in_order, open_place
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.ui.funding import words
from nqdesk.ui.funding.result_card import ResultCard
from nqdesk.ui.funding.result_group import ResultGroup
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.scroll_area import ScrollArea

_DECIDES = "Die Entscheidung trifft die zuständige Stelle."


class ResultList(ScrollArea):
    """One card for each instrument; what a person opened stays open while facts change.

    Attributes:
        elsewhere: open programmes of other Länder, folded away; ``apart`` their ids.
        uncovered: instruments without a version, folded away, with the reason.

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
        self.elsewhere, self.uncovered = ResultGroup(), ResultGroup()
        self.apart: tuple[str, ...] = ()
        self._reasons: list[str] = []
        self._foot = Label(_DECIDES, "small")
        self.body.setContentsMargins(0, 0, step(2), step(4))
        for part in (self.elsewhere, self.uncovered, self._foot):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def set_catalogue(self, catalogue: FactCatalogue) -> None:
        """Tell facts by another catalogue from now on."""
        self._catalogue = catalogue
        for name in list(self.cards):
            self._drop(name)

    def show_results(self, checked: CheckResult, case: Case) -> None:
        """Show another check, of this case."""
        titles = {found.instrument.id: words.title(found) for found in checked.instruments}
        places = {found.instrument.id: open_place(found, case.values) for found in checked.instruments}
        results = sorted(in_order(checked.instruments, case.values), key=words.rank)
        for name in set(self.cards) - titles.keys():
            self._drop(name)
        here = [found for found in results if not places[found.instrument.id] and found.result is not Result.EXCLUDED]
        elsewhere = [found for found in results if places[found.instrument.id]]
        excluded = [found for found in results if found.result is Result.EXCLUDED]
        self._arrange(self.body, [*here, self.elsewhere, *excluded, self.uncovered], titles)
        self._arrange(self.elsewhere.body, elsewhere, titles)
        self.elsewhere.setVisible(bool(elsewhere))
        self.elsewhere.set_heading(*words.elsewhere(list(filter(None, places.values()))))
        self._show_uncovered(checked)
        self.apart = tuple(found.instrument.id for found in elsewhere)
        self._order = [found.instrument.id for found in (*here, *elsewhere, *excluded)]
        if not self._was_touched:
            first = self._order[0] if here and words.rank(here[0]) == 0 else ""
            for name, card in self.cards.items():
                card.open(name == first)

    def _arrange(self, body: QBoxLayout, parts: Sequence[InstrumentResult | QWidget], titles: dict[str, str]) -> None:
        for place, part in enumerate(parts):
            widget = part if isinstance(part, QWidget) else self._card(part.instrument.id)
            if body.indexOf(widget) != place:
                body.insertWidget(place, widget)
                if isinstance(widget, ResultCard):
                    widget.show()  # Qt hides what moves out of a part that is folded away
            if isinstance(widget, ResultCard) and isinstance(part, InstrumentResult):
                widget.show_result(part, words.gist(part, self._catalogue, titles))

    def _card(self, name: str) -> ResultCard:
        card = self.cards.get(name)
        if card is None:
            card = self.cards[name] = ResultCard(self._catalogue)
            card.toggled.connect(self._touch)
            card.rule_wanted.connect(self.rule_wanted)
        return card

    def _show_uncovered(self, checked: CheckResult) -> None:
        reasons = [f"{words.title(found)}: {words.why_uncovered(found)}" for found in checked.without_version]
        self.uncovered.setVisible(bool(reasons))
        if reasons == self._reasons:
            return
        self._reasons = reasons
        self.uncovered.set_heading(*words.uncovered(len(reasons), covered=len(checked.instruments)))
        self.uncovered.open(bool(reasons) and not checked.instruments)
        while (item := self.uncovered.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for reason in reasons:
            self.uncovered.body.addWidget(Label(reason, "small"))

    def _drop(self, name: str) -> None:
        card = self.cards.pop(name)
        for body in (self.body, self.elsewhere.body):
            body.removeWidget(card)
        card.hide()
        card.deleteLater()

    def focus_on_first(self) -> bool:
        """Put the keyboard on the first result that is not folded away; False if there is none."""
        first = next((name for name in self._order if self.cards[name].isVisibleTo(self)), "")
        if first:
            self.cards[first].focus_on_head()
            self.ensureWidgetVisible(self.cards[first])
        return bool(first)

    def _touch(self) -> None:
        self._was_touched = True

    def shown(self, result: Result) -> list[str]:
        """Return the ids of the instruments with a result, in their order."""
        return [name for name in self._order if self.cards[name].result is result]
