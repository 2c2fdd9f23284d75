"""What rules are written with: facts, dated figures and shared parts, read together and checked."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.facts import Fact, FactCatalogue
from nqdesk.domain.funding.rules import FigureGap, Grounds, Parameter, ParameterValue, Proof, Term
from nqdesk.domain.funding.syntax import ExpressionError, Tree, parse
from nqdesk.domain.funding.typing import BARE, UNITS, Made, Typing, expanded, ranked
from nqdesk.exchange.rule_facts import LONGEST_TEXT, NAME, read_facts
from nqdesk.exchange.rule_order import Period, check_periods, circles
from nqdesk.exchange.rule_sources import RuleFault
from nqdesk.exchange.rule_tables import RuleFile, RuleTable

TABLES = {"fact", "parameter", "shared"}
"""The tables that make a file part of the vocabulary; any other file is an instrument."""


class Vocabulary:
    """The facts, figures and shared parts of all files together; what is wrong is added to ``faults``.

    Attributes:
        catalogue: the facts.
        parameters: the dated figures; ``figures`` holds them by id, with their place.
        gates: when it makes sense to ask for a fact, by its name, where that is not always.
        shared: the shared parts by name, with their tree where it could be read.
        terms: the trees of the shared parts, by name.
    """

    def __init__(self, files: Iterable[RuleFile], faults: list[RuleFault]) -> None:
        """Read them."""
        self._files = [file for file in files if TABLES & file.content.keys()]
        self._faults = faults
        self.terms: dict[str, Tree] = {}
        self._expanded: Made = {}
        self.shared: dict[str, tuple[RuleTable, Tree | None]] = {}
        self.figures: dict[str, tuple[Parameter, RuleTable]] = {}
        self._check_top()
        self.catalogue = FactCatalogue(tuple(read_facts(self._places("fact"))))
        self.parameters = tuple(self._parameters())
        self._typing = Typing(self.catalogue, {parameter.id: parameter.unit for parameter in self.parameters})
        self._read_shared()
        # A fact that names itself only says that a rule may ask whether it is known.
        others = {fact.name: [each for each in fact.precedes if each != fact.name] for fact in self.catalogue.facts}
        self._circular = set(circles(others))
        gates = {fact.name: self._gate(fact) for fact in self.catalogue.facts}
        self.gates = {name: gate for name, gate in gates.items() if gate}

    def named_terms(self) -> tuple[Term, ...]:
        """Return the shared parts that could be read, with their words."""
        return tuple(Term(name, place.text("text"), tree) for name, (place, tree) in self.shared.items() if tree)

    def _check_top(self) -> None:
        """Keep a fault for what stands beside facts, figures or shared parts, where nobody would read it."""
        for file in self._files:
            if TABLES & file.content.keys():
                whole = RuleTable(file, file.content, self._faults, file.source.name)
                for key in (*TABLES, "source", "as_of"):
                    whole.raw(key)
                whole.finish()

    def _places(self, table: str) -> Iterable[RuleTable]:
        for file in self._files:
            if table not in file.content:
                continue
            whole = RuleTable(file, file.content, self._faults, file.source.name)
            for place in whole.each(table):
                place.about = place.name
                yield place

    def _gate(self, fact: Fact) -> Expression | None:
        """Return when it makes sense to ask for a fact; see that the facts it goes before are known ones."""
        if not fact.asked_if and not fact.precedes:
            return None
        place = next(found for found in self._places("fact") if found.about == fact.name)
        for other in fact.precedes:
            if other not in self.catalogue.by_name:
                place.fault("unknown_name", other)
        if fact.name in self._circular:
            place.fault("fact_circle", fact.name, near="precedes =")
        return self.expression(place, fact.asked_if, "yes_no") if fact.asked_if else None

    def _parameters(self) -> list[Parameter]:
        found: list[Parameter] = []
        for place in self._places("parameter"):
            name = place.text("id")
            unit = place.text("unit", needed=False) or BARE
            if not NAME.fullmatch(name) or any(other.id == name for other in found):
                place.fault("twice" if NAME.fullmatch(name) else "bad_name", name)
                continue
            if unit not in UNITS:
                place.fault("wrong_entry", f"{name}: unit = {unit}")
            values = [(each, self._parameter_value(each)) for each in place.each("value", name)]
            gaps = [(each, self._figure_gap(each)) for each in place.each("gap", name)]
            periods = [Period(value.valid_from, value.valid_to, each) for each, value in values if value]
            check_periods(name, periods + [Period(gap.first, gap.last, each) for each, gap in gaps if gap])
            known = sorted((value for _, value in values if value), key=lambda value: value.valid_from)
            parameter = Parameter(
                name, place.text("text"), unit, tuple(known), tuple(gap for _, gap in gaps if gap is not None)
            )
            found.append(parameter)
            self.figures[name] = (parameter, place)
            place.finish()
        return found

    def _parameter_value(self, place: RuleTable) -> ParameterValue | None:
        first, last = place.day("valid_from"), place.day("valid_to", needed=False)
        raw = place.text("value")
        grounds = self.grounds(place, place.day("as_of"), place.text("source"))
        place.finish()
        if first is None or not re.fullmatch(r"-?\d{1,12}(\.\d{1,8})?", raw):
            place.fault("wrong_entry", f"{place.about}: value")
            return None
        return ParameterValue(first, last, Decimal(raw), grounds)

    def _figure_gap(self, place: RuleTable) -> FigureGap | None:
        first, last, reason = place.day("from"), place.day("to", needed=False), place.text("reason")
        place.finish()
        return FigureGap(first, last, reason) if first else None

    def _read_shared(self) -> None:
        for place in self._places("shared"):
            name = place.text("id")
            if not NAME.fullmatch(name) or name in self.shared:
                place.fault("twice" if NAME.fullmatch(name) else "bad_name", name)
                continue
            text = place.text("expr")
            try:
                self.terms[name] = parse(text)
            except ExpressionError as error:
                place.fault(error.code, f"{name}: {error.about}", near=text)
            self.shared[name] = (place, self.terms.get(name))
        for name, (place, tree) in self.shared.items():
            if tree is not None:
                self.expression(place, f"begriff.{name}", None)
            place.text("text", longest=LONGEST_TEXT)
            self.grounds(place, place.day("as_of"), place.text("source"))
            place.finish()

    def grounds(self, place: RuleTable, as_of: date | None, source: str) -> Grounds:
        """Return where a part comes from, how sure that is, and when it was read."""
        proof = place.one_of("proof", Proof, Proof.KNOWLEDGE)
        confirmed = place.flag("confirmed", needed=True)
        if confirmed and proof in (Proof.KNOWLEDGE, Proof.READING):
            place.fault("not_proven")
        law = place.text("law", longest=LONGEST_TEXT)
        quote = place.text("quote", needed=False)
        return Grounds(law, quote, proof, confirmed, source, as_of or date.min)

    def expression(self, place: RuleTable, text: str, wanted: str | None) -> Expression | None:
        """Return an expression, typed and with shared terms put in; None with a fault kept where it is wrong."""
        try:
            tree = expanded(parse(text), self.terms, self._expanded)
            if wanted is None:
                self._typing.kind(tree)
            else:
                self._typing.check(tree, wanted)
        except ExpressionError as error:
            about = f"{place.about}: {error.about}" if error.about else place.about
            place.fault(error.code, about, near=text)
            return None
        except RecursionError:  # shared terms, one within the other
            place.fault("too_deep", near=text)
            return None
        return Expression(text, ranked(tree, self.catalogue))

    def optional(self, place: RuleTable, key: str, wanted: str) -> Expression | None:
        """Return the expression of an entry that may be missing."""
        text = place.text(key, needed=False)
        return self.expression(place, text, wanted) if text else None

    def meaning(self, name: str) -> str:
        """Return what a shared term comes to, as text."""
        try:
            return repr(expanded(self.terms[name], self.terms, self._expanded))
        except (ExpressionError, RecursionError):  # told where the term stands
            return name
