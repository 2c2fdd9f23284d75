"""Where an instrument is used: rules that go before each other, and kept checks that are not closed."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.domain.funding.rules import Instrument, RuleBook
from nqdesk.store import checks
from nqdesk.store.checks import InstrumentUse
from nqdesk.ui.session import Session
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.text_field import show_day


class RuleUses(Card):
    """A card that fills itself.

    Signals:
        check_wanted: id of a kept check.
    """

    check_wanted = Signal(str)

    def __init__(self, session: Session, book: RuleBook, instrument: Instrument, parent: QWidget | None = None) -> None:
        super().__init__("Wo es vorkommt", parent=parent)
        for line in _ranks(book, instrument):
            self.add(Label(line))
        self._session, self._instrument = session, instrument
        self._said = Label("Aufbewahrte Checks werden gelesen …", "small")
        self.add(self._said)
        self._links = QVBoxLayout()
        self.body.addLayout(self._links)
        self._key = ("rule uses", id(self))
        key, reads = self._key, session.reads
        self.destroyed.connect(lambda: reads.forget(key))
        self.read()

    def read(self) -> None:
        """Read the kept checks, away from the window."""
        name, session = self._instrument.id, self._session
        session.reads.ask(self._key, lambda store: checks.use_of(store.db, name), self._show, session.tell_failure)

    def _show(self, use: InstrumentUse) -> None:
        self._said.setText(_counted(use))
        while (item := self._links.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for row in use.latest:
            text = f"{row.subject}, {show_day(row.made_on)}"
            link = Button(text, "link", on_click=partial(self.check_wanted.emit, row.id))
            link.setAccessibleName(f"Aufbewahrten Check öffnen: {text}")
            self._links.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        if more := use.possible - len(use.latest):
            self._links.addWidget(Label(f"und {more} weitere" if more > 1 else "und 1 weiterer", "small"))


def _counted(use: InstrumentUse) -> str:
    if not use.possible and not use.undecided:
        return "In keinem aufbewahrten Check, der noch offen ist, kommt es in Betracht."
    times = f"{use.possible}-mal möglich, {use.undecided}-mal offen"
    return f"In aufbewahrten Checks, die noch nicht abgeschlossen sind: {times}."


def _ranks(book: RuleBook, instrument: Instrument) -> list[str]:
    """Return how the instrument and others go before each other."""
    others = [
        each.title
        for each in book.instruments
        if any(first.instrument == instrument.id for version in each.versions for first in version.yields_to)
    ]
    firsts = dict.fromkeys(
        book.by_id[first.instrument].title
        for version in instrument.versions
        for first in version.yields_to
        if first.instrument in book.by_id
    )
    lines = []
    if others:
        lines.append(f"Es geht vor: {', '.join(others)}.")
    if firsts:
        lines.append(f"Vorrang haben: {', '.join(firsts)}.")
    return lines
