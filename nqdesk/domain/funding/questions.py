"""The next question: the unknown fact that spares most others for its price, by looking ahead at its answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.cells import TooMuchError, cells
from nqdesk.domain.funding.check import CaseValues, CheckResult, CriterionResult, Engine, InstrumentResult, Result
from nqdesk.domain.funding.closures import is_unknown
from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.facts import FactKind
from nqdesk.domain.funding.question_price import price
from nqdesk.domain.funding.question_worth import worth

MOST_ANSWERS = 8
"""How many answers to one question are looked at."""
BEHIND_A_GATE = 0.25
"""How often the answer to a question excludes an instrument by making another question needless."""


@dataclass(frozen=True, slots=True)
class Question:
    """An unknown fact; ``decides`` instruments would be settled by at least one answer, ``expected`` by a usual one."""

    fact: str
    decides: int
    expected: float


def questions(engine: Engine, case: Case, checked: CheckResult) -> tuple[Question, ...]:
    """Return what is worth asking, most useful first; what was refused is not asked again.

    Facts that only the office can judge come after what person and company can answer, and what only changes amounts
    comes last.
    """
    asked = _Lookahead(engine, case, checked.on)
    for found in checked.instruments:
        if found.result is Result.OPEN:
            asked.add(found)
    return asked.ranked()


@dataclass(slots=True)
class _Tally:
    """What is gathered for one fact."""

    decides: int = 0
    expected: float = 0.0
    touched: int = 0
    order: int = 0
    assumed: bool = False


class _Lookahead:
    """Tries the answers to each open question on the instruments that hang on it."""

    def __init__(self, engine: Engine, case: Case, on: date) -> None:
        self._catalogue = engine.book.catalogue
        self._case = case
        self._values = CaseValues(engine.book, case)
        self._at_start, _ = self._values.on(on)
        self._tallies: dict[str, _Tally] = {}
        self._answers: dict[tuple[str, ...], list[Any]] = {}
        self._gates = engine.book.gates
        self._turns = engine.hulls.turns
        self._firsts: dict[str, str | None] = {}
        self._shares: dict[str, dict[str, float]] = {}

    def add(self, found: InstrumentResult) -> None:
        """Count what the answers to each missing fact would do to one open instrument."""
        values, _ = self._values.on(found.decisive.day)
        if found.assumed:
            for name in filter(None, map(self._first, found.decisive.open_facts)):
                tally = self._tally(name)
                tally.assumed, tally.decides = True, tally.decides + 1
                tally.expected += 1
                self._matters(found, name, 0.0)
        for name in filter(None, map(self._first, found.missing)):
            self._tally(name).touched += 1
        still_open = [counted for counted in found.criteria if counted.met is None]
        hanging: dict[str, list[CriterionResult]] = {}
        for counted in still_open:
            if counted.evaluated is None and counted.confirmed:
                for name in dict.fromkeys(counted.criterion.expression.open(values)):
                    hanging.setdefault(name, []).append(counted)
        outcomes = []
        if found.version and all(counted.confirmed for counted in found.criteria):
            outcomes = [outcome.when for outcome in found.version.outcomes if outcome.when]
            for when in (*outcomes, *(part.when for part in found.version.yields_to if part.when)):
                for name in when.open(values):
                    hanging.setdefault(name, [])
        for name, criteria in hanging.items():
            if (first := self._first(name)) is not None:
                self._try(found, name, first, criteria, len(still_open), outcomes, values)

    def _first(self, name: str) -> str | None:
        """Return the fact to ask for: this one, or the one that says whether it makes sense; None if it makes none."""
        if name not in self._firsts:
            gate = self._gates.get(name)
            holds = True if gate is None else gate.value(self._at_start)
            first: str | None = name
            if gate is not None and not holds:
                first = None if holds is False else self._first(gate.open(self._at_start)[0])
            answered = first is None or first in self._case.refused or not is_unknown(self._at_start[first])
            self._firsts[name] = None if answered else first
        return self._firsts[name]

    def _tally(self, name: str) -> _Tally:
        found = self._tallies.get(name)
        if found is None:
            found = self._tallies[name] = _Tally(order=len(self._tallies))
        return found

    def _matters(self, found: InstrumentResult, name: str, share: float) -> None:
        """Note that a fact can change an instrument, and how often it excludes it."""
        shares = self._shares.setdefault(found.instrument.id, {})
        shares[name] = max(share, shares.get(name, 0.0))

    def _try(
        self,
        found: InstrumentResult,
        name: str,
        first: str,
        criteria: list[CriterionResult],
        count: int,
        outcomes: list[Expression],
        values: dict[str, Any],
    ) -> None:
        expressions = [counted.criterion.expression for counted in criteria]
        answers = self._answers_for(name, [*expressions, *(when for when in outcomes if name in when.facts)], values)
        now = values[name]
        settled = excluded = 0
        for answer in answers:
            values[name] = answer
            met = [expression.value(values) for expression in expressions]
            if False in met:
                excluded += 1
            elif met.count(True) == count:
                settled += _one_outcome(outcomes, values)
        values[name] = now
        settled += excluded
        tally = self._tally(first)
        if first == name:
            tally.decides += settled > 0
            tally.expected += settled / len(answers) if answers else 0
            self._matters(found, name, excluded / len(answers) if answers else 0.0)
        else:
            tally.decides = max(tally.decides, int(settled > 0))
            self._matters(found, first, BEHIND_A_GATE)

    def _answers_for(self, name: str, expressions: list[Expression], values: dict[str, Any]) -> list[Any]:
        """Return one answer out of each piece that makes a difference to these expressions."""
        fact = self._catalogue.by_name[name]
        if fact.kind is FactKind.YES_NO:
            return [True, False]
        if fact.kind is FactKind.CHOICE:
            return list(fact.values)
        key = (name, *(expression.text for expression in expressions))
        found = self._answers.get(key)
        if found is None:
            self._turns.begin()
            try:
                pieces = cells(fact, values[name], expressions, values, self._turns)
            except TooMuchError:
                pieces = [values[name]]
            step = max(len(pieces) / MOST_ANSWERS, 1)
            found = [pieces[int(index * step)] for index in range(min(len(pieces), MOST_ANSWERS))]
            self._answers[key] = found
        return found

    def ranked(self) -> tuple[Question, ...]:
        """Return the questions in their order."""
        saves = worth(self._shares)
        found = []
        for name, tally in self._tallies.items():
            fact = self._catalogue.by_name[name]
            saved = saves.get(name, 0.0) / price(fact)
            rank = (not tally.assumed, name not in saves, fact.prognosis, -saved, -tally.touched, tally.order)
            found.append((rank, Question(name, tally.decides, tally.expected)))
        return tuple(question for _, question in sorted(found, key=lambda pair: pair[0]))


def _one_outcome(outcomes: list[Expression], values: Mapping[str, Any]) -> bool:
    """Return whether it is settled what kind of benefit it is, all criteria met."""
    for when in outcomes:
        holds = when.value(values)
        if holds is not False:
            return holds is True
    return True
