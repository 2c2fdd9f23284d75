"""All results of a kept check as they were, in the order of a new one: what hardly concerns it is folded away."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QEvent, QSize, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from nqdesk.domain.funding.check import POSITIVE, Result
from nqdesk.domain.funding.elsewhere import in_order, open_place
from nqdesk.domain.funding.frozen import FrozenCheck, FrozenInstrument
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.ui.funding import kept_words, words
from nqdesk.ui.funding.frozen_card import FrozenCard
from nqdesk.ui.funding.result_group import ResultGroup
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.scroll_area import ScrollArea

_FIRST, _MORE = 8, 4  # cards made at once, and in each step after that
DECIDES = "Die Entscheidung trifft die zuständige Stelle."


class FrozenList(ScrollArea):
    """One card for each instrument.

    Attributes:
        elsewhere: open programmes of other Länder, folded away; ``apart`` their ids.
        uncovered: instruments without a version, folded away, with the reason.

    Signals:
        outcome_wanted: id of the instrument of which it is to be noted what became of it.
    """

    outcome_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=step(2.5))
        self._session = session
        self.cards: dict[str, FrozenCard] = {}
        self._check = KeptCheck()
        self._told = FrozenCheck(date.min, "", ())
        self.elsewhere, self.uncovered = ResultGroup(), ResultGroup()
        self.apart: tuple[str, ...] = ()
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

    def show_check(self, check: KeptCheck, told: FrozenCheck, *, can_change: bool) -> None:
        """Show another check, as it is told: the first cards at once, the others while nothing else is to do."""
        self._check, self._told = check, told
        self._can_change = can_change and self._session.can_write
        results = sorted(in_order(told.with_version, told.values), key=kept_words.rank)
        places = {found.id: place for found in results if (place := open_place(found, told.values))}
        excluded = [found for found in results if found.result is Result.EXCLUDED]
        here = [found for found in results if found.id not in places and found.result is not Result.EXCLUDED]
        self._waiting = [*here, *(found for found in results if found.id in places), *excluded]
        self.apart = tuple(found.id for found in self._waiting if found.id in places)
        self.cards = {}
        self._arrange(list(places.values()))
        self.verticalScrollBar().setValue(0)
        self._add(_FIRST)
        first = next(iter(self.cards.values()), None)
        if first is not None and first.found.result in POSITIVE:
            first.open(wanted=True)
            _settle()

    def _arrange(self, places: list[str]) -> None:
        """Make the places for the cards: what concerns the case, programmes of other Länder, what is excluded."""
        self.elsewhere, self.uncovered = ResultGroup(), ResultGroup()
        content = _Content()
        content.setProperty("role", "clear")
        whole = QVBoxLayout(content)
        self._here, self._excluded = QVBoxLayout(), QVBoxLayout()
        for column in (whole, self._here, self._excluded):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(step(2.5))
        whole.addLayout(self._here)
        whole.addWidget(self.elsewhere)
        whole.addLayout(self._excluded)
        whole.addWidget(self.uncovered)
        self.elsewhere.setVisible(bool(places))
        self.elsewhere.set_heading(*words.elsewhere(places))
        without = self._told.without_version
        self.uncovered.setVisible(bool(without))
        self.uncovered.set_heading(*words.uncovered(len(without), covered=len(self._told.with_version)))
        self.uncovered.open(bool(without) and not self._told.with_version)
        for found in without:
            self.uncovered.body.addWidget(Label(kept_words.uncovered(found), "small"))
        self.show_content(content)

    def _column(self, found: FrozenInstrument) -> QBoxLayout:
        if found.id in self.apart:
            return self.elsewhere.body
        return self._excluded if found.result is Result.EXCLUDED else self._here

    def _add(self, count: int) -> None:
        for found in self._waiting[:count]:
            gist, missing = kept_words.gist(found, self._told), self._told.labels(found.missing)
            card = FrozenCard(found, gist, missing, can_write=self._can_change)
            card.outcome_wanted.connect(self.outcome_wanted)
            card.show_outcome(self._check.outcome_of(found.id))
            self.cards[found.id] = card
            self._column(found).addWidget(card)
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
        found = self._told.of(instrument)
        return found.title if found else instrument


class _Content(QWidget):
    """As high as its cards are at its width: what they would need at the smallest width would leave room below them."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


def _settle() -> None:
    """Lay out before anything is painted: a content not yet as high as its cards need would squeeze the open one."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
