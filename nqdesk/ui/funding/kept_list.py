"""The pane at the left of the kept checks: open ones first, the latest first; search and bin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from nqdesk.store import checks
from nqdesk.store.checks import CheckRow
from nqdesk.store.database import Store
from nqdesk.ui.funding.kept_words import face
from nqdesk.ui.paged_model import Column, Listing, PagedModel
from nqdesk.ui.session import Session
from nqdesk.ui.tables import ListPane
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.chip_bar import ChipBar
from nqdesk.ui.widgets.empty_state import EmptyState
from nqdesk.ui.widgets.label import rule
from nqdesk.ui.widgets.search_field import SearchField
from nqdesk.ui.widgets.side_pane import SidePane

_OPEN, _CLOSED, _BIN = "open", "closed", "bin"


class KeptList(SidePane):
    """Kept checks as two-line rows.

    Signals:
        chosen: id of the check that became current, "" when there is none. opened: Enter or double click.
        bin_wanted: the chosen check should go to the bin. track_wanted: how right were the checks?
    """

    chosen = Signal(str)
    opened = Signal()
    bin_wanted = Signal()
    track_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(step(80), parent=parent)
        self._session = session
        self.search = SearchField("Name suchen", "Strg+F")
        self.search.setAccessibleName("Aufbewahrten Check suchen")
        self.search.searched.connect(lambda _: self.show_all())
        self.head.addWidget(self.search)
        self.chips = ChipBar(
            "Auswahl", ((_OPEN, "Offen"), (_CLOSED, "Abgeschlossen"), (_BIN, "Papierkorb")), single=True
        )
        self.chips.edited.connect(self.show_all)
        self.head.addWidget(self.chips)
        self.model = PagedModel[Store, CheckRow](
            (Column(key="subject", title="Fördercheck", text=lambda row: row.subject),),
            lambda: session.store,
            session.reads,
            face=lambda row: face(row, session.today()),
            parent=self,
        )
        self.model.counted.connect(lambda _: self._settle())
        self.list = ListPane(self.model, "Aufbewahrte Checks")
        self.list.setSelectionMode(ListPane.SelectionMode.SingleSelection)
        self.list.chosen.connect(self.chosen)
        self.list.opened.connect(lambda _: self.opened.emit())
        self.search.down.connect(self.take_focus)
        self._nothing = EmptyState("search", "Nichts gefunden")
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._body.addWidget(self._nothing)
        self.body.addWidget(self._body)
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

    # -- what is listed ----------------------------------------------------------------------------------------

    @property
    def in_bin(self) -> bool:
        """Whether the bin is listed."""
        return _BIN in self.chips.value()

    @property
    def count(self) -> int:
        """How many checks are listed."""
        return self.model.rowCount()

    @property
    def is_limited(self) -> bool:
        """Whether search or chips leave something out."""
        return bool(self.search.text().strip() or self.chips.value())

    def show_all(self) -> None:
        """List everything that search and chips ask for; the first one is chosen if none is."""
        self._count()
        self.model.show(self._listing())
        self._settle()
        self.chosen.emit(self.list.chosen_id())  # the same row may lie in the bin now

    def reload(self) -> None:
        """Read the same list anew."""
        self._count()
        self.model.refresh()
        self._settle()

    def choose(self, check_id: str) -> None:
        """Choose a check; search and chips that hide it are taken away."""
        number = checks.number_of(self._session.store.db, check_id)
        if self.list.chosen_id() == check_id or self.list.choose_number(number):
            return
        self._drop_limits()
        self.list.choose_number(number)

    def take_focus(self) -> None:
        """Put the keyboard into the list."""
        (self.list if self.count else self.search).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_limited:
            self._drop_limits()
            return
        super().keyPressEvent(event)

    def _drop_limits(self) -> None:
        self.chips.set_value(frozenset())
        self.search.set_text("")
        self.show_all()

    def _settle(self) -> None:
        if self.count:
            self._body.setCurrentWidget(self.list)
            if not self.list.currentIndex().isValid():
                self.list.choose_row(0)
            return
        if self.search.text().strip():
            self._nothing.set_sentence("Nichts gefunden", "Vielleicht ein Wort weniger?")
        elif self.in_bin:
            self._nothing.set_sentence("Der Papierkorb ist leer")
        else:
            self._nothing.set_sentence("Keine aufbewahrten Checks")
        self._body.setCurrentWidget(self._nothing)
        self.chosen.emit("")

    def _listing(self) -> Listing[Store, CheckRow]:
        text, chips = self.search.text().strip(), self.chips.value()
        in_bin = _BIN in chips
        closed = True if _CLOSED in chips else False if _OPEN in chips else None

        def numbers(store: Store, limit: int = -1) -> list[int]:
            return checks.numbers(store.db, text, closed=closed, in_bin=in_bin, limit=limit)

        return Listing(
            first_numbers=numbers,
            numbers=numbers,
            rows=lambda store, wanted: checks.rows(store.db, wanted),
        )

    def _count(self) -> None:
        open_, closed, binned = checks.counts(self._session.store.db)
        self.chips.set_counts({_OPEN: open_, _CLOSED: closed, _BIN: binned})
