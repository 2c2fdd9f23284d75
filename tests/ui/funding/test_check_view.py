"""The funding check in the window: facts, questions, results, the day of law, two variants."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QStyle, QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot

from nqdesk.actions import rule_book
from nqdesk.domain.funding.case import NO_STATEMENT
from nqdesk.domain.funding.check import POSITIVE, Result
from nqdesk.domain.funding.facts import FactKind
from nqdesk.domain.funding.questions import Question
from nqdesk.ui.funding import fact_field, words
from nqdesk.ui.funding.check_view import CheckView
from nqdesk.ui.funding.day_dialog import DayDialog
from nqdesk.ui.funding.page import FundingPage
from nqdesk.ui.session import Message
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.scroll_area import ScrollArea
from tests.builders import TODAY
from tests.keyboard import press, type_text
from tests.ui.accessibility import words as spoken
from tests.ui.conftest import Dialogs

EXAMINATION = {
    "massnahme.zielberuf_recht": "bbig",
    "massnahme.zielberuf_dauer_monate": Decimal(24),
    "person.monate_im_zielberuf": Decimal(36),
    "person.monate_ausbildung_einschlaegig": Decimal(0),
}
EXTERNAL = "externenpruefung_45_2"


def enter(page: CheckView, values: dict[str, Any]) -> None:
    for name, value in values.items():
        page.facts.edited.emit(name, value)
    page.refresh()


def result(page: CheckView, name: str) -> Result | None:
    return page.results.cards[name].result


def choose(page: CheckView, name: str, text: str) -> None:
    field = page.facts.field(name)
    field.setCurrentIndex(field.findText(text))
    field.activated.emit(field.currentIndex())


def button(within: QWidget, text: str) -> QPushButton:
    found = [b for b in within.findChildren(QPushButton) if b.text().strip() == text and b.isVisibleTo(within)]
    assert found, text
    return found[0]


def test_without_any_fact_nothing_is_decided_and_a_question_is_asked(page: CheckView) -> None:
    assert page.checked is not None
    assert {found.result for found in page.checked.instruments} == {Result.OPEN}
    assert page.question.asked
    assert len(page.results.cards) == len(page.checked.instruments) > 10


def test_what_is_typed_changes_the_results_while_it_is_typed(page: CheckView, qtbot: QtBot) -> None:
    enter(page, {name: value for name, value in EXAMINATION.items() if name != "massnahme.zielberuf_dauer_monate"})
    assert result(page, EXTERNAL) is Result.OPEN
    field = page.facts.field("massnahme.zielberuf_dauer_monate")
    type_text(field, "24")
    qtbot.waitUntil(lambda: result(page, EXTERNAL) is Result.CLAIM)
    field.clear()
    type_text(field, "25")
    qtbot.waitUntil(lambda: result(page, EXTERNAL) is not Result.CLAIM)
    assert field.text() == "25"


def test_possible_ones_stand_first_and_excluded_ones_last(page: CheckView) -> None:
    enter(page, {**EXAMINATION, "person.status": "selbststaendig", "massnahme.stunden": Decimal(100)})
    ranks = [words.rank(found) for found in sorted(page.checked.instruments, key=words.rank)] if page.checked else []
    shown = [name for each in Result for name in page.results.shown(each)]
    assert len(shown) == len(ranks)
    assert page.results.body.indexOf(page.results.cards[EXTERNAL]) == 0
    assert page.results.cards[EXTERNAL].is_open
    assert "erfüllt" in spoken(page.results.cards[EXTERNAL])
    assert page.results.shown(Result.EXCLUDED)


OTHERS = {"land_bw_fachkurse", "land_sl_kdw", "land_th_weiterbildungsscheck"}


def visible(page: CheckView) -> set[str]:
    return {name for name, card in page.results.cards.items() if card.isVisibleTo(page)}


def test_open_programmes_of_other_laender_are_folded_away_until_somebody_looks(page: CheckView) -> None:
    assert page.results.elsewhere.isHidden()
    assert visible(page) == set(page.results.cards)
    enter(page, {"person.wohnland": "NW"})
    assert page.checked is not None
    assert set(page.results.apart) > OTHERS
    assert visible(page) == set(page.results.cards) - set(page.results.apart)
    assert "land_nw_bildungsscheck" in visible(page)
    assert all(result(page, name) is Result.OPEN for name in page.results.apart)
    told = spoken(page)
    assert f"Programme anderer Länder ({len(page.results.apart)})" in told
    assert "Offen nur für den Fall, dass der Arbeitsort dort liegt." in told
    assert f"davon {len(page.results.apart)} anderer Länder" in told
    page.results.elsewhere.turn()
    assert visible(page) == set(page.results.cards)
    assert page.results.shown(Result.OPEN)[-len(page.results.apart) :] == list(page.results.apart)


def test_a_programme_comes_forward_with_the_place_of_work_and_the_others_are_a_no(page: CheckView) -> None:
    enter(page, {"person.wohnland": "NW"})
    page.results.elsewhere.turn()
    enter(page, {"betrieb.arbeitsland": "SL"})
    assert page.results.apart == ()
    assert page.results.elsewhere.isHidden()
    assert "land_sl_kdw" in page.results.shown(Result.OPEN)
    assert "land_th_weiterbildungsscheck" in page.results.shown(Result.EXCLUDED)
    enter(page, {"betrieb.arbeitsland": None, "person.wohnland": None})
    assert page.results.apart == ()
    assert visible(page) == set(page.results.cards)


def test_what_has_no_version_on_the_day_is_told_with_the_reason(page: CheckView) -> None:
    assert not page.results.uncovered.isHidden()
    assert not page.results.uncovered.is_open
    assert "Die Regeln decken diesen Tag bei ihnen nicht ab." in spoken(page)
    page.results.uncovered.turn()
    assert "Bildungsprämie (beendet): Die letzte hinterlegte Fassung galt bis 31.12.2021." in spoken(page)


def test_a_day_that_no_rule_covers_says_so(page: CheckView, dialogs: Dialogs) -> None:
    def long_ago(dialog: QDialog) -> None:
        assert isinstance(dialog, DayDialog)
        dialog.findChildren(DayField)[0].set_value(date(2015, 6, 1))
        button(dialog, "Übernehmen").click()

    dialogs.answer(long_ago)
    button(page, "Rechtsstand ändern").click()
    assert page.results.cards == {}
    assert page.results.uncovered.is_open
    assert "Die Regeln decken diesen Tag nicht ab" in spoken(page)
    assert "Die nächste hinterlegte Fassung gilt ab 01.04.2024." in spoken(page)


def test_a_question_is_answered_by_one_key_and_the_next_one_has_the_keyboard(page: CheckView) -> None:
    first = page.question.asked
    page.setFocus()
    QApplication.processEvents()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.question.isAncestorOf(focused)
    press(focused, Qt.Key.Key_Space)
    assert first in page.case.values
    assert page.question.asked not in ("", first)


def test_a_number_that_most_people_name_is_answered_by_one_click(page: CheckView) -> None:
    fact = rule_book.shipped().book.catalogue.by_name["person.abschluss_dauer_monate"]
    page.question.show_question(Question(fact.name, 1, 1.0), fact)
    QApplication.processEvents()
    button(page.question, "kein Abschluss").click()
    assert page.case.values[fact.name] == 0
    page.question.show_question(Question(fact.name, 1, 1.0), fact)
    page.question.set_focus_on_answer()
    focused = QApplication.focusWidget()
    assert focused is not None
    type_text(focused, "30")
    press(focused, Qt.Key.Key_Return)
    assert page.case.values[fact.name] == 30


def test_the_next_question_does_not_take_the_keyboard_from_a_field(page: CheckView) -> None:
    page.question.set_focus_on_answer()
    field = page.facts.field("person.wohnland")
    field.setFocus()
    asked = page.question.asked
    answers = {"person.status": "arbeitslos", "massnahme.ziel": "berufsabschluss"}
    enter(page, {asked: answers[asked]})
    assert page.question.asked != asked
    assert QApplication.focusWidget() is field


def test_the_longest_land_fits_into_its_field(page: CheckView) -> None:
    choose(page, "person.wohnland", "Baden-Württemberg")
    QApplication.processEvents()
    field = page.facts.field("person.wohnland")
    option = QStyleOptionComboBox()
    field.initStyleOption(option)
    room = field.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, field
    )
    assert room.width() >= field.fontMetrics().horizontalAdvance("Baden-Württemberg")


def test_weiss_nicht_is_not_asked_again_and_decides_nothing(page: CheckView) -> None:
    first = page.question.asked
    button(page.question, words.NOT_SAID).click()
    assert first in page.case.refused
    assert page.question.asked != first
    assert page.facts.field(first).value() == NO_STATEMENT
    assert page.checked is not None
    assert {found.result for found in page.checked.instruments} == {Result.OPEN}


def test_every_question_can_be_answered_to_the_end(page: CheckView) -> None:
    asked = []
    while page.question.asked:
        asked.append(page.question.asked)
        assert len(asked) < 200
        page.question.answered.emit(page.question.asked, NO_STATEMENT)
    assert len(set(asked)) == len(asked) > 20
    assert "nichts mehr zu fragen" in spoken(page.question)


def test_a_contradiction_is_said_beside_its_field_and_nothing_is_checked(page: CheckView) -> None:
    enter(page, {"massnahme.beginn": date(2027, 5, 1)})
    before = page.checked
    enter(page, {"massnahme.ende": date(2027, 4, 30)})
    assert page.checked is before
    assert "Ende liegt vor dem Beginn" in spoken(page)
    enter(page, {"massnahme.ende": date(2027, 8, 30)})
    assert page.checked is not before
    assert "Ende liegt vor dem Beginn" not in spoken(page)


def test_rarer_facts_come_out_on_demand_and_stay_while_they_are_known(page: CheckView) -> None:
    name = "person.schwerbehindert"
    assert page.facts.field(name) is None
    enter(page, {name: True})
    assert page.facts.field(name).isVisibleTo(page)
    enter(page, {name: None})
    assert not page.facts.field(name).isVisibleTo(page)


def test_the_day_of_law_changes_the_versions(page: CheckView, dialogs: Dialogs) -> None:
    def take(dialog: QDialog) -> None:
        assert isinstance(dialog, DayDialog)
        (field,) = dialog.findChildren(DayField)
        type_text(field, "1.3.23")
        button(dialog, "Übernehmen").click()

    dialogs.answer(take)
    button(page, "Rechtsstand ändern").click()
    assert page.on == date(2023, 3, 1)
    found = page.checked.of("beschaeftigte_82") if page.checked else None
    assert found is not None
    assert found.version is not None
    assert found.version.covers(date(2023, 3, 1))
    assert "geändert" in spoken(page)


def test_two_variants_are_compared_and_one_is_kept(page: CheckView) -> None:
    enter(page, EXAMINATION)
    button(page, "Vergleichen").click()
    enter(page, {"person.monate_im_zielberuf": Decimal(35)})
    text = spoken(page.comparison)
    assert "35" in text
    assert "36" in text
    assert page.comparison.isVisibleTo(page)
    assert "Variante B · Rechtsstand" in spoken(page)
    button(page, "Variante A").click()
    assert "Variante A · Rechtsstand" in spoken(page)
    assert page.case.values["person.monate_im_zielberuf"] == Decimal(36)
    button(page, "Vergleich beenden").click()
    assert "Variante A · Rechtsstand" not in spoken(page)
    assert result(page, EXTERNAL) in POSITIVE
    assert page.results.isVisibleTo(page)


def test_new_empties_everything_and_can_be_taken_back(page: CheckView, told: list[Message]) -> None:
    enter(page, EXAMINATION)
    page.new_record()
    assert not page.case.values
    act = told[-1].act
    assert act is not None
    act()
    assert page.case.values == EXAMINATION


@pytest.mark.parametrize("kind", FactKind)
def test_every_kind_of_fact_is_shown_as_it_was_entered(kind: FactKind, page: CheckView) -> None:
    samples: dict[FactKind, Any] = {
        FactKind.YES_NO: False,
        FactKind.DAY: TODAY,
        FactKind.MONEY: Decimal("4860.50"),
        FactKind.COUNT: Decimal(1200),
        FactKind.NUMBER: Decimal("86.5"),
        FactKind.MONTHS: Decimal("6.5"),
        FactKind.HOURS: Decimal("1280.25"),
        FactKind.SHARE: Decimal("0.125"),
        FactKind.TEXT: "Duldung",
    }
    facts = [fact for fact in rule_book.shipped().book.catalogue.facts if fact.kind is kind]
    assert facts
    for fact in facts:
        value = samples.get(kind, fact.values[-1] if fact.values else None)
        field = fact_field.field_of(fact, parent=page)
        fact_field.put(fact, field, page.case.with_value(fact.name, value))
        assert fact_field.entered(fact, field) == value
        assert field.problem() is None
        assert words.shown(fact, value)


def test_both_papers_are_saved_where_the_person_says(
    page: CheckView, dialogs: Dialogs, told: list[Message], tmp_path: Path
) -> None:
    enter(page, EXAMINATION)
    menu = page.protocol.menu()
    saving = [action for action in menu.actions() if "speichern" in action.text()]
    assert len(saving) == 2
    for number, action in enumerate(saving):
        dialogs.choose(path := tmp_path / f"{number}.pdf")
        action.trigger()
        assert path.read_bytes().startswith(b"%PDF")
        assert told[-1].text == f"Gespeichert: {path.name}"


def test_a_place_that_cannot_be_written_is_told(
    page: CheckView, dialogs: Dialogs, told: list[Message], tmp_path: Path
) -> None:
    dialogs.choose(tmp_path / "fehlt" / "a.pdf")
    page.protocol.save("Protokoll")
    assert "fehlt" in told[-1].text


def cut_off(within: QWidget) -> list[str]:
    """Return what is wider than the place it has: contents of scroll areas, words of buttons."""
    for _ in range(6):  # a layout that changes its direction is asked anew for its width
        QApplication.processEvents()
    areas = [area for area in within.findChildren(ScrollArea) if area.isVisibleTo(within)]
    assert areas
    widths = [(content.width(), area.viewport().width()) for area in areas if (content := area.widget())]
    wide = [f"{content} > {room}" for content, room in widths if content > room]
    buttons = [each for each in within.findChildren(QPushButton) if each.isVisibleTo(within)]
    return wide + [each.text() for each in buttons if each.width() < each.minimumSizeHint().width()]


@pytest.mark.parametrize("size", [(888, 560), (1068, 700), (1700, 1000)], ids=["narrow", "usual", "wide"])
def test_nothing_is_cut_off_in_a_window_of_any_width(
    size: tuple[int, int], whole: FundingPage, page: CheckView
) -> None:
    whole.resize(*size)
    enter(page, EXAMINATION)
    for section in page.facts.findChildren(QPushButton):
        if section.isVisibleTo(page):
            section.click()
    for card in page.results.cards.values():
        card.open(True)
    assert cut_off(whole) == []
    for fact in rule_book.shipped().book.catalogue.facts:
        if fact.kind is not FactKind.YES_NO:
            page.question.show_question(Question(fact.name, 0, 0.0), fact)
            assert cut_off(page.question.window()) == [], fact.name
    button(page, "Vergleichen").click()
    enter(page, {"massnahme.stunden": Decimal(100)})
    assert cut_off(whole) == []
    whole.tabs.open("rules")
    assert cut_off(whole) == []


def test_fields_stand_below_their_labels_where_there_is_no_room_beside(whole: FundingPage, page: CheckView) -> None:
    name = "massnahme.lehrgangskosten"
    field = page.facts.field(name)
    (label,) = [each for each in page.facts.findChildren(Label) if each.buddy() is field]
    for width, beside in ((760, False), (1600, True), (760, False)):
        whole.resize(width, 700)
        cut_off(whole)
        assert (field.geometry().left() > label.geometry().right()) == beside
        assert (field.geometry().top() > label.geometry().bottom()) != beside


def test_an_instrument_that_nothing_is_asked_for_says_what_the_office_clears(page: CheckView) -> None:
    known = {
        "person.geburtsdatum": date(1992, 5, 10),
        "massnahme.vollzeit": True,
        "massnahme.dauer_monate": Decimal(24),
        "massnahme.aufstiegsfortbildung": False,
    }
    more = {"massnahme.ziel": "externenpruefung", "massnahme.beginn": date(2027, 2, 1)}
    nationality = {"person.staatsangehoerigkeit": "DE", "person.abschluss_dauer_monate": Decimal(0)}
    enter(page, {**known, **more, **nationality, "person.auslaendischer_abschluss": False})
    said = spoken(page.results.cards["bafoeg"])
    assert "zu prüfen" in said
    assert "Bitte bei der Stelle klären: Die Ausbildung findet an einer Schule oder Hochschule statt" in said
