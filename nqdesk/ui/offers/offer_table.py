"""The list of offers: columns to sort by; the less important ones make room when the window is narrow."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from nqdesk.actions import messages
from nqdesk.domain.offer_query import OfferQuery, OfferRow, OfferSort
from nqdesk.domain.offers import OLD_INFORMATION_DAYS, OccupationCertainty, OfferState
from nqdesk.store import offers
from nqdesk.store.database import Store
from nqdesk.ui.offers.values import NOTHING, state_tone
from nqdesk.ui.paged_model import Column, Listing, PagedModel
from nqdesk.ui.session import Session
from nqdesk.ui.tables import TablePane
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.text_field import show_amount, show_day

# Columns in the order in which they give way, with the width the title has at least beside them.
_GIVE_WAY = (("age", 260), ("price", 260), ("kind", 260), ("place", 260), ("occupation", 240), ("provider", 190))


def listing(query: OfferQuery, on: date) -> Listing[Store, OfferRow]:
    """Return where the rows of a query come from."""
    return Listing(
        first_numbers=lambda store, limit: offers.first_numbers(store.db, query, on, limit),
        numbers=lambda store: offers.numbers(store.db, query, on),
        rows=lambda store, numbers: offers.rows(store.db, numbers, on),
    )


def _start(row: OfferRow) -> str:
    if row.next_start is None:
        return "laufend" if row.rolling else NOTHING
    return f"{show_day(row.next_start)}\u2002+{row.more_dates}" if row.more_dates else show_day(row.next_start)


def _start_tip(row: OfferRow) -> str:
    if row.more_dates:
        return "ein weiterer Termin" if row.more_dates == 1 else f"{row.more_dates} weitere Termine"
    return ""


def _kind(row: OfferRow) -> str:
    return f"TQ\u00a0{row.tq_number}" if row.tq_number else messages.word(row.kind)


def _occupation(row: OfferRow) -> str:
    if row.certainty is OccupationCertainty.DOUBTFUL and not row.occupation:
        return "zweifelhaft"
    return row.occupation or NOTHING


def columns(today: Callable[[], date]) -> tuple[Column[OfferRow], ...]:
    """Return the columns; `today` is asked while painting the age of the information."""

    def age(row: OfferRow) -> str:
        if row.information_date is None:
            return "unbekannt"
        return show_day(row.information_date)

    def is_old(row: OfferRow) -> bool:
        day = row.information_date
        return day is None or (today() - day).days > OLD_INFORMATION_DAYS

    def has_old_news(row: OfferRow) -> bool:
        return row.state is OfferState.ACTIVE and is_old(row)

    def state_tip(row: OfferRow) -> str:
        if not has_old_news(row):
            return ""
        return "aktuell, aber die Angaben sind alt oder ohne Datum: bitte prüfen"

    return (
        Column(
            key="title",
            title="Titel",
            text=lambda row: row.title,
            sort=OfferSort.TITLE,
            strong=True,
            stretch=True,
            tip=lambda row: row.title,
        ),
        Column(key="kind", title="Art", text=_kind, width=112, tip=lambda row: messages.word(row.kind)),
        Column(
            key="provider",
            title="Anbieter",
            text=lambda row: row.provider or NOTHING,
            width=156,
            sort=OfferSort.PROVIDER,
            tip=lambda row: row.provider,
        ),
        Column(
            key="occupation",
            title="Beruf",
            text=_occupation,
            width=170,
            sort=OfferSort.OCCUPATION,
            tone=lambda row: (
                Tone.OPEN if row.certainty is OccupationCertainty.DOUBTFUL and not row.occupation else None
            ),
            tip=lambda row: row.occupation,
        ),
        Column(key="start", title="Beginn", text=_start, width=120, sort=OfferSort.START, tip=_start_tip),
        Column(key="place", title="Ort", text=lambda row: row.place or NOTHING, width=116, tip=lambda row: row.place),
        Column(
            key="price",
            title="Preis",
            text=lambda row: show_amount(row.price) if row.price is not None else NOTHING,
            width=104,
            sort=OfferSort.PRICE,
            right=True,
        ),
        Column(
            key="state",
            title="Status",
            text=lambda row: "alte Angaben" if has_old_news(row) else messages.word(row.state),
            width=132,
            tone=lambda row: Tone.OPEN if has_old_news(row) else state_tone(row.state),
            tip=state_tip,
        ),
        Column(
            key="age", title="Angaben vom", text=age, width=112, tone=lambda row: Tone.OPEN if is_old(row) else None
        ),
    )


class OfferTable(TablePane):
    """The list of offers.

    Signals:
        bin_wanted: Del was pressed.
    """

    bin_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.model_of_offers: PagedModel[Store, OfferRow] = PagedModel(
            columns(session.today), lambda: session.store, session.reads
        )
        super().__init__(self.model_of_offers, "Angebote", session.preferences, "offers", parent)
        self.model_of_offers.setParent(self)
        self.setMinimumWidth(step(80))
        self._keys = [column.key for column in self.model_of_offers.columns]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Delete):
            self.bin_wanted.emit()
            return
        super().keyPressEvent(event)

    def _make_room(self) -> None:
        """Hide columns, the least important first, until the title has room."""
        header = self.horizontalHeader()
        widths = {key: header.sectionSize(n) for n, key in enumerate(self._keys)}
        for number, key in enumerate(self._keys):
            if self.isColumnHidden(number):
                widths[key] = self._preferences.widths("offers").get(key, self.model_of_offers.columns[number].width)
        room = self.viewport().width() - sum(widths[k] for k in self._keys if k != "title")
        hidden = set()
        for key, least in _GIVE_WAY:
            if room >= least:
                break
            hidden.add(key)
            room += widths[key]
        for number, key in enumerate(self._keys):
            if self.isColumnHidden(number) != (key in hidden):
                self.setColumnHidden(number, key in hidden)

    def _save_widths(self) -> None:
        """Keep the widths; a hidden column keeps the one it had."""
        kept = self._preferences.widths("offers")
        header = self.horizontalHeader()
        shown = {
            key: header.sectionSize(number)
            for number, key in enumerate(self._keys)
            if key != "title" and not self.isColumnHidden(number)
        }
        self._preferences.save_widths("offers", {**kept, **shown})
