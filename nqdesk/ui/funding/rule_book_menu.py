"""The button "Regelwerk als PDF …": the whole rule book, or what is in force today, saved as one file."""

from collections.abc import Callable, Generator
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from nqdesk.actions import rule_papers
from nqdesk.domain.funding.rules import RuleBook
from nqdesk.domain.progress import Progress
from nqdesk.store.database import Store
from nqdesk.ui.funding.paper_saving import save_paper
from nqdesk.ui.session import Session
from nqdesk.ui.widgets.button import Button


class RuleBookMenu(Button):
    """Asks `book_of` for the rules on the page, when something is chosen."""

    def __init__(self, session: Session, book_of: Callable[[], RuleBook], parent: QWidget | None = None) -> None:
        super().__init__("Regelwerk als PDF …", "link", parent=parent)
        self._session = session
        self._book_of = book_of
        menu = QMenu(self)
        menu.addAction("Alle Fassungen …", lambda: self.save(None))
        menu.addAction("Nur was heute gilt …", lambda: self.save(session.today()))
        self.setMenu(menu)

    def save(self, on: date | None) -> None:
        """Ask for a place and write the file: what is in force on a day, or all versions."""
        book, today = self._book_of(), self._session.today()
        file_name = f"Regelwerk {on.isoformat()}.pdf" if on else "Regelwerk.pdf"

        def write(store: Store, path: Path) -> Generator[Progress, None, int]:
            rules = rule_papers.printed_rules(book, printed_on=today, on=on, store=store)
            return (yield from rule_papers.write_rules(rules, path))

        save_paper(self._session, self, "Regelwerk", file_name, write)
