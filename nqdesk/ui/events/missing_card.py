"""What a reader of the portfolio would miss, offer by offer, before it is printed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.ui.events.elided_button import ElidedButton
from nqdesk.ui.events.selection import ChosenRow
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.pill import StatusPill

_SHOWN = 8


class _MissingOffer(QWidget):
    """One offer: its title to click, and what is missing."""

    def __init__(self, row: ChosenRow, open_it: Callable[[str], object]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        title = ElidedButton(row.title, on_click=lambda: open_it(row.id))
        title.setAccessibleName(f"{row.title} öffnen, es fehlt: {', '.join(row.missing)}")
        layout.addWidget(title)
        below = Label(", ".join(row.missing), "small")
        below.setContentsMargins(step(2), 0, 0, step(1))
        layout.addWidget(below)


class MissingCard(Card):
    """Offers with gaps.

    Signals:
        open_wanted: id of the offer to show.
    """

    open_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Fehlende Angaben", parent=parent)
        self._pill = StatusPill()
        self.add_trailing(self._pill)
        self._rows: Sequence[ChosenRow] = ()
        self._all = False
        self._lines: list[QWidget] = []
        self._more = Button("", "link", on_click=self._unfold)

    def show_rows(self, incomplete: Sequence[ChosenRow], total: int) -> None:
        """Show the offers that lack something, of `total` in the portfolio."""
        self._rows = incomplete
        self._pill.setVisible(total > 0)
        if not total:
            self.set_detail("Sobald Angebote ausgewählt sind, steht hier, was ihnen fehlt.")
        elif incomplete:
            self._pill.set(f"{len(incomplete)} von {total}", Tone.OPEN)
            self.set_detail("Das würde im gedruckten Portfolio fehlen. Ein Klick öffnet das Angebot.")
        else:
            self._pill.set("vollständig", Tone.POSSIBLE)
            self.set_detail("Alle Angebote sind vollständig.")
        self._fill()

    def _unfold(self) -> None:
        self._all = True
        self._fill()

    def _fill(self) -> None:
        for line in self._lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        shown = self._rows if self._all else self._rows[:_SHOWN]
        self._lines = [_MissingOffer(row, self.open_wanted.emit) for row in shown]
        self.body.removeWidget(self._more)
        for line in self._lines:
            self.body.addWidget(line)
        rest = len(self._rows) - len(shown)
        self._more.setText(f"{rest} weitere zeigen")
        self.body.addWidget(self._more)
        self._more.setVisible(rest > 0)  # once it has its place; before it would be a window of its own
