"""The page Förderung: the check, the rule book behind it, and the checks that were kept."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nqdesk.domain.change import Area, Change
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.ui.funding.check_view import CheckView
from nqdesk.ui.page import Page
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.tab_bar import TabBar

if TYPE_CHECKING:
    from nqdesk.ui.funding.kept_view import KeptView
    from nqdesk.ui.funding.rule_view import RuleView

_CHECK, _RULES, _KEPT = "check", "rules", "kept"
_OPEN = "kept_check_open"


class FundingPage(Page):
    """Three tabs."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = QFrame()
        head.setProperty("role", "panel")
        row = QHBoxLayout(head)
        row.setContentsMargins(step(5), step(1), 0, 0)
        self.tabs = TabBar("Förderung", ((_CHECK, "Fördercheck"), (_RULES, "Regelwerk"), (_KEPT, "Aufbewahrte Checks")))
        row.addWidget(self.tabs, 1)
        outer.addWidget(head)
        self.check = CheckView(session)
        self._rules: RuleView | None = None
        self._kept: KeptView | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.check)
        outer.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self._open)
        self.check.results.rule_wanted.connect(self.show_rules)
        self.setFocusProxy(self.check)
        for number, key in enumerate((_CHECK, _RULES, _KEPT), 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)  # only while this page is the one shown
            shortcut.activated.connect(partial(self._go_to, key))
        self._return()

    def _return(self) -> None:
        if self.session.unsaved:
            from nqdesk.ui.funding.rule_view import UNSAVED

            if UNSAVED in self.session.unsaved:
                self.tabs.open(_RULES)
                return
        self._return_to_kept()

    def _return_to_kept(self) -> None:
        """Open the kept check that was open before the window was locked; its id is kept in memory only."""
        check_id = str(self.session.property(_OPEN) or "")
        if check_id:
            self.tabs.open(_KEPT)
            self.kept.show_check(check_id)

    @property
    def rules(self) -> "RuleView":
        """The rule book, made when it is first needed."""
        if self._rules is None:
            from nqdesk.ui.funding.rule_view import RuleView

            self._rules = RuleView(self.session)
            self._rules.check_wanted.connect(lambda check_id: self.show_record(Area.CHECKS, check_id))
            self._stack.addWidget(self._rules)
        return self._rules

    @property
    def kept(self) -> "KeptView":
        """The kept checks, made when they are first needed."""
        if self._kept is None:
            from nqdesk.ui.funding.kept_view import KeptView

            self._kept = KeptView(self.session)
            self._kept.open_wanted.connect(self._open_kept)
            self._kept.check_wanted.connect(self.new_record)
            self._kept.list.chosen.connect(lambda _: self._remember())
            self._stack.addWidget(self._kept)
        return self._kept

    def _go_to(self, key: str) -> None:
        """Open a tab from the keyboard, which then stands in it."""
        self.tabs.open(key)
        self.setFocus()

    def _open_kept(self, check: KeptCheck) -> None:
        self.tabs.open(_CHECK)
        self.check.open_kept(check)
        self.check.setFocus()

    def _open(self, key: str) -> None:
        if self._kept is not None:
            self._kept.leave()
        shown: QWidget = self.check if key == _CHECK else self.rules if key == _RULES else self.kept
        self._stack.setCurrentWidget(shown)
        self.setFocusProxy(shown)
        self._remember()

    def _remember(self) -> None:
        is_kept = self._kept is not None and self.tabs.key == _KEPT
        self.session.setProperty(_OPEN, self.kept.detail.record.id if is_kept else "")

    def show_rules(self, instrument: str) -> None:
        """Show an instrument in the rule book."""
        self.tabs.open(_RULES)
        self.rules.show_instrument(instrument)
        self.rules.setFocus()

    @property
    def _is_checking(self) -> bool:
        return self._stack.currentWidget() is self.check

    # -- what the window asks ----------------------------------------------------------------------------------

    def refresh(self, change: Change | None) -> None:
        if change is None or Area.RULES in change.areas:
            self.check.refresh()
            if self._rules is not None:
                self._rules.refresh()
        elif Area.CHECKS in change.areas:
            self.check.refresh_line()
            if self._rules is not None:
                self._rules.refresh_uses()
        if self._kept is not None:
            self._kept.refresh(change)

    def leave(self) -> None:
        self.check.put_aside()
        if self._rules is not None:
            self._rules.keep_unsaved()
        if self._kept is not None:
            self._kept.leave()

    def may_close(self) -> bool:
        return self._rules is None or self._rules.editor is None or self._rules.editor.may_go()

    def show_record(self, area: Area, record_id: str) -> None:
        if area is Area.CHECKS:
            self.tabs.open(_KEPT)
            self.kept.show_check(record_id)
            self.kept.setFocus()
        elif area is Area.RULES:
            self.show_rules(record_id)

    def new_record(self) -> None:
        self.tabs.open(_CHECK)
        self.check.new_record()

    def print_it(self) -> None:
        if self._is_checking:
            self.check.protocol.print_protocol()
        elif self.tabs.key == _RULES:
            self.rules.print_it()
        else:
            self.kept.print_it()

    def focus_search(self) -> None:
        if self._is_checking:
            self.check.focus_on_question()
        elif self.tabs.key == _RULES:
            self.rules.focus_search()
        else:
            self.kept.focus_search()

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Alt+1 … 3", "Fördercheck, Regelwerk, aufbewahrte Checks"),
            ("Strg+N", "Neuer Fördercheck: alle Angaben leeren"),
            ("Strg+P", "Protokoll drucken, auch eines aufbewahrten Checks; im Regelwerk: was heute gilt"),
            ("Strg+F", "Zur nächsten Frage, in den anderen Reitern zur Suche"),
            ("Strg+S", "Eigenes Instrument: Vorschau und speichern; aufbewahrter Check: Notiz gleich speichern"),
            ("Strg+Leertaste", "Eigenes Instrument, Voraussetzung als Text: Angaben und Funktionen vorschlagen"),
            ("F6", "Im Fördercheck zwischen Angaben und Ergebnissen wechseln"),
            ("Leertaste", "Antwort wählen, Einzelheiten öffnen"),
            ("Entf", "Aufbewahrten Check in den Papierkorb"),
            ("Enter", "Von der Liste zum aufbewahrten Check"),
        )
