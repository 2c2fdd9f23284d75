"""How right the checks were: what the offices decided, beside what the checks had said."""

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from nqdesk.actions import kept_checks, rule_book
from nqdesk.actions.kept_checks import TrackRecord
from nqdesk.domain.funding.check import POSITIVE, Result
from nqdesk.store import checks
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.empty_state import EmptyState
from nqdesk.ui.widgets.label import Label, rule
from nqdesk.ui.widgets.page_header import PageHeader
from nqdesk.ui.widgets.scroll_area import ScrollArea

_SAID = (
    ("möglich", frozenset(each.value for each in POSITIVE)),
    ("offen", frozenset({Result.OPEN.value})),
    ("nein", frozenset({Result.EXCLUDED.value})),
    ("keine Fassung", frozenset({""})),
)
_DETAIL = "Was die Stellen entschieden haben, neben dem, was der Check gesagt hatte. Das ändert keine Regel."


class TrackView(QWidget):
    """Signals: left: the person wants to go back to the check."""

    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(step(6), step(5), step(5), 0)
        column.setSpacing(step(4))
        self._header = PageHeader("Wie richtig waren die Checks?", _DETAIL)
        self.back_button = Button("Zurück zum Check", icon="left", on_click=self.left.emit)
        self._header.add(self.back_button)
        column.addWidget(self._header)
        self._area = ScrollArea(gap=step(3), reading="Entscheidungen der Stellen")
        self._area.body.setContentsMargins(0, 0, step(2), step(4))
        column.addWidget(self._area, 1)
        self.setFocusProxy(self.back_button)

    def refresh(self) -> None:
        """Count anew, beside the window: that may read thousands of checks."""
        self._session.reads.ask(
            self, lambda store: kept_checks.track_records(checks.with_outcomes(store.db)), self._show
        )

    def _show(self, records: list[TrackRecord]) -> None:
        content = QWidget()
        content.setProperty("role", "clear")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(3))
        if records:
            titles = {each.id: each.title for each in rule_book.in_use(self._session.store).book.instruments}
            for record in records:
                column.addWidget(_card(record, titles.get(record.instrument, record.instrument)))
            column.addStretch(1)
        else:
            column.addWidget(
                EmptyState(
                    "reports",
                    "Noch keine Entscheidung eingetragen",
                    detail="Unter „Was daraus wurde“ steht bei jedem Instrument, ob die Stelle zugesagt oder "
                    "abgelehnt hat. Daraus entsteht diese Übersicht.",
                )
            )
        self._area.show_content(content)


def _card(record: TrackRecord, title: str) -> Card:
    total = record.granted.total() + record.refused.total()
    card = Card(title, detail="1 Entscheidung" if total == 1 else f"{total} Entscheidungen")
    card.add(_table(record))
    if record.reasons:
        card.add(Label("Gründe der Ablehnungen", "strong"))
        for reason in record.reasons:
            card.add(Label(f"– {reason}"))
    return card


def _table(record: TrackRecord) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(step(4))
    grid.setVerticalSpacing(step(1.5))
    grid.setColumnStretch(0, 2)
    for place, name in enumerate(("Der Check sagte", "zugesagt", "abgelehnt")):
        grid.addWidget(_cell(Label(name, "small"), place), 0, place)
        grid.setColumnStretch(place, 2 if place == 0 else 1)
    row = 1
    for said, kinds in _SAID:
        numbers = [_sum(counter, kinds) for counter in (record.granted, record.refused)]
        if any(numbers):
            grid.addWidget(rule(), row, 0, 1, 3)
            grid.addWidget(Label(said), row + 1, 0)
            for place, number in enumerate(numbers, start=1):
                grid.addWidget(_cell(Label(str(number), "strong"), place), row + 1, place)
            row += 2
    return grid


def _sum(counter: Counter[str], kinds: frozenset[str]) -> int:
    return sum(counter[kind] for kind in kinds)


def _cell(label: Label, place: int) -> Label:
    if place:
        label.setAlignment(Qt.AlignmentFlag.AlignRight)
    return label
