"""F1: the handbook at the page that is open, and which keys do what; stays open beside the work."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextFrameFormat, QTextTableFormat
from PySide6.QtWidgets import QFrame, QGridLayout, QStackedWidget, QTextBrowser, QWidget

from nqdesk import resource_files
from nqdesk.ui import theme
from nqdesk.ui.page import PAGES
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.tab_bar import TabBar

EVERYWHERE: tuple[tuple[str, str], ...] = (
    ("Strg+K", "Überall suchen"),
    (f"Strg+1 … {len(PAGES)}", "Bereich öffnen"),
    ("Strg+F", "In der Liste suchen"),
    ("Strg+N", "Neu anlegen"),
    ("Strg+Z", "Letzte Änderung zurücknehmen"),
    ("Strg+P", "Drucken"),
    ("F5", "Neu laden"),
    ("Strg+L", "Sperren"),
    ("F1", "Diese Hilfe"),
    ("Tab / Umschalt+Tab", "Nächstes / voriges Feld"),
    ("Alt+Pfeil ab", "Kalender oder Auswahl öffnen"),
    ("Esc", "Schließen; fragt, bevor Eingaben verloren gehen"),
)
_BESIDE_ITS_TEXT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_KEYS_WIDTH = step(36)  # the longest of them: the texts of all parts begin at one line


def _pages() -> list[tuple[str, str]]:
    """Return the handbook's pages: file name without ending, and title from its first line."""
    found = []
    for file in sorted(resource_files.path("handbook").glob("*.md")):
        with file.open(encoding="utf-8") as stream:
            found.append((file.stem, stream.readline().lstrip("# ").strip()))
    return found


class HandbookPage(QTextBrowser):
    """One page of the handbook, written in Markdown under resources/handbook."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Handbuch")
        self.setOpenExternalLinks(True)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(step(4))
        self.setMarkdown(resource_files.path(f"handbook/{name}.md").read_text(encoding="utf-8"))
        self._set_off_tables()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _set_off_tables(self) -> None:
        """Give tables air and thin lines; Markdown sets neither."""
        for frame in self.document().rootFrame().childFrames():
            form = frame.frameFormat()
            if form.isTableFormat():
                table = QTextTableFormat(form.toTableFormat())
                table.setBorder(1)
                table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                table.setBorderBrush(theme.colour(theme.tokens().line))
                table.setBorderCollapse(True)
                table.setCellPadding(step(1.5))
                table.setCellSpacing(0)
                frame.setFrameFormat(table)


class HelpDialog(Dialog):
    """Handbook and keys."""

    def __init__(
        self,
        page: str,
        page_keys: Sequence[tuple[str, str]],
        handbook: str,
        parent: QWidget | None,
    ) -> None:
        """`page` is the open page's title, `handbook` the file's name without ending, "" if it has none."""
        super().__init__("Hilfe", parent)
        self.setModal(False)
        self.resize(step(180), step(165))
        pages = sorted(_pages(), key=lambda found: (found[0] != handbook, found[1]))  # the open page first
        self.tabs = TabBar("Hilfe", [*pages, ("keys", "Tastatur")])
        self.body.addWidget(self.tabs)
        parts = QStackedWidget()
        self.body.addWidget(parts, 1)
        for name, _ in pages:
            parts.addWidget(HandbookPage(name))
        parts.addWidget(self._keys(page, page_keys))
        self.tabs.currentChanged.connect(parts.setCurrentIndex)
        if not any(name == handbook for name, _ in pages):
            self.tabs.open("keys")
        self.add_button("Schließen", "primary", on_click=self.accept)

    def _keys(self, page: str, page_keys: Sequence[tuple[str, str]]) -> ScrollArea:
        area = ScrollArea(margin=step(2), reading="Tastatur")
        for title, keys in (("Überall", EVERYWHERE), (page, page_keys)):
            if not keys:
                continue
            area.body.addWidget(Label(title, "section"))
            grid = QGridLayout()
            grid.setHorizontalSpacing(step(4))
            grid.setVerticalSpacing(step(1.5))
            grid.setColumnMinimumWidth(0, _KEYS_WIDTH)
            grid.setColumnStretch(1, 1)
            for row, (key, text) in enumerate(keys):
                grid.addWidget(Label(key, "key", wrap=False), row, 0, _BESIDE_ITS_TEXT)
                grid.addWidget(Label(text), row, 1)
            area.body.addLayout(grid)
        area.body.addStretch(1)
        return area
