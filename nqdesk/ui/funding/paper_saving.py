"""Saving a paper as PDF: the place is asked for, the file is written as a job, and what became of it is told."""

from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from nqdesk.domain.progress import Progress
from nqdesk.store.database import Store
from nqdesk.ui.printing import open_file
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
