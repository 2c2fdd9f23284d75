"""One offer of a pending import: what would be new or different, field by field, and what a person should decide."""

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.import_plan import Effect, FieldChange
from nqdesk.domain.occupation_index import OccupationIndex
from nqdesk.domain.offers import Offer
from nqdesk.store.import_previews import ImportOffer
from nqdesk.ui import theme
from nqdesk.ui.offers import run_changes, values
from nqdesk.ui.offers.detail_cards import dates_card, facts_card, funding_card
from nqdesk.ui.offers.facts import Facts, Pills
from nqdesk.ui.offers.import_list import TONES
from nqdesk.ui.offers.occupation_decision import OccupationDecision, candidates
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.label import Label, rule
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.scroll_area import ScrollArea

_HIDDEN = frozenset({"occupation_certainty", "check_reasons", "source_system", "source_provider", "source_id"})


class ImportDetail(QWidget):
    """Signals: decided: id of an occupation ("" for none of the catalogue) for the offer shown."""

    decided = Signal(str)

    def __init__(self, occupations: OccupationIndex, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._occupations = occupations
        self._today = today
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._content: QWidget | None = None

    def show_text(self, text: str) -> None:
        """Show a sentence instead of an offer."""
        label = Label(text, "small")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._replace(label)

    def show_offer(self, effect: Effect, found: ImportOffer) -> None:
        """Show one offer."""
        offer = found.offer
        area = ScrollArea(margin=step(5), gap=step(3))
        body = area.body
        title = Label(offer.title)
        title.setFont(theme.font(1.12, bold=True))
        body.addWidget(title)
        body.addWidget(
            Pills(
                [
                    (messages.word(effect), TONES[effect]),
                    (values.kind_word(offer.kind, offer.tq_number), Tone.ACCENT),
                ]
            )
        )
        body.addWidget(Label(values.joined(found.provider or "Anbieter unbekannt", found.where), "small"))
        if effect is Effect.WITHDRAWN:
            body.addWidget(
                Notice("Die Quelle nennt dieses Angebot nicht mehr. Es wird als zurückgezogen gekennzeichnet.", Tone.NO)
            )
        else:
            self._questions(offer, area)
        if effect is Effect.CHANGED:
            body.addWidget(_changes(found))
        body.addWidget(self._occupation(offer, can_change=effect is not Effect.WITHDRAWN))
        if effect is not Effect.CHANGED:
            for card in (
                dates_card(offer, self._today),
                facts_card(offer),
                funding_card(offer, self._today),
            ):
                if card is not None:
                    body.addWidget(card)
        body.addStretch(1)
        self._replace(area)

    def _questions(self, offer: Offer, area: ScrollArea) -> None:
        if "occupation_doubtful" in offer.check_reasons:
            decision = OccupationDecision(
                self._occupations,
                candidates(self._occupations, offer),
                question="Beruf zweifelhaft: Welcher ist gemeint?",
            )
            decision.decided.connect(self.decided)
            area.body.addWidget(decision)
        for code in sorted(offer.check_reasons - {"occupation_doubtful"}):
            area.body.addWidget(Notice(messages.sentence(code), Tone.OPEN))

    def _occupation(self, offer: Offer, *, can_change: bool) -> Card:
        card = Card()
        facts = Facts()
        occupation = self._occupations.by_id.get(offer.occupation_id)
        facts.add("Beruf", occupation.title if occupation else offer.field or "keiner zugeordnet")
        facts.add("Zuordnung", messages.word(offer.occupation_certainty), strong=False)
        facts.add(messages.field("source_id"), offer.source_id, strong=False)
        card.add(facts)
        if can_change and "occupation_doubtful" not in offer.check_reasons:
            change = Button("Anderen Beruf zuordnen …", "link")
            change.clicked.connect(lambda: self._ask_occupation(offer, card, change))
            card.add(change)
        return card

    def _ask_occupation(self, offer: Offer, card: Card, change: Button) -> None:
        """Ask within the card for another occupation than the one that was found."""
        found = candidates(self._occupations, offer)
        decision = OccupationDecision(self._occupations, [each for each in found if each != offer.occupation_id])
        decision.decided.connect(self.decided)
        change.hide()
        card.add(decision)
        decision.choice.setFocus()
        area = self._content
        if isinstance(area, ScrollArea):
            QTimer.singleShot(0, decision, lambda: area.ensureWidgetVisible(decision))

    def _replace(self, content: QWidget) -> None:
        if self._content is not None:
            self._layout.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = content
        self._layout.addWidget(content)
        content.show()


def _changes(found: ImportOffer) -> Card:
    """Return before and after of each field; of the dates only those that differ."""
    card = Card("Was sich ändert")
    grid = QGridLayout()
    grid.setHorizontalSpacing(step(4))
    grid.setVerticalSpacing(step(1.5))
    for column, word in enumerate(("bisher", "neu")):
        grid.setColumnStretch(column, 1)
        grid.addWidget(Label(word, "small"), 0, column)
    shown = [change for change in found.changes if change.field not in _HIDDEN] or list(found.changes)
    for number, change in enumerate(shown):
        row = 1 + number * 3
        grid.addWidget(rule(), row, 0, 1, 2)
        name = messages.field(change.field)
        grid.addWidget(Label(name[:1].upper() + name[1:], "strong"), row + 1, 0, 1, 2)
        for column, (word, text) in enumerate(zip(("bisher", "neu"), _sides(change), strict=True)):
            label = Label(text, "label" if column == 0 else "")
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            label.setAccessibleName(f"{name} {word}: {text}")
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, row + 2, column)
    card.add(grid)
    return card


def _sides(change: FieldChange) -> tuple[str, str]:
    before, after = change.before, change.after
    if change.field == "dates" and isinstance(before, tuple) and isinstance(after, tuple):
        return run_changes.sides(before, after)
    return values.shown(change.field, before), values.shown(change.field, after)
