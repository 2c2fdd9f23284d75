"""The button "Protokoll": the check on paper, printed or saved as PDF, in full or in Einfacher Sprache."""

from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from nqdesk.actions import check_papers
from nqdesk.domain.funding.check_book import CheckBook
from nqdesk.domain.progress import Progress
from nqdesk.store.database import Store
from nqdesk.ui.funding.paper_saving import Write, print_paper, save_paper
from nqdesk.ui.session import Session
from nqdesk.ui.widgets.button import Button

_FULL, _PLAIN = "Protokoll", "Blatt in Einfacher Sprache"
_FILES = {_FULL: "Fördercheck-Protokoll", _PLAIN: "Förderung in Einfacher Sprache"}
_WRITE: dict[str, Callable[[CheckBook, Path], object]] = {
    _FULL: check_papers.write_protocol,
    _PLAIN: check_papers.write_plain,
}


class ProtocolMenu(Button):
    """Asks `book_of` for what stands on the page, when something is chosen."""

    def __init__(
        self, session: Session, book_of: Callable[[], CheckBook], kind: str = "primary", parent: QWidget | None = None
    ) -> None:
        super().__init__("Protokoll", kind, tip="Strg+P", parent=parent)
        self._session = session
        self._book_of = book_of
        menu = QMenu(self)
        for name in (_FULL, _PLAIN):
            menu.addAction(f"{name} drucken …", lambda name=name: self.print_paper(name))  # type: ignore[misc]
            menu.addAction(f"{name} als PDF speichern …", lambda name=name: self.save(name))  # type: ignore[misc]
        self.setMenu(menu)

    def print_protocol(self) -> None:
        """Print the whole protocol."""
        self.print_paper(_FULL)

    def print_paper(self, name: str) -> None:
        """Ask for a printer and print."""
        print_paper(self._session, self, name, _making(name, self._book_of()))

    def save(self, name: str) -> None:
        """Ask for a place and write the file."""
        book = self._book_of()
        day = f" {book.kept_on.isoformat()}" if book.kept_on else ""
        save_paper(self._session, self, name, f"{_FILES[name]}{day}.pdf", _making(name, book))


def _making(name: str, book: CheckBook) -> Write:
    write = _WRITE[name]

    def make(_: Store, path: Path) -> Generator[Progress, None, None]:
        yield Progress(0, 0, "paper_writing")
        write(book, path)

    return make
