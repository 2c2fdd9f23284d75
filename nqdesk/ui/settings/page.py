"""The page Einstellungen: sections at the left, the open one at the right."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from nqdesk.domain.change import Area, Change
from nqdesk.ui.page import Page
from nqdesk.ui.session import Session
from nqdesk.ui.settings.about_section import AboutSection
from nqdesk.ui.settings.backup_section import BackupSection
from nqdesk.ui.settings.centre_section import CentreSection
from nqdesk.ui.settings.layout_section import LayoutSection
from nqdesk.ui.settings.look_section import LookSection
from nqdesk.ui.settings.people_section import PeopleSection
from nqdesk.ui.settings.safety_section import SafetySection
from nqdesk.ui.settings.section import Section
from nqdesk.ui.settings.section_list import SectionLine, SectionList
from nqdesk.ui.settings.trail_section import TrailSection


@dataclass(frozen=True)
class _Entry:
    line: SectionLine
    make: Callable[[Session], Section]


_LAST = "settings"  # which section was open, for after a lock
CENTRE, PEOPLE, SAFETY, BACKUPS = "centre", "people", "safety", "backups"
TRAIL, LAYOUTS, LOOK, ABOUT = "trail", "layouts", "look", "about"
_ENTRIES = (
    _Entry(SectionLine(CENTRE, "Beratungsstelle", "Name, Anschrift, Logo, Farbe"), CentreSection),
    _Entry(SectionLine(PEOPLE, "Personen", "Rechte und Passwörter"), PeopleSection),
    _Entry(SectionLine(SAFETY, "Sicherheit", "Sperren, Wiederherstellung, Ablage"), SafetySection),
    _Entry(SectionLine(BACKUPS, "Sicherungen", "Sichern, zurückholen, prüfen"), BackupSection),
    _Entry(SectionLine(TRAIL, "Verlauf", "Wer hat was geändert?"), TrailSection),
    _Entry(SectionLine(LAYOUTS, "Tabellenzuordnungen", "Spalten von CSV und Excel"), LayoutSection),
    _Entry(SectionLine(LOOK, "Darstellung", "Hell, dunkel, Größe"), LookSection),
    _Entry(SectionLine(ABOUT, "Über nqdesk", "Version, Quellen, Lizenzen"), AboutSection),
)
_OF_AREA = {
    Area.CENTRE: CENTRE,
    Area.SETTINGS: SAFETY,
    Area.PEOPLE: PEOPLE,
    Area.IMPORT_LAYOUTS: LAYOUTS,
}


class SettingsPage(Page):
    """Sections are made when they are first shown."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.list = SectionList(session, [entry.line for entry in _ENTRIES])
        row.addWidget(self.list)
        self._stack = QStackedWidget()
        row.addWidget(self._stack, 1)
        self._sections: dict[str, Section] = {}
        self._key = ""
        self._rights = session.store.person.rights
        self.list.chosen.connect(self._show)
        self.list.opened.connect(self._into_section)
        self.setFocusProxy(self.list.list)
        for number, entry in enumerate(_ENTRIES, start=1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)  # only while this page is the one shown
            shortcut.activated.connect(lambda key=entry.line.id: self.list.choose(key))
        last = bytes(session.preferences.state(_LAST).data()).decode()
        self.list.choose(last if any(entry.line.id == last for entry in _ENTRIES) else CENTRE)

    @property
    def section(self) -> Section:
        """The section that is open."""
        return self._sections[self._key]

    def open(self, key: str) -> Section:
        """Open a section by its key."""
        self.list.choose(key)
        return self.section

    def _show(self, key: str) -> None:
        if not key or key == self._key:
            return
        if self._key in self._sections:
            self.section.leave()
        if key not in self._sections:
            made = next(entry for entry in _ENTRIES if entry.line.id == key).make(self.session)
            self._sections[key] = made
            self._stack.addWidget(made)
        self._key = key
        self.session.preferences.save_state(_LAST, QByteArray(key.encode()))
        self._stack.setCurrentWidget(self.section)

    def _into_section(self) -> None:
        following = self.list.list.nextInFocusChain()
        while following is not None and not (
            self.section.isAncestorOf(following)
            and following.isVisible()
            and following.isEnabled()
            and following.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            following = following.nextInFocusChain()
            if following is self.list.list:
                return
        if following is not None:
            following.setFocus(Qt.FocusReason.TabFocusReason)

    # -- what the window asks ----------------------------------------------------------------------------------

    def refresh(self, change: Change | None) -> None:
        if self.session.store.person.rights != self._rights:
            self._rights = self.session.store.person.rights
            self._make_anew()
            return
        for section in list(self._sections.values()):
            section.refresh(change)

    def _make_anew(self) -> None:
        """The person's own rights changed: every section asks what may be done while it is made."""
        for section in self._sections.values():
            self._stack.removeWidget(section)
            section.hide()
            section.deleteLater()
        self._sections.clear()
        key, self._key = self._key, ""
        self._show(key)

    def leave(self) -> None:
        self.section.leave()

    def show_record(self, area: Area, record_id: str) -> None:
        del record_id
        self.list.choose(_OF_AREA.get(area, TRAIL))

    def new_record(self) -> None:
        if self._key == PEOPLE and isinstance(self.section, PeopleSection):
            self.section.add()

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Alt+1 … 8", "Bereich der Einstellungen öffnen"),
            ("Enter", "Aus der Liste in den Bereich"),
            ("Strg+N", "Person hinzufügen (im Bereich Personen)"),
        )
