"""Deciding which occupation an offer belongs to: the candidates by one click, any other by typing."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.domain.occupation_index import OccupationIndex
from nqdesk.domain.offers import Offer
from nqdesk.ui.offers.search_choice import Found, SearchChoice
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.label import Label

_MOST = 5
_FOUND = 40


def candidates(occupations: OccupationIndex, offer: Offer) -> tuple[str, ...]:
    """Return the ids of occupations that fit an offer, best first."""
    return occupations.assign(offer.title, offer.degree, offer.codes, offer.keywords).candidates


def occupation_choice(occupations: OccupationIndex, placeholder: str = "Beruf im Katalog suchen") -> SearchChoice:
    """Return a field in which an occupation of the catalogue is found by typing."""

    def search(text: str) -> Sequence[Found]:
        found = occupations.search(text) if text.strip() else tuple(occupations.by_id.values())
        return [Found(o.id, o.title) for o in found[:_FOUND]]

    def text_of(occupation_id: str) -> str:
        found = occupations.by_id.get(occupation_id)
        return found.title if found else ""

    return SearchChoice(search, text_of, placeholder)


class OccupationDecision(QFrame):
    """A question with its answers as buttons.

    Signals:
        decided: id of the occupation, "" for "none of the catalogue".
    """

    decided = Signal(str)

    def __init__(
        self,
        occupations: OccupationIndex,
        ids: Sequence[str],
        *,
        question: str = "Welcher Beruf ist gemeint?",
        can_refuse: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`ids` are the candidates, best first; `can_refuse` offers "none of these"."""
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setProperty("tone", Tone.OPEN.value)
        self.setAccessibleName(question)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(3), step(2.5), step(3), step(3))
        layout.setSpacing(step(2))
        layout.addWidget(Label(question, "strong"))
        for occupation_id in ids[:_MOST]:
            occupation = occupations.by_id[occupation_id]
            button = Button(occupation.title.replace("&", "&&"), on_click=partial(self.decided.emit, occupation_id))
            button.setToolTip(f"{occupation.title} · KldB {occupation.kldb} · {occupation.competent_body}")
            button.setStyleSheet("text-align: left;")
            layout.addWidget(button)
        row = QHBoxLayout()
        row.setSpacing(step(2))
        self.choice = occupation_choice(occupations, "anderen Beruf suchen" if ids else "Beruf im Katalog suchen")
        self.choice.setAccessibleName("Beruf im Katalog suchen")
        self.choice.edited.connect(self._chosen)
        row.addWidget(self.choice, 1)
        layout.addLayout(row)
        if can_refuse:
            layout.addWidget(Button("Kein Beruf des Katalogs", "link", on_click=lambda: self.decided.emit("")))

    def _chosen(self) -> None:
        if self.choice.value():
            self.decided.emit(self.choice.value())
