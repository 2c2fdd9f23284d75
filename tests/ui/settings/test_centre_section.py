"""The section Beratungsstelle: saved when left, undone, checked, previewed."""

from pathlib import Path

from PySide6.QtGui import QImage

from nqdesk.actions import centre as actions
from nqdesk.domain.centre import Centre
from nqdesk.store import centre
from nqdesk.ui.session import Message, Session
from nqdesk.ui.settings.centre_section import CentreSection
from nqdesk.ui.settings.page import CENTRE, SettingsPage
from tests.keyboard import leave, retype, type_text
from tests.ui.accessibility import words
from tests.ui.conftest import Dialogs
from tests.ui.settings.conftest import button


def section_of(page: SettingsPage) -> CentreSection:
    section = page.open(CENTRE)
    assert isinstance(section, CentreSection)
    return section


def named(session: Session, name: str = "Beratungsstelle Süd") -> None:
    session.perform(lambda store, now: actions.save_centre(store, Centre(name=name), now), quiet=True)


def test_a_field_is_stored_when_it_is_left_and_taken_back_by_undo(page: SettingsPage, session: Session) -> None:
    named(session)
    section = section_of(page)
    field = section.form.field("phone")
    field.setFocus()
    type_text(field, "0781 12 34")
    leave(field)
    assert centre.get(session.store.db).phone == "0781 12 34"
    session.undo()
    assert centre.get(session.store.db).phone == ""
    assert field.value() == ""


def test_the_town_follows_the_postcode_and_is_stored_too(page: SettingsPage, session: Session) -> None:
    named(session)
    field = section_of(page).form.field("plz")
    field.setFocus()
    type_text(field, "77652")
    leave(field)
    assert centre.get(session.store.db).city == "Offenburg"


def test_an_unreadable_field_is_said_beside_it_and_the_others_are_stored(
    page: SettingsPage, session: Session, told: list[Message]
) -> None:
    named(session)
    section = section_of(page)
    retype(section.form.field("plz"), "7765")
    retype(section.form.field("street"), "Hauptstraße 1")
    page.leave()
    stored = centre.get(session.store.db)
    assert (stored.plz, stored.street) == ("", "Hauptstraße 1")
    assert "Postleitzahl" in told[-1].text
    assert section.form.field("plz").value() == ""


def test_the_name_cannot_be_emptied(page: SettingsPage, session: Session) -> None:
    named(session)
    field = section_of(page).form.field("name")
    field.setFocus()
    retype(field, " ")
    leave(field)
    assert centre.get(session.store.db).name == "Beratungsstelle Süd"
    assert "Hier fehlt noch eine Angabe." in words(section_of(page))


def test_a_logo_is_checked_shown_and_removed(
    page: SettingsPage, session: Session, dialogs: Dialogs, tmp_path: Path
) -> None:
    named(session)
    section = section_of(page)
    wrong = tmp_path / "logo.png"
    wrong.write_bytes(b"kein Bild")
    dialogs.choose(wrong)
    button(section, "Datei wählen …").click()
    assert "keine lesbare PNG- oder JPEG-Datei" in words(section)
    assert centre.get(session.store.db).logo == b""
    good = tmp_path / "zeichen.png"
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(0x10344C)
    assert picture.save(str(good))
    dialogs.choose(good)
    button(section, "Datei wählen …").click()
    assert centre.get(session.store.db).logo == good.read_bytes()
    button(section, "Entfernen").click()
    assert centre.get(session.store.db).logo == b""


def test_the_preview_says_how_readable_a_colour_is(page: SettingsPage, session: Session) -> None:
    named(session)
    section = section_of(page)
    field = section.look.field("colour")
    field.setFocus()
    field.set_value("#F3B33D")
    field.edited.emit()
    assert "Dunkle Schrift" in words(section.cover)
    field.set_value("#10344C")
    field.edited.emit()
    assert "Weiße Schrift" in words(section.cover)
    assert "gut lesbar" in words(section.cover)


def test_districts_are_found_by_another_town_and_called_suggestions(page: SettingsPage, session: Session) -> None:
    named(session)
    section = section_of(page)
    choice = section.region.field("agency_district")
    texts = [choice.itemText(n) for n in range(choice.count())]
    assert any("Offenburg" in text and "Lahr" in text for text in texts)
    assert "Vorschläge" in words(section)
    choice.setCurrentIndex(next(n for n, text in enumerate(texts) if text.startswith("Offenburg")))
    choice.activated.emit(choice.currentIndex())
    assert centre.get(session.store.db).agency_district == choice.value()
