"""How a person writes an own instrument."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from nqdesk.actions import rule_packages
from nqdesk.domain.funding.clicks import Comparison
from nqdesk.exchange.rule_sources import RuleSource
from nqdesk.ui.funding.editor.part_card import CriterionCard
from nqdesk.ui.funding.editor.rule_editor import RuleEditor
from nqdesk.ui.session import Session
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.choice import Choice
from tests.actions.test_rule_packages import NAME, OWN
from tests.keyboard import press, type_text
from tests.ui.accessibility import nameless, words
from tests.ui.conftest import Dialogs

OWN_ID = "centre_lager"


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


def store_own(session: Session) -> None:
    session.perform(lambda store, now: rule_packages.save_own(store, RuleSource(NAME, OWN), now, reason="neu"))
