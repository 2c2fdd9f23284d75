"""The pane at the left of the kept checks: open ones first, the latest first; search and bin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.store import checks
from nqdesk.store.checks import CheckRow
from nqdesk.store.database import Store
from nqdesk.ui.funding.kept_words import face
from nqdesk.ui.paged_model import Column, Listing
from nqdesk.ui.record_list import BIN, RecordList
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.label import rule

_OPEN, _CLOSED = "open", "closed"


class KeptList(RecordList[CheckRow]):
    """Kept checks as two-line rows.

    Signals:
        bin_wanted: the chosen check should go to the bin. track_wanted: how right were the checks?
    """

    bin_wanted = Signal()
    track_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            session,
            step(80),
            names=("Name suchen", "Aufbewahrten Check suchen", "Aufbewahrte Checks"),
            chips=((_OPEN, "Offen"), (_CLOSED, "Abgeschlossen"), (BIN, "Papierkorb")),
            column=Column(key="subject", title="Fördercheck", text=lambda row: row.subject),
            face=lambda row: face(row, session.today()),
            nothing="Keine aufbewahrten Checks",
            parent=parent,
        )
        self.model.counted.connect(lambda _: self.settle())
        self.body.addWidget(rule())
        foot = QVBoxLayout()
        foot.setContentsMargins(step(2), step(2), step(2), step(2))
        self.track_button = Button(
            "Wie richtig waren die Checks?", "link", icon="reports", on_click=self.track_wanted.emit
        )
        foot.addWidget(self.track_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(foot)
        away = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        away.setContext(Qt.ShortcutContext.WidgetShortcut)
        away.activated.connect(self.bin_wanted)

    def show_all(self) -> None:
        super().show_all()
        self.chosen.emit(self.list.chosen_id())  # the same row may lie in the bin now

    def listing(self) -> Listing[Store, CheckRow]:
        text, chips = self.search.text().strip(), self.chips.value()
        in_bin = BIN in chips
        closed = True if _CLOSED in chips else False if _OPEN in chips else None

        def numbers(store: Store, limit: int = -1) -> list[int]:
            return checks.numbers(store.db, text, closed=closed, in_bin=in_bin, limit=limit)

        return Listing(
            first_numbers=numbers,
            numbers=numbers,
            rows=lambda store, wanted: checks.rows(store.db, wanted),
        )

    def number_of(self, record_id: str) -> int:
        return checks.number_of(self._session.store.db, record_id)

    def count_all(self) -> None:
        open_, closed, binned = checks.counts(self._session.store.db)
        self.chips.set_counts({_OPEN: open_, _CLOSED: closed, BIN: binned})
