"""Keeping a check in the window, and what is shown of it afterwards."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from nqdesk.actions import organisations as organisation_actions
from nqdesk.actions import rule_book
from nqdesk.domain.change import Area
from nqdesk.domain.funding.check import POSITIVE
from nqdesk.domain.funding.facts import FactValue
from nqdesk.domain.funding.kept_check import KeptCheck, SubjectKind
from nqdesk.domain.organisations import Organisation, Role
from nqdesk.store import checks
from nqdesk.ui.funding.keep_dialog import DEFAULT_PURPOSE, KeepDialog
from nqdesk.ui.funding.keeping import NOTHING_STORED
from nqdesk.ui.funding.page import FundingPage
from nqdesk.ui.session import Message, Session
from nqdesk.ui.widgets.text_field import show_day
from tests.builders import TODAY
from tests.keyboard import press, retype, type_text
from tests.ui.accessibility import nameless, words
from tests.ui.conftest import Dialogs

FACTS: dict[str, FactValue] = {
    "massnahme.zielberuf_recht": "bbig",
    "massnahme.zielberuf_dauer_monate": Decimal(24),
    "person.monate_im_zielberuf": Decimal(36),
    "person.monate_ausbildung_einschlaegig": Decimal(0),
    "person.status": "beschaeftigt",
}


def enter(whole: FundingPage) -> None:
    for name, value in FACTS.items():
        whole.check.facts.edited.emit(name, value)
    whole.check.refresh()


def keep(whole: FundingPage, dialogs: Dialogs, name: str = "Erika Beispiel") -> KeptCheck:
    """Keep what is shown, as a person does."""

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, KeepDialog)
        retype(dialog.form.field("subject"), name)
        press(dialog.form.field("subject"), Qt.Key.Key_Return)

    dialogs.answer(fill)
    whole.check.keep_button.click()
    return next(found for found in checks.latest(whole.session.store.db) if found.subject == name)


@pytest.fixture
def kept(whole: FundingPage, dialogs: Dialogs) -> KeptCheck:
    """A check that is kept, with the tab of the kept ones open."""
    enter(whole)
    made = keep(whole, dialogs)
    whole.tabs.open("kept")
    QApplication.processEvents()
    return made


def test_a_check_is_kept_with_purpose_and_end_and_can_be_taken_back(
    whole: FundingPage, dialogs: Dialogs, told: list[Message]
) -> None:
    enter(whole)
    assert NOTHING_STORED in words(whole.check)
    made = keep(whole, dialogs, "Ölçay Übermut")
    assert made.purpose == DEFAULT_PURPOSE
    assert made.keep_until == date(TODAY.year + 3, 12, 31)
    assert made.made_on == made.law_day == TODAY
    assert "Aufbewahrt: Ölçay Übermut" in words(whole.check)
    assert NOTHING_STORED not in words(whole.check)
    assert "Übermut" not in told[-1].text, "no name in messages"
    assert told[-1].action == "Rückgängig"
    assert told[-1].act is not None
    told[-1].act()
    assert checks.latest(whole.session.store.db) == []
    assert NOTHING_STORED in words(whole.check)


def test_what_is_changed_after_keeping_is_said_to_be_unsaved(whole: FundingPage, dialogs: Dialogs) -> None:
    enter(whole)
    keep(whole, dialogs)
    whole.check.facts.edited.emit("person.status", "arbeitslos")
    whole.check.refresh()
    assert "die Änderungen sind nicht gespeichert" in words(whole.check)


def test_without_facts_or_with_a_contradiction_nothing_is_asked(whole: FundingPage, told: list[Message]) -> None:
    whole.check.keep_button.click()
    assert "noch nichts eingetragen" in told[-1].text
    whole.check.facts.edited.emit("massnahme.beginn", date(2027, 3, 1))
    whole.check.facts.edited.emit("massnahme.ende", date(2027, 2, 1))
    whole.check.keep_button.click()
    assert "widersprechen" in told[-1].text
    assert checks.latest(whole.session.store.db) == []


def test_a_name_is_needed_and_escape_asks_first(whole: FundingPage, dialogs: Dialogs) -> None:
    enter(whole)

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, KeepDialog)
        assert nameless(dialog) == []
        press(dialog.form.field("subject"), Qt.Key.Key_Return)
        assert dialog.isVisible()
        type_text(dialog.form.field("subject"), "K 17")
        retype(dialog.form.field("keep_until"), "1.1.2020")
        press(dialog.form.field("subject"), Qt.Key.Key_Return)
        assert "liegt vor dem Tag des Förderchecks" in words(dialog)
        dialogs.answer(lambda question: question.accept())
        press(dialog, Qt.Key.Key_Escape)

    dialogs.answer(fill)
    whole.check.keep_button.click()
    assert checks.latest(whole.session.store.db) == []


def test_a_known_company_gives_its_name(whole: FundingPage, session: Session, dialogs: Dialogs) -> None:
    company = Organisation(name="Beispiel Metallbau GmbH", roles=frozenset({Role.COMPANY}))
    session.perform(lambda store, now: organisation_actions.save_organisation(store, company, now), quiet=True)
    enter(whole)

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, KeepDialog)
        choice = dialog.form.field("company_id")
        assert not choice.isVisible()
        kind = dialog.form.field("subject_kind")
        kind.set_value(SubjectKind.COMPANY)
        kind.edited.emit()
        assert choice.isVisible()
        choice.setCurrentIndex(choice.findText("Beispiel Metallbau GmbH"))
        choice.activated.emit(choice.currentIndex())
        press(dialog.form.field("subject"), Qt.Key.Key_Return)

    dialogs.answer(fill)
    whole.check.keep_button.click()
    made = checks.latest(session.store.db)[0]
    assert (made.subject, made.company_id) == ("Beispiel Metallbau GmbH", company.id)
    assert made.subject_kind is SubjectKind.COMPANY


def test_the_kept_check_is_shown_as_it_was(whole: FundingPage, kept: KeptCheck, qtbot: QtBot) -> None:
    detail = whole.kept.detail
    assert detail.record.id == kept.id
    said = words(detail)
    assert "Die Entscheidung trifft die zuständige Stelle." in said
    assert kept.rule_book.removeprefix("sha256:")[:8] in said
    qtbot.waitUntil(lambda: set(detail.results.cards) == {name for name, _ in kept.kinds})
    card = detail.results.cards["externenpruefung_45_2"]
    assert card.is_open, "the first possible one"
    toggled = []
    for _ in range(2):
        press(card.toggle, Qt.Key.Key_Space)
        toggled.append(card.is_open)
    assert toggled == [False, True]
    live = whole.check.results.cards["externenpruefung_45_2"]
    live.open(wanted=True)
    criteria = [found.criterion.text for found in live.found.criteria] if live.found else []
    assert criteria
    assert all(text in words(card) for text in criteria)
    facts = rule_book.shipped().book.catalogue.by_name
    assert f"{facts['person.monate_im_zielberuf'].label}: 36\u00a0Monate" in words(card)
    status = facts["person.status"]
    assert status.label in said
    assert status.label_of("beschaeftigt") in said
    assert nameless(whole.kept) == []


@pytest.mark.usefixtures("kept")
def test_the_list_shows_open_ones_first_and_finds_by_name(whole: FundingPage, dialogs: Dialogs) -> None:
    whole.tabs.open("check")
    keep(whole, dialogs, "Łucja Muster")
    whole.tabs.open("kept")
    pane = whole.kept.list
    assert pane.count == 2
    pane.search.set_text("lucja")
    pane.show_all()
    assert pane.count == 1
    assert whole.kept.detail.record.subject == "Łucja Muster"
    pane.search.set_text("niemand")
    pane.show_all()
    assert pane.count == 0
    assert "Nichts gefunden" in words(whole.kept)
    press(pane, Qt.Key.Key_Escape)
    assert pane.count == 2


def test_a_kept_check_is_opened_from_elsewhere(whole: FundingPage, kept: KeptCheck, dialogs: Dialogs) -> None:
    whole.tabs.open("check")
    keep(whole, dialogs, "Łucja Muster")
    whole.show_record(Area.CHECKS, kept.id)
    assert whole.tabs.key == "kept"
    assert whole.kept.detail.record.id == kept.id


@pytest.mark.usefixtures("kept")
def test_its_case_can_be_opened_as_a_new_check(whole: FundingPage) -> None:
    whole.check.new_record()
    whole.kept.detail.open_button.click()
    assert whole.tabs.key == "check"
    assert dict(whole.check.case.values) == FACTS
    assert "Die Regeln können sich seither geändert haben" in words(whole.check)


def test_without_any_kept_check_the_way_there_is_shown(whole: FundingPage) -> None:
    whole.tabs.open("kept")
    assert "Noch kein Check aufbewahrt" in words(whole.kept)


def test_a_check_that_was_begun_is_there_again_after_the_window_was_locked(
    session: Session, qtbot: QtBot, dialogs: Dialogs
) -> None:
    before = FundingPage(session)
    qtbot.addWidget(before)
    enter(before)
    made = keep(before, dialogs)
    before.check.facts.edited.emit("person.status", "arbeitslos")
    before.leave()
    assert made.subject not in repr(session.unsaved), "no name outlives the lock"
    after = FundingPage(session)
    qtbot.addWidget(after)
    assert after.check.case == before.check.case
    assert after.check.case.values["person.status"] == "arbeitslos"
    assert f"Aufbewahrt: {made.subject}" in words(after.check)
    assert session.unsaved == {}
    after.check.new_record()
    after.leave()
    assert session.unsaved == {}


def test_two_variants_and_the_day_of_law_outlive_the_lock(session: Session, qtbot: QtBot) -> None:
    before = FundingPage(session)
    qtbot.addWidget(before)
    enter(before)
    compare = [each for each in before.check.findChildren(QPushButton) if each.text() == "Vergleichen"]
    compare[0].click()
    before.check.facts.edited.emit("massnahme.vollzeit", True)
    before.leave()
    after = FundingPage(session)
    qtbot.addWidget(after)
    assert "Vergleich beenden" in words(after.check)
    assert after.check.case.values["massnahme.vollzeit"] is True


def test_the_rule_book_names_the_open_checks_in_which_an_instrument_is_possible(
    whole: FundingPage, kept: KeptCheck, dialogs: Dialogs, qtbot: QtBot
) -> None:
    possible = next(name for name, kind in kept.kinds if kind in POSITIVE)
    whole.show_rules(possible)
    label = f"{kept.subject}, {show_day(kept.made_on)}"
    qtbot.waitUntil(lambda: label in words(whole.rules))
    assert "1-mal möglich, 0-mal offen" in words(whole.rules)
    whole.tabs.open("check")
    keep(whole, dialogs, "Ben Muster")
    whole.show_rules(possible)
    qtbot.waitUntil(lambda: "2-mal möglich" in words(whole.rules))
    link = next(found for found in whole.rules.findChildren(QPushButton) if found.text() == label)
    link.click()
    assert whole.tabs.key == "kept"
    assert whole.kept.detail.record.id == kept.id
