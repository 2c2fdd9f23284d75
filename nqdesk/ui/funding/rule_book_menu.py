"""The button "Drucken oder PDF …": the whole rule book, or what is in force today, printed or saved."""

from collections.abc import Callable, Generator
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from nqdesk.actions import rule_papers
from nqdesk.domain.funding.rules import RuleBook
from nqdesk.domain.progress import Progress
from nqdesk.store.database import Store
from nqdesk.ui.funding.paper_saving import Write, print_paper, save_paper
from nqdesk.ui.session import Session
from nqdesk.ui.widgets.button import Button

_NAME = "Regelwerk"


class RuleBookMenu(Button):
    """Asks `book_of` for the rules on the page, when something is chosen."""

    def __init__(self, session: Session, book_of: Callable[[], RuleBook], parent: QWidget | None = None) -> None:
        super().__init__("Drucken oder PDF …", "link", tip="Strg+P druckt, was heute gilt", parent=parent)
        self._session = session
        self._book_of = book_of
        menu = QMenu(self)
        menu.addAction("Was heute gilt drucken …", self.print_today)
        menu.addAction("Was heute gilt als PDF speichern …", lambda: self.save(session.today()))
        menu.addAction("Alle Fassungen drucken …", lambda: self.print_rules(None))
        menu.addAction("Alle Fassungen als PDF speichern …", lambda: self.save(None))
        self.setMenu(menu)

    def print_today(self) -> None:
        """Print what is in force today."""
        self.print_rules(self._session.today())

    def print_rules(self, on: date | None) -> None:
        """Ask for a printer and print what is in force on a day, or all versions."""
        print_paper(self._session, self, _NAME, self._writing(on))

    def save(self, on: date | None) -> None:
        """Ask for a place and write the file: what is in force on a day, or all versions."""
        file_name = f"{_NAME} {on.isoformat()}.pdf" if on else f"{_NAME}.pdf"
        save_paper(self._session, self, _NAME, file_name, self._writing(on))

    def _writing(self, on: date | None) -> Write:
        book, today = self._book_of(), self._session.today()

        def write(store: Store, path: Path) -> Generator[Progress, None, int]:
            rules = rule_papers.printed_rules(book, printed_on=today, on=on, store=store)
            return (yield from rule_papers.write_rules(rules, path))

        return write
