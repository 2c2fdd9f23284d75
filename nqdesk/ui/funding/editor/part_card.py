"""The cards of criteria and amounts: what they have in common, and each by itself."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from nqdesk.actions import messages
from nqdesk.domain.funding.language import RuleLanguage
from nqdesk.domain.funding.rule_draft import AmountDraft, CriterionDraft, Part
from nqdesk.domain.funding.rules import Proof
from nqdesk.domain.problem import Problem
from nqdesk.domain.typed import parse_number
from nqdesk.ui.funding.editor.condition_field import ConditionField
from nqdesk.ui.funding.editor.expression_field import ExpressionField
from nqdesk.ui.widgets.button import Button, IconButton
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.check_field import CheckField
from nqdesk.ui.widgets.field import mark_wrong
from nqdesk.ui.widgets.fitting_stack import FittingStack
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.reveal import focus_on
from nqdesk.ui.widgets.segments import Segments
from nqdesk.ui.widgets.text_area import TextArea
from nqdesk.ui.widgets.text_field import TextField, TypedField, show_number

_STATES = ((True, "bestätigt"), (False, "zu prüfen"))


class PartCard(Card):
    """One criterion or amount.

    Signals:
        edited: a person changed something. removed: it shall go.
    """

    edited = Signal()
    removed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self._name = name
        self.remove = IconButton("bin", f"{name} entfernen", on_click=self.removed.emit)
        self.add_trailing(self.remove)

    def set_number(self, number: int) -> None:
        """Show which one it is."""
        text = f"{self._name} {number}"
        self.set_title(text)
        self.remove.setToolTip(f"{text} entfernen")
        self.remove.setAccessibleName(f"{text} entfernen")

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""

    def value(self) -> Any:
        """Return the part as it was entered."""
        raise NotImplementedError

    def set_value(self, part: Any) -> None:
        """Show a part."""
        raise NotImplementedError

    def problems(self) -> list[Problem]:
        """Return what is missing or wrong beside what the draft itself tells; fields are those of the draft."""
        return []

    def show_problems(self, problems: Mapping[str, Problem]) -> None:
        """Say what is missing or wrong beside the fields."""

    def focus_problem(self, problems: Mapping[str, Problem]) -> None:
        """Put the keyboard into the first field, from above, that is missing or wrong."""
        raise NotImplementedError


def _grounds_form(text: str, law: str) -> Form:
    form = Form(2)
    form.add("text", text, TextArea(2), span=2)
    form.add("law", law, TextField("zum Beispiel Nr. 2 der Richtlinie"))
    form.add("confirmed", "Stand", Segments(_STATES))
    return form


def _with_grounds(part: Part, values: Mapping[str, Any]) -> Part:
    confirmed = bool(values["confirmed"])
    # What was read in the law itself stays so; the rest rests on the source that is named.
    proof = Proof.SOURCE if confirmed and part.proof not in (Proof.LAW, Proof.SOURCE) else part.proof
    return replace(part, text=values["text"], law=values["law"], confirmed=confirmed, proof=proof)


class CriterionCard(PartCard):
    """One condition: what must hold, the sentence for it, and what it rests on."""

    def __init__(self, language: RuleLanguage, parent: QWidget | None = None) -> None:
        super().__init__("Voraussetzung", parent)
        self._draft = CriterionDraft(confirmed=True)
        self._proposed = ""
        self._shared = Label("", "small")
        self._shared.hide()
        self.add(self._shared)
        self.condition = ConditionField(language, "Voraussetzung")
        self.condition.edited.connect(self._condition_edited)
        self.add(self.condition)
        self.form = _grounds_form("Satz für die Beratung", "Fundstelle")
        self.form.edited.connect(self.edited)
        self.add(self.form)

    def focus_first(self) -> None:
        focus_on(self.condition.rows[0].fact)

    def value(self) -> CriterionDraft:
        if self._draft.use:
            return self._draft
        found = _with_grounds(self._draft, self.form.values())
        return replace(found, expr=self.condition.value())

    def set_value(self, part: CriterionDraft) -> None:
        self._draft = part
        self.form.set_values({"text": part.text, "law": part.law, "confirmed": part.confirmed})
        self.condition.set_value(part.expr)
        self._proposed = self.condition.sentence()
        shared = bool(part.use)
        self._shared.setText(
            f"Gemeinsame Voraussetzung mehrerer Instrumente ({part.use}); sie wird hier nicht geändert."
        )
        self._shared.setVisible(shared)
        self.condition.setVisible(not shared)
        self.form.setVisible(not shared)

    def problems(self) -> list[Problem]:
        found = None if self._draft.use else self.condition.problem()
        return [Problem(found.code, "expr", values=found.values)] if found else []

    def show_problems(self, problems: Mapping[str, Problem]) -> None:
        self.form.show_problems(replace(found, field=key) for key, found in problems.items() if key != "expr")
        if "expr" in problems:
            self.condition.show_problems()

    def focus_problem(self, problems: Mapping[str, Problem]) -> None:
        if "expr" in problems:
            self.condition.focus_problem()
        else:
            focus_on(self.form.field("text" if "text" in problems else "law"))

    def _condition_edited(self) -> None:
        field = self.form.field("text")
        proposed = self.condition.sentence()
        if proposed and field.value() in ("", self._proposed):
            field.set_value(proposed)
        self._proposed = proposed or self._proposed
        self.edited.emit()


class AmountCard(PartCard):
    """One amount: a fixed figure or a formula, in euro or months, perhaps an upper limit or under a condition."""

    def __init__(self, language: RuleLanguage, parent: QWidget | None = None) -> None:
        super().__init__("Betrag", parent)
        self._draft = AmountDraft(confirmed=True)
        self.form = Form(2)
        self.form.add("text", "Wofür", TextArea(2), span=2)
        self.unit = Segments(((False, "Euro"), (True, "Monate")))
        self.form.add("in_months", "Einheit", self.unit)
        self.way = Segments(((False, "fester Wert"), (True, "Formel")))
        self.form.add("way", "Höhe", self.way)
        self.add(self.form)
        self.figure: TypedField[Any] = TypedField(parse_number, _shown, "zum Beispiel 500")
        self.figure.setAccessibleName("Höhe")
        self.formula = ExpressionField(language, "number", "Formel")
        self._height = FittingStack()
        self._height.addWidget(self.figure)
        self._height.addWidget(self.formula)
        self.add(self._height)
        self._problem = Label("", "problem")
        self._problem.hide()
        self.add(self._problem)
        self.grounds = Form(2)
        self.grounds.add("cap", "", CheckField("Obergrenze („bis zu“)"), span=2)
        self.grounds.add("law", "Fundstelle", TextField("zum Beispiel Nr. 3 der Richtlinie"))
        self.grounds.add("confirmed", "Stand", Segments(_STATES))
        self.add(self.grounds)
        self.limit = Button("Nur unter einer Bedingung …", "link", on_click=self._open_condition)
        self.add_left(self.limit)
        self.when = ExpressionField(language, "yes_no", "Bedingung, unter der es den Betrag gibt")
        self.when.hide()
        self.add(self.when)
        for part in (self.form, self.grounds, self.figure, self.formula, self.when):
            part.edited.connect(self.edited)
        self.figure.left.connect(self._figure_left)
        self.figure.edited.connect(lambda: self._show_figure_problem(None))
        self.way.edited.connect(self._turn)

    def add_left(self, widget: QWidget) -> None:
        """Put a widget below that is not stretched."""
        self.body.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)

    def focus_first(self) -> None:
        focus_on(self.form.field("text"))

    def value(self) -> AmountDraft:
        grounds = self.grounds.values()
        found = _with_grounds(self._draft, {**grounds, "text": self.form.field("text").value()})
        expr = self.formula.value() if self.way.value() else _figure_text(self.figure.value())
        when = self.when.value() if self.when.isVisibleTo(self) else ""
        return replace(found, expr=expr, cap=grounds["cap"], in_months=bool(self.unit.value()), when=when)

    def set_value(self, part: AmountDraft) -> None:
        self._draft = part
        figure = parse_number(part.expr.replace(".", ",")) if _is_figure(part.expr) else None
        is_formula = bool(part.expr) and figure is None
        self.form.set_values({"text": part.text, "in_months": part.in_months, "way": is_formula})
        self.grounds.set_values({"cap": part.cap, "law": part.law, "confirmed": part.confirmed})
        self.figure.set_value(figure)
        self.formula.set_value(part.expr if is_formula else "")
        self._height.setCurrentIndex(1 if is_formula else 0)
        self.when.set_value(part.when)
        self.when.setVisible(bool(part.when))
        self.limit.setVisible(not part.when)

    def problems(self) -> list[Problem]:
        found = self.formula.problem() if self.way.value() else self.figure.problem()
        problems = [Problem(found.code, "expr", values=found.values)] if found else []
        if self.when.isVisibleTo(self) and self.when.value() and (wrong := self.when.problem()):
            problems.append(Problem(wrong.code, "when", values=wrong.values))
        return problems

    def show_problems(self, problems: Mapping[str, Problem]) -> None:
        named = [replace(found, field=key) for key, found in problems.items()]
        self.form.show_problems(named)
        self.grounds.show_problems(named)
        wrong = problems.get("expr")
        self.formula.show_problem(wrong if self.way.value() else None)
        self._show_figure_problem(None if self.way.value() else wrong)
        self.when.show_problem(problems.get("when"))

    def focus_problem(self, problems: Mapping[str, Problem]) -> None:
        height = self.formula if self.way.value() else self.figure
        fields = {"text": self.form.field("text"), "expr": height, "law": self.grounds.field("law"), "when": self.when}
        focus_on(next((field for key, field in fields.items() if key in problems), height))

    def _figure_left(self) -> None:
        self._show_figure_problem(self.figure.problem())

    def _show_figure_problem(self, problem: Problem | None) -> None:
        text = messages.problem(problem) if problem else ""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        mark_wrong(self.figure, text)

    def _turn(self) -> None:
        if self.way.value():
            self.formula.set_value(self.formula.value() or _figure_text(self.figure.value()))
        elif _is_figure(self.formula.value()):
            self.figure.set_value(parse_number(self.formula.value().replace(".", ",")))
        self._height.setCurrentIndex(1 if self.way.value() else 0)
        self._show_figure_problem(None)

    def _open_condition(self) -> None:
        self.limit.hide()
        self.when.show()
        focus_on(self.when)


def _shown(figure: Decimal) -> str:
    """Return a figure as euro are written where it has a fraction: 250,50."""
    text = show_number(figure)
    return f"{text}0" if len(text.partition(",")[2]) == 1 else text


def _figure_text(value: Any) -> str:
    return "" if value is None else f"{value:f}"


def _is_figure(text: str) -> bool:
    whole, _, places = text.partition(".")
    return whole.isascii() and whole.isdigit() and (not places or (places.isascii() and places.isdigit()))
