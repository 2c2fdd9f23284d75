"""The facts of a kept check in words, section by section."""

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from nqdesk.domain.funding.frozen import FrozenCheck
from nqdesk.ui.funding import kept_words
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.label import Label, rule


def facts_card(check: FrozenCheck, parent: QWidget | None = None) -> Card:
    """Return a card with the facts of a kept check: label at the left, value at the right."""
    card = Card("Angaben", parent=parent)
    found = list(kept_words.fact_lines(check))
    if not found:
        card.add(Label("Es war nichts bekannt.", "small"))
    for section, facts in groupby(found, key=lambda line: line[0]):
        card.add(Label(section, "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(step(3))
        grid.setVerticalSpacing(step(1))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        for row, (_, label, value) in enumerate(facts):
            said = Label(value, "strong")
            said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(label, "label"), row * 2, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, row * 2, 1)
            grid.addWidget(rule(), row * 2 + 1, 0, 1, 2)
        card.add(grid)
    return card
