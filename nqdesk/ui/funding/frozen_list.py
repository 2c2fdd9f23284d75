"""All results of a kept check as they were: possible ones first, then open ones, then the others."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.actions import kept_results
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.ui.funding import kept_words
from nqdesk.ui.funding.frozen_card import FrozenCard
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.scroll_area import ScrollArea

DECIDES = "Die Entscheidung trifft die zuständige Stelle."


class FrozenList(ScrollArea):
    """One card for each instrument.

    Signals:
        outcome_wanted: id of the instrument of which it is to be noted what became of it.
    """

    outcome_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=step(2.5))
        self._session = session
        self.cards: dict[str, FrozenCard] = {}
        self._titles: dict[str, str] = {}
        self._content: QWidget | None = None
        self.body.setContentsMargins(0, 0, step(2), step(4))
        self.body.addStretch(1)

    def show_check(self, check: KeptCheck, catalogue: FactCatalogue, *, can_change: bool) -> None:
        """Show another check, from its own words."""
        frozen = kept_results.frozen(check)
        found = sorted(frozen.with_version, key=kept_words.rank)
        self._titles = {each.id: each.title for each in frozen.instruments}
        content = QWidget()
        content.setProperty("role", "clear")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(2.5))
        self.cards = {}
        for each in found:
            gist = kept_words.gist(each, catalogue, self._titles)
            card = FrozenCard(each, gist, catalogue, can_write=can_change and self._session.can_write)
            card.outcome_wanted.connect(self.outcome_wanted)
            self.cards[each.id] = card
            column.addWidget(card)
        if found and kept_words.rank(found[0]) == 0:
            self.cards[found[0].id].open(wanted=True)
        column.addWidget(Label(f"{DECIDES} Regelwerk {kept_words.digest(check.rule_book)}.", "small"))
        if self._content is not None:
            self.body.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = content
        self.body.insertWidget(0, content)
        self.show_outcomes(check)
        self.verticalScrollBar().setValue(0)

    def show_outcomes(self, check: KeptCheck) -> None:
        """Show what became of the instruments."""
        for name, card in self.cards.items():
            card.show_outcome(check.outcome_of(name))

    def title_of(self, instrument: str) -> str:
        """Return what an instrument was called."""
        return self._titles.get(instrument, instrument)
