"""Above the list: search, chips by state with counts, and filters; together they make one OfferQuery."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.offers import Form, FundingMark, OfferKind, OfferState
from nqdesk.domain.organisations import Role
from nqdesk.store import organisations
from nqdesk.ui.offers.filter_menu import FilterMenu, Option
from nqdesk.ui.offers.offer_counts import OfferCounts
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.chip_bar import ChipBar
from nqdesk.ui.widgets.flow_layout import FlowLayout
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.search_field import SearchField

BIN = "bin"
LATEST = "latest"  # the import that was taken last
_STATES = (OfferState.ACTIVE, OfferState.TO_CHECK, OfferState.PAST, OfferState.WITHDRAWN)


class FilterBar(QWidget):
    """What the list is limited to.

    Signals:
        changed: another query is wanted. typed: the same while somebody types. down: the cursor should go into the
        list.
    """

    changed = Signal()
    typed = Signal()
    down = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(2))
        self.search = SearchField("Suchen", "Strg+F")
        self.search.setAccessibleName("Angebote durchsuchen")
        self.search.setMinimumWidth(step(42))
        self.search.searched.connect(lambda _: self.typed.emit())
        self.search.down.connect(self.down)
        chips = [*((s, messages.word(s)) for s in _STATES), (LATEST, "zuletzt eingelesen"), (BIN, "Papierkorb")]
        self.states = ChipBar("Stand", chips)
        self.states.set_shown(LATEST, shown=False)
        self._latest_batch = 0
        self.states.edited.connect(self._state_chosen)
        self._in_bin = False
        self.kinds = FilterMenu("Art", [(k, messages.word(k)) for k in OfferKind])
        self.forms = FilterMenu("Form", [(f, messages.word(f)) for f in Form])
        self.funding = FilterMenu("Förderung", [(m, messages.word(m)) for m in FundingMark])
        self.occupations = FilterMenu("Beruf", self._occupation_options)
        self.provider = FilterMenu("Anbieter", self._provider_options, single=True)
        self._menus = (self.kinds, self.forms, self.funding, self.occupations, self.provider)
        row = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        flow = FlowLayout(row, gap=6)
        for menu in self._menus:
            menu.changed.connect(self._filter_chosen)
            flow.addWidget(menu)
        self._reset = Button("Filter zurücksetzen", "link", on_click=self.reset)
        self._reset.hide()
        flow.addWidget(self._reset)
        first = QHBoxLayout()
        first.setSpacing(step(3))
        first.addWidget(self.search, 4)
        first.addWidget(row, 7, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(first)
        second = QHBoxLayout()
        second.setSpacing(step(3))
        second.addWidget(self.states, 1)
        self._found = Label("", "small", wrap=False)
        second.addWidget(self._found, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(second)

    def query(self, base: OfferQuery) -> OfferQuery:
        """Return `base` (its sort order) with what is chosen here."""
        chosen = self.states.value()
        return replace(
            base,
            search=self.search.text(),
            states=frozenset() if BIN in chosen else frozenset(s for s in chosen if isinstance(s, OfferState)),
            batch=self._latest_batch if LATEST in chosen else 0,
            in_bin=BIN in chosen,
            kinds=self.kinds.value(),
            forms=self.forms.value(),
            funding=self.funding.value(),
            occupations=self.occupations.value(),
            provider_id=next(iter(self.provider.value()), ""),
        )

    @property
    def is_limiting(self) -> bool:
        """Whether anything is chosen or typed."""
        return bool(self.search.text() or self.states.value() or any(menu.value() for menu in self._menus))

    def show_counts(self, counts: OfferCounts) -> None:
        """Show how many offers are in each state, in the bin and of the last import; another import is listed anew."""
        is_other = counts.latest_batch != self._latest_batch or not counts.latest
        self._latest_batch = counts.latest_batch
        self.states.set_counts({**counts.states, BIN: counts.binned, LATEST: counts.latest})
        self.states.set_shown(LATEST, shown=bool(counts.latest))
        if LATEST in self.states.value() and is_other:
            if not counts.latest:
                self.states.set_value(self.states.value() - {LATEST})
            self.changed.emit()

    def show_found(self, count: int | None) -> None:
        """Say how many offers the list holds; None says nothing."""
        self._found.setText("" if count is None else f"{count:,} gefunden".replace(",", "."))

    def reset(self) -> None:
        """Show everything."""
        self.search.set_text("")
        self.states.set_value(frozenset())
        for menu in self._menus:
            menu.set_value(frozenset())
        self._filter_chosen()

    def show_provider(self, provider_id: str) -> None:
        """Show the offers of one provider only."""
        self.search.set_text("")
        self.states.set_value(frozenset())
        for menu in self._menus:
            menu.set_value(frozenset())
        self.provider.set_value(frozenset({provider_id}))
        self._filter_chosen()

    def _filter_chosen(self) -> None:
        self._reset.setVisible(any(menu.value() for menu in self._menus))
        self.changed.emit()

    def _state_chosen(self) -> None:
        chosen = self.states.value()
        if BIN in chosen and not self._in_bin:
            self.states.set_value(frozenset({BIN}))
        elif BIN in chosen and len(chosen) > 1:
            self.states.set_value(chosen - {BIN})
        self._in_bin = BIN in self.states.value()
        self.changed.emit()

    def _occupation_options(self) -> list[Option]:
        return [(o.id, o.title) for o in self._session.occupations.by_id.values()]

    def _provider_options(self) -> list[Option]:
        return [(p.id, p.label) for p in organisations.every(self._session.store.db, Role.PROVIDER)]
