"""The next question, answered by one click."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from nqdesk.domain.funding.case import NO_STATEMENT, Case
from nqdesk.domain.funding.fact_words import question_of
from nqdesk.domain.funding.facts import Fact, FactKind
from nqdesk.domain.funding.questions import Question
from nqdesk.ui.funding import fact_field, words
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.flow_layout import FlowLayout
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.toggle import Toggle

_FIELD_WIDTH = step(36)


class QuestionCard(Card):
    """The question that is expected to settle most.

    Signals:
        answered: name of the fact, and its value or NO_STATEMENT.
    """

    answered = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tone=Tone.OPEN, parent=parent)
        self._asked = ""
        self._above = Label("", "small")
        self._question = Label("", "strong")
        self._help = Label("", "small")
        self._answers = QVBoxLayout()
        for part in (self._above, self._question, self._help):
            self.body.addWidget(part)
        self.body.addLayout(self._answers)
        self._within: QWidget | None = None

    @property
    def asked(self) -> str:
        """The name of the fact that is asked for, "" for none."""
        return self._asked

    @property
    def first_answer(self) -> QWidget | None:
        """The widget that takes the keyboard, None if nothing is asked."""
        return self._first if self._within is not None else None

    def show_question(self, question: Question | None, fact: Fact | None) -> None:
        """Ask another question; None says that there is none."""
        name = fact.name if fact else ""
        if question is None or fact is None:
            self.set_tone(Tone.NEUTRAL)
            self._above.setText("Nächste Frage")
            self._question.setText("Es ist nichts mehr zu fragen.")
            self._help.setVisible(False)
        else:
            self.set_tone(Tone.OPEN)
            count = question.decides
            said = {0: "grenzt Beträge und offene Punkte ein", 1: "entscheidet 1 Instrument"}
            self._above.setText(f"Nächste Frage – {said.get(count, f'entscheidet {count} Instrumente')}")
            self._question.setText(question_of(fact))
            self._help.setText(fact.help)
            self._help.setVisible(bool(fact.help))
        if name == self._asked and self._within is not None:
            return
        had_focus = self._within is not None and self._within.isAncestorOf(self.window().focusWidget() or self)
        self._asked = name
        if self._within is not None:
            self._answers.removeWidget(self._within)
            self._within.deleteLater()
            self._within = None
        if fact is not None:
            self._within = self._offer(fact)
            self._answers.addWidget(self._within)
            if had_focus:
                self._first.setFocus()

    def set_focus_on_answer(self) -> None:
        """Put the keyboard on the first answer."""
        if self._within is not None:
            self._first.setFocus()

    def _offer(self, fact: Fact) -> QWidget:
        within = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        within.setSizePolicy(policy)
        if fact.kind in (FactKind.YES_NO, FactKind.CHOICE):
            flow = FlowLayout(within, gap=6)
            chips = [self._chip(fact, value, text) for value, text in fact_field.answers(fact)]
            chips.append(self._chip(fact, NO_STATEMENT, words.NOT_SAID))
            for chip in chips:
                flow.addWidget(chip)
            self._first: QWidget = chips[0]
            return within
        column = QVBoxLayout(within)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(2))
        if fact.usual_answers:
            usual = FlowLayout(gap=6)
            column.addLayout(usual)
            for value, text in fact.usual_answers:
                usual.addWidget(self._chip(fact, value, text))
        row = FlowLayout(gap=step(2))
        column.addLayout(row)
        field = fact_field.field_of(fact)
        fact_field.put(fact, field, Case())
        field.setAccessibleName(question_of(fact))
        field.returnPressed.connect(lambda: self._take(fact, field))
        field.setFixedWidth(_FIELD_WIDTH)
        row.addWidget(field)
        row.addWidget(Button("Übernehmen", on_click=lambda: self._take(fact, field)))
        row.addWidget(Button(words.NOT_SAID, "link", on_click=lambda: self.answered.emit(fact.name, NO_STATEMENT)))
        self._first = field
        return within

    def _chip(self, fact: Fact, value: Any, text: str) -> Toggle:
        chip = Toggle(text, "chip")
        chip.setAccessibleName(f"{fact.label}: {text}")
        chip.clicked.connect(lambda: self.answered.emit(fact.name, value))
        return chip

    def _take(self, fact: Fact, field: Any) -> None:
        value = fact_field.entered(fact, field)
        if value is not None and field.problem() is None:
            self.answered.emit(fact.name, value)
        else:
            field.setFocus()
