"""The pane at the left: the sections of the settings."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nqdesk.store.database import Store
from nqdesk.ui.paged_model import Column, Listing, PagedModel, RowFace
from nqdesk.ui.session import Session
from nqdesk.ui.tables import ListPane
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.side_pane import SidePane


@dataclass(frozen=True)
class SectionLine:
    """A line of the list."""

    id: str
    title: str
    detail: str


class SectionList(SidePane):
    """Sections as two-line rows.

    Signals:
        chosen: key of the section that became current. opened: Enter: the keyboard should go into it.
    """

    chosen = Signal(str)
    opened = Signal()

    def __init__(self, session: Session, lines: Sequence[SectionLine], parent: QWidget | None = None) -> None:
        super().__init__(step(62), parent=parent)
        self._lines = tuple(lines)
        self._keys = [line.id for line in self._lines]
        self.head.setContentsMargins(0, 0, 0, 0)
        self.model = PagedModel[Store, SectionLine](
            (Column(key="title", title="Bereich", text=lambda line: line.title),),
            lambda: session.store,
            session.reads,
            face=lambda line: RowFace(title=line.title, detail=line.detail),
            parent=self,
        )
        self.list = ListPane(self.model, "Bereiche der Einstellungen")
        self.list.setSelectionMode(ListPane.SelectionMode.SingleSelection)
        self.list.chosen.connect(self.chosen)
        self.list.opened.connect(lambda _: self.opened.emit())
        self.body.addWidget(self.list)
        numbers = list(range(len(self._lines)))
        self.model.show(
            Listing(
                first_numbers=lambda _store, _limit: numbers,
                numbers=None,
                rows=lambda _store, wanted: [self._lines[n] for n in wanted],
                number=lambda line: self._keys.index(line.id),
            )
        )

    def choose(self, key: str) -> None:
        """Open a section."""
        self.list.choose_row(self._keys.index(key))
