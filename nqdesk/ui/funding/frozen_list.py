"""All results of a kept check as they were: possible ones first, then open ones, then the others."""

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.actions import kept_results
from nqdesk.domain.funding.check import POSITIVE
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.domain.funding.frozen import FrozenInstrument
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.domain.funding.nearness import nearest_first
from nqdesk.ui.funding import kept_words
from nqdesk.ui.funding.frozen_card import FrozenCard
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.scroll_area import ScrollArea

_FIRST, _MORE = 8, 4  # cards made at once, and in each step after that
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
        self._check = KeptCheck()
        self._catalogue = FactCatalogue(())
        self._can_change = False
        self._waiting: list[FrozenInstrument] = []
        self._foot = Label(DECIDES, "small")
        self.body.setContentsMargins(0, 0, step(2), step(4))
        self.body.addWidget(self._foot)
        self.body.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(lambda: self._add(_MORE))

    def show_check(self, check: KeptCheck, catalogue: FactCatalogue, *, can_change: bool) -> None:
        """Show another check, from its own words: the first cards at once, the others while nothing else is to do."""
        frozen = kept_results.frozen(check)
        self._check, self._catalogue = check, catalogue
        self._can_change = can_change and self._session.can_write
        self._titles = {each.id: each.title for each in frozen.instruments}
        self._waiting = sorted(nearest_first(frozen.with_version), key=kept_words.rank)
        self.cards = {}
        content = QWidget()
        content.setProperty("role", "clear")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(step(2.5))
        self.show_content(content)
        self.verticalScrollBar().setValue(0)
        self._add(_FIRST)
        first = next(iter(self.cards.values()), None)
        if first is not None and first.found.result in POSITIVE:
            first.open(wanted=True)
            _settle()

    def _add(self, count: int) -> None:
        for found in self._waiting[:count]:
            gist = kept_words.gist(found, self._catalogue, self._titles)
            card = FrozenCard(found, gist, self._catalogue, can_write=self._can_change)
            card.outcome_wanted.connect(self.outcome_wanted)
            card.show_outcome(self._check.outcome_of(found.id))
            self.cards[found.id] = card
            self._column.addWidget(card)
            card.show()  # a layout would do so later, and squeeze the open card until then
        self._waiting = self._waiting[count:]
        self._foot.setVisible(not self._waiting)
        _settle()
        if self._waiting:
            self._timer.start()

    def show_outcomes(self, check: KeptCheck) -> None:
        """Show what became of the instruments."""
        self._check = check
        for name, card in self.cards.items():
            card.show_outcome(check.outcome_of(name))

    def title_of(self, instrument: str) -> str:
        """Return what an instrument was called."""
        return self._titles.get(instrument, instrument)


def _settle() -> None:
    """Lay out before anything is painted: a content not yet as high as its cards need would squeeze the open one."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
