"""Printing a PDF file: the system's dialog, then page by page."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from nqdesk.ui.pdf_pages import print_pages
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone


def ask_printer(parent: QWidget, title: str) -> QPrinter | None:
    """Ask for printer, pages and copies; None if cancelled."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Drucken")
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return printer if accepted else None


def print_file(
    session: Session, path: Path, title: str, parent: QWidget, done: Callable[[int], None] | None = None
) -> None:
    """Ask for a printer and print a PDF file in the background; `done` gets the number of pages."""
    printer = ask_printer(parent, title)
    if printer is None:
        return

    def finished(pages: int) -> None:
        count = "1 Seite" if pages == 1 else f"{pages} Seiten"
        session.tell(f"{title}: {count} an den Drucker gegeben.", Tone.POSSIBLE)
        if done is not None:
            done(pages)

    session.run(lambda _: print_pages(path, printer), title=f"{title} drucken", done=finished)


def open_file(path: Path) -> bool:
    """Open a file with the program the system has for it; False if there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def open_folder_of(path: Path) -> bool:
    """Open the folder a file lies in."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
