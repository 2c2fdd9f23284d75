"""One kept check: the facts and results as they were kept, what became of them, note and follow-ups."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.actions import kept_results, rule_book
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.ui.funding import kept_words
from nqdesk.ui.funding.frozen_card import FrozenCard
from nqdesk.ui.funding.kept_facts import facts_card
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.page_header import PageHeader
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.two_columns import TwoColumns

DECIDES = "Die Entscheidung trifft die zuständige Stelle."


class KeptDetail(QWidget):
    """The check that is open.

    Signals:
        open_wanted: the check should be put into the tab Fördercheck.
    """

    open_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.record = KeptCheck()
        self.cards: dict[str, FrozenCard] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(step(6), step(5), step(5), 0)
        column.setSpacing(step(4))
        self.header = PageHeader("")
        self.open_button = Button("Als neuen Check öffnen", on_click=lambda: self.open_wanted.emit(self.record))
        self.header.add(self.open_button)
        column.addWidget(self.header)
        self._area = ScrollArea(gap=step(3))
        self._area.body.setContentsMargins(0, 0, step(2), step(4))
        self._content: QWidget | None = None
        self._area.body.addStretch(1)
        column.addWidget(self._area, 1)

    def show_check(self, check: KeptCheck) -> None:
        """Show another check."""
        self.record = check
        self.header.set(check.subject, kept_words.subtitle(check))
        self._renew()

    def _renew(self) -> None:
        """Build what never changes: facts and results, from what was kept."""
        check = self.record
        catalogue = rule_book.in_use(self._session.store).book.catalogue
        frozen = kept_results.frozen(check)
        columns = TwoColumns()
        titles = {found.id: found.title for found in frozen.instruments}
        self.cards = {}
        found = sorted(frozen.with_version, key=kept_words.rank)
        for each in found:
            card = FrozenCard(
                each, kept_words.gist(each, catalogue, titles), catalogue, can_write=self._session.can_write
            )
            self.cards[each.id] = card
            columns.first.addWidget(card)
        if found and kept_words.rank(found[0]) == 0:
            self.cards[found[0].id].open(wanted=True)
        columns.first.addWidget(Label(f"Regelwerk {kept_words.digest(check.rule_book)}. {DECIDES}", "small"))
        columns.second.addWidget(facts_card(check, catalogue))
        columns.finish()
        if self._content is not None:
            self._area.body.removeWidget(self._content)
            self._content.hide()
            self._content.setParent(None)
            self._content.deleteLater()
        self._content = columns
        self._area.body.insertWidget(0, columns)
