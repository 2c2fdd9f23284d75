"""A pane of records as two-line rows, with search and chips above: found, limited, chosen."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from nqdesk.store.database import Store
from nqdesk.ui.paged_model import Column, Listing, PagedModel, RowFace
from nqdesk.ui.session import Session
from nqdesk.ui.tables import ListPane
from nqdesk.ui.widgets.chip_bar import ChipBar
from nqdesk.ui.widgets.empty_state import EmptyState
from nqdesk.ui.widgets.search_field import SearchField
from nqdesk.ui.widgets.side_pane import SidePane

Row = TypeVar("Row")

BIN = "bin"
"""Key of the chip that lists the bin."""


class RecordList(SidePane, Generic[Row]):
    """The base of lists beside a detail; each says what it lists and counts.

    Signals:
        chosen: id of the record that became current, "" when there is none. opened: Enter or double click: the cursor
        should go to the record.
    """

    chosen = Signal(str)
    opened = Signal()

    def __init__(
        self,
        session: Session,
        width: int,
        *,
        names: tuple[str, str, str],
        chips: Sequence[tuple[str, str]],
        column: Column[Row],
        face: Callable[[Row], RowFace],
        nothing: str,
        parent: QWidget | None = None,
    ) -> None:
        """`names` are those of the search field (shown, spoken) and of the list; `nothing` says that there is none."""
        super().__init__(width, parent=parent)
        self._session = session
        self._nothing_at_all = nothing
        shown, spoken, name = names
        self.search = SearchField(shown, "Strg+F")
        self.search.setAccessibleName(spoken)
        self.search.searched.connect(lambda _: self.show_all())
        self.head.addWidget(self.search)
        self.chips = ChipBar("Auswahl", chips, single=True)
        self.chips.edited.connect(self.show_all)
        self.head.addWidget(self.chips)
        self.model = PagedModel[Store, Row]((column,), lambda: session.store, session.reads, face=face, parent=self)
        self.list = ListPane(self.model, name)
        self.list.setSelectionMode(ListPane.SelectionMode.SingleSelection)
        self.list.chosen.connect(self.chosen)
        self.list.opened.connect(lambda _: self.opened.emit())
        self.search.down.connect(self.take_focus)
        self._nothing = EmptyState("search", "Nichts gefunden")
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._body.addWidget(self._nothing)
        self.body.addWidget(self._body)

    def listing(self) -> Listing[Store, Row]:
        """Return what search and chips ask for."""
        raise NotImplementedError

    def count_all(self) -> None:
        """Count what each chip would list, and show it."""
        raise NotImplementedError

    def number_of(self, record_id: str) -> int:
        """Return the row number of a record."""
        raise NotImplementedError

    @property
    def in_bin(self) -> bool:
        """Whether the bin is listed."""
        return BIN in self.chips.value()

    @property
    def count(self) -> int:
        """How many records are listed."""
        return self.model.rowCount()

    @property
    def is_limited(self) -> bool:
        """Whether search or chips leave something out."""
        return bool(self.search.text().strip() or self.chips.value())

    def show_all(self) -> None:
        """List everything that search and chips ask for; the first one is chosen if none is."""
        self.count_all()
        self.model.show(self.listing())
        self.settle()

    def reload(self) -> None:
        """Read the same list anew."""
        self.count_all()
        self.model.refresh()
        self.settle()

    def choose(self, record_id: str) -> None:
        """Choose a record; search and chips that hide it are taken away."""
        number = self.number_of(record_id)
        if self.list.chosen_id() == record_id or self.list.choose_number(number):
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

    def settle(self) -> None:
        """Show the list with a current row, or say why it is empty."""
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
            self._nothing.set_sentence(self._nothing_at_all)
        self._body.setCurrentWidget(self._nothing)
        self.chosen.emit("")
