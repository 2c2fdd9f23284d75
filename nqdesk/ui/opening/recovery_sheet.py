"""The recovery code, shown once: it must be printed or saved before one goes on."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.failure import Failure
from nqdesk.ui import theme
from nqdesk.ui.jobs import run_now
from nqdesk.ui.pdf_pages import print_pages
from nqdesk.ui.printing import ask_printer
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.dialog import Dialog, inform
from nqdesk.ui.widgets.file_choice import choose_target
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.notice import Notice


class RecoverySheet(QWidget):
    """Shows the code with two ways to keep it.

    Signals:
        kept: the sheet was printed or saved.
    """

    kept = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._write: Callable[[Path], None] | None = None
        self.is_kept = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(3))
        layout.addWidget(
            Label(
                "Wenn ein Passwort vergessen wird, öffnet nur dieser Code die Datenbank wieder. Er wird jetzt ein "
                "einziges Mal gezeigt. Drucken oder speichern Sie das Blatt und legen Sie es in den Tresor, nicht "
                "neben den Rechner."
            )
        )
        box = QFrame()
        box.setProperty("role", "card")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(step(4), step(4), step(4), step(4))
        self._code = Label("")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(theme.font(1.35).pointSizeF())
        self._code.setFont(font)
        self._code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._code.setAccessibleName("Wiederherstellungscode")
        inside.addWidget(self._code)
        layout.addWidget(box)
        row = QHBoxLayout()
        row.setSpacing(step(2))
        row.addWidget(Button("Blatt drucken …", icon="print", on_click=self._print))
        row.addWidget(Button("Als PDF speichern …", icon="save", on_click=self._save))
        row.addStretch(1)
        layout.addLayout(row)
        self._says = Notice("", Tone.POSSIBLE)
        self._says.hide()
        layout.addWidget(self._says)
        layout.addStretch(1)

    def show_code(self, code: str, write: Callable[[Path], None]) -> None:
        """Show a code; `write` makes the sheet as a PDF file and raises Failure."""
        self._code.setText(code)
        self._code.setAccessibleName(f"Wiederherstellungscode {code}")
        self._write = write
        self.is_kept = False
        self._says.hide()

    def clear(self) -> None:
        """Forget the code."""
        self._code.setText("")
        self._code.setAccessibleName("Wiederherstellungscode")
        self._write = None

    def _print(self) -> None:
        printer = ask_printer(self, "Wiederherstellungsblatt")
        if printer is None or self._write is None:
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "blatt.pdf"
            try:
                self._write(path)
                run_now(print_pages(path, printer))
            except Failure as failure:
                self._says.set(messages.sentence(failure.code, failure.values), Tone.NO)
                return
        self._keep("Das Blatt ist an den Drucker gegeben. Bitte prüfen, ob es lesbar ist, bevor Sie weitergehen.")

    def _save(self) -> None:
        suggested = Path.home() / "nqdesk-Wiederherstellungsblatt.pdf"
        path = choose_target(self, "Wiederherstellungsblatt speichern", [("PDF-Dateien", "*.pdf")], suggested)
        if path is None or self._write is None:
            return
        try:
            self._write(path)
        except Failure as failure:
            self._says.set(messages.sentence(failure.code, failure.values), Tone.NO)
            return
        self._keep(f"Gespeichert als „{path.name}“. Am sichersten liegt die Datei auf einem eigenen Datenträger.")

    def _keep(self, text: str) -> None:
        self.is_kept = True
        self._says.set(text, Tone.POSSIBLE)
        self.kept.emit()


class RecoverySheetDialog(Dialog):
    """Shows a new code by itself; cannot be left before it is kept, nor is the window locked until then."""

    forbids_lock = True

    def __init__(self, code: str, write: Callable[[Path], None], parent: QWidget | None = None) -> None:
        super().__init__("Neuer Wiederherstellungscode", parent, detail="Der alte Code gilt nicht mehr.")
        self.setMinimumWidth(step(140))
        self._sheet = RecoverySheet()
        self._sheet.show_code(code, write)
        self.body.addWidget(self._sheet)
        done = self.add_button("Fertig", "primary", on_click=self.accept)
        done.setEnabled(False)
        self._sheet.kept.connect(lambda: done.setEnabled(True))

    def reject(self) -> None:
        """Close only when the code is kept."""
        if self._sheet.is_kept:
            self.accept()
        else:
            inform(
                self,
                "Erst das Blatt sichern",
                "Ohne dieses Blatt lässt sich ein vergessenes Passwort nicht ersetzen. Bitte drucken oder speichern "
                "Sie es zuerst.",
            )
