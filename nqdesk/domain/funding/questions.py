"""The next question: the unknown fact that is expected to settle most instruments (look-ahead of one answer)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.cells import cells
from nqdesk.domain.funding.check import CaseValues, CheckResult, CriterionResult, Engine, InstrumentResult, Result
from nqdesk.domain.funding.closures import is_unknown
from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.facts import FactKind

MOST_ANSWERS = 8
"""How many answers to one question are looked at."""


@dataclass(frozen=True, slots=True)
class Question:
    """An unknown fact; ``decides`` instruments would be settled by at least one answer, ``expected`` by a usual one."""

    fact: str
    decides: int
    expected: float


def questions(engine: Engine, case: Case, checked: CheckResult) -> tuple[Question, ...]:
    """Return what is worth asking, most useful first; what was refused is not asked again.

    Facts that only the office can judge come after what person and company can answer.
    """
    asked = _Lookahead(engine, case, checked.on)
    for found in checked.instruments:
        if found.result is Result.OPEN:
            asked.add(found)
    return asked.ranked(case)


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
        self._values = CaseValues(engine.book, case)
        self._on = on
        self._tallies: dict[str, _Tally] = {}
        self._answers: dict[tuple[str, ...], list[Any]] = {}
        self._gates = engine.book.gates
        self._turns = engine.hulls.turns

    def add(self, found: InstrumentResult) -> None:
        """Count what the answers to each missing fact would do to one open instrument."""
        values, _ = self._values.on(found.decisive.day)
        if found.assumed:
            for name in found.decisive.open_facts:
                tally = self._tally(name)
                tally.assumed, tally.decides = True, tally.decides + 1
                tally.expected += 1
        still_open = [counted for counted in found.criteria if counted.met is None]
        hanging: dict[str, list[CriterionResult]] = {}
        for counted in still_open:
            if counted.evaluated is None and counted.confirmed:
                for name in dict.fromkeys(counted.criterion.expression.open(values)):
                    hanging.setdefault(name, []).append(counted)
        outcomes = [outcome.when for outcome in found.version.outcomes if outcome.when] if found.version else []
        for when in outcomes:
            for name in dict.fromkeys(when.open(values)):
                hanging.setdefault(name, [])
        for name in found.missing:
            self._tally(name).touched += 1
        for name, criteria in hanging.items():
            self._try(name, criteria, len(still_open), outcomes, values)

    def _tally(self, name: str) -> _Tally:
        found = self._tallies.get(name)
        if found is None:
            found = self._tallies[name] = _Tally(order=len(self._tallies))
        return found

    def _try(
        self,
        name: str,
        criteria: list[CriterionResult],
        count: int,
        outcomes: list[Expression],
        values: dict[str, Any],
    ) -> None:
        expressions = [counted.criterion.expression for counted in criteria]
        expressions += [when for when in outcomes if name in when.facts]
        answers = self._answers_for(name, expressions, values)
        now = values[name]
        settled = 0
        for answer in answers:
            values[name] = answer
            settled += self._settles(criteria, count, outcomes, values)
        values[name] = now
        tally = self._tally(name)
        tally.decides += settled > 0
        tally.expected += settled / len(answers) if answers else 0

    @staticmethod
    def _settles(
        criteria: list[CriterionResult], count: int, outcomes: list[Expression], values: Mapping[str, Any]
    ) -> bool:
        met = 0
        for counted in criteria:
            holds = counted.criterion.expression.value(values)
            if holds is False:
                return True
            met += holds is True
        if met < count:
            return False
        for when in outcomes:
            holds = when.value(values)
            if holds is not False:
                return holds is True
        return True

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
            pieces = cells(fact, values[name], expressions, values, self._turns)
            step = max(len(pieces) / MOST_ANSWERS, 1)
            found = [pieces[int(index * step)] for index in range(min(len(pieces), MOST_ANSWERS))]
            self._answers[key] = found
        return found

    def _gated(self) -> None:
        """Let a question stand in for those that only make sense after it."""
        values, _ = self._values.on(self._on)
        for name in list(self._tallies):
            gate = self._gates.get(name)
            holds = True if gate is None else gate.value(values)
            if gate is None or holds:
                continue
            tally = self._tallies.pop(name)
            if holds is None:
                first = self._tally(gate.open(values)[0])
                first.decides = max(first.decides, tally.decides)
                first.expected = max(first.expected, tally.expected / 2)
                first.touched = max(first.touched, tally.touched)

    def ranked(self, case: Case) -> tuple[Question, ...]:
        """Return the questions in their order."""
        self._gated()
        values, _ = self._values.on(self._on)
        found = []
        for name, tally in self._tallies.items():
            fact = self._catalogue.by_name[name]
            if name in case.refused or not is_unknown(values[name]):
                continue
            rank = (not tally.assumed, fact.prognosis, -tally.expected, -tally.touched, tally.order)
            found.append((rank, Question(name, tally.decides, tally.expected)))
        return tuple(question for _, question in sorted(found, key=lambda pair: pair[0]))
