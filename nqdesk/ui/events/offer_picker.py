"""Choosing offers for a portfolio by hand: search, mark one or several, add."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from nqdesk.domain.offer_query import OfferQuery, OfferRow, OfferSort
from nqdesk.domain.offers import OfferState
from nqdesk.store import offers
from nqdesk.store.database import Store
from nqdesk.ui.events.event_lines import joined
from nqdesk.ui.offers.values import kind_word
from nqdesk.ui.paged_model import Column, Listing, PagedModel, RowFace
from nqdesk.ui.session import Session
from nqdesk.ui.tables import ListPane
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.empty_state import EmptyState
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.search_field import SearchField
from nqdesk.ui.widgets.text_field import show_count, show_day

_PRINTED = frozenset({OfferState.ACTIVE, OfferState.TO_CHECK})


def _face(row: OfferRow, already: frozenset[str]) -> RowFace:
    start = "laufender Einstieg" if row.rolling else f"ab {show_day(row.next_start)}" if row.next_start else ""
    pill = ("schon dabei", Tone.POSSIBLE) if row.id in already else (kind_word(row.kind, row.tq_number), Tone.NEUTRAL)
    return RowFace(title=row.title, detail=joined(row.provider, start, row.place, row.occupation), pill=pill)


class OfferPicker(Dialog):
    """Offers that can be printed, by title; those already there are marked."""

    def __init__(self, session: Session, already: frozenset[str], parent: QWidget) -> None:
        super().__init__(
            "Angebote hinzufügen",
            parent,
            detail="Suchen Sie nach Titel, Beruf, Anbieter oder Ort. Mit Strg oder Umschalt wählen Sie mehrere.",
        )
        self.setMinimumSize(step(150), step(125))
        self._session = session
        self._on = session.today()
        self.search = SearchField("Angebote suchen")
        self.search.searched.connect(self._find)
        self.body.addWidget(self.search)
        self.model = PagedModel[Store, OfferRow](
            (Column(key="title", title="Angebot", text=lambda row: row.title),),
            lambda: session.store,
            session.reads,
            face=lambda row: _face(row, already),
            parent=self,
        )
        self.model.counted.connect(self._counted)
        self.list = ListPane(self.model, "Angebote")
        self.list.opened.connect(lambda _: self.accept())
        self.list.selection_changed.connect(self._ready)
        self.search.down.connect(self._into_list)
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._body.addWidget(EmptyState("search", "Keine Angebote gefunden", detail="Vielleicht ein Wort weniger?"))
        self.body.addWidget(self._body, 1)
        self._found = Label("", "small")
        self.body.addWidget(self._found)
        self.add_button("Abbrechen", on_click=self.reject)
        self._add = self.add_button("Hinzufügen", "primary", on_click=self.accept)
        self._find("")
        self._ready()
        self.search.setFocus()

    @property
    def ids(self) -> Sequence[str]:
        """The chosen offers."""
        return self.list.selected_ids()

    def _find(self, text: str) -> None:
        query = OfferQuery(search=text, states=_PRINTED, sort=OfferSort.TITLE)
        self.list.clearSelection()
        self.model.show(_listing(query, self._on))
        self._ready()

    def _counted(self, count: int) -> None:
        self._body.setCurrentIndex(0 if count else 1)
        self._found.setText("1 Angebot" if count == 1 else f"{show_count(count)} Angebote")

    def _into_list(self) -> None:
        if self.model.rowCount():
            self.list.setFocus()
            if not self.list.currentIndex().isValid():
                self.list.choose_row(0)

    def _ready(self) -> None:
        count = self.list.selected_count()
        self._add.setEnabled(count > 0)
        self._add.setText(f"{show_count(count)} hinzufügen" if count > 1 else "Hinzufügen")


def _listing(query: OfferQuery, on: date) -> Listing[Store, OfferRow]:
    return Listing(
        first_numbers=lambda store, limit: offers.first_numbers(store.db, query, on, limit),
        numbers=lambda store: offers.numbers(store.db, query, on),
        rows=lambda store, numbers: offers.rows(store.db, numbers, on),
    )


def pick_offers(session: Session, already: frozenset[str], parent: QWidget) -> frozenset[str]:
    """Ask for offers; none if the person thought better of it."""
    dialog = OfferPicker(session, already, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    ids = frozenset(dialog.ids) if accepted else frozenset[str]()
    dialog.deleteLater()
    return ids
