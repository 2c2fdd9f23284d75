"""Writing an own instrument in the window: clicks and text, trying, preview, saving, new versions, taking out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from hypothesis import given, settings
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from nqdesk.actions import rule_book
from nqdesk.domain.funding.check import Result
from nqdesk.domain.funding.clicks import MANY, Click, ClickForm, Comparison, read, written
from nqdesk.domain.funding.facts import FactKind
from nqdesk.domain.funding.language import RuleLanguage
from nqdesk.domain.funding.rules import BenefitKind, Maker, Proof
from nqdesk.store import rule_texts
from nqdesk.ui.funding.editor.condition_field import ConditionField
from nqdesk.ui.funding.editor.part_card import AmountCard
from nqdesk.ui.funding.editor.rule_editor import RuleEditor
from nqdesk.ui.funding.page import FundingPage
from nqdesk.ui.funding.rule_view import RuleView
from nqdesk.ui.session import Message, Session
from tests.domain.funding.drafts import CATALOGUE, forms
from tests.keyboard import leave, press, retype, type_text
from tests.ui.accessibility import nameless, words
from tests.ui.conftest import Dialogs
from tests.ui.funding.editing import choose, choose_fact, click, criterion, fill, save


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


def test_the_values_of_a_choice_are_offered_where_it_is_compared(editor: RuleEditor) -> None:
    card = criterion(editor)
    card.condition.view.set_value("text")
    card.condition.view.edited.emit()
    text = card.condition.text.text

    def offered() -> list[str]:
        model = text.completer.completionModel()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())] if text.popup.isVisible() else []

    type_text(text, "person.wohnland = ")
    assert len(offered()) > 16
    assert not text.popup.currentIndex().isValid()
    type_text(text, "baden")
    assert offered() == ["Baden-Württemberg  ·  BW"]
    text.completer.activated.emit("BW")
    text.popup.hide()
    assert text.value() == "person.wohnland = BW"
    type_text(text, " oder nicht person.wohnland in {NW, bay")
    assert offered() == ["Bayern  ·  BY"]
    text.popup.hide()
    retype(text, "person.wohnland = BW und wohn")
    assert "Wohnort (Land)  ·  person.wohnland" in offered()
    text.popup.hide()


def is_seen(widget: QWidget) -> bool:
    """Return whether the whole widget can be seen where it scrolls."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    assert above is not None
    view = above.viewport()
    return view.rect().contains(QRect(view.mapFromGlobal(widget.mapToGlobal(QPoint(0, 0))), widget.size()))


def test_the_keyboard_and_the_eye_go_to_the_first_field_that_is_missing_or_wrong(
    editor: RuleEditor, qtbot: QtBot
) -> None:
    fill(editor)
    card, times = criterion(editor), editor.form.times
    editor.form.amounts.add()
    amount = editor.form.amounts.cards[0]
    assert isinstance(amount, AmountCard)
    editor.form.offices.add()
    row = card.condition.rows[0]
    for field, text in (
        (amount.form.field("text"), "Zuschuss"),
        (amount.figure, "5"),
        (amount.grounds.field("law"), "Nr. 3"),
    ):
        type_text(field, text)
    # From the last to the first, each on top of those before.
    steps: tuple[tuple[QWidget, str], ...] = (
        (editor.form.offices.rows[0].text, ""),
        (amount.grounds.field("law"), ""),
        (amount.figure, "viel"),
        (amount.form.field("text"), ""),
        (card.form.field("law"), ""),
        (card.form.field("text"), ""),
        (row.value_field, "viele"),
        (times.field("source"), ""),
        (times.field("valid_from"), "31.02.2027"),
        (editor.form.head.field("law"), ""),
    )
    for wanted, typed in steps:
        retype(wanted, typed)
        QApplication.processEvents()  # a field is there once it is laid out
        editor.save.click()
        assert QApplication.focusWidget() is wanted
        qtbot.waitUntil(partial(is_seen, wanted))


def test_what_cannot_be_read_is_said_beside_the_field_when_it_is_left(editor: RuleEditor) -> None:
    fill(editor)
    row = criterion(editor).condition.rows[0]
    editor.form.amounts.add()
    amount = editor.form.amounts.cards[0]
    assert isinstance(amount, AmountCard)
    QApplication.processEvents()  # a field is there once it is laid out
    for field, card in ((row.value_field, criterion(editor)), (amount.figure, amount)):
        field.setFocus()
        retype(field, "viele")
        assert "nicht lesbar" not in words(card)
        leave(field)
        assert "Diese Zahl ist nicht lesbar." in words(card)
        field.setFocus()
        retype(field, "12")
        leave(field)
        assert "nicht lesbar" not in words(card)


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
    assert [click.fact for each in card.condition.rows if (click := each.click())] == [
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
    whole: FundingPage, editor: RuleEditor, session: Session, dialogs: Dialogs
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
    dialogs.answer(lambda dialog: click(dialog, "Trotzdem so speichern"))
    save(editor, dialogs)
    instrument = rule_book.in_use(session.store).book.by_id["centre_zuschuss_zu_pruefungsgebuehren"]
    version = instrument.versions[0]
    assert (instrument.maker, instrument.district) == (Maker.JOBCENTER, "Musterkreis")
    assert "nur im Bezirk Musterkreis" in words(whole.check.results.cards[instrument.id])
    assert "Strategie eines Jobcenters: Musterkreis" in words(whole.rules)
    assert version.outcomes[0].kind is BenefitKind.SHOULD
    one, two = version.amounts
    assert (one.expression.text, one.cap, one.in_months) == ("1250.50", True, False)
    assert (two.expression.text, two.in_months, two.grounds.confirmed) == ("massnahme.dauer_monate", True, False)
    assert two.when is not None
    assert [(each.text, each.kind) for each in version.offices] == [("Jobcenter Musterkreis", "jobcenter")]
    assert [each.text for each in version.documents] == ["Rechnung", "Vertrag"]
    assert [each.text for each in version.notes] == ["Früh melden"]


@settings(max_examples=60, deadline=None)
@given(forms())
def test_every_condition_shown_by_clicks_says_the_same_again(qapp: QApplication, form: ClickForm) -> None:
    assert qapp is not None
    form = ClickForm(tuple(map(_in_order, form.clicks)), form.any_of)
    field = ConditionField(RuleLanguage(rule_book.shipped().book), "Voraussetzung")
    field.set_value(written(form, CATALOGUE))
    assert field.view.value() == "clicks"
    assert field.problem() is None
    assert read(field.value(), CATALOGUE) == form
    assert field.sentence()
    field.deleteLater()


def _in_order(click: Click) -> Click:
    """Chosen values stand in the order of the catalogue, each once; fields drop the space around a text."""
    fact = CATALOGUE.by_name[click.fact]
    if click.comparison in MANY:
        return replace(click, values=tuple(value for value in fact.values if value in click.values))
    if fact.kind is FactKind.TEXT:
        return replace(click, values=(str(click.values[0]).strip(),))
    return click


def test_the_district_of_a_strategy_is_found_by_its_towns(editor: RuleEditor) -> None:
    form, field = editor.form, editor.form.district
    form.head.field("maker").set_value(Maker.AGENTUR)
    form.head.field("maker").edited.emit()
    field.setFocus()
    type_text(field, "Anklam")
    popup = field.completer().popup()
    assert popup is not None
    assert popup.isVisible()
    press(popup, Qt.Key.Key_Down)
    press(popup, Qt.Key.Key_Return)
    assert field.value() == "Greifswald"
    assert not form.doubt.isVisibleTo(form)
    assert editor.task().draft.district == "Greifswald"


def test_a_district_that_is_not_known_is_said_and_asked_for_once(
    editor: RuleEditor, view: RuleView, session: Session, dialogs: Dialogs
) -> None:
    fill(editor)
    form, field = editor.form, editor.form.district
    form.head.field("maker").set_value(Maker.JOBCENTER)
    form.head.field("maker").edited.emit()
    type_text(field, "Rosenheimer Land")
    field.editingFinished.emit()
    assert "kennt nqdesk nicht" in words(form.doubt)
    dialogs.answer(lambda dialog: click(dialog, "Ändern"))
    editor.save.click()
    assert rule_book.in_use(session.store) is rule_book.shipped()
    dialogs.answer(lambda dialog: click(dialog, "Trotzdem so speichern"))
    save(editor, dialogs)
    view.own.next.click()
    again = view.editor
    assert again is not None
    assert "kennt nqdesk nicht" in words(again.form.doubt)
    save(again, dialogs)
    assert len(rule_book.in_use(session.store).book.by_id["centre_zuschuss_zu_pruefungsgebuehren"].versions) == 2
    view.own.next.click()
    assert view.editor is not None
    retype(view.editor.form.district, "Landkreis Rosenheim")
    assert not view.editor.form.doubt.isVisibleTo(view.editor.form)
    view.editor.form.head.field("maker").set_value(Maker.CENTRE)
    view.editor.form.head.field("maker").edited.emit()
    assert not view.editor.form.doubt.isVisibleTo(view.editor.form)
