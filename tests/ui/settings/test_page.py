"""The page as a whole: sections, keys, rights, names for the screen reader."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from nqdesk.domain.change import Area
from nqdesk.domain.people import Right
from nqdesk.ui import theme
from nqdesk.ui.session import Session
from nqdesk.ui.settings.page import (
    ABOUT,
    BACKUPS,
    CENTRE,
    LAYOUTS,
    LOOK,
    PEOPLE,
    SAFETY,
    TRAIL,
    SettingsPage,
)
from nqdesk.ui.widgets.form import Form
from tests.keyboard import press
from tests.ui.accessibility import nameless, words
from tests.ui.settings.conftest import button

ALL = (CENTRE, PEOPLE, SAFETY, BACKUPS, TRAIL, LAYOUTS, LOOK, ABOUT)


@pytest.mark.parametrize("key", ALL)
def test_every_section_says_what_its_controls_are(page: SettingsPage, key: str) -> None:
    section = page.open(key)
    QApplication.processEvents()
    assert nameless(section) == []


def test_sections_open_by_keys_from_anywhere_on_the_page(page: SettingsPage) -> None:
    handle = page.windowHandle()
    assert handle is not None
    for number, key in enumerate(ALL, start=1):
        QTest.keyClick(handle, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.AltModifier)
        assert page.section is page.open(key)


def test_enter_goes_from_the_list_into_the_section(page: SettingsPage) -> None:
    page.list.list.setFocus()
    press(page.list.list, Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.section.isAncestorOf(focused)


def test_records_lead_to_their_section(page: SettingsPage) -> None:
    for area, key in ((Area.PEOPLE, PEOPLE), (Area.SETTINGS, SAFETY), (Area.IMPORT_LAYOUTS, LAYOUTS)):
        page.show_record(area, "")
        shown = page.section
        assert shown is page.open(key)


def test_whoever_only_counsels_reads_and_is_told_why(bens_session: Session, show: Callable[[QWidget], QWidget]) -> None:
    page = SettingsPage(bens_session)
    show(page)
    for key in (CENTRE, PEOPLE, SAFETY, BACKUPS):
        section = page.open(key)
        assert "Recht „Verwaltung“" in words(section)
        for form in section.findChildren(Form):
            for name in form.values():
                assert not form.field(name).isEnabled()
    assert not button(page.open(PEOPLE), "Person hinzufügen …").isEnabled()
    assert not button(page.open(PEOPLE), "Anna entfernen").isEnabled()
    assert button(page.open(PEOPLE), "Eigenes Passwort ändern …").isEnabled()
    assert not button(page.open(SAFETY), "Neuen Code erstellen …").isEnabled()
    assert not button(page.open(BACKUPS), "Ordner wählen …").isEnabled()
    assert button(page.open(BACKUPS), "Jetzt sichern").isEnabled()
    page.close()


def test_a_right_that_is_lost_closes_the_sections_at_once(page: SettingsPage, session: Session) -> None:
    from dataclasses import replace

    from nqdesk.actions import people
    from nqdesk.ui.settings.people_change import announced

    ann = session.store.person
    people.add_person(session.store, "Cem", "ein Passwort für Cem", frozenset(Right), session.now())
    page.open(PEOPLE)
    with announced(session):
        people.change_person(session.store, replace(ann, rights=frozenset({Right.BERATUNG})), session.now())
    assert not page.section.may_change
    assert not button(page.section, "Person hinzufügen …").isEnabled()


def test_the_section_names_fit_their_list(page: SettingsPage) -> None:
    metrics = QFontMetrics(theme.font(bold=True))
    room = page.list.width() - 32
    for row in range(page.list.model.rowCount()):
        assert metrics.horizontalAdvance(str(page.list.model.index(row, 0).data())) <= room


def test_about_names_the_sources_and_their_licences(page: SettingsPage) -> None:
    said = words(page.open(ABOUT))
    for needed in ("dl-de/by-2.0", "CC BY 4.0", "§ 5 UrhG", "SIL Open Font License", "Version", "19.08.2026"):
        assert needed in said


def test_the_look_changes_at_once_and_is_remembered(page: SettingsPage, session: Session) -> None:
    section = page.open(LOOK)
    try:
        button(section, "Farben: dunkel").click()
        assert theme.current().is_dark
        assert session.preferences.scheme is theme.Scheme.DARK
        button(section, "Größe von Schrift und Bedienung: 150\u00a0%").click()
        assert session.preferences.scale == 150
        assert "schließen und wieder öffnen" in words(section)
    finally:
        theme.current().apply(theme.Scheme.LIGHT)
