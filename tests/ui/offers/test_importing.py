"""From a file to the list: read, looked at, decided, taken or thrown away."""

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nqdesk.actions import messages
from nqdesk.domain.import_plan import Effect
from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.offers import OccupationCertainty
from nqdesk.store import import_layouts, offers
from nqdesk.store.database import Store
from nqdesk.ui.offers.column_mapping import ColumnMapping
from nqdesk.ui.offers.filter_bar import LATEST
from nqdesk.ui.offers.import_dialog import ImportDialog
from nqdesk.ui.offers.occupation_decision import OccupationDecision
from nqdesk.ui.offers.page import OffersPage
from nqdesk.ui.session import Message, Session
from tests.builders import TODAY
from tests.keyboard import press, type_text
from tests.ui.accessibility import nameless
from tests.ui.conftest import Dialogs
from tests.ui.offers.conftest import CATALOGUE

TABLE = """Kurs;Träger;Startdatum;Stadt;Postleitzahl;Kosten in EUR
Vorbereitung Fachkraft Küche;Kochschule (erfunden);03.05.2027;Kehl;77694;2.400,00
Schweißen Grundkurs;Werkstatt (erfunden);01.07.2027;Lahr;77933;850,50
Ohne lesbaren Tag;Werkstatt (erfunden);demnächst;Lahr;77933;100
"""


@pytest.fixture
def is_filled() -> bool:
    return False


@pytest.fixture
def read(page: OffersPage) -> Callable[[Path], ImportDialog]:
    """Read a file up to its preview."""

    def reading(path: Path) -> ImportDialog:
        page.imports.start([path])
        QApplication.processEvents()
        dialog = page.imports.dialog
        assert dialog is not None
        return dialog

    return reading


def changed_catalogue(folder: Path) -> Path:
    """Return the demo catalogue with other prices and one title without an occupation's name."""
    text = CATALOGUE.read_text("utf-8").replace("2688.00", "2999.00")
    path = folder / "neu.xml"
    path.write_text(text, "utf-8")
    return path


def count(store: Store) -> int:
    return offers.count(store.db, OfferQuery(), TODAY)


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def test_nothing_is_stored_before_it_is_taken_and_everything_after(
    read: Callable[[Path], ImportDialog], store: Store, page: OffersPage, told: list[Message]
) -> None:
    dialog = read(CATALOGUE)
    assert count(store) == 0
    assert dialog.list.model().rowCount() > 30
    dialog.accept()
    assert page.table.model_of_offers.rowCount() == count(store) > 30
    assert "neu" in told[-1].text
    assert told[-1].act is not None
    told[-1].act()
    assert count(store) == page.table.model_of_offers.rowCount() == 0
    assert page.imports.dialog is None


def test_thrown_away_after_a_question_it_leaves_nothing_and_can_be_read_again(
    read: Callable[[Path], ImportDialog], store: Store, dialogs: Dialogs
) -> None:
    dialog = read(CATALOGUE)
    dialogs.answer(lambda question: question.reject())
    dialog.reject()
    assert dialog.isVisible()
    dialogs.answer(lambda question: question.accept())
    dialog.reject()
    assert count(store) == 0
    read(CATALOGUE).accept()
    assert count(store) > 30


def test_a_file_of_which_nothing_can_be_taken_is_closed_without_a_question(
    read: Callable[[Path], ImportDialog], store: Store, page: OffersPage, tmp_path: Path, dialogs: Dialogs
) -> None:
    path = tmp_path / "unlesbar.csv"
    path.write_text("\n".join([TABLE.splitlines()[0], TABLE.splitlines()[3], ""]), "utf-8")
    dialogs.answer(lambda mapping: mapping.accept())
    dialog = read(path)
    buttons = {button.text().strip(): button for button in dialog.findChildren(QPushButton)}
    assert not buttons["Übernehmen"].isEnabled()
    assert "Verwerfen" not in buttons
    buttons["Schließen"].click()
    QApplication.processEvents()
    assert page.imports.dialog is None
    assert "Datei verwerfen?" not in dialogs.titles
    assert count(store) == 0


def test_the_same_file_again_changes_nothing_and_says_so(
    read: Callable[[Path], ImportDialog], page: OffersPage, told: list[Message]
) -> None:
    read(CATALOGUE).accept()
    page.imports.start([CATALOGUE])
    assert page.imports.dialog is None
    assert "Nichts hat sich geändert" in told[-1].text


def test_what_changes_is_shown_field_by_field(
    read: Callable[[Path], ImportDialog], store: Store, tmp_path: Path
) -> None:
    read(CATALOGUE).accept()
    dialog = read(changed_catalogue(tmp_path))
    assert dialog.parts.value() == {Effect.CHANGED}
    shown = words(dialog.detail)
    assert "2.688,00 €".replace(" ", "\u00a0") in " ".join(shown)
    assert "2.999,00 €".replace(" ", "\u00a0") in " ".join(shown)
    dialog.accept()
    assert any(offer.price and offer.price == 2999 for offer in offers.each(store.db, OfferQuery(), TODAY)) or any(
        run.price == 2999 for offer in offers.each(store.db, OfferQuery(), TODAY) for run in offer.dates
    )


def test_a_doubtful_occupation_is_decided_before_anything_is_stored(
    read: Callable[[Path], ImportDialog], store: Store, session: Session
) -> None:
    dialog = read(CATALOGUE)
    dialog.show_part("occupations")
    model = dialog.list.model()
    doubtful = model.rowCount()
    assert doubtful > 0
    title = str(model.index(0, 0).data())
    candidate = next(
        button
        for button in dialog.detail.findChildren(QPushButton)
        if button.text() in {o.title for o in session.occupations.by_id.values()}
    )
    chosen = candidate.text()
    QApplication.processEvents()
    dialog.list.setFocus()
    dialog.focusNextPrevChild(True)
    assert dialog.detail.isAncestorOf(dialog.focusWidget()), "Tab passes over the question"
    candidate.click()
    dialog.accept()
    taken = [offer for offer in offers.each(store.db, OfferQuery(), TODAY) if offer.title == title]
    assert any(session.occupations.by_id[o.occupation_id].title == chosen for o in taken if o.occupation_id)


def test_refused_records_are_listed_with_place_and_reason(read: Callable[[Path], ImportDialog], tmp_path: Path) -> None:
    path = tmp_path / "kaputt.xml"
    text = CATALOGUE.read_text("utf-8")
    path.write_text(text.replace("2027-01-04", "2027-13-45", 1), "utf-8")
    dialog = read(path)
    dialog.show_part(Effect.REFUSED)
    shown = " ".join(words(dialog))
    assert "2027-13-45" in shown
    assert "Zeile" in shown
    dialog.done(ImportDialog.DialogCode.Rejected)


def test_a_file_that_is_cut_off_leaves_one_message_and_nothing_else(
    page: OffersPage, store: Store, tmp_path: Path, told: list[Message]
) -> None:
    path = tmp_path / "halb.xml"
    path.write_bytes(CATALOGUE.read_bytes()[:60_000])
    page.imports.start([path])
    assert page.imports.dialog is None
    assert count(store) == 0
    assert "halb.xml" in told[-1].text


def test_unknown_columns_are_named_once_and_known_from_then_on(
    page: OffersPage, store: Store, tmp_path: Path, dialogs: Dialogs, qtbot: QtBot
) -> None:
    path = tmp_path / "kurse.csv"
    path.write_text(TABLE, "utf-8")

    def name_columns(dialog: QWidget) -> None:
        assert isinstance(dialog, ColumnMapping)
        assert nameless(dialog) == []
        assert dialog.chosen_for("Kurs") == "title"
        dialog.choose("Kosten in EUR", "price")
        dialog.choose("Stadt", "title")
        dialog.accept()
        assert dialog.isVisible(), "two columns cannot both be the title"
        dialog.choose("Stadt", "place")
        dialog.accept()

    dialogs.answer(name_columns)
    page.imports.start([path])
    qtbot.waitUntil(lambda: page.imports.dialog is not None)
    preview = page.imports.dialog
    assert preview is not None
    preview.accept()
    assert {offer.title: offer.price for offer in offers.each(store.db, OfferQuery(), TODAY)} == {
        "Vorbereitung Fachkraft Küche": 2400,
        "Schweißen Grundkurs": pytest.approx(850.5),
    }
    assert [layout.name for layout in import_layouts.every(store.db)] == ["kurse"]
    path.write_text(TABLE.replace("2.400,00", "2.500,00"), "utf-8")
    page.imports.start([path])
    second = page.imports.dialog
    assert second is not None
    second.accept()


def test_several_files_come_one_after_the_other(page: OffersPage, store: Store, tmp_path: Path) -> None:
    page.imports.start([CATALOGUE, changed_catalogue(tmp_path)])
    for _ in range(2):
        dialog = page.imports.dialog
        assert dialog is not None
        dialog.accept()
    assert page.imports.dialog is None
    assert count(store) > 30


def test_a_file_can_be_dropped_on_the_page(page: OffersPage, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(CATALOGUE))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # there is no other way to make one
        entering = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(page, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, buttons, keys))
    qtbot.waitUntil(lambda: page.imports.dialog is not None)
    dialog = page.imports.dialog
    assert dialog is not None
    dialog.done(ImportDialog.DialogCode.Rejected)


def test_everything_in_the_preview_says_what_it_is(read: Callable[[Path], ImportDialog]) -> None:
    dialog = read(CATALOGUE)
    assert nameless(dialog) == []
    assert dialog.windowTitle().startswith("„kurskatalog_beispiel.xml“")
    assert messages.word(Effect.NEW) in " ".join(b.text() for b in dialog.parts.findChildren(QPushButton))
    dialog.done(ImportDialog.DialogCode.Rejected)


def test_any_occupation_is_put_right_in_the_preview(
    read: Callable[[Path], ImportDialog], store: Store, session: Session
) -> None:
    dialog = read(CATALOGUE)
    dialog.show_part(Effect.NEW)
    model = dialog.list.model()
    row = next(r for r in range(model.rowCount()) if model.index(r, 0).data().startswith("TQ 1: Wareneingang"))
    dialog.list.setCurrentIndex(model.index(row, 0))
    title = str(model.index(row, 0).data())
    assert "Fachlagerist/in" in words(dialog.detail)
    assert dialog.detail.findChildren(OccupationDecision) == []
    press_button(dialog.detail, "Anderen Beruf zuordnen …")
    (question,) = dialog.detail.findChildren(OccupationDecision)
    other = next(o for o in session.occupations.by_id.values() if o.title == "Koch/Köchin")
    question.choice.setFocus()
    type_text(question.choice, "Koch/Köchin")
    press(question.choice, Qt.Key.Key_Return)
    assert "Koch/Köchin" in words(dialog.detail)
    assert messages.word(OccupationCertainty.CHOSEN) in words(dialog.detail)
    dialog.accept()
    same_title = [o for o in offers.each(store.db, OfferQuery(), TODAY) if o.title == title]
    chosen = [o for o in same_title if o.occupation_certainty is OccupationCertainty.CHOSEN]
    assert [o.occupation_id for o in chosen] == [other.id]


def test_a_changed_offer_shows_the_occupation_decided_on(
    read: Callable[[Path], ImportDialog], store: Store, session: Session, tmp_path: Path
) -> None:
    read(CATALOGUE).accept()
    dialog = read(changed_catalogue(tmp_path))
    row = dialog.list.currentIndex().row()
    title = str(dialog.list.model().index(row, 0).data())
    other = next(o for o in session.occupations.by_id.values() if o.title == "Koch/Köchin")
    press_button(dialog.detail, "Anderen Beruf zuordnen …")
    (question,) = dialog.detail.findChildren(OccupationDecision)
    question.decided.emit(other.id)
    assert words(dialog.detail).count("Koch/Köchin") == 2, "in what changes and as its occupation"
    assert dialog.list.currentIndex().row() == row
    dialog.accept()
    found = [o for o in offers.each(store.db, OfferQuery(), TODAY) if o.title == title]
    assert other.id in {offer.occupation_id for offer in found}


def test_what_was_read_in_last_can_be_listed_alone(
    read: Callable[[Path], ImportDialog],
    store: Store,
    page: OffersPage,
    told: list[Message],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    def show_latest() -> set[str]:
        qtbot.waitUntil(lambda: page.is_counted)
        page.filters.states.set_value(frozenset({LATEST}))
        page.filters.states.edited.emit()
        model = page.table.model_of_offers
        return {model.id_at(row) for row in range(model.rowCount())}

    read(CATALOGUE).accept()
    everything = show_latest()
    assert len(everything) == count(store)
    read(changed_catalogue(tmp_path)).accept()
    changed = {o.id for o in offers.each(store.db, OfferQuery(), TODAY) if "2999" in repr((o.price, o.dates))}
    QApplication.processEvents()
    assert show_latest() == changed
    assert 0 < len(changed) < len(everything)
    assert told[-1].act is not None
    told[-1].act()
    QApplication.processEvents()
    assert show_latest() == everything, "the import before is the last one again"


def press_button(widget: QWidget, text: str) -> None:
    (button,) = [b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(widget)]
    button.click()
