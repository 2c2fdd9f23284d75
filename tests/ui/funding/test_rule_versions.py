"""Own instruments in the window later on: new versions, corrections, taking out, rights, lock, what no longer fits."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from nqdesk.actions import kept_checks, rule_book, rule_drafts, rule_packages
from nqdesk.domain.funding.case import Case
from nqdesk.exchange.rule_sources import RuleSource
from nqdesk.store import follow_ups, rule_texts
from nqdesk.ui.funding.editor.rule_editor import RuleEditor
from nqdesk.ui.funding.impact_dialog import ImpactDialog
from nqdesk.ui.funding.page import FundingPage
from nqdesk.ui.funding.rule_acts import NOT_ALLOWED
from nqdesk.ui.funding.rule_view import RuleView
from nqdesk.ui.funding.time_line import TimeLine
from nqdesk.ui.session import Message, Session
from nqdesk.ui.widgets.button import Button
from tests.actions.test_rule_packages import NAME, OWN
from tests.keyboard import retype, type_text
from tests.ui.accessibility import words
from tests.ui.conftest import Clock, Dialogs
from tests.ui.funding.editing import OWN_ID, click, criterion, fill, save, store_own


def test_a_new_version_begins_later_and_the_one_before_ends(
    view: RuleView, session: Session, clock: Clock, dialogs: Dialogs
) -> None:
    store_own(session)
    clock.at += timedelta(days=10)
    view.show_instrument(OWN_ID)
    view.refresh()
    assert view.own.isVisibleTo(view)
    view.own.next.click()
    editor = view.editor
    assert editor is not None
    assert editor.form.times.field("valid_from").value() == session.today()
    retype(editor.form.times.field("valid_from"), "1.4.27")
    type_text(editor.form.times.field("change"), "Nun mehr als 80 Stunden.")
    retype(criterion(editor).condition.rows[0].value_field, "80")
    (said,) = save(editor, dialogs)
    assert "gilt nun bis 31.03.2027" in said
    assert "Voraussetzung: mehr als" not in said  # only what changes
    (line,) = view.findChildren(TimeLine)
    assert line.current == 1  # what was just saved, not what holds today
    assert "Was sich am 01.04.2027 ändert" in words(view)
    versions = rule_book.in_use(session.store).book.by_id[OWN_ID].versions
    assert [each.valid_to for each in versions] == [date(2027, 3, 31), None]
    assert [each.criteria[0].expression.text for each in versions] == [
        "massnahme.stunden > 100",
        "massnahme.stunden > 80",
    ]
    assert rule_texts.history(session.store.db)[0].reason == "Nun mehr als 80 Stunden."


def test_todays_version_is_corrected_without_a_reason(view: RuleView, session: Session, dialogs: Dialogs) -> None:
    store_own(session)
    view.show_instrument(OWN_ID)
    view.own.correct.click()
    assert view.editor is not None
    assert not view.editor.reason.isVisibleTo(view.editor)
    retype(view.editor.form.times.field("source"), "Richtlinie, Seite 3 (erfunden)")
    save(view.editor, dialogs)
    versions = rule_book.in_use(session.store).book.by_id[OWN_ID].versions
    assert [each.source for each in versions] == ["Richtlinie, Seite 3 (erfunden)"]
    view.show_instrument("fbw_81_2")
    assert not view.own.isVisibleTo(view)


def test_a_correction_that_changes_nothing_says_so_and_opens_no_preview(
    view: RuleView, session: Session, dialogs: Dialogs, told: list[Message]
) -> None:
    store_own(session)
    view.show_instrument(OWN_ID)
    view.own.correct.click()
    assert view.editor is not None
    retype(view.editor.form.times.field("source"), "Richtlinie, Seite 3 (erfunden)")
    save(view.editor, dialogs)
    count = len(rule_texts.history(session.store.db))
    view.own.correct.click()
    assert view.editor is not None
    view.editor.save.click()
    assert "nichts geändert" in told[-1].text
    assert view.editor is not None
    assert len(rule_texts.history(session.store.db)) == count


def test_the_version_that_is_shown_is_corrected_later_on_with_a_reason_and_history_stays(
    whole: FundingPage, view: RuleView, session: Session, clock: Clock, dialogs: Dialogs
) -> None:
    store_own(session)
    clock.at += timedelta(days=10)
    view.refresh()
    view.show_instrument(OWN_ID)
    view.own.next.click()
    assert view.editor is not None
    retype(view.editor.form.times.field("valid_from"), "1.4.27")
    save(view.editor, dialogs)
    clock.at += timedelta(days=10)
    view.show_instrument("fbw_81_2")
    view.show_instrument(OWN_ID)
    (line,) = view.findChildren(TimeLine)
    assert line.current == 0
    view.own.correct.click()
    editor = view.editor
    assert editor is not None
    assert not editor.form.times.field("valid_from").isEnabled()
    assert "Die Tage bleiben" in words(editor.form)
    retype(criterion(editor).condition.rows[0].value_field, "90")
    editor.save.click()
    assert "Hier fehlt noch eine Angabe" in words(editor.reason)
    type_text(editor.reason.field("reason"), "In der Richtlinie stehen 90 Stunden.")
    whole.leave()
    again = FundingPage(session)
    assert again.rules.editor is not None
    assert again.rules.editor.task().reason == "In der Richtlinie stehen 90 Stunden."
    again.deleteLater()
    (said,) = save(editor, dialogs)
    assert "geändert" in said
    versions = rule_book.in_use(session.store).book.by_id[OWN_ID].versions
    assert [each.criteria[0].expression.text for each in versions] == [
        "massnahme.stunden > 90",
        "massnahme.stunden > 100",
    ]
    assert [each.valid_to for each in versions] == [date(2027, 3, 31), None]
    history = rule_texts.history(session.store.db)
    assert history[0].reason == "In der Richtlinie stehen 90 Stunden."
    assert len(history) == 3
    assert history[-1].text == OWN


def test_an_own_instrument_is_taken_out_after_a_question(
    view: RuleView, session: Session, dialogs: Dialogs, told: list[Message]
) -> None:
    store_own(session)
    view.show_instrument(OWN_ID)
    dialogs.answer(lambda dialog: click(dialog, "Abbrechen"))
    view.own.remove.click()
    assert OWN_ID in rule_book.in_use(session.store).book.by_id
    dialogs.answer(lambda dialog: click(dialog, "Herausnehmen"))
    view.own.remove.click()
    assert OWN_ID not in rule_book.in_use(session.store).book.by_id
    assert told[-1].text == "Förderregel herausgenommen: Zuschuss der Stadt Musterstadt"
    act = told[-1].act
    assert act is not None
    act()
    assert OWN_ID in rule_book.in_use(session.store).book.by_id


def test_before_an_own_rule_is_saved_or_taken_out_it_shows_whom_that_affects(
    view: RuleView, editor: RuleEditor, session: Session, dialogs: Dialogs
) -> None:
    engine = rule_book.shipped()
    case = Case({"massnahme.stunden": Decimal(101)})
    made = kept_checks.snapshot(
        engine,
        case,
        engine.check(case, session.today()),
        (),
        made_on=session.today(),
        subject="Erika",
        purpose="Beratung",
    )
    session.perform(lambda store, now: kept_checks.keep(store, made, now))
    said: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, ImpactDialog)
        said.append(words(dialog))
        click(dialog, "Danach Wiedervorlage anlegen")

    def preview(answer: str) -> None:
        def settle(dialog: QDialog) -> None:
            click(dialog, "Wen betrifft das?")
            click(dialog, answer)

        dialogs.answer(settle)
        dialogs.answer(look)

    fill(editor)
    preview("Speichern")
    editor.save.click()
    assert "keine Fassung → möglich" in said[-1]
    assert len(follow_ups.open_ones(session.store.db)) == 1
    preview("Abbrechen")
    view.own.remove.click()
    assert "möglich → keine Fassung" in said[-1]
    assert len(follow_ups.open_ones(session.store.db)) == 1


def test_going_back_asks_only_if_something_would_be_lost(view: RuleView, editor: RuleEditor, dialogs: Dialogs) -> None:
    editor.back.click()
    assert view.currentWidget() is not editor
    view.acts.new.click()
    assert view.editor is not None
    type_text(view.editor.form.head.field("title"), "X")
    dialogs.answer(lambda dialog: click(dialog, "Weiter bearbeiten"))
    shown = view.editor
    QTest.keyClick(shown.form.head.field("title"), Qt.Key.Key_Escape)
    assert view.currentWidget() is shown
    dialogs.answer(lambda dialog: click(dialog, "Verwerfen"))
    shown.back.click()
    assert view.currentWidget() is not shown


def test_a_draft_outlives_the_lock_of_the_window_and_keeps_it_from_closing(
    whole: FundingPage, editor: RuleEditor, session: Session, dialogs: Dialogs
) -> None:
    fill(editor)
    whole.leave()
    again = FundingPage(session)
    assert again.rules.editor is not None
    task = again.rules.editor.task()
    assert task.draft.title == "Zuschuss zu Prüfungsgebühren"
    assert task.version.criteria[0].expr == "massnahme.stunden > 100"
    assert "noch nicht gespeichert" in words(again.rules.editor)
    dialogs.answer(lambda dialog: click(dialog, "Weiter bearbeiten"))
    assert not again.may_close()
    dialogs.answer(lambda dialog: click(dialog, "Verwerfen"))
    assert again.may_close()
    again.rules.editor.back.click()
    assert session.unsaved == {}
    again.deleteLater()


def test_without_verwaltung_no_rule_can_be_written(counsellor: Session) -> None:
    page = FundingPage(counsellor)
    page.tabs.open("rules")
    for button in (page.rules.acts.new, page.rules.own.next, page.rules.own.correct, page.rules.own.remove):
        assert not button.isEnabled()
        assert button.toolTip() == NOT_ALLOWED
    page.rules.new_instrument()
    assert page.rules.editor is None
    page.deleteLater()


def test_rules_changed_meanwhile_are_not_saved_over(
    editor: RuleEditor, session: Session, dialogs: Dialogs, told: list[Message]
) -> None:
    fill(editor)

    def meanwhile(dialog: QDialog) -> None:
        store_own(session)
        click(dialog, "Speichern")

    dialogs.answer(meanwhile)
    editor.save.click()
    assert "inzwischen" in told[-1].text
    assert set(rule_book.in_use(session.store).book.by_id) - set(rule_book.shipped().book.by_id) == {OWN_ID}
    assert rule_drafts.draft_of(session.store, OWN_ID).title.startswith("Zuschuss der Stadt")


@pytest.fixture
def broken(view: RuleView, session: Session, monkeypatch: pytest.MonkeyPatch) -> RuleView:
    """An own text whose fact a newer program no longer has."""
    text = OWN.replace("massnahme.stunden > 100", "person.abgeschafft")
    fact = '[[fact]]\nname = "person.abgeschafft"\ntype = "ja_nein"\nlabel = "Abgeschafft"\n'
    shipped = rule_book.shipped_sources()
    with monkeypatch.context() as before:
        before.setattr(rule_book, "shipped_sources", lambda: (*shipped, RuleSource("facts/alt.toml", fact)))
        session.perform(
            lambda store, now: rule_packages.save_own(store, RuleSource(NAME, text), now, reason="neu"), quiet=True
        )
    monkeypatch.setattr(rule_book, "_made", {})
    view.refresh()
    assert OWN_ID not in rule_book.in_use(session.store).book.by_id
    return view


def test_an_own_text_that_no_longer_fits_is_mended_as_a_new_instrument(
    broken: RuleView, session: Session, dialogs: Dialogs
) -> None:
    dialogs.answer(lambda dialog: click(dialog, "Als neues Instrument bearbeiten …"))
    broken.aside.findChildren(Button)[0].click()
    editor = broken.editor
    assert editor is not None
    assert "Diesen Namen kennt nqdesk nicht" in words(criterion(editor))
    criterion(editor).condition.set_value("massnahme.stunden > 100")
    save(editor, dialogs)
    instrument = rule_book.in_use(session.store).book.by_id["centre_zuschuss_der_stadt_musterstadt"]
    assert instrument.versions[0].criteria[0].expression.text == "massnahme.stunden > 100"
    assert broken.aside.isVisibleTo(broken)


def test_an_own_text_that_no_longer_fits_is_taken_out(broken: RuleView, dialogs: Dialogs, told: list[Message]) -> None:
    dialogs.answer(lambda dialog: click(dialog, "Herausnehmen"))
    broken.aside.findChildren(Button)[0].click()
    assert not broken.aside.isVisibleTo(broken)
    assert "herausgenommen" in told[-1].text
    act = told[-1].act
    assert act is not None
    act()
    assert broken.aside.isVisibleTo(broken)


def test_a_result_leads_to_its_rules_unless_something_is_being_written(
    whole: FundingPage, editor: RuleEditor, told: list[Message]
) -> None:
    whole.show_rules("fbw_81_2")
    assert whole.rules.currentWidget() is not editor
    whole.rules.acts.new.click()
    assert whole.rules.editor is not None
    type_text(whole.rules.editor.form.head.field("title"), "X")
    whole.show_rules("beschaeftigte_82")
    assert "zuerst speichern" in told[-1].text
    assert whole.rules.currentWidget() is whole.rules.editor
    whole.focus_search()
    assert whole.rules.currentWidget() is whole.rules.editor
