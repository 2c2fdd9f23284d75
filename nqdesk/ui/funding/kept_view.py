"""The tab Aufbewahrte Checks: list at the left, the check that is open at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nqdesk.actions import kept_checks
from nqdesk.domain.change import Area, Change
from nqdesk.domain.people import Right
from nqdesk.store import checks
from nqdesk.ui.funding.kept_detail import KeptDetail, ask_to_erase
from nqdesk.ui.funding.kept_list import KeptList
from nqdesk.ui.funding.track_view import TrackView
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.empty_state import EmptyState
from nqdesk.ui.widgets.notice import Notice


class KeptView(QWidget):
    """Signals: open_wanted: a KeptCheck should be put into the tab Fördercheck. check_wanted: that tab is wanted."""

    open_wanted = Signal(object)
    check_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.list = KeptList(session)
        row.addWidget(self.list)
        self._empty = EmptyState(
            "funding",
            "Noch kein Check aufbewahrt",
            detail="Im Reiter „Fördercheck“ hält „Aufbewahren …“ Angaben und Ergebnis mit Datum fest.",
            action="Zum Fördercheck",
            on_action=self.check_wanted.emit,
        )
        self._none = EmptyState("funding", "Kein Check ausgewählt")
        self.detail = KeptDetail(session)
        self.track = TrackView(session)
        self._body = QStackedWidget()
        for part in (self._none, self._empty, self.detail, self.track):
            self._body.addWidget(part)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._make_due())
        right.addWidget(self._body, 1)
        row.addLayout(right, 1)
        self.list.chosen.connect(self._show)
        self.list.opened.connect(self._into_detail)
        self.list.bin_wanted.connect(self.detail.bin)
        self.list.track_wanted.connect(self.show_track)
        self.detail.open_wanted.connect(self.open_wanted)
        self.detail.restored.connect(self.list.choose)
        self.track.left.connect(self._back)
        saving = QShortcut(QKeySequence("Ctrl+S"), self)
        saving.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        saving.activated.connect(self.detail.save_now)
        self.setFocusProxy(self.list.list)
        self.list.show_all()
        self._show_due()

    def _make_due(self) -> QWidget:
        may = self._session.may(Right.VERWALTUNG)
        self.due = Notice(
            "", Tone.NO, action="Jetzt löschen …" if may else "", on_action=self.erase_due if may else None
        )
        around = QWidget()
        column = QVBoxLayout(around)
        column.setContentsMargins(step(6), step(4), step(5), 0)
        column.addWidget(self.due)
        self._around_due = around
        return around

    # -- what is shown -----------------------------------------------------------------------------------------

    def _show(self, check_id: str) -> None:
        found = checks.get(self._session.store.db, check_id, in_bin=self.list.in_bin) if check_id else None
        if found is not None:
            self.detail.show_check(found, in_bin=self.list.in_bin)
            self._body.setCurrentWidget(self.detail)
            return
        self.detail.forget()
        self._body.setCurrentWidget(self._none if self.list.count or self.list.is_limited else self._empty)

    def _into_detail(self) -> None:
        self._back()
        self.detail.tabs.setFocus()

    def _back(self) -> None:
        self._show(self.list.list.chosen_id())
        self.list.take_focus()

    def show_track(self) -> None:
        """Show how right the checks were."""
        self.detail.leave()
        self.track.refresh()
        self._body.setCurrentWidget(self.track)
        self.track.setFocus()

    def refresh(self, change: Change | None) -> None:
        """Read anew what a change concerns; None for everything."""
        areas = change.areas if change is not None else frozenset(Area)
        self.detail.refresh(change)
        if Area.CHECKS in areas:
            shows_track = self._body.currentWidget() is self.track
            self.list.reload()
            self._show(self.list.list.chosen_id())
            self._show_due()
            if shows_track:
                self.show_track()

    def show_check(self, check_id: str) -> None:
        """Choose a check."""
        if checks.get(self._session.store.db, check_id) is not None:
            self.list.choose(check_id)
            self._back()

    def print_it(self) -> None:
        """Print the protocol of the check that is open."""
        if self._body.currentWidget() is self.track:
            self._session.tell("Zum Drucken bitte einen aufbewahrten Check auswählen.")
        else:
            self.detail.print_protocol()

    def leave(self) -> None:
        """Store what is being typed."""
        self.detail.leave()

    def focus_search(self) -> None:
        """Put the keyboard into the search."""
        self.list.search.setFocus()
        self.list.search.selectAll()

    # -- due for erasure ---------------------------------------------------------------------------------------

    def _show_due(self) -> None:
        count = len(checks.due_for_erasure(self._session.store.db, self._session.today()))
        what = "1 aufbewahrter Check ist" if count == 1 else f"{count} aufbewahrte Checks sind"
        text = f"Frist abgelaufen: {what} zu löschen."
        if not self._session.may(Right.VERWALTUNG):
            text += " Löschen darf, wer das Recht „Verwaltung“ hat."
        self.due.set(text if count else "")
        self._around_due.setVisible(bool(count))

    def erase_due(self) -> None:
        """Erase all checks whose time is over, after a question."""
        today = self._session.today()
        count = len(checks.due_for_erasure(self._session.store.db, today))
        if not count or not ask_to_erase(self, count):
            return
        done = self._session.perform(lambda store, now: kept_checks.erase_due_checks(store, today, now), quiet=True)
        if done:
            text = "1 Fördercheck ist gelöscht." if count == 1 else f"{count} Förderchecks sind gelöscht."
            self._session.tell(text, Tone.POSSIBLE)
