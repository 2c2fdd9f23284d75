"""Dialogs: Esc never drops an edit; questions; progress."""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nqdesk.domain.progress import Progress
from nqdesk.ui.fault_dialog import FaultDialog
from nqdesk.ui.help_dialog import HelpDialog
from nqdesk.ui.jobs import Job
from nqdesk.ui.page import PAGES
from nqdesk.ui.widgets.dialog import Dialog, ask
from nqdesk.ui.widgets.file_choice import choose_files, choose_target
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.progress_dialog import ProgressDialog, stage_text
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.text_field import TextField
from tests.keyboard import press, type_text
from tests.ui.accessibility import nameless, words
from tests.ui.conftest import Dialogs

Show = Callable[[QWidget], QWidget]


class Editing(Dialog):
    """A dialog with something to lose."""

    def __init__(self) -> None:
        super().__init__("Anbieter bearbeiten")
        self.field = TextField()
        self.field.setAccessibleName("Name")
        self.body.addWidget(self.field)
        self.add_button("Speichern", "primary", on_click=self.accept)

    def has_edits(self) -> bool:
        return bool(self.field.value())


def press_button(dialog: QDialog, text: str) -> None:
    """Press the button with this word."""
    next(b for b in dialog.findChildren(QPushButton) if b.text().strip() == text).click()


def test_escape_closes_a_dialog_without_edits(show: Show) -> None:
    dialog = Editing()
    show(dialog)
    press(dialog.field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_escape_asks_before_it_drops_an_edit(show: Show, dialogs: Dialogs) -> None:
    dialog = Editing()
    show(dialog)
    type_text(dialog.field, "Übungszentrum")
    dialogs.answer(lambda question: press_button(question, "Weiter bearbeiten"))
    press(dialog.field, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.field.value() == "Übungszentrum"
    dialogs.answer(lambda question: press_button(question, "Verwerfen"))
    dialog.close()
    assert not dialog.isVisible()
    assert dialogs.titles == ["Eingaben verwerfen?"] * 2


def test_a_question_answered_by_escape_changes_nothing(dialogs: Dialogs) -> None:
    dialogs.answer(lambda question: press(question, Qt.Key.Key_Escape))
    assert ask(None, "Löschen?", "Das Angebot wird gelöscht.", yes="Löschen", is_danger=True) is False
    dialogs.answer(lambda question: press_button(question, "Löschen"))
    assert ask(None, "Löschen?", "Das Angebot wird gelöscht.", yes="Löschen", is_danger=True) is True


def test_progress_appears_only_after_a_moment_and_can_be_hidden(qtbot: QtBot, qapp: QObject) -> None:
    job = Job("Kurskatalog einlesen", can_cancel=True, in_background=False, parent=qapp)
    dialog = ProgressDialog(job, None)
    qtbot.addWidget(dialog)
    assert not dialog.isVisible()
    qtbot.waitUntil(dialog.isVisible, timeout=2000)
    job.progressed.emit(Progress(1200, 20_000, "reading"))
    assert "1.200 von 20.000" in words(dialog)
    press_button(dialog, "Ausblenden")
    assert not dialog.isVisible()
    dialog.show()
    press_button(dialog, "Abbrechen")
    assert job.is_cancelling
    assert "Wird abgebrochen" in words(dialog)
    job.ended.emit()
    assert not dialog.isVisible()


def test_a_background_job_shows_no_dialog(qtbot: QtBot, qapp: QObject) -> None:
    job = Job("Sicherung", can_cancel=True, in_background=True, parent=qapp)
    dialog = ProgressDialog(job, None)
    qtbot.addWidget(dialog)
    qtbot.wait(800)
    assert not dialog.isVisible()
    job.ended.emit()


def test_a_job_says_what_it_does_in_german() -> None:
    def stages() -> Generator[Progress, None, None]:
        yield Progress(0, 0, "reading")
        yield Progress(5, 0, "reading")

    assert [stage_text(p) for p in stages()] == ["Datei wird gelesen", "Datei wird gelesen · 5"]
    assert stage_text(None) == "Einen Augenblick …"


def test_dialogs_can_be_used_without_seeing_them(show: Show) -> None:
    for dialog in (
        Editing(),
        FaultDialog(Path("fehler.txt")),
        HelpDialog("Angebote", (("Entf", "In den Papierkorb"),), "angebote", None),
    ):
        show(dialog)
        assert nameless(dialog) == []
        dialog.hide()


def test_what_a_key_does_can_be_read_whole(show: Show) -> None:
    text = "Protokoll drucken, auch eines aufbewahrten Checks; im Regelwerk: was heute gilt, mit allen Fassungen"
    dialog = HelpDialog("Förderung", (("Strg+P", text),), "", None)
    show(dialog)
    dialog.tabs.open("keys")
    QApplication.processEvents()
    told = next(label for label in dialog.findChildren(Label) if label.text() == text)
    area = next(area for area in dialog.findChildren(ScrollArea) if area.isAncestorOf(told))
    right = told.mapTo(area.viewport(), told.rect().topRight()).x()
    assert right <= area.viewport().width()
    assert told.height() >= told.heightForWidth(told.width())
    dialog.hide()


def test_the_keys_of_the_pages_are_as_many_as_there_are_pages(show: Show) -> None:
    dialog = HelpDialog("Heute", (), "heute", None)
    show(dialog)
    assert f"Strg+1 … {len(PAGES)}" in words(dialog)
    dialog.hide()


def test_a_dialog_is_never_larger_than_the_screen(qtbot: QtBot) -> None:
    dialog = Dialog("Groß")
    qtbot.addWidget(dialog)
    dialog.resize(5000, 5000)
    dialog.show()
    room = dialog.screen().availableGeometry()
    assert dialog.width() < room.width()
    assert dialog.height() < room.height()


def test_a_file_name_gets_its_ending_and_replaces_nothing_unasked(
    qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    kinds = [("PDF-Datei", "*.pdf")]
    dialogs.choose(tmp_path / "Infotag 14.1")
    assert choose_target(pane, "Speichern", kinds, tmp_path / "x.pdf") == tmp_path / "Infotag 14.1.pdf"
    (tmp_path / "Plakat.pdf").touch()
    dialogs.choose(tmp_path / "Plakat")
    dialogs.answer(lambda question: question.reject())
    assert choose_target(pane, "Speichern", kinds, tmp_path / "x.pdf") is None
    dialogs.choose(tmp_path / "Plakat.pdf")
    assert choose_target(pane, "Speichern", kinds, tmp_path / "x.pdf") == tmp_path / "Plakat.pdf"


def test_a_file_dialog_begins_where_it_was_used_last(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    def choosing(_parent: QWidget, _title: str, begin: str, _filter: str) -> tuple[list[str], str]:
        begun.append(begin)
        return [str(tmp_path / "kurse.xml")], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choosing)
    pane = QWidget()
    qtbot.addWidget(pane)
    for _ in range(2):
        choose_files(pane, "Kursdateien", [("Kurse", "*.xml")])
    assert begun == [str(Path.home()), str(tmp_path)]
