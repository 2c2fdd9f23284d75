"""One kept check: results and facts as they were kept, what became of them, note and follow-ups."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from nqdesk.actions import check_papers, kept_checks, kept_results, rule_book
from nqdesk.domain.change import Area, Change
from nqdesk.domain.funding.check_book import CheckBook
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.domain.funding.frozen import FrozenCheck
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.domain.people import Right
from nqdesk.ui import theme
from nqdesk.ui.funding import kept_words
from nqdesk.ui.funding.again_dialog import AgainDialog
from nqdesk.ui.funding.follow_up_card import FollowUpCard
from nqdesk.ui.funding.frozen_list import FrozenList
from nqdesk.ui.funding.kept_facts import facts_card
from nqdesk.ui.funding.kept_form import KeptForm
from nqdesk.ui.funding.outcome_dialog import note_outcome
from nqdesk.ui.funding.protocol_menu import ProtocolMenu
from nqdesk.ui.session import Session
from nqdesk.ui.taking_back import tell_with_way_back
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.dialog import ask
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.page_header import PageHeader
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.tab_bar import TabBar
from nqdesk.ui.widgets.two_columns import TwoColumns

_READABLE = step(180)  # a wider line would leave label and value too far apart
RESULTS, FACTS, MATTER = "results", "facts", "matter"


class KeptDetail(QWidget):
    """The check that is open.

    Signals:
        open_wanted: the KeptCheck should be put into the tab Fördercheck.
        restored: id of the check that was taken out of the bin.
    """

    open_wanted = Signal(object)
    restored = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.record = KeptCheck()
        self._in_bin = False
        column = QVBoxLayout(self)
        column.setContentsMargins(step(6), step(5), step(5), 0)
        column.setSpacing(step(3))
        self.header = PageHeader("")
        self._make_buttons()
        column.addWidget(self.header)
        self._binned = Notice("Dieser Check liegt im Papierkorb, mit seinen Wiedervorlagen.", Tone.NEUTRAL)
        column.addWidget(self._binned)
        self.tabs = TabBar(
            "Bereiche des aufbewahrten Checks",
            ((RESULTS, "Ergebnis"), (FACTS, "Angaben"), (MATTER, "Notiz und Wiedervorlagen")),
        )
        column.addWidget(self.tabs)
        self._stack = QStackedWidget()
        self.results = FrozenList(session)
        self.results.outcome_wanted.connect(self._note_outcome)
        self._facts = ScrollArea(gap=step(3), reading="Angaben des Checks")
        self._facts.body.setContentsMargins(0, 0, step(2), step(4))
        self._facts.body.addStretch(1)
        self._facts_card: QWidget | None = None
        self.form = KeptForm(session)
        self.follow_ups = FollowUpCard(session)
        self._stack.addWidget(self.results)
        self._stack.addWidget(self._facts)
        self._stack.addWidget(self._make_matter())
        column.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self._open_tab)

    def _make_buttons(self) -> None:
        session = self._session
        self.again_button = Button("Heute noch einmal prüfen", icon="refresh", on_click=self.check_again)
        self.open_button = Button(
            "Als neuen Check öffnen", "primary", icon="open", on_click=lambda: self.open_wanted.emit(self.record)
        )
        self._more = Button("", icon="more")
        self._more.setAccessibleName("Weitere Möglichkeiten")
        self._more.setToolTip("Weitere Möglichkeiten")
        menu = QMenu(self._more)
        self.bin_action = menu.addAction("In den Papierkorb")
        theme.set_icon(self.bin_action, "bin")
        self.bin_action.setEnabled(session.can_write)
        self.bin_action.triggered.connect(self.bin)
        self._more.setMenu(menu)
        self.restore_button = Button("Wiederherstellen", "primary", icon="restore", on_click=self.restore)
        self.restore_button.setEnabled(session.can_write)
        self.erase_button = Button("Endgültig löschen …", "danger", icon="bin", on_click=self.erase)
        self.erase_button.setEnabled(session.may(Right.VERWALTUNG))
        if not session.may(Right.VERWALTUNG):
            self.erase_button.setToolTip("Endgültig löschen darf nur, wer das Recht „Verwaltung“ hat.")
        self.protocol = ProtocolMenu(session, self._book, "")
        first = (self._more, self.protocol, self.again_button, self.open_button)
        for button in (*first, self.erase_button, self.restore_button):
            self.header.add(button)

    def _make_matter(self) -> QWidget:
        area = ScrollArea(gap=step(3))
        area.body.setContentsMargins(0, 0, step(2), step(4))
        columns = TwoColumns(step(80))
        columns.first.addWidget(self.form)
        columns.second.addWidget(self.follow_ups)
        columns.finish()
        area.body.addWidget(columns)
        area.body.addStretch(1)
        return area

    # -- what is shown -----------------------------------------------------------------------------------------

    def show_check(self, check: KeptCheck, *, in_bin: bool = False) -> None:
        """Show another check; what was typed about the one before is stored first."""
        if check.id == self.record.id and in_bin == self._in_bin:
            self._refresh(check)
            return
        self.leave()
        self._in_bin = in_bin
        for button in (self._more, self.protocol, self.again_button, self.open_button):
            button.setVisible(not in_bin)
        for button in (self.erase_button, self.restore_button):
            button.setVisible(in_bin)
        self._binned.setVisible(in_bin)
        self.form.form.set_read_only(read_only=in_bin or not self._session.can_write)
        self.record = check
        self._name()
        self.results.show_check(check, self._words(), can_change=not in_bin)
        self._renew_facts()
        self.form.show_record(check)
        self.follow_ups.show_about(check.id, can_change=not in_bin)
        self._count()

    def _refresh(self, check: KeptCheck) -> None:
        self.record = check
        self._name()
        self.results.show_outcomes(check)
        self.form.refresh(check)

    def refresh(self, change: Change | None) -> None:
        """Read anew what lies beside the check itself."""
        areas = change.areas if change is not None else frozenset(Area)
        if Area.FOLLOW_UPS in areas and self.record.version:
            self.follow_ups.refresh()
            self._count()
        if Area.RULES in areas and self.record.version:
            self.results.show_check(self.record, self._words(), can_change=not self._in_bin)
            self._renew_facts()

    @property
    def _catalogue(self) -> FactCatalogue:
        return rule_book.in_use(self._session.store).book.catalogue

    def _words(self) -> FrozenCheck:
        return kept_results.in_words(self.record, self._catalogue)

    def _name(self) -> None:
        self.header.set(self.record.subject, kept_words.subtitle(self.record))

    def _count(self) -> None:
        count = self.follow_ups.open_count
        self.tabs.set_text(MATTER, f"Notiz und Wiedervorlagen {count}" if count else "Notiz und Wiedervorlagen")

    def _renew_facts(self) -> None:
        card = facts_card(self._words())
        card.setMaximumWidth(_READABLE)
        if self._facts_card is not None:
            self._facts.body.removeWidget(self._facts_card)
            self._facts_card.hide()
            self._facts_card.deleteLater()
        self._facts_card = card
        self._facts.body.insertWidget(0, card)

    def _open_tab(self, key: str) -> None:
        self.leave()
        self._stack.setCurrentIndex((RESULTS, FACTS, MATTER).index(key))

    def forget(self) -> None:
        """Show no check any more; nothing of it stays."""
        self.leave()
        self.record = KeptCheck()

    def leave(self) -> None:
        """Store what is being typed."""
        if self.record.version and not self._in_bin:
            self.form.leave()

    # -- what is done ------------------------------------------------------------------------------------------

    def _note_outcome(self, instrument: str) -> None:
        self.leave()
        note_outcome(self._session, self.record, instrument, self.results.title_of(instrument), self)

    def check_again(self) -> None:
        """Show what the same facts give today."""
        engine = rule_book.in_use(self._session.store)
        again = kept_results.again(engine, self.record, self._session.today())
        dialog = AgainDialog(self.record, again, self)
        dialog.exec()
        dialog.deleteLater()

    def _book(self) -> CheckBook:
        self.leave()  # a name that is being corrected goes onto the paper
        session = self._session
        return check_papers.kept_book(self.record, self._catalogue, printed_on=session.today(), store=session.store)

    def print_protocol(self) -> None:
        """Print the protocol as it was kept; what lies in the bin is not printed."""
        if self.record.version and not self._in_bin:
            self.protocol.print_protocol()
        else:
            self._session.tell("Zum Drucken bitte einen aufbewahrten Check auswählen.")

    def save_now(self) -> None:
        """Store what is being typed and say so; the keyboard stays where it is."""
        if not self.record.version or self._in_bin or not self._session.can_write:
            return
        self.form.save()
        if self.form.form.is_edited:
            self._session.tell("Noch nicht gespeichert: Bitte die rot bezeichneten Angaben berichtigen.", Tone.OPEN)
        else:
            self._session.tell("Gespeichert.", Tone.POSSIBLE)

    def bin(self) -> None:
        """Move the check to the bin."""
        if self._in_bin or not self.record.version or not self._session.can_write:
            return
        self.leave()
        check_id = self.record.id
        done = self._session.perform(lambda store, now: kept_checks.bin_checks(store, [check_id], now), quiet=True)
        if done.change is not None:
            tell_with_way_back(self._session, "Fördercheck im Papierkorb", done.change)

    def restore(self) -> None:
        """Take the check out of the bin."""
        check_id = self.record.id
        if self._session.perform(lambda store, now: kept_checks.restore_checks(store, [check_id], now)):
            self.restored.emit(check_id)

    def erase(self) -> None:
        """Erase the check for good, after a question."""
        check_id = self.record.id
        if ask_to_erase(self, 1):
            done = self._session.perform(
                lambda store, now: kept_checks.erase_checks(store, [check_id], now), quiet=True
            )
            if done:
                self._session.tell("1 Fördercheck ist gelöscht.", Tone.POSSIBLE)


def ask_to_erase(parent: QWidget, count: int) -> bool:
    """Ask whether checks shall be erased for good."""
    what = "1 aufbewahrter Fördercheck wird" if count == 1 else f"{count} aufbewahrte Förderchecks werden"
    return ask(
        parent,
        "Endgültig löschen?",
        f"{what} mit Ergebnis und Wiedervorlagen gelöscht, auch im Verlauf. Das lässt sich nicht rückgängig machen. "
        "Ältere Sicherungen enthalten sie noch, bis sie ausgedünnt sind.",
        yes="Endgültig löschen",
        is_danger=True,
    )
