"""A paper saved as PDF or printed: place or printer are asked for, a job does it, and what became of it is told."""

import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from nqdesk.domain.progress import Progress
from nqdesk.store.database import Store
from nqdesk.ui.pdf_pages import print_pages
from nqdesk.ui.printing import ask_printer, open_file
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.file_choice import choose_target

Write = Callable[[Store, Path], Generator[Progress, None, object]]


def save_paper(session: Session, parent: QWidget, name: str, file_name: str, write: Write) -> None:
    """Ask for a place and write the file there; `name` is the paper's in titles, `file_name` is suggested."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    path = choose_target(parent, f"{name} speichern", [("PDF-Dateien", "*.pdf")], folder / file_name)
    if path is None:
        return

    def make(store: Store) -> Generator[Progress, None, Path]:
        yield from write(store, path)
        return path

    def done(written: Path) -> None:
        def look() -> None:
            open_file(written)

        session.tell(f"Gespeichert: {written.name}", Tone.POSSIBLE, action="Öffnen", act=look)

    session.run(make, title=f"{name} speichern", done=done)


def print_paper(session: Session, parent: QWidget, name: str, write: Write) -> None:
    """Ask for a printer, write the file to a folder of its own and print it; the file goes with the job."""
    printer = ask_printer(parent, name)
    if printer is None:
        return

    def make(store: Store) -> Generator[Progress, None, int]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "blatt.pdf"
            yield from write(store, path)
            return (yield from print_pages(path, printer))

    session.run(make, title=f"{name} drucken", done=lambda _: session.tell(f"{name} gedruckt.", Tone.POSSIBLE))
