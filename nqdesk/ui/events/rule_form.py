"""The fields of a portfolio's rule."""

from enum import StrEnum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.offers import Form as OfferForm
from nqdesk.domain.offers import FundingMark, OfferKind
from nqdesk.domain.portfolio import OfferRule, check_rule
from nqdesk.domain.problem import Problem
from nqdesk.ui.events.rule_words import RuleWords
from nqdesk.ui.events.value_set import ValueSet
from nqdesk.ui.session import Session
from nqdesk.ui.widgets.chip_bar import ChipBar
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.text_field import TextField

_RADII = (10, 20, 30, 40, 50, 80, 100, 150)


def _chips(kind: type[StrEnum]) -> tuple[tuple[Any, str], ...]:
    return tuple((value, messages.word(value)) for value in kind)


class RuleForm(QWidget):
    """A rule; several values of one field are alternatives, empty fields do not limit.

    Signals:
        settled: the rule as entered, once it is sound.
    """

    settled = Signal(object)

    def __init__(self, session: Session, words: RuleWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._suggested_plz = ""
        self.form = Form(2)
        form = self.form
        form.add("occupations", "Berufe", ValueSet(words.find_occupations, words.occupation, "Beruf suchen …"), span=2)
        form.add("fields", "Berufsfelder", ValueSet(words.find_fields, words.field, "Berufsfeld suchen …"), span=2)
        form.add("kinds", "Art", ChipBar("Art", _chips(OfferKind)), span=2)
        form.add("forms", "Form", ChipBar("Form", _chips(OfferForm)), span=2)
        form.add("funding", "Förderung", ChipBar("Förderung", _chips(FundingMark)), span=2)
        form.add("radius_km", "Umkreis", Choice(((None, "kein Umkreis"), *((km, f"{km}\u00a0km") for km in _RADII))))
        form.add("centre_plz", "um die PLZ", TextField("77652"), hint="Luftlinie; Online-Angebote sind immer dabei.")
        form.add("kreise", "Kreise", ValueSet(words.find_kreise, words.kreis, "Kreis suchen …"), span=2)
        form.add("start_from", "Beginn von", DayField())
        form.add("start_to", "Beginn bis", DayField(), hint="Laufender Einstieg passt immer.")
        form.add("providers", "Anbieter", ValueSet(words.find_providers, words.provider, "Anbieter suchen …"), span=2)
        form.field("radius_km").edited.connect(self._suggest_plz)
        form.settled.connect(self._settle)
        form.set_read_only(read_only=not session.can_write)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(form)

    def show_rule(self, rule: OfferRule, suggested_plz: str) -> None:
        """Show a rule; `suggested_plz` is filled in when a radius is chosen."""
        self._suggested_plz = suggested_plz
        values = {name: getattr(rule, name) for name in OfferRule.__dataclass_fields__}
        known = rule.radius_km is None or rule.radius_km in _RADII
        if not known:
            radii = sorted({*_RADII, rule.radius_km or 0})
            self.form.field("radius_km").set_options(((None, "kein Umkreis"), *((km, f"{km}\u00a0km") for km in radii)))
        self.form.set_values(values)

    @property
    def is_edited(self) -> bool:
        """Whether something was changed and not stored."""
        return self.form.is_edited

    def leave(self) -> None:
        """Hand over what was typed."""
        self.form.settle()

    def mark_saved(self) -> None:
        """Say that what is shown is stored."""
        self.form.mark_saved()

    def _suggest_plz(self) -> None:
        plz = self.form.field("centre_plz")
        if self.form.field("radius_km").value() is not None and not plz.value():
            plz.set_value(self._suggested_plz)

    def _settle(self) -> None:
        rule = OfferRule(**self.form.values())
        problems = [*self.form.problems(), *check_rule(rule)]
        plz = rule.centre_plz
        if len(plz) == 5 and not problems and self._session.region.post_area(plz) is None:
            problems.append(Problem("plz_unknown", "centre_plz"))
        self.form.show_problems(problems)
        if not problems:
            self.settled.emit(rule)
