"""The panel beside the list: everything known of one offer, or what can be done with several."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.offers import Offer, OfferState, is_old, state
from nqdesk.domain.organisations import Organisation, azav_state
from nqdesk.domain.people import Right
from nqdesk.store import offers, organisations
from nqdesk.ui import theme
from nqdesk.ui.offers import values
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button, IconButton
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.empty_state import EmptyState
from nqdesk.ui.widgets.flow_layout import FlowLayout
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.pill import StatusPill
from nqdesk.ui.widgets.scroll_area import ScrollArea


class OfferDetail(QFrame):
    """One offer, read only, with its actions.

    Signals:
        edit_wanted: id of the offer. provider_wanted: id of the organisation.
        confirm_wanted, withdraw_wanted, bin_wanted, restore_wanted, erase_wanted, event_wanted: do it with what is
            chosen in the list.
        decided: id of the offer and of the occupation. closed: the panel should go away.
    """

    edit_wanted = Signal(str)
    provider_wanted = Signal(str)
    confirm_wanted = Signal()
    withdraw_wanted = Signal()
    bin_wanted = Signal()
    restore_wanted = Signal()
    erase_wanted = Signal()
    event_wanted = Signal()
    decided = Signal(str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setProperty("role", "side-right")
        self.setAccessibleName("Angebot im Einzelnen")
        self.setMinimumWidth(step(84))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._content: QWidget | None = None
        self._shown = ""
        self.show_nothing()

    # -- what is shown -----------------------------------------------------------------------------------------

    @property
    def shown_id(self) -> str:
        """Id of the offer shown, "" if it is none or several."""
        return self._shown

    def show_nothing(self) -> None:
        """Show that nothing is chosen."""
        self._shown = ""
        self._replace(EmptyState("offers", "Kein Angebot ausgewählt", detail="Wählen Sie links ein Angebot aus."))

    def show_several(self, count: int, *, in_bin: bool) -> None:
        """Show what can be done with several offers."""
        self._shown = ""
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(step(5), step(5), step(5), step(5))
        layout.setSpacing(step(3))
        number = f"{count:,}".replace(",", ".")
        layout.addWidget(Label(f"{number} Angebote ausgewählt", "section"))
        layout.addWidget(Label("Was Sie hier wählen, gilt für alle ausgewählten Angebote.", "small"))
        for button in self._bin_buttons() if in_bin else self._several_buttons():
            layout.addWidget(button)
        layout.addStretch(1)
        self._replace(content)

    def show_offer(self, offer_id: str, *, in_bin: bool = False) -> None:
        """Show one offer; nothing if it is gone."""
        offer = offers.get(self._session.store.db, offer_id, in_bin=in_bin)
        if offer is None:
            self.show_nothing()
            return
        again = offer_id == self._shown
        self._shown = offer_id
        self._replace(self._offer(offer, in_bin), keep_place=again)

    def _replace(self, content: QWidget, *, keep_place: bool = False) -> None:
        place = self._content.verticalScrollBar().value() if isinstance(self._content, ScrollArea) else 0
        had_focus = self._content is not None and self._content.isAncestorOf(self.window().focusWidget() or self)
        if self._content is not None:
            self._layout.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = content
        self._layout.addWidget(content)
        content.show()
        if keep_place and isinstance(content, ScrollArea):
            content.verticalScrollBar().rangeChanged.connect(
                lambda _low, high: content.verticalScrollBar().setValue(min(place, high)),
                Qt.ConnectionType.SingleShotConnection,
            )
        if had_focus:
            self.setFocus()

    # -- one offer ---------------------------------------------------------------------------------------------

    def _offer(self, offer: Offer, in_bin: bool) -> QWidget:
        from nqdesk.ui.offers import detail_cards  # the list is painted before any offer is shown
        from nqdesk.ui.offers.facts import Pills
        from nqdesk.ui.offers.history_card import history_card

        today = self._session.today()
        provider = organisations.get(self._session.store.db, offer.provider_id) if offer.provider_id else None
        area = ScrollArea(margin=step(5), gap=step(3), reading="Angebot")
        body = area.body
        title = Label(offer.title)
        title.setFont(theme.font(1.2, bold=True))
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        body.addWidget(title)
        now = state(offer, today)
        pills = [(messages.word(now), values.state_tone(now))]
        if in_bin:
            pills = [("im Papierkorb", Tone.NO)]
        pills.append((values.kind_word(offer.kind, offer.tq_number), Tone.ACCENT))
        if is_old(offer, today):
            pills.append(("Angaben alt" if offer.information_date else "Angaben ohne Datum", Tone.OPEN))
        body.addWidget(Pills(pills))
        body.addWidget(self._buttons(offer, now, in_bin))
        if not in_bin:
            for notice in self._reasons(offer):
                body.addWidget(notice)
        body.addWidget(self._provider(provider))
        body.addWidget(self._occupation(offer, in_bin))
        for card in (
            detail_cards.dates_card(offer, today),
            detail_cards.facts_card(offer),
            detail_cards.funding_card(offer, today),
            detail_cards.conditions_card(offer),
            detail_cards.contact_card(offer, provider),
            detail_cards.source_card(offer, provider, today),
            detail_cards.description_card(offer),
            history_card(self._session, offer.id),
        ):
            if card is not None:
                body.addWidget(card)
        body.addStretch(1)
        return area

    def _buttons(self, offer: Offer, now: OfferState, in_bin: bool) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, gap=8)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        if in_bin:
            buttons = self._bin_buttons()
        else:
            edit = Button("Bearbeiten", icon="edit", on_click=lambda: self.edit_wanted.emit(offer.id))
            edit.setEnabled(self._session.can_write)
            buttons = [edit]
            if now is OfferState.TO_CHECK or is_old(offer, self._session.today()):
                buttons.append(self._button("Als geprüft bestätigen", "check", self.confirm_wanted.emit))
            buttons.append(self._more(now))
        for button in buttons:
            flow.addWidget(button)
        return row

    def _button(self, text: str, icon: str, act: Callable[[], object], kind: str = "") -> Button:
        button = Button(text, kind, icon=icon, on_click=act)
        button.setEnabled(self._session.can_write)
        return button

    def _more(self, now: OfferState) -> Button:
        button = Button("Mehr", icon="more")
        button.setAccessibleName("Weitere Möglichkeiten")
        menu = QMenu(button)
        self._entry(menu, "Zur Veranstaltung hinzufügen …", "events", self.event_wanted.emit)
        self._entry(menu, "Als geprüft bestätigen", "check", self.confirm_wanted.emit)
        if now is not OfferState.WITHDRAWN:
            self._entry(menu, "Zurückziehen", "close", self.withdraw_wanted.emit)
        menu.addSeparator()
        self._entry(menu, "In den Papierkorb", "bin", self.bin_wanted.emit)
        button.setMenu(menu)
        button.setEnabled(self._session.can_write)
        return button

    @staticmethod
    def _entry(menu: QMenu, text: str, icon: str, act: Callable[[], object]) -> None:
        action = menu.addAction(text)
        theme.set_icon(action, icon)
        action.triggered.connect(lambda: act())

    def _several_buttons(self) -> list[Button]:
        return [
            self._button("Zur Veranstaltung hinzufügen …", "events", self.event_wanted.emit),
            self._button("Als geprüft bestätigen", "check", self.confirm_wanted.emit),
            self._button("Zurückziehen", "close", self.withdraw_wanted.emit),
            self._button("In den Papierkorb", "bin", self.bin_wanted.emit),
        ]

    def _bin_buttons(self) -> list[Button]:
        erase = self._button("Endgültig löschen …", "bin", self.erase_wanted.emit, "danger")
        if not self._session.may(Right.VERWALTUNG):
            erase.setEnabled(False)
            erase.setToolTip("Endgültig löschen darf nur, wer das Recht „Verwaltung“ hat.")
        return [self._button("Wiederherstellen", "restore", self.restore_wanted.emit), erase]

    def _reasons(self, offer: Offer) -> list[QWidget]:
        """Return what a person should look at; the occupation has its own card."""
        codes = sorted(offer.check_reasons - {"occupation_doubtful"})
        return [Notice(messages.sentence(code), Tone.OPEN) for code in codes]

    def _provider(self, provider: Organisation | None) -> Card:
        card = Card()
        if provider is None:
            card.add(Label("Anbieter", "small"))
            card.add(Label("Kein Anbieter eingetragen", "strong"))
            return card
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(step(0.5))
        words.addWidget(Label("Anbieter", "small"))
        words.addWidget(Label(provider.name, "strong"))
        place = " ".join(part for part in (provider.plz, provider.city) if part)
        if place:
            words.addWidget(Label(place, "small"))
        head.addLayout(words, 1)
        edit = IconButton("edit", "Anbieter ansehen und bearbeiten")
        edit.clicked.connect(lambda: self.provider_wanted.emit(provider.id))
        head.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)
        card.add(head)
        azav = azav_state(provider.azav, self._session.today())
        pill = StatusPill(messages.word(azav), values.azav_tone(azav))
        if provider.azav is not None and provider.azav.valid_until is not None:
            pill.setToolTip(f"gültig bis {provider.azav.valid_until:%d.%m.%Y}")
        card.body.addWidget(pill, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _occupation(self, offer: Offer, in_bin: bool) -> QWidget:
        if "occupation_doubtful" in offer.check_reasons and not in_bin and self._session.can_write:
            from nqdesk.ui.offers.occupation_decision import OccupationDecision, candidates

            decision = OccupationDecision(
                self._session.occupations,
                candidates(self._session.occupations, offer),
                question="Beruf zweifelhaft: Welcher ist gemeint?",
            )
            decision.decided.connect(lambda chosen: self.decided.emit(offer.id, chosen))
            return decision
        occupation = self._session.occupations.by_id.get(offer.occupation_id)
        card = Card()
        card.body.setSpacing(step(0.5))
        if occupation is None:
            card.add(Label("Berufsfeld" if offer.field else "Beruf", "small"))
            card.add(Label(offer.field or "Kein Beruf zugeordnet", "strong"))
            return card
        card.add(Label("Beruf", "small"))
        card.add(Label(occupation.title, "strong"))
        about = values.joined(
            f"{occupation.months} Monate Ausbildung", occupation.competent_body, occupation.field_title
        )
        card.add(Label(about, "small"))
        card.add(Label(messages.word(offer.occupation_certainty), "small"))
        return card
