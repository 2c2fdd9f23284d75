"""What a person sees when the program itself made a mistake; once, in words, with the way to the report."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from nqdesk.ui.printing import open_folder_of
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.label import Label


class FaultDialog(Dialog):
    """Says that something went wrong, what is safe, and where the report lies."""

    def __init__(self, report: Path, parent: QWidget | None = None, *, at_start: bool = False) -> None:
        super().__init__("Da ist etwas schiefgegangen", parent)
        self.setMinimumWidth(step(120))
        if at_start:
            text = (
                "nqdesk hat beim Start einen Fehler gemacht und wird beendet. Alles, was gespeichert war, ist sicher. "
                "Bitte starten Sie noch einmal."
            )
        else:
            text = (
                "nqdesk hat einen Fehler gemacht. Alles, was gespeichert war, ist sicher. Sie können weiterarbeiten; "
                "wenn es noch einmal geschieht, starten Sie nqdesk bitte neu."
            )
        self.body.addWidget(Label(text))
        self.body.addWidget(
            Label(
                f"Ein Bericht ohne persönliche Daten liegt in „{report.name}“; er hilft, ihn zu beheben.",
                "small",
            )
        )
        self.body.addStretch(1)
        self.add_button("Ordner öffnen", icon="folder", on_click=lambda: open_folder_of(report), left=True)
        self.add_button("Beenden" if at_start else "Weiter", "primary", on_click=self.accept)
