"""F1: which keys do what, here and everywhere; later the handbook's page stands beside it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from nqdesk.ui.theme import step
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.label import Label

EVERYWHERE: tuple[tuple[str, str], ...] = (
    ("Strg+K", "Überall suchen"),
    ("Strg+1 … 9", "Bereich öffnen"),
    ("Strg+F", "In der Liste suchen"),
    ("Strg+N", "Neu anlegen"),
    ("Strg+Z", "Letzte Änderung zurücknehmen"),
    ("Strg+P", "Drucken"),
    ("F5", "Neu laden"),
    ("Strg+L", "Sperren"),
    ("F1", "Diese Übersicht"),
    ("Tab / Umschalt+Tab", "Nächstes / voriges Feld"),
    ("Alt+Pfeil ab", "Kalender oder Auswahl öffnen"),
)


class KeyOverview(Dialog):
    """Keys in two groups."""

    def __init__(self, page: str, page_keys: Sequence[tuple[str, str]], parent: QWidget | None) -> None:
        super().__init__("Tastatur", parent, detail="Alles geht auch ohne Maus.")
        self._group("Überall", EVERYWHERE)
        if page_keys:
            self._group(page, page_keys)
        self.add_button("Schließen", "primary", on_click=self.accept)

    def _group(self, title: str, keys: Sequence[tuple[str, str]]) -> None:
        self.body.addWidget(Label(title, "section"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(step(4))
        grid.setVerticalSpacing(step(1.5))
        grid.setColumnStretch(1, 1)
        for row, (key, text) in enumerate(keys):
            grid.addWidget(Label(key, "key", wrap=False), row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(Label(text, wrap=False), row, 1)
        self.body.addLayout(grid)
