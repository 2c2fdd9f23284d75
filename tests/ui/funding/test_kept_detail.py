"""What is done with a kept check: outcomes, note, follow-ups, checked again, bin, erasure, track record."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from nqdesk.actions import kept_checks, kept_results, rule_book
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.frozen import FrozenDifference
from nqdesk.domain.funding.kept_check import KeptCheck, OutcomeState
from nqdesk.store import checks, follow_ups
from nqdesk.ui.follow_up_dialog import FollowUpDialog
from nqdesk.ui.funding import paper_saving
from nqdesk.ui.funding.again_dialog import AgainDialog, difference_lines
from nqdesk.ui.funding.outcome_dialog import OutcomeDialog
from nqdesk.ui.funding.page import FundingPage
from nqdesk.ui.session import Message, Session
from nqdesk.ui.widgets.label import Label
from tests.builders import NOW, TODAY
from tests.keyboard import leave, press, retype, type_text
from tests.papers.structure_reader import read
from tests.ui.accessibility import nameless, words
from tests.ui.conftest import Clock, Dialogs
from tests.ui.funding.test_kept import FACTS

EXTERNAL = "externenpruefung_45_2"


def store_check(session: Session, name: str = "Erika Beispiel", *, made_on: date = TODAY) -> KeptCheck:
    engine = rule_book.shipped()
    case = Case(FACTS)
    check = kept_checks.snapshot(
        engine, case, engine.check(case, made_on), (), made_on=made_on, subject=name, purpose="Beratung"
    )
    session.perform(lambda store, now: kept_checks.keep(store, check, now), quiet=True)
    return stored(session, check)


def stored(session: Session, check: KeptCheck) -> KeptCheck:
    found = checks.get(session.store.db, check.id)
    assert found is not None
    return found


@pytest.fixture
def kept(session: Session, whole: FundingPage) -> KeptCheck:
    """One kept check, open in its tab."""
    made = store_check(session)
    whole.tabs.open("kept")
    QApplication.processEvents()
    return made


def tool(within: QWidget, begins: str) -> QAbstractButton:
    buttons = within.findChildren(QAbstractButton)
    return next(b for b in buttons if b.accessibleName().startswith(begins) and b.isVisibleTo(within))


def note(whole: FundingPage, dialogs: Dialogs, state: OutcomeState, reason: str = "") -> None:
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, OutcomeDialog)
        assert nameless(dialog) == []
        dialog.form.field("state").set_value(state)
        dialog.form.field("state").edited.emit()
        type_text(dialog.form.field("reason"), reason)
        press(dialog.form.field("day"), Qt.Key.Key_Return)

    dialogs.answer(fill)
    whole.kept.detail.results.cards[EXTERNAL].outcome_button.click()


def test_what_became_of_an_instrument_is_noted_shown_and_taken_back(
    whole: FundingPage, session: Session, kept: KeptCheck, dialogs: Dialogs
) -> None:
    note(whole, dialogs, OutcomeState.GRANTED)
    outcome = stored(session, kept).outcome_of(EXTERNAL)
    assert outcome is not None
    assert (outcome.state, outcome.day) == (OutcomeState.GRANTED, TODAY)
    card = whole.kept.detail.results.cards[EXTERNAL]
    assert "von der Stelle zugesagt" in words(card)
    session.undo()
    assert stored(session, kept).outcomes == ()
    assert "von der Stelle zugesagt" not in words(whole.kept.detail.results.cards[EXTERNAL])


def test_a_refusal_needs_its_reason(whole: FundingPage, session: Session, kept: KeptCheck, dialogs: Dialogs) -> None:
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, OutcomeDialog)
        dialog.form.field("state").set_value(OutcomeState.REFUSED)
        dialog.form.field("state").edited.emit()
        press(dialog.form.field("day"), Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert "Zu einer Ablehnung fehlt der Grund" in words(dialog)
        type_text(dialog.form.field("reason"), "Antrag zu spät")
        press(dialog.form.field("day"), Qt.Key.Key_Return)

    dialogs.answer(fill)
    whole.kept.detail.results.cards[EXTERNAL].outcome_button.click()
    assert stored(session, kept).outcomes[0].reason == "Antrag zu spät"


@pytest.mark.usefixtures("kept")
def test_a_kept_check_is_saved_as_paper_from_what_was_kept(
    whole: FundingPage, clock: Clock, dialogs: Dialogs, tmp_path: Path
) -> None:
    clock.at += timedelta(days=200)
    menu = whole.kept.detail.protocol.menu()
    saving = [action for action in menu.actions() if "speichern" in action.text()]
    assert len(saving) == 2
    for number, action in enumerate(saving):
        dialogs.choose(path := tmp_path / f"{number}.pdf")
        action.trigger()
        text = read(path).root.text.replace("\u00a0", " ")
        assert "23. November 2026" in text
        assert "11. Juni 2027" in text


def test_the_key_for_printing_prints_the_kept_protocol_only_when_one_is_open(
    whole: FundingPage,
    session: Session,
    kept: KeptCheck,
    told: list[Message],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    def printer(_parent: object, name: str) -> QPrinter:
        assert name == "Protokoll"
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setFromTo(1, 1)
        made.setOutputFileName(str(tmp_path / "gedruckt.pdf"))
        return made

    monkeypatch.setattr(paper_saving, "ask_printer", printer)
    whole.print_it()
    assert (tmp_path / "gedruckt.pdf").read_bytes().startswith(b"%PDF")
    assert told[-1].text == "Protokoll gedruckt."
    whole.kept.show_track()
    whole.print_it()
    assert "aufbewahrten Check auswählen" in told[-1].text
    whole.kept.show_check(kept.id)
    session.perform(lambda store, now: kept_checks.bin_checks(store, [kept.id], now))
    whole.print_it()
    assert "aufbewahrten Check auswählen" in told[-1].text


def test_the_key_for_saving_stores_what_is_being_typed_and_says_so(
    whole: FundingPage, session: Session, kept: KeptCheck, told: list[Message]
) -> None:
    detail = whole.kept.detail
    detail.tabs.open("matter")
    note = detail.form.form.field("note")
    note.setFocus()
    type_text(note, "Rückruf am Montag")
    QTest.keyClick(note, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert stored(session, kept).note == "Rückruf am Montag"
    assert told[-1].text == "Gespeichert."
    assert note.hasFocus()
    name = detail.form.form.field("subject")
    name.setFocus()
    retype(name, "")
    QTest.keyClick(name, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "Noch nicht gespeichert" in told[-1].text
    assert stored(session, kept).subject == "Erika Beispiel"


def test_an_entry_can_be_removed_again(whole: FundingPage, session: Session, kept: KeptCheck, dialogs: Dialogs) -> None:
    note(whole, dialogs, OutcomeState.APPLIED)

    def remove(dialog: QDialog) -> None:
        tool(dialog, "Eintrag entfernen").click()

    dialogs.answer(remove)
    whole.kept.detail.results.cards[EXTERNAL].outcome_button.click()
    assert stored(session, kept).outcomes == ()


def test_note_and_end_save_themselves_and_a_wrong_day_is_said(
    whole: FundingPage, session: Session, kept: KeptCheck, told: list[Message]
) -> None:
    detail = whole.kept.detail
    detail.tabs.open("matter")
    form = detail.form.form
    form.field("note").setFocus()
    type_text(form.field("note"), "Ruft zurück")
    whole.leave()
    assert stored(session, kept).note == "Ruft zurück"
    form.field("closed").click()
    assert stored(session, kept).closed
    retype(form.field("keep_until"), "1.1.2020")
    whole.leave()
    assert "Nicht gespeichert" in told[-1].text
    after = stored(session, kept)
    assert after.keep_until == kept.keep_until
    assert (after.facts, after.results, after.kinds) == (kept.facts, kept.results, kept.kinds)


def test_a_closed_check_stands_below_open_ones(whole: FundingPage, session: Session, kept: KeptCheck) -> None:
    other = store_check(session, "Łucja Muster", made_on=TODAY - timedelta(days=3))
    pane = whole.kept.list
    assert [pane.model.id_at(row) for row in range(2)] == [kept.id, other.id]
    closed = replace(kept, closed=True)
    session.perform(lambda store, now: kept_checks.save(store, closed, now), quiet=True)
    assert [pane.model.id_at(row) for row in range(2)] == [other.id, kept.id]
    faces = [face for face in (pane.model.row_at(row) for row in range(2)) if face]
    assert [face.closed for face in faces] == [False, True]
    pane.chips.set_value(frozenset({"closed"}))
    pane.show_all()
    assert pane.count == 1


def test_follow_ups_are_added_done_and_removed(
    whole: FundingPage, session: Session, kept: KeptCheck, dialogs: Dialogs, told: list[Message]
) -> None:
    detail = whole.kept.detail
    detail.tabs.open("matter")
    card = detail.follow_ups

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, FollowUpDialog)
        assert nameless(dialog) == []
        press(dialog.form.field("due"), Qt.Key.Key_Return)
        assert dialog.isVisible(), "without text and day"
        retype(dialog.form.field("due"), "1.12.26")
        type_text(dialog.form.field("text"), "Bescheid da?")
        press(dialog.form.field("due"), Qt.Key.Key_Return)

    dialogs.answer(fill)
    card.add_button.click()
    found = follow_ups.about(session.store.db, kept.id)
    assert [(each.due, each.text) for each in found] == [(date(2026, 12, 1), "Bescheid da?")]
    assert "Bescheid da?" in words(card)
    assert detail.tabs.tabText(2) == "Notiz und Wiedervorlagen 1"
    QApplication.processEvents()
    tool(card, "Erledigt").click()
    QApplication.processEvents()
    assert follow_ups.about(session.store.db, kept.id)[0].done_on == TODAY
    assert detail.tabs.tabText(2) == "Notiz und Wiedervorlagen"
    assert nameless(whole) == []
    tool(card, "Entfernen").click()
    assert follow_ups.about(session.store.db, kept.id) == []
    assert told[-1].act is not None
    told[-1].act()
    assert len(follow_ups.about(session.store.db, kept.id)) == 1
    assert "Bescheid da?" in words(card)


@pytest.mark.usefixtures("kept")
def test_the_same_day_and_rules_give_the_same(whole: FundingPage, dialogs: Dialogs) -> None:
    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, AgainDialog)
        assert "Heute kommt bei jedem Instrument dasselbe heraus." in words(dialog)
        assert "mit denselben Regeln" in words(dialog)

    dialogs.answer(look)
    whole.kept.detail.again_button.click()


def test_another_day_of_law_is_told_in_words_and_the_snapshot_stays(
    whole: FundingPage, session: Session, dialogs: Dialogs
) -> None:
    old = store_check(session, "Altfall", made_on=date(2021, 3, 1))
    whole.tabs.open("kept")
    whole.kept.show_check(old.id)
    engine = rule_book.shipped()
    again = kept_results.again(engine, old, TODAY)
    assert again.differences
    lines = {found.instrument.id: list(difference_lines(found)) for found in again.differences}
    then, now = engine.check(Case(FACTS), date(2021, 3, 1)), engine.check(Case(FACTS), TODAY)
    for name in ("fbw_81_2", "qualifizierungsgeld_82a"):
        before, after = then.of(name), now.of(name)
        if after is not None and before is None:
            assert lines[name] == ["Damals gab es dafür keine Fassung, heute schon."]
        elif after is not None and before is not None and before.version is not after.version and name in lines:
            assert any("Heute gilt die Fassung ab" in line for line in lines[name])
    seen: list[str] = []
    dialogs.answer(lambda dialog: seen.append(words(dialog)))
    whole.kept.detail.again_button.click()
    assert all(line in seen[0] for told in lines.values() for line in told)
    assert stored(session, old) == old


def test_amounts_and_criteria_that_differ_are_named() -> None:
    engine = rule_book.shipped()
    case = Case(FACTS)
    one = kept_checks.snapshot(engine, case, engine.check(case, TODAY), (), made_on=TODAY)
    found = kept_results.frozen(one).of(EXTERNAL)
    assert found is not None
    changed = replace(
        found,
        criteria=(replace(found.criteria[0], met=False), *found.criteria[1:]),
        office="",
        documents=("Zeugnis",),
    )
    lines = list(difference_lines(FrozenDifference(found, changed)))
    assert f"Damals erfüllt, heute nicht erfüllt: {found.criteria[0].text}" in lines
    assert "Neue Unterlage: Zeugnis" in lines
    assert list(difference_lines(FrozenDifference(found, None))) == ["Heute gibt es dafür keine Fassung mehr."]


def test_a_check_goes_to_the_bin_comes_back_and_is_erased(
    whole: FundingPage, session: Session, kept: KeptCheck, dialogs: Dialogs, told: list[Message]
) -> None:
    view = whole.kept
    press(view.list.list, Qt.Key.Key_Delete)
    view.detail.bin()
    assert checks.get(session.store.db, kept.id) is None
    assert "Erika" not in told[-1].text
    assert "Noch kein Check aufbewahrt" in words(view)
    view.list.chips.set_value(frozenset({"bin"}))
    view.list.show_all()
    assert view.detail.restore_button.isVisibleTo(view)
    assert not view.detail.open_button.isVisibleTo(view)
    assert not view.detail.form.form.field("note").isEnabled()
    view.detail.restore_button.click()
    assert stored(session, kept).subject == kept.subject
    assert view.detail.record.id == kept.id
    assert view.detail.open_button.isVisibleTo(view)
    view.detail.bin()
    view.list.chips.set_value(frozenset({"bin"}))
    view.list.show_all()
    dialogs.answer(lambda question: question.accept())
    view.detail.erase_button.click()
    assert checks.get(session.store.db, kept.id, in_bin=True) is None
    assert told[-1].text == "1 Fördercheck ist gelöscht."


def test_what_is_due_is_said_and_erased_at_once(
    whole: FundingPage, session: Session, kept: KeptCheck, clock: Clock, dialogs: Dialogs
) -> None:
    view = whole.kept
    assert not view.due.isVisibleTo(view)
    clock.at = NOW.replace(year=TODAY.year + 4)
    whole.refresh(None)
    assert view.due.isVisibleTo(view)
    assert "1 aufbewahrter Check ist zu löschen" in words(view.due)
    dialogs.answer(lambda question: question.reject())
    tool(view.due, "Jetzt löschen").click()
    assert stored(session, kept)
    dialogs.answer(lambda question: question.accept())
    tool(view.due, "Jetzt löschen").click()
    assert checks.latest(session.store.db) == []
    assert not view.due.isVisibleTo(view)


def test_who_may_not_administer_cannot_erase(
    counsellor: Session, show: Callable[[QWidget], QWidget], clock: Clock
) -> None:
    store_check(counsellor)
    clock.at = NOW.replace(year=TODAY.year + 4)
    page = FundingPage(counsellor)
    page.resize(1228, 860)
    show(page)
    page.tabs.open("kept")
    assert "Löschen darf, wer das Recht „Verwaltung“ hat." in words(page.kept.due)
    assert not page.kept.detail.erase_button.isEnabled()
    assert page.kept.detail.bin_action.isEnabled()
    page.close()


def test_how_right_the_checks_were(whole: FundingPage, session: Session, kept: KeptCheck, dialogs: Dialogs) -> None:
    view = whole.kept
    view.list.track_button.click()
    assert "Noch keine Entscheidung eingetragen" in words(view.track)
    view.track.back_button.click()
    assert view.detail.isVisible()
    note(whole, dialogs, OutcomeState.REFUSED, "Antrag zu spät")
    view.list.track_button.click()
    said = words(view.track)
    assert "Antrag zu spät" in said
    assert "1 Entscheidung" in said
    title = rule_book.shipped().book.by_id[EXTERNAL].title
    assert title in said
    session.undo()
    assert view.track.isVisible()
    assert "Noch keine Entscheidung eingetragen" in words(view.track)
    assert stored(session, kept).outcomes == ()


def test_long_words_and_missing_rules_leave_a_check_readable(whole: FundingPage, session: Session) -> None:
    made = store_check(session, "Donaudampfschifffahrtsgesellschaftskapitänswitwenvereinigung " * 3)
    strange = replace(made, id="", facts=made.facts[:-1] + ',"haus":{"farbe":"grün"}}', version=0)
    strange = replace(strange, id="0f0e0d0c-0b0a-4000-8000-000000000001")
    session.perform(lambda store, now: kept_checks.keep(store, strange, now), quiet=True)
    whole.resize(896, 600)
    whole.tabs.open("kept")
    whole.kept.show_check(strange.id)
    whole.kept.detail.tabs.open("facts")
    QApplication.processEvents()
    assert "haus.farbe" in words(whole.kept.detail)
    assert whole.width() == 896
    assert whole.minimumSizeHint().width() <= 896, "the smallest window leaves so much"
    leave(whole.kept.list.search)


def test_after_a_lock_the_same_check_is_open(whole: FundingPage, session: Session, kept: KeptCheck) -> None:
    other = store_check(session, "Łucja Muster", made_on=TODAY - timedelta(days=3))
    whole.kept.show_check(other.id)
    again = FundingPage(session)
    assert again.tabs.key == "kept"
    assert again.kept.detail.record.id == other.id
    whole.tabs.open("check")
    assert FundingPage(session).tabs.key == "check"
    assert stored(session, kept)


def test_a_check_just_binned_is_shown_in_the_bin(whole: FundingPage, session: Session, kept: KeptCheck) -> None:
    view = whole.kept
    session.changed.disconnect(whole.refresh)  # the list still shows what it showed
    view.detail.bin()
    view.list.chips.set_value(frozenset({"bin"}))
    view.list.show_all()
    assert view.detail.isVisible()
    assert view.detail.record.id == kept.id
    assert view.detail.restore_button.isVisibleTo(view)


def test_no_text_is_squeezed_while_the_other_cards_are_made(
    whole: FundingPage, session: Session, kept: KeptCheck, qtbot: QtBot
) -> None:
    other = store_check(session, "Łucja Muster")
    whole.kept.show_check(other.id)
    whole.kept.show_check(kept.id)
    results = whole.kept.detail.results

    def squeezed() -> list[str]:
        labels = [label for label in results.findChildren(Label) if label.isVisible() and label.wordWrap()]
        return [label.text() for label in labels if label.height() < label.heightForWidth(label.width()) - 1]

    counts = set()
    while len(results.cards) < len(kept.kinds):
        QApplication.processEvents()
        counts.add(len(results.cards))
        assert squeezed() == []
    assert len(counts) > 1, "not all at once"
    qtbot.wait(50)
    assert squeezed() == []
