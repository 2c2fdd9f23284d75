"""Writing an own instrument in the window: clicks and text, trying, preview, saving, new versions, taking out."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from nqdesk.actions import rule_book, rule_drafts, rule_packages
from nqdesk.domain.change import Change
from nqdesk.domain.funding.check import Result
from nqdesk.domain.funding.clicks import Comparison
from nqdesk.domain.funding.rules import BenefitKind, Maker, Proof
from nqdesk.exchange.rule_sources import RuleSource
from nqdesk.store import rule_texts
from nqdesk.ui.funding.editor.part_card import AmountCard, CriterionCard
from nqdesk.ui.funding.editor.rule_editor import RuleEditor
from nqdesk.ui.funding.page import FundingPage
from nqdesk.ui.funding.rule_acts import NOT_ALLOWED
from nqdesk.ui.funding.rule_view import RuleView
from nqdesk.ui.session import Message, Session
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.choice import Choice
from tests.actions.test_rule_packages import NAME, OWN
from tests.keyboard import press, retype, type_text
from tests.ui.accessibility import nameless, words
from tests.ui.conftest import Clock, Dialogs

OWN_ID = "centre_lager"


@pytest.fixture
def view(whole: FundingPage) -> RuleView:
    """The rule book, told of every change as the window does."""

    def tell(change: Change) -> None:
        whole.refresh(change)

    whole.session.changed.connect(tell)
    whole.tabs.open("rules")
    return whole.rules


@pytest.fixture
def editor(view: RuleView) -> RuleEditor:
    """The editor with an empty instrument."""
    view.acts.new.click()
    assert view.editor is not None
    return view.editor


def click(dialog: QDialog, text: str) -> None:
    next(each for each in dialog.findChildren(Button) if each.text().strip() == text).click()


def criterion(editor: RuleEditor, place: int = 0) -> CriterionCard:
    card = editor.form.criteria.cards[place]
    assert isinstance(card, CriterionCard)
    return card


def choose_fact(card: CriterionCard, name: str, place: int = -1) -> None:
    """Type the label of a fact and take what is found first."""
    field = card.condition.rows[place].fact
    field.setFocus()
    type_text(field, name)
    press(field, Qt.Key.Key_Return)


def choose(field: Choice, value: object) -> None:
    """Choose a value as a person does."""
    before = field.currentIndex()
    field.set_value(value)
    wanted = field.currentIndex()
    field.setCurrentIndex(before)
    field.setFocus()
    step = Qt.Key.Key_Down if wanted > before else Qt.Key.Key_Up
    for _ in range(abs(wanted - before)):
        press(field, step)


def fill_head(editor: RuleEditor) -> None:
    head, times = editor.form.head, editor.form.times
    type_text(head.field("title"), "Zuschuss zu Prüfungsgebühren")
    type_text(head.field("law"), "Richtlinie vom 12.03.2026 (erfunden)")
    type_text(head.field("summary"), "Die Stadt zahlt die Gebühr (erfunden).")
    type_text(times.field("source"), "Richtlinie, Seite 2")


def fill(editor: RuleEditor) -> None:
    """Enter everything that is needed: more than 100 hours, by clicks."""
    fill_head(editor)
    card = criterion(editor)
    choose_fact(card, "Dauer in Stunden")
    row = card.condition.rows[0]
    choose(row.comparison, Comparison.MORE)
    type_text(row.value_field, "100")
    type_text(card.form.field("law"), "Nr. 2")


def save(editor: RuleEditor, dialogs: Dialogs) -> list[str]:
    said: list[str] = []

    def take(dialog: QDialog) -> None:
        assert nameless(dialog) == []
        said.append(words(dialog))
        click(dialog, "Speichern")

    dialogs.answer(take)
    editor.save.click()
    return said


def test_an_instrument_is_clicked_together_looked_at_saved_and_taken_back(
    whole: FundingPage, view: RuleView, editor: RuleEditor, dialogs: Dialogs, told: list[Message]
) -> None:
    assert nameless(editor) == []
    fill(editor)
    assert criterion(editor).form.field("text").value() == "Dauer in Stunden: mehr als 100 Stunden."
    (said,) = save(editor, dialogs)
    assert "neue Fassung ab" in said
    assert "mehr als 100" in said
    assert view.editor is None
    instrument = rule_book.in_use(whole.session.store).book.by_id["centre_zuschuss_zu_pruefungsgebuehren"]
    (found,) = instrument.versions[0].criteria
    assert found.expression.text == "massnahme.stunden > 100"
    assert found.grounds.confirmed
    assert found.grounds.proof is Proof.SOURCE
    assert "Zuschuss zu Prüfungsgebühren" in words(view)
    assert whole.check.results.cards[instrument.id].result is Result.OPEN
    act = told[-1].act
    assert act is not None
    act()
    assert instrument.id not in whole.check.results.cards


def test_what_is_missing_is_said_beside_the_fields_and_nothing_is_saved(
    editor: RuleEditor, told: list[Message], session: Session
) -> None:
    QTest.keyClick(editor.form.head.field("title"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    text = words(editor)
    assert "Bitte eine Angabe wählen." in text
    assert "Hier fehlt noch eine Angabe." in text
    assert "rot bezeichneten" in told[-1].text
    assert rule_texts.state(session.store.db) == ()
    assert QApplication.focusWidget() is editor.form.head.field("title")
    fill(editor)
    retype(criterion(editor).condition.rows[0].value_field, "viele")
    editor.save.click()
    assert rule_texts.state(session.store.db) == ()
    criterion(editor).remove.click()
    editor.save.click()
    assert "mindestens eine Voraussetzung" in words(editor.form.criteria)


def test_clicks_and_text_are_two_views_of_the_same(editor: RuleEditor) -> None:
    card = criterion(editor)
    choose_fact(card, "Dauer in Stunden")
    type_text(card.condition.rows[0].value_field, "121")
    card.condition.more.click()
    choose_fact(card, "Wohnort (Land)")
    row = card.condition.rows[1]
    choose(row.comparison, Comparison.ONE_OF)
    row.value_field.set_value(frozenset({"NW", "BW"}))
    row.value_field.edited.emit()
    segments = card.condition.view
    segments.set_value("text")
    segments.edited.emit()
    expected = "massnahme.stunden >= 121 und person.wohnland in {BW, NW}"
    assert card.condition.text.value() == expected
    assert card.value().expr == expected
    card.condition.text.set_value("massnahme.stunden > 5 oder nicht person.behinderung")
    segments.set_value("clicks")
    segments.edited.emit()
    assert [each.click().fact for each in card.condition.rows if (each.click())] == [  # type: ignore[union-attr]
        "massnahme.stunden",
        "person.behinderung",
    ]
    assert card.condition.join.value() is True
    card.condition.rows[1].remove.click()
    assert card.value().expr == "massnahme.stunden > 5"


def test_a_text_that_clicks_cannot_say_stays_text(editor: RuleEditor) -> None:
    card = criterion(editor)
    segments = card.condition.view
    segments.set_value("text")
    segments.edited.emit()
    type_text(card.condition.text.text, "alter(person.geburtsdatum, massnahme.beginn) < 45")
    segments.set_value("clicks")
    segments.edited.emit()
    assert segments.value() == "text"
    assert "lässt sich nicht anklicken" in words(card)
    assert card.value().expr == "alter(person.geburtsdatum, massnahme.beginn) < 45"


def test_a_fault_of_the_text_is_told_while_typing_and_goes_when_it_is_mended(editor: RuleEditor, qtbot: QtBot) -> None:
    field = criterion(editor).condition.text
    criterion(editor).condition.set_value("massnahme.stunden + 1 > 5")
    assert "ungleiche" not in words(field)
    field.text.selectAll()
    type_text(field.text, "massnahme.stunden > person.status")
    qtbot.waitUntil(lambda: "Hier werden ungleiche Dinge verglichen" in words(field))
    assert field.text.property("wrong") == "true"
    field.text.selectAll()
    type_text(field.text, "massnahme.stunden > 5")
    qtbot.waitUntil(lambda: "ungleiche" not in words(field))


def test_names_are_completed_by_their_german_label(editor: RuleEditor) -> None:
    field = criterion(editor).condition.text
    criterion(editor).condition.set_value("begriff.antrag_vor_beginn")
    field.text.clear()
    field.text.setFocus()
    type_text(field.text, "Lehrgang")
    assert field.text.popup.isVisible()
    offered = field.text.completer.completionModel()
    assert any("massnahme.lehrgangskosten" in str(offered.index(n, 0).data()) for n in range(offered.rowCount()))
    field.text.completer.setCompletionPrefix("massnahme.lehrgangskosten")
    field.text.completer.activated.emit("massnahme.lehrgangskosten")
    assert field.value() == "massnahme.lehrgangskosten"
    field.text.popup.hide()
    press(field.text, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    field.text.popup.hide()
    type_text(field.text, " > wen")
    assert field.text.popup.isVisible()
    field.text.popup.hide()


def test_the_proposed_sentence_follows_until_a_person_writes_one(editor: RuleEditor) -> None:
    card = criterion(editor)
    choose_fact(card, "Schwerbehindert")
    text = card.form.field("text")
    assert text.value() == "Schwerbehindert: ja."
    card.condition.rows[0].value_field.set_value(False)
    card.condition.rows[0].value_field.edited.emit()
    assert text.value() == "Schwerbehindert: nein."
    text.clear()
    type_text(text, "Niemand mit Schwerbehinderung.")
    choose_fact(card, "Alleinerziehend")
    assert text.value() == "Niemand mit Schwerbehinderung."


def test_another_kind_of_fact_brings_another_field_and_comparisons(editor: RuleEditor) -> None:
    card = criterion(editor)
    choose_fact(card, "Lehrgangskosten")
    row = card.condition.rows[0]
    assert row.comparison.value() is Comparison.AT_LEAST
    type_text(row.value_field, "99,50")
    found = row.click()
    assert found is not None
    assert found.values == (Decimal("99.50"),)
    row.fact.clear()
    choose_fact(card, "massnahme.beginn")
    assert row.comparison.itemText(0) == "frühestens am"
    type_text(row.value_field, "1.2.27")
    found = row.click()
    assert found is not None
    assert found.values == (date(2027, 2, 1),)


def test_cases_are_tried_while_it_is_written(editor: RuleEditor, qtbot: QtBot) -> None:
    assert editor.trials.names() == []
    choose_fact(criterion(editor), "Dauer in Stunden")
    type_text(criterion(editor).condition.rows[0].value_field, "1000")
    qtbot.waitUntil(lambda: len(editor.trials.names()) >= 4)
    assert any("Umschulung: möglich" in name for name in editor.trials.names())
    retype(criterion(editor).condition.rows[0].value_field, "9000")
    qtbot.waitUntil(lambda: not any("möglich" in name for name in editor.trials.names()))
    assert all("(erfunden)" in name for name in editor.trials.names())
    editor.form.amounts.more.click()
    qtbot.waitUntil(lambda: "1 Teil ist noch unvollständig" in words(editor.trials))


def test_amounts_are_fixed_or_a_formula_and_everything_else_is_stored_too(
    editor: RuleEditor, session: Session, dialogs: Dialogs
) -> None:
    fill(editor)
    form = editor.form
    form.head.field("maker").set_value(Maker.JOBCENTER)
    form.head.field("maker").edited.emit()
    type_text(form.head.field("district"), "Musterkreis")
    form.times.field("kind").set_value(BenefitKind.SHOULD)
    form.amounts.more.click()
    form.amounts.more.click()
    fixed, formula = (card for card in form.amounts.cards if isinstance(card, AmountCard))
    type_text(fixed.form.field("text"), "Zuschuss")
    type_text(fixed.figure, "1.250,50")
    type_text(fixed.grounds.field("law"), "Nr. 4")
    fixed.grounds.field("cap").set_value(True)
    type_text(formula.form.field("text"), "Dauer der Zahlung")
    formula.unit.set_value(True)
    formula.way.set_value(True)
    formula.way.edited.emit()
    formula.formula.set_value("massnahme.dauer_monate")
    formula.grounds.field("confirmed").set_value(False)
    type_text(formula.grounds.field("law"), "Nr. 5")
    formula.limit.click()
    formula.when.set_value("person.alleinerziehend")
    form.offices.more.click()
    type_text(form.offices.rows[0].text, "Jobcenter Musterkreis")
    form.offices.rows[0].kind.set_value("jobcenter")
    documents = form.remarks.field("documents")
    type_text(documents, "Rechnung")
    press(documents, Qt.Key.Key_Return)
    press(documents, Qt.Key.Key_Return)
    type_text(documents, "Vertrag")
    type_text(form.remarks.field("notes"), "Früh melden")
    save(editor, dialogs)
    instrument = rule_book.in_use(session.store).book.by_id["centre_zuschuss_zu_pruefungsgebuehren"]
    version = instrument.versions[0]
    assert (instrument.maker, instrument.district) == (Maker.JOBCENTER, "Musterkreis")
    assert version.outcomes[0].kind is BenefitKind.SHOULD
    one, two = version.amounts
    assert (one.expression.text, one.cap, one.in_months) == ("1250.50", True, False)
    assert (two.expression.text, two.in_months, two.grounds.confirmed) == ("massnahme.dauer_monate", True, False)
    assert two.when is not None
    assert [(each.text, each.kind) for each in version.offices] == [("Jobcenter Musterkreis", "jobcenter")]
    assert [each.text for each in version.documents] == ["Rechnung", "Vertrag"]
    assert [each.text for each in version.notes] == ["Früh melden"]


def store_own(session: Session) -> None:
    session.perform(lambda store, now: rule_packages.save_own(store, RuleSource(NAME, OWN), now, reason="neu"))


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
    versions = rule_book.in_use(session.store).book.by_id[OWN_ID].versions
    assert [each.valid_to for each in versions] == [date(2027, 3, 31), None]
    assert [each.criteria[0].expression.text for each in versions] == [
        "massnahme.stunden > 100",
        "massnahme.stunden > 80",
    ]
    assert rule_texts.history(session.store.db)[0].reason == "Nun mehr als 80 Stunden."


def test_only_todays_version_can_be_corrected(view: RuleView, session: Session, clock: Clock, dialogs: Dialogs) -> None:
    store_own(session)
    view.show_instrument(OWN_ID)
    assert view.own.correct.isVisibleTo(view)
    view.own.correct.click()
    assert view.editor is not None
    retype(view.editor.form.times.field("source"), "Richtlinie, Seite 3 (erfunden)")
    save(view.editor, dialogs)
    versions = rule_book.in_use(session.store).book.by_id[OWN_ID].versions
    assert [each.source for each in versions] == ["Richtlinie, Seite 3 (erfunden)"]
    clock.at += timedelta(days=1)
    view.show_instrument("fbw_81_2")
    assert not view.own.isVisibleTo(view)
    view.show_instrument(OWN_ID)
    assert not view.own.correct.isVisibleTo(view)


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
    act = told[-1].act
    assert act is not None
    act()
    assert OWN_ID in rule_book.in_use(session.store).book.by_id


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
