"""The button "Protokoll": the check on paper, printed or saved as PDF, in full or in Einfacher Sprache."""

import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from nqdesk.actions import check_papers
from nqdesk.domain.funding.check_book import CheckBook
from nqdesk.domain.progress import Progress
from nqdesk.store.database import Store
from nqdesk.ui.funding.paper_saving import save_paper
from nqdesk.ui.pdf_pages import print_pages
from nqdesk.ui.printing import ask_printer
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.button import Button

Write = Callable[[CheckBook, Path], object]
_FULL, _PLAIN = "Protokoll", "Blatt in Einfacher Sprache"
_FILES = {_FULL: "Fördercheck-Protokoll.pdf", _PLAIN: "Förderung in Einfacher Sprache.pdf"}
_WRITE: dict[str, Write] = {_FULL: check_papers.write_protocol, _PLAIN: check_papers.write_plain}


class ProtocolMenu(Button):
    """Asks `book_of` for what stands on the page, when something is chosen."""

    def __init__(self, session: Session, book_of: Callable[[], CheckBook], parent: QWidget | None = None) -> None:
        super().__init__("Protokoll", "primary", tip="Strg+P", parent=parent)
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
        """Ask for a printer; the file goes with the job."""
        printer = ask_printer(self, name)
        if printer is None:
            return
        book, write = self._book_of(), _WRITE[name]

        def make(_: Store) -> Generator[Progress, None, int]:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "blatt.pdf"
                write(book, path)
                return (yield from print_pages(path, printer))

        self._session.run(
            make, title=f"{name} drucken", done=lambda _: self._session.tell(f"{name} gedruckt.", Tone.POSSIBLE)
        )

    def save(self, name: str) -> None:
        """Ask for a place and write the file."""
        book, write = self._book_of(), _WRITE[name]

        def make(_: Store, path: Path) -> Generator[Progress, None, None]:
            yield Progress(0, 0, "paper_writing")
            write(book, path)

        save_paper(self._session, self, name, _FILES[name], make)
