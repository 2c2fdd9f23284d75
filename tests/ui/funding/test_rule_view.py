"""The rule book in the window: search, versions on a line, what changed."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nqdesk.actions import rule_book
from nqdesk.actions.centre import save_centre
from nqdesk.domain.folding import fold
from nqdesk.store import centre as stored_centre
from nqdesk.ui.funding import paper_saving
from nqdesk.ui.funding.page import FundingPage
from nqdesk.ui.funding.rule_view import RuleView
from nqdesk.ui.funding.time_line import TimeLine
from nqdesk.ui.session import Message, Session
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.scroll_area import ScrollArea
from tests.keyboard import press, type_text
from tests.ui.accessibility import nameless, words
from tests.ui.conftest import Clock, Dialogs


@pytest.fixture
def view(whole: FundingPage) -> RuleView:
    whole.tabs.open("rules")
    return whole.rules


def line(view: RuleView) -> TimeLine:
    (found,) = view.findChildren(TimeLine)
    return found


def test_every_instrument_is_listed_and_the_first_is_shown(view: RuleView) -> None:
    instruments = rule_book.shipped().book.instruments
    assert view.model.rowCount() == len(instruments)
    listed = [str(view.model.index(row, 0).data()) for row in range(5)]
    assert listed == sorted((each.title for each in instruments), key=fold)[:5]
    assert listed[0] in words(view)
    assert nameless(view) == []


def test_typed_words_find_titles_paragraphs_and_criteria(view: RuleView, qtbot: QtBot) -> None:
    type_text(view.search, "Qualifizierungsgeld 82a")
    qtbot.waitUntil(lambda: view.model.rowCount() < 10)
    assert "§§ 82a–82c SGB III" in words(view)
    view.search.clear()
    type_text(view.search, "xyzunbekannt")
    qtbot.waitUntil(lambda: view.model.rowCount() == 0)
    assert "Nichts gefunden" in words(view)


def test_titles_that_have_the_words_come_first_and_the_best_one_is_shown(view: RuleView, qtbot: QtBot) -> None:
    view.show_instrument("assistierte_ausbildung_74")
    type_text(view.search, "umschulung")
    qtbot.waitUntil(lambda: view.model.rowCount() < 10)
    assert view.model.rowCount() > 1
    assert "§ 62 BBiG, § 42n HwO" in words(view)
    assert view.list.currentIndex().row() == 0


def test_the_version_in_force_is_shown_and_arrow_keys_go_to_the_others(view: RuleView) -> None:
    instrument = rule_book.shipped().book.by_id["beschaeftigte_82"]
    view.show_instrument("beschaeftigte_82")
    bar = line(view)
    assert bar.current == len(instrument.versions) - 1
    assert "Was sich am 01.04.2024 geändert hat" in words(view)
    press(bar, Qt.Key.Key_Left)
    assert bar.current == len(instrument.versions) - 2
    assert "gilt heute nicht" in words(view)
    press(bar, Qt.Key.Key_Home)
    assert "Was sich am" not in words(view)
    assert "Fassung 1 von" in bar.accessibleDescription()
    press(bar, Qt.Key.Key_End)
    assert bar.current == len(instrument.versions) - 1


def test_a_click_on_the_line_chooses_the_version_there(view: RuleView, qtbot: QtBot) -> None:
    view.show_instrument("beschaeftigte_82")
    bar = line(view)
    with qtbot.waitSignal(bar.chosen):
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(4, 12))
    assert bar.current == 0


def test_what_was_not_read_for_half_a_year_says_so(whole: FundingPage, clock: Clock) -> None:
    read = min(v.as_of for each in rule_book.shipped().book.instruments for v in each.versions if not v.valid_to)
    clock.at += timedelta(days=(read - clock.at.date()).days + 181)
    whole.tabs.open("rules")
    assert any(
        "länger nicht gelesen" in str(whole.rules.model.index(row, 0).data(int(Qt.ItemDataRole.AccessibleTextRole)))
        for row in range(whole.rules.model.rowCount())
    )
    assert clock.at.date() > date(2026, 1, 1)


def test_new_leads_back_to_the_check(whole: FundingPage, view: RuleView) -> None:
    assert view.isVisibleTo(whole)
    whole.new_record()
    assert whole.check.isVisibleTo(whole)


def test_a_result_leads_to_its_rules(whole: FundingPage) -> None:
    card = whole.check.results.cards["fbw_81_2"]
    card.open(True)
    (link,) = [each for each in card.findChildren(Button) if each.text() == "Im Regelwerk ansehen"]
    link.click()
    assert whole.rules.isVisibleTo(whole)
    assert rule_book.shipped().book.by_id["fbw_81_2"].title in words(whole.rules)


def test_the_rule_book_is_saved_in_whole_or_as_it_is_in_force_today(
    view: RuleView, session: Session, dialogs: Dialogs, told: list[Message], tmp_path: Path
) -> None:
    name = "Beratungsstelle Oberrhein"
    assert session.perform(lambda store, now: save_centre(store, replace(stored_centre.get(store.db), name=name), now))
    pages = []
    saving = [action for action in view.paper.menu().actions() if "speichern" in action.text()]
    for number, action in enumerate(saving):
        dialogs.choose(path := tmp_path / f"{number}.pdf")
        action.trigger()
        assert told[-1].text == f"Gespeichert: {path.name}"
        with pikepdf.open(path) as paper:
            pages.append(len(paper.pages))
            title = str(paper.docinfo["/Title"])
            assert str(paper.docinfo["/Author"]) == name
        assert ("Rechtsstand" in title) == (number == 0)
    assert len(pages) == 2
    assert pages[1] > pages[0] > 10


def test_the_key_for_printing_prints_what_is_in_force_but_not_while_a_rule_is_written(
    whole: FundingPage, view: RuleView, told: list[Message], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def printer(_parent: object, name: str) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setDocName(name)
        made.setFromTo(1, 2)
        made.setOutputFileName(str(tmp_path / "gedruckt.pdf"))
        return made

    monkeypatch.setattr(paper_saving, "ask_printer", printer)
    whole.print_it()
    with pikepdf.open(tmp_path / "gedruckt.pdf") as paper:
        assert len(paper.pages) == 2
    assert told[-1].text == "Regelwerk gedruckt."
    view.acts.new.click()
    whole.print_it()
    assert "zuerst speichern" in told[-1].text


def test_a_place_for_the_rule_book_that_cannot_be_written_is_told(
    view: RuleView, dialogs: Dialogs, told: list[Message], tmp_path: Path
) -> None:
    dialogs.choose(tmp_path / "fehlt" / "regelwerk.pdf")
    view.paper.save(None)
    assert "fehlt" in told[-1].text
    assert told[-1].tone is Tone.NO


def test_the_text_of_an_instrument_is_read_from_the_keyboard(view: RuleView) -> None:
    view.show_instrument("beschaeftigte_82")
    QApplication.processEvents()
    line(view).setFocus()
    press(line(view), Qt.Key.Key_Tab)
    area = QApplication.focusWidget()
    assert isinstance(area, ScrollArea)
    assert area.accessibleName()
    bar = area.verticalScrollBar()
    assert (bar.value(), bar.maximum() > 0) == (0, True)
    press(area, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    press(area, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
