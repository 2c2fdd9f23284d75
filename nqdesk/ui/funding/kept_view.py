"""The tab Aufbewahrte Checks: list at the left, the check that is open at the right."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from nqdesk.domain.change import Area, Change
from nqdesk.store import checks
from nqdesk.ui.funding.kept_detail import KeptDetail
from nqdesk.ui.funding.kept_list import KeptList
from nqdesk.ui.session import Session
from nqdesk.ui.widgets.empty_state import EmptyState


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
        self._body = QStackedWidget()
        for part in (self._none, self._empty, self.detail):
            self._body.addWidget(part)
        row.addWidget(self._body, 1)
        self.list.chosen.connect(self._show)
        self.detail.open_wanted.connect(self.open_wanted)
        self.setFocusProxy(self.list.list)
        self.list.show_all()

    def _show(self, check_id: str) -> None:
        found = checks.get(self._session.store.db, check_id, in_bin=self.list.in_bin) if check_id else None
        if found is not None:
            self.detail.show_check(found)
            self._body.setCurrentWidget(self.detail)
            return
        self._body.setCurrentWidget(self._none if self.list.count or self.list.is_limited else self._empty)

    def refresh(self, change: Change | None) -> None:
        """Read anew what a change concerns; None for everything."""
        areas = change.areas if change is not None else frozenset(Area)
        if Area.CHECKS in areas:
            self.list.reload()

    def show_check(self, check_id: str) -> None:
        """Choose a check."""
        if checks.get(self._session.store.db, check_id) is not None:
            self.list.choose(check_id)

    def focus_search(self) -> None:
        """Put the keyboard into the search."""
        self.list.search.setFocus()
        self.list.search.selectAll()
