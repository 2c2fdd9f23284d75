"""The page Angebote."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from nqdesk.domain.change import Area, Change
from nqdesk.domain.draft import Draft, DraftForm
from nqdesk.domain.offer_query import OfferQuery, OfferRow, OfferSort
from nqdesk.store import offers, organisations
from nqdesk.ui.draft_notice import DraftNotice
from nqdesk.ui.offers.acts import OfferActs
from nqdesk.ui.offers.detail import OfferDetail
from nqdesk.ui.offers.drop_target import DropTarget
from nqdesk.ui.offers.export_menu import ExportMenu
from nqdesk.ui.offers.filter_bar import FilterBar
from nqdesk.ui.offers.offer_counts import OfferCounts, read_counts
from nqdesk.ui.offers.offer_table import OfferTable, listing
from nqdesk.ui.page import Page
from nqdesk.ui.paged_model import FirstPage
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.empty_state import EmptyState
from nqdesk.ui.widgets.page_header import PageHeader

if TYPE_CHECKING:
    from nqdesk.ui.offers.editor import OfferEditor
    from nqdesk.ui.offers.import_run import ImportRun

_DETAIL_AFTER = 40  # milliseconds: holding an arrow key down does not read every offer passed
_DETAIL_AFTER_LIST = 150  # the same after another list: it is painted first, and typing on is not held up
_COUNTS_AFTER = 60  # milliseconds: the list is painted before the offers of each state are counted
_AT_ONCE = 1000  # so many chosen offers are changed without making anybody wait
_ANY_LETTER = "l"
_LEAST_LIST = step(125)  # narrower than this, nothing would be left for the titles
_SPLITTER = "offers_splitter"
_TAKEN_BACK = "take_back"  # without ids: an import was taken back, its rows are still to be cleared away


class OffersPage(Page):
    """List and detail, and in their place the form while an offer is edited."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._query = OfferQuery()
        self._counts = OfferCounts()
        self._is_search_ready = False
        self._wanted = ""  # the offer to choose as soon as it is listed
        self.acts = OfferActs(session, self)
        self._imports: ImportRun | None = None
        self._stack = QStackedWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        overview = self._make_overview()
        self._stack.addWidget(overview)
        self._editor: OfferEditor | None = None
        self.setFocusProxy(self.table)
        self._detail_timer = QTimer(self)
        self._detail_timer.setSingleShot(True)
        self._detail_timer.timeout.connect(self._show_detail)
        self._beginning: FirstPage[OfferRow] | None = None
        self._listing = listing(self._query, session.today())
        self._list_timer = QTimer(self)
        self._list_timer.setSingleShot(True)
        self._list_timer.timeout.connect(self._list_in_turn)
        self._counts_timer = QTimer(self)
        self._counts_timer.setSingleShot(True)
        self._counts_timer.timeout.connect(self._show_counts)
        for keys, act in (("Ctrl+O", self._choose_files), ("Ctrl+E", self.export.showMenu)):
            QShortcut(QKeySequence(keys), overview).activated.connect(act)
        self._drop = DropTarget(self, lambda paths: self.imports.start(paths), lambda: self.session.can_write)
        self._list()
        self._count(after=_COUNTS_AFTER)

    # -- building ----------------------------------------------------------------------------------------------

    def _make_overview(self) -> QWidget:
        overview = QWidget()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        row = QVBoxLayout(overview)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)
        left = QWidget()
        left.setMinimumWidth(_LEAST_LIST)
        column = QVBoxLayout(left)
        column.setContentsMargins(step(6), step(5), step(6), step(6))
        column.setSpacing(step(4))
        self._header = PageHeader("Angebote")
        self.export = ExportMenu(self.session, self._ids_for_export, self)
        self._new = Button("Neues Angebot", icon="add", on_click=self.new_record, tip="Strg+N")
        self._import = Button("Datei einlesen", "primary", icon="import", on_click=self._choose_files, tip="Strg+O")
        for button in (self.export, self._new, self._import):
            self._header.add(button)
        for button in (self._new, self._import):
            button.setEnabled(self.session.can_write)
        column.addWidget(self._header)
        resume = {DraftForm.OFFER: self._resume, DraftForm.ORGANISATION: self.acts.resume_provider}
        self.drafts = DraftNotice(self.session, resume)
        column.addWidget(self.drafts)
        self.filters = FilterBar(self.session)
        self.filters.changed.connect(self._list)
        self.filters.typed.connect(self._list_soon)
        self.filters.down.connect(self._into_list)
        column.addWidget(self.filters)
        self.table = OfferTable(self.session)
        self.table.model_of_offers.sort_wanted.connect(self._sort)
        self.table.model_of_offers.counted.connect(self._listed)
        self.table.chosen.connect(lambda _: self._follow())
        self.table.selection_changed.connect(self._follow)
        self.table.opened.connect(self.edit)
        self.table.bin_wanted.connect(self._bin)
        self.table.show_sort(self._query.sort, descending=self._query.descending)
        self._nothing = EmptyState(
            "search",
            "Keine Angebote gefunden",
            detail="Vielleicht ein Wort weniger oder ein Filter weniger?",
            action="Suche und Filter zurücksetzen",
            on_action=self.filters.reset,
        )
        self._empty = EmptyState(
            "offers",
            "Noch keine Angebote",
            detail="Lesen Sie die Datei eines Anbieters oder der Agentur für Arbeit ein\n"
            "(openQ-cat, JSON, CSV, Excel), oder ziehen Sie die Datei hierher.",
            action="Datei einlesen" if self.session.can_write else "",
            on_action=self._choose_files,
        )
        self._empty_bin = EmptyState("bin", "Der Papierkorb ist leer")
        self._body = QStackedWidget()
        for part in (self.table, self._nothing, self._empty, self._empty_bin):
            self._body.addWidget(part)
        card = Card()
        layout = card.layout()
        if layout is not None:
            layout.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self._body)
        column.addWidget(card, 1)
        self._splitter.addWidget(left)
        self.detail = OfferDetail(self.session)
        self._connect_detail()
        self._splitter.addWidget(self.detail)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.setSizes([step(190), step(92)])
        self._splitter.restoreState(self.session.preferences.state(_SPLITTER))
        self._splitter.splitterMoved.connect(
            lambda *_: self.session.preferences.save_state(_SPLITTER, self._splitter.saveState())
        )
        return overview

    @property
    def imports(self) -> "ImportRun":
        """What leads files into the database, made when it is first needed."""
        if self._imports is None:
            from nqdesk.ui.offers.import_run import ImportRun

            self._imports = ImportRun(self.session, self)
        return self._imports

    def _choose_files(self) -> None:
        self.imports.choose()

    def _connect_detail(self) -> None:
        detail = self.detail
        detail.edit_wanted.connect(self.edit)
        detail.provider_wanted.connect(self._edit_provider)
        detail.confirm_wanted.connect(lambda: self.acts.confirm(self._chosen_ids()))
        detail.withdraw_wanted.connect(lambda: self.acts.withdraw(self._chosen_ids()))
        detail.bin_wanted.connect(self._bin)
        detail.restore_wanted.connect(lambda: self.acts.restore(self._chosen_ids()))
        detail.erase_wanted.connect(lambda: self.acts.erase(self._chosen_ids()))
        detail.event_wanted.connect(lambda: self.acts.add_to_event(self._chosen_ids()))
        detail.decided.connect(self.acts.decide_occupation)

    def _edit_provider(self, organisation_id: str) -> None:
        self.acts.edit_provider(organisation_id)
        self.drafts.renew()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow(_DETAIL_AFTER_LIST)

    def hideEvent(self, event: QHideEvent) -> None:
        self._detail_timer.stop()
        super().hideEvent(event)

    # -- the list ----------------------------------------------------------------------------------------------

    def _list(self) -> None:
        self._list_timer.stop()
        self._read_list()
        self._show_list()

    def _list_soon(self) -> None:
        """Read the list in the next turn of the event loop and show it in the one after.

        A key that is pressed meanwhile is answered between; the list for the text before it is then left out.
        """
        self._query = self.filters.query(self._query)
        self._beginning = None
        self._list_timer.start(0)
        self._follow(_DETAIL_AFTER_LIST)  # what was to be shown beside the list before is not shown now

    def _list_in_turn(self) -> None:
        if self._beginning is None:
            self._read_list()
            self._list_timer.start(0)
        else:
            self._show_list()

    def _read_list(self) -> None:
        self._query = self.filters.query(self._query)
        self._listing = listing(self._query, self.session.today())
        self._beginning = self.table.model_of_offers.read(self._listing)

    def _show_list(self) -> None:
        self.table.model_of_offers.show(self._listing, self._beginning)
        self._beginning = None
        if not self.table.model_of_offers.is_complete:  # there are more than a page; how many is said later
            self._body.setCurrentWidget(self.table)
            self._choose_some()
        self._follow(_DETAIL_AFTER_LIST)
        if self._counts_timer.isActive():  # typing goes on
            self._counts_timer.start(_DETAIL_AFTER_LIST)

    def _sort(self, sort: str, descending: bool) -> None:
        self._query = replace(self._query, sort=OfferSort(sort), descending=descending)
        self._list()

    def _listed(self, count: int) -> None:
        self._make_search_ready()
        if count:
            self._body.setCurrentWidget(self.table)
        elif self._query.in_bin and not self._query.search:
            self._body.setCurrentWidget(self._empty_bin)
        else:
            self._body.setCurrentWidget(self._nothing if self.filters.is_limiting else self._empty)
        is_empty = self._body.currentWidget() is self._empty
        self.filters.setVisible(not is_empty)
        self.detail.setVisible(not is_empty)
        self.setFocusProxy(self._import if is_empty else self.table)
        self.export.set_count(count)
        self.filters.show_found(count if self.filters.is_limiting else None)
        if not count:
            self.detail.show_nothing()
        else:
            self._choose_some()

    def _make_search_ready(self) -> None:
        """Search once for nothing in particular: the first search of a connection reads its way into the index."""
        if not self._is_search_ready:
            self._is_search_ready = True
            self.table.model_of_offers.read(listing(OfferQuery(search=_ANY_LETTER), self.session.today()))

    def _choose_some(self) -> None:
        if self._wanted:
            self._choose(self._wanted)
        elif not self.table.selected_count():  # a list that gets the focus has a current row, but none selected
            self.table.choose_row(max(self.table.currentIndex().row(), 0))

    def _count(self, after: int = 0) -> None:
        on = self.session.today()
        self.session.reads.ask(("offers", "counts"), lambda store: read_counts(store, on), self._counted, after=after)

    def _counted(self, counts: OfferCounts) -> None:
        self._counts = counts
        self._counts_timer.start(_DETAIL_AFTER_LIST if self._detail_timer.isActive() else 0)
        if not self._is_editing:
            self.drafts.renew()

    def _show_counts(self) -> None:
        """New numbers change the place of what stands beside them: not while somebody types."""
        self.filters.show_counts(self._counts)
        self._header.set("Angebote", self._counts.words)

    def _choose(self, offer_id: str) -> None:
        found = offers.number_of(self.session.store.db, offer_id)
        if found is None or self.table.choose_number(found) or self.table.model_of_offers.is_complete:
            self._wanted = ""
        self._follow()

    def _into_list(self) -> None:
        if self._list_timer.isActive():  # Enter or Down came before the list for what is typed
            self._list()
        if self.table.model_of_offers.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.choose_row(0)

    def _chosen_ids(self) -> list[str]:
        if self.table.selected_count() > _AT_ONCE:
            self.session.tell("Das sind sehr viele. Bitte höchstens 1.000 Angebote auf einmal auswählen.", Tone.OPEN)
            return []
        return self.table.selected_ids()

    def _ids_for_export(self) -> tuple[Sequence[str], OfferQuery]:
        count = self.table.selected_count()
        is_some = 1 < count < self.table.model_of_offers.rowCount()
        return self.table.selected_ids() if is_some else [], self._query

    # -- the detail --------------------------------------------------------------------------------------------

    def _follow(self, after: int = _DETAIL_AFTER) -> None:
        """Show what is chosen in so many milliseconds."""
        self._detail_timer.start(after)

    @property
    def is_listed(self) -> bool:
        """Whether the list shows what is asked for."""
        return not self._list_timer.isActive()

    @property
    def is_counted(self) -> bool:
        """Whether head and filters show the newest numbers."""
        return not self._counts_timer.isActive()

    @property
    def is_settled(self) -> bool:
        """Whether the detail shows what is chosen in the list."""
        return not self._detail_timer.isActive()

    def _show_detail(self) -> None:
        count = self.table.selected_count()
        self.export.set_selected(count)
        if count > 1:
            self.detail.show_several(count, in_bin=self._query.in_bin)
        elif found := self.table.chosen_id():
            self.detail.show_offer(found, in_bin=self._query.in_bin)
        else:
            self.detail.show_nothing()

    def _bin(self) -> None:
        if self._query.in_bin or not self.session.can_write:
            return
        self.acts.bin(self._chosen_ids())

    # -- the form ----------------------------------------------------------------------------------------------

    def edit(self, offer_id: str) -> None:
        """Open an offer in the form."""
        if self._query.in_bin or not self.session.can_write:
            return
        if self.editor.open(offer_id):
            self._show_editor()

    def new_record(self) -> None:
        if self.session.can_write and not self._is_editing:
            self.editor.open_new()
            self._show_editor()

    def _resume(self, draft: Draft) -> bool:
        is_open = self.editor.resume(draft)
        if is_open:
            self._show_editor()
        return is_open

    @property
    def editor(self) -> "OfferEditor":
        """The form, made when it is first needed: the list is there sooner without it."""
        if self._editor is None:
            from nqdesk.ui.offers.editor import OfferEditor

            self._editor = OfferEditor(self.session)
            self._editor.closed.connect(self._edited)
            self._stack.addWidget(self._editor)
        return self._editor

    @property
    def _is_editing(self) -> bool:
        return self._editor is not None and self._stack.currentWidget() is self._editor

    def _show_editor(self) -> None:
        self._stack.setCurrentWidget(self.editor)
        self.setFocusProxy(self.editor.form)
        self.editor.form.begin()

    def _edited(self, offer_id: str) -> None:
        self._stack.setCurrentIndex(0)
        self.setFocusProxy(self.table)
        self.drafts.renew()
        if offer_id:
            self._wanted = offer_id
            self._choose(offer_id)
        self.table.setFocus()

    # -- what the window asks ----------------------------------------------------------------------------------

    def refresh(self, change: Change | None) -> None:
        if change is not None and change.verb == _TAKEN_BACK and not change.ids:
            self.imports.tidy()
        self.table.model_of_offers.refresh()
        self._count()
        self._follow()
        if self._is_editing:
            self.editor.refresh(change)

    def leave(self) -> None:
        if self._editor is not None:
            self._editor.leave()

    def show_record(self, area: Area, record_id: str) -> None:
        if self._editor is not None:
            self._editor.close_quietly()
        self._stack.setCurrentIndex(0)
        if area == Area.ORGANISATIONS:
            if organisations.get(self.session.store.db, record_id) is not None:
                self.filters.show_provider(record_id)
            return
        if offers.number_of(self.session.store.db, record_id) is None:
            self.session.tell("Dieses Angebot gibt es nicht mehr, oder es liegt im Papierkorb.", Tone.OPEN)
            return
        self._wanted = record_id
        if self.filters.is_limiting:
            self.filters.reset()
        else:
            self._choose(record_id)

    def focus_search(self) -> None:
        if self._stack.currentIndex() == 0:
            self.filters.search.setFocus()
            self.filters.search.selectAll()

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Strg+O", "Datei einlesen"),
            ("Strg+E", "Angebote ausgeben"),
            ("Enter", "Angebot bearbeiten"),
            ("Entf", "In den Papierkorb"),
            ("Umschalt+Pfeil", "Mehrere auswählen"),
            ("Esc", "Formular schließen (gespeichert ist schon)"),
        )
