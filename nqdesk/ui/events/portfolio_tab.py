"""The tab Portfolio: title, rule, chosen offers, order, what is missing, what is printed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nqdesk.actions import messages
from nqdesk.domain.change import Area
from nqdesk.domain.portfolio import OfferRule, Order
from nqdesk.store import centre
from nqdesk.ui.events.chosen_list import ChosenList
from nqdesk.ui.events.figures import Figures
from nqdesk.ui.events.missing_card import MissingCard
from nqdesk.ui.events.offer_picker import pick_offers
from nqdesk.ui.events.portfolio_state import PortfolioState
from nqdesk.ui.events.print_choice import PrintChoice
from nqdesk.ui.events.rule_card import RuleCard
from nqdesk.ui.events.tab_area import TabArea
from nqdesk.ui.session import Done, Session
from nqdesk.ui.taking_back import tell_with_way_back
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.text_field import TextField
from nqdesk.ui.widgets.two_columns import TwoColumns

FIGURES = (("Angebot", "Angebote"), ("Beruf", "Berufe"), ("Anbieter", "Anbieter"), ("Termin", "Termine"))


class PortfolioTab(TabArea):
    """Everything about what an event's portfolio holds."""

    removed = Signal()

    def __init__(self, session: Session, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = state
        columns = TwoColumns()
        self.body.addWidget(columns)
        self.rule = RuleCard(session, state)
        self.offers = ChosenList(session)
        columns.first.addWidget(self.rule)
        columns.first.addWidget(self.offers)
        columns.first.addWidget(self._make_titles())
        self._figures = Figures(FIGURES)
        figures = Card("Umfang")
        figures.add(self._figures)
        columns.second.addWidget(figures)
        columns.second.addWidget(self._make_order())
        self.missing = MissingCard()
        columns.second.addWidget(self.missing)
        self.print_choice = PrintChoice(state)
        columns.second.addWidget(self.print_choice)
        columns.finish()
        self.offers.add_wanted.connect(self.add_offers)
        self.offers.remove_wanted.connect(self._remove)
        self.offers.take_back_wanted.connect(lambda: state.take_back())
        self.offers.open_wanted.connect(self._open)
        self.missing.open_wanted.connect(self._open)
        state.loaded.connect(self._load)
        state.selected.connect(self._show)

    def _make_titles(self) -> Card:
        card = Card("Deckblatt")
        self.titles = Form(1)
        region = centre.get(self._session.store.db).region_name
        self.titles.add("title", "Titel", TextField(messages.phrase("portfolio_title", {"region": region}).strip()))
        self.titles.add(
            "subtitle", "Untertitel", TextField(messages.phrase("portfolio_subtitle")), hint="Leer: wie vorgeschlagen."
        )
        self.titles.settled.connect(self._save_titles)
        self.titles.set_read_only(read_only=not self._session.can_write)
        card.add(self.titles)
        return card

    def _make_order(self) -> Card:
        card = Card("Reihenfolge im Beruf")
        self.order = Choice(tuple((order, messages.word(order)) for order in Order))
        self.order.setAccessibleName("Reihenfolge innerhalb eines Berufs")
        self.order.setEnabled(self._session.can_write)
        self.order.edited.connect(lambda: self._state.save(order=self.order.value()))
        card.add(self.order)
        card.add(Label("Wird im Portfolio offengelegt: Kein Anbieter wird bevorzugt.", "small"))
        return card

    # -- what is shown -----------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Store what is being typed."""
        self.titles.settle()
        self.rule.leave()

    def add_offers(self) -> None:
        """Ask for offers and take them in."""
        selection = self._state.selection
        already = frozenset(row.id for row in selection.rows) if selection is not None else frozenset[str]()
        ids = pick_offers(self._session, already, self)
        if ids:
            text = "1 Angebot hinzugefügt" if len(ids) == 1 else f"{len(ids)} Angebote hinzugefügt"
            self._say(text, self._state.add(ids))

    def _load(self) -> None:
        choice = self._state.choice
        if not self.titles.is_edited:
            self.titles.set_values({"title": choice.title, "subtitle": choice.subtitle})
        self.order.set_value(choice.order)

    def _show(self) -> None:
        selection = self._state.selection
        if selection is None:
            return
        self._figures.show_numbers((selection.count, len(selection.occupations), selection.providers, selection.runs))
        order = f"Reihenfolge im Beruf: {messages.word(self._state.choice.order)}. Kein Anbieter wird bevorzugt."
        by_rule = self._state.choice.by_rule
        self.offers.show_selection(selection, by_rule=by_rule and self._state.choice.rule != OfferRule(), order=order)
        self.missing.show_rows(selection.incomplete, selection.count)

    def _save_titles(self) -> None:
        done = self._state.save(**self.titles.values())
        if done or not done.problems:
            self.titles.mark_saved()

    def _remove(self, ids: frozenset[str]) -> None:
        text = "1 Angebot entfernt" if len(ids) == 1 else f"{len(ids)} Angebote entfernt"
        self._say(text, self._state.remove(ids))

    def _say(self, text: str, done: Done) -> None:
        if done.change is not None:
            tell_with_way_back(self._session, text, done.change)

    def _open(self, offer_id: str) -> None:
        self._session.open_record(Area.OFFERS, offer_id)
