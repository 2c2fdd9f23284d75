"""What is printed: one of the variants, and for the overview which occupation."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.portfolio import Variant
from nqdesk.ui.events.portfolio_state import PortfolioState
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.label import Label

ABOUT = {
    Variant.FULL: "Deckblatt, Inhalt, alle Angebote, Förderung, Anbieter",
    Variant.OVERVIEW: "eine Seite je Beruf",
    Variant.GLANCE: "A4 quer, eine Zeile je Angebot",
    Variant.POSTER: "ein Blatt A3 zum Aushängen",
    Variant.PLAIN: "zum Mitgeben, in Einfacher Sprache",
}
EVERY = "Alle Berufe"


class PrintChoice(Card):
    """Variants to choose from, each with a line about it."""

    chosen = Signal()

    def __init__(self, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__("Was gedruckt wird", parent=parent)
        self._state = state
        self.body.setSpacing(step(0.5))
        self._group = QButtonGroup(self)
        self._variants = tuple(Variant)
        for number, variant in enumerate(self._variants):
            button = QRadioButton(messages.word(variant))
            button.setAccessibleDescription(ABOUT[variant])
            self._group.addButton(button, number)
            self.add(button)
            about = Label(ABOUT[variant], "small")
            about.setContentsMargins(step(7.5), 0, 0, step(1))
            self.add(about)
            if variant is Variant.OVERVIEW:
                self.occupation = Choice(((("", EVERY)),), searchable=True)
                self.occupation.setAccessibleName("Beruf für den Überblick")
                self.occupation.edited.connect(self._choose)
                holder = QWidget()
                indented = QVBoxLayout(holder)
                indented.setContentsMargins(step(7.5), 0, 0, step(2))
                indented.addWidget(self.occupation)
                self._holder = holder
                self.add(holder)
        self._group.idClicked.connect(lambda _: self._choose())
        state.print_changed.connect(self._show)
        state.selected.connect(self._show)
        self._show()

    def _choose(self) -> None:
        variant = self._variants[self._group.checkedId()]
        occupation = self.occupation.value() or "" if variant is Variant.OVERVIEW else ""
        self._state.set_print(variant, occupation)

    def _show(self) -> None:
        selection = self._state.selection
        titles = selection.occupations if selection is not None else ()
        self.occupation.set_options((("", EVERY), *((title, title) for title in titles)))
        self.occupation.set_value(self._state.occupation)
        self._group.button(self._variants.index(self._state.variant)).setChecked(True)
        self._holder.setVisible(self._state.variant is Variant.OVERVIEW)
