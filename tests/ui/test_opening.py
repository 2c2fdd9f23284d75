"""The way to an open database: first start, password, and everything that can stand in the way."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from nqdesk.domain.centre import Centre
from nqdesk.domain.failure import Failure
from nqdesk.store import backup as stored_backups
from nqdesk.store import centre as stored_centre
from nqdesk.store.changing import centre as changing_centre
from nqdesk.store.database import Store, create_store, open_store, open_with_recovery
from nqdesk.store.keys import Cost
from nqdesk.ui.jobs import run_now
from nqdesk.ui.opening.assistant import Assistant, Wish
from nqdesk.ui.opening.door import Door
from nqdesk.ui.opening.open_dialog import OpenDialog
from tests.builders import NOW
from tests.keyboard import press, type_text
from tests.ui.accessibility import nameless, words
from tests.ui.conftest import PASSWORD, Dialogs

Show = Callable[[QWidget], QWidget]
_CHEAP = Cost(memory_kib=64, passes=1, lanes=1)


def _create(path: Path, person: str, password: str, centre: Centre) -> tuple[Store, str]:
    store, code = create_store(path, person=person, password=password, now=NOW, cost=_CHEAP)
    with store.write(NOW) as tx:
        changing_centre.save_centre(tx, centre)
    return store, code


@pytest.fixture
def door(tmp_path: Path) -> Door:
    """The real store behind the dialogs; the sheet is written as text."""
    return Door(
        open=lambda path, password, read_only: open_store(path, password, read_only=read_only, now=NOW),
        create=_create,
        recover=lambda path, code, password: open_with_recovery(path, code, password, NOW),
        backups=stored_backups.backups,
        restore=lambda path, chosen, password: stored_backups.restore(path, chosen, password, NOW),
        write_sheet=lambda code, centre, database, out: out.write_text(f"{code} {centre} {database}"),  # type: ignore[arg-type]
        districts=lambda: (("684", "Offenburg (684)"), ("617", "Freiburg (617)")),
        default_path=tmp_path / "neu" / "beratungsstelle.nqdesk",
    )


def button(dialog: QWidget, text: str) -> QPushButton:
    """Return the visible button with this word."""
    return next(b for b in dialog.findChildren(QPushButton) if b.text().strip() == text and b.isVisible())


def visible_buttons(dialog: QWidget) -> set[str]:
    return {b.text().strip() for b in dialog.findChildren(QPushButton) if b.isVisible()}


def enter_password(dialog: OpenDialog, password: str) -> None:
    dialog.password.setText("")
    type_text(dialog.password, password)
    press(dialog.password, Qt.Key.Key_Return)


class TestOpening:
    """A database that is there."""

    def test_the_right_password_opens_it(self, door: Door, database: Path, show: Show) -> None:
        dialog = OpenDialog(door, database)
        show(dialog)
        assert nameless(dialog) == []
        enter_password(dialog, PASSWORD)
        assert dialog.result() == QDialog.DialogCode.Accepted
        assert dialog.store is not None
        assert dialog.store.person.name == "Anna"
        assert dialog.password.value() == ""
        dialog.store.close()

    def test_a_wrong_password_is_said_and_the_recovery_code_offered(
        self, door: Door, database: Path, show: Show
    ) -> None:
        dialog = OpenDialog(door, database)
        show(dialog)
        enter_password(dialog, "falsches Passwort")
        assert "Dieses Passwort passt nicht" in words(dialog)
        assert "Wiederherstellungscode benutzen" in visible_buttons(dialog)
        enter_password(dialog, PASSWORD)
        assert dialog.store is not None
        dialog.store.close()

    def test_a_forgotten_password_is_replaced_by_the_code_and_a_new_sheet_must_be_kept(
        self, door: Door, tmp_path: Path, show: Show, dialogs: Dialogs
    ) -> None:
        store, code = create_store(tmp_path / "eins.nqdesk", person="Anna", password=PASSWORD, now=NOW, cost=_CHEAP)
        store.close()
        dialog = OpenDialog(door, tmp_path / "eins.nqdesk")
        show(dialog)
        button(dialog, "Passwort vergessen?").click()
        type_text(dialog.code, code.lower())
        for field in (dialog.new_password.first, dialog.new_password.again):
            type_text(field, "Pferd Batterie Klammer")
        sheet = tmp_path / "blatt.pdf"

        def keep(asked: QDialog) -> None:
            assert not button(asked, "Fertig").isEnabled()
            dialogs.choose(sheet)
            button(asked, "Als PDF speichern …").click()
            button(asked, "Fertig").click()

        dialogs.answer(keep)
        button(dialog, "Passwort ersetzen").click()
        assert dialog.store is not None
        dialog.store.close()
        new_code = sheet.read_text().split()[0]
        assert new_code != code
        open_store(tmp_path / "eins.nqdesk", "Pferd Batterie Klammer", now=NOW).close()

    def test_a_damaged_file_is_replaced_by_its_backup_when_wanted(self, door: Door, database: Path, show: Show) -> None:
        with open_store(database, PASSWORD, now=NOW) as store:
            run_now(stored_backups.back_up(store, NOW))
        content = bytearray(database.read_bytes())
        content[4096:12288] = bytes(8192)
        database.write_bytes(content)
        dialog = OpenDialog(door, database)
        show(dialog)
        dialog._say("Die Datei ist beschädigt.", "damaged")
        button(dialog, "Sicherung zurückholen …").click()
        assert "23.11.2026" in dialog.restore_form.choice.currentText()
        type_text(dialog.restore_form.password, PASSWORD)
        button(dialog, "Zurückholen").click()
        assert dialog.store is not None
        dialog.store.close()

    @pytest.mark.parametrize(
        ("code", "values", "offered"),
        [
            ("held", {"who": "Anna Berger", "host": "PC-17", "since": "23.11.2026 08:02"}, "Nur lesen"),
            ("read_only_place", {}, "Nur lesen"),
            ("missing", {}, "Neu anlegen …"),
            ("not_ours", {"name": "x"}, "Andere Datei …"),
            ("cloud_folder", {"service": "OneDrive"}, "Andere Datei …"),
            ("too_old_to_read", {}, "Zum Bearbeiten öffnen"),
            ("too_new", {}, "Andere Datei …"),
            ("disk_full", {}, "Öffnen"),
            ("slots_lost", {"name": "x"}, "Öffnen"),
        ],
    )
    def test_what_stands_in_the_way_comes_with_a_next_step(
        self, door: Door, database: Path, show: Show, code: str, values: dict[str, str], offered: str
    ) -> None:
        def refuse(_path: Path, _password: str, _read_only: bool) -> Store:
            raise Failure(code, values)

        dialog = OpenDialog(replace(door, open=refuse), database)
        show(dialog)
        enter_password(dialog, PASSWORD)
        assert offered in visible_buttons(dialog)
        for value in values.values():
            assert value in words(dialog)
        assert nameless(dialog) == []

    def test_a_held_file_can_be_opened_to_read(self, door: Door, database: Path, show: Show) -> None:
        def held(path: Path, password: str, read_only: bool) -> Store:
            if not read_only:
                raise Failure("held", {"who": "Anna", "host": "PC-17", "since": "heute"})
            return open_store(path, password, read_only=True, now=NOW)

        dialog = OpenDialog(replace(door, open=held), database)
        show(dialog)
        enter_password(dialog, PASSWORD)
        button(dialog, "Nur lesen").click()
        assert dialog.store is not None
        assert dialog.store.read_only
        dialog.store.close()

    def test_another_file_can_be_chosen(
        self, door: Door, database: Path, show: Show, dialogs: Dialogs, tmp_path: Path
    ) -> None:
        dialog = OpenDialog(door, tmp_path / "gibt es nicht.nqdesk")
        show(dialog)
        dialogs.choose(database)
        button(dialog, "Andere Datei …").click()
        enter_password(dialog, PASSWORD)
        assert dialog.store is not None
        dialog.store.close()

    def test_caps_lock_is_pointed_out(self, door: Door, database: Path, show: Show) -> None:
        dialog = OpenDialog(door, database)
        show(dialog)
        type_text(dialog.password, "A")
        assert "Feststelltaste" in words(dialog)


class TestAssistant:
    """The first start."""

    @pytest.fixture
    def assistant(self, door: Door, show: Show) -> Assistant:
        door.default_path.parent.mkdir()
        made = Assistant(door)
        show(made)
        return made

    def test_it_leads_to_a_database_of_ones_own(self, assistant: Assistant, dialogs: Dialogs, tmp_path: Path) -> None:
        next(b for b in assistant.findChildren(QPushButton) if b.accessibleName() == "Neu einrichten").click()
        button(assistant, "Weiter").click()
        assert "Hier fehlt noch eine Angabe" in words(assistant)
        type_text(assistant.form.field("name"), "Beratungsstelle Müllheim")
        type_text(assistant.form.field("plz"), "7937")
        button(assistant, "Weiter").click()
        assert "fünf Ziffern" in words(assistant)
        type_text(assistant.form.field("plz"), "9")
        assistant.form.field("agency_district").set_value("617")
        button(assistant, "Weiter").click()
        assert assistant.step_number == 2
        button(assistant, "Weiter").click()
        type_text(assistant.person, "Jörg Ülküm")
        for field in (assistant.new_password.first, assistant.new_password.again):
            type_text(field, "Pferd Batterie Klammer")
        button(assistant, "Datenbank anlegen").click()
        assert assistant.step_number == 4
        assert not button(assistant, "Fertig").isEnabled()
        dialogs.answer(lambda note: note.accept())
        press(assistant, Qt.Key.Key_Escape)
        assert assistant.isVisible()
        assert dialogs.titles == ["Erst das Blatt sichern"]
        dialogs.choose(tmp_path / "blatt.pdf")
        button(assistant, "Als PDF speichern …").click()
        button(assistant, "Fertig").click()
        assert assistant.result() == QDialog.DialogCode.Accepted
        store = assistant.store
        assert store is not None
        assert store.person.name == "Jörg Ülküm"
        centre = stored_centre.get(store.db)
        assert (centre.name, centre.plz, centre.agency_district) == ("Beratungsstelle Müllheim", "79379", "617")
        store.close()
        code = (tmp_path / "blatt.pdf").read_text().split()[0]
        assert code not in words(assistant)

    def test_what_cannot_be_made_is_said_and_nothing_is_lost(self, assistant: Assistant, door: Door) -> None:
        door.default_path.write_bytes(b"etwas anderes")
        next(b for b in assistant.findChildren(QPushButton) if b.accessibleName() == "Neu einrichten").click()
        type_text(assistant.form.field("name"), "Stelle")
        button(assistant, "Weiter").click()
        button(assistant, "Weiter").click()
        type_text(assistant.person, "Anna")
        for field in (assistant.new_password.first, assistant.new_password.again):
            type_text(field, "Pferd Batterie Klammer")
        button(assistant, "Datenbank anlegen").click()
        assert "gibt es schon" in words(assistant)
        assert assistant.step_number == 3
        assert door.default_path.read_bytes() == b"etwas anderes"
        assistant.form.mark_saved()

    def test_every_step_can_be_used_without_seeing_it(self, assistant: Assistant) -> None:
        assert nameless(assistant) == []

    @pytest.mark.parametrize(
        ("name", "wish"),
        [("Vorhandene Datenbank öffnen", Wish.EXISTING), ("Mit Beispieldaten ausprobieren", Wish.DEMO)],
    )
    def test_other_ways_are_open_too(self, assistant: Assistant, name: str, wish: Wish) -> None:
        next(b for b in assistant.findChildren(QPushButton) if b.accessibleName() == name).click()
        assert assistant.wish is wish
        assert not assistant.isVisible()

    def test_leaving_half_way_asks_first(self, assistant: Assistant, dialogs: Dialogs) -> None:
        next(b for b in assistant.findChildren(QPushButton) if b.accessibleName() == "Neu einrichten").click()
        type_text(assistant.form.field("name"), "Stelle")
        dialogs.answer(lambda question: question.reject())
        press(assistant, Qt.Key.Key_Escape)
        assert assistant.isVisible()
        assistant.form.mark_saved()
