"""How many questions until nothing is open that an answer can still change, on the shipped rules, from an empty case.

The floor asks for the fact missing in most open instruments that can still change something. 300 invented people
answer (people.py); what a person cannot state counts as a question too. The program asks under manners that the floor
does not know: a question that only makes sense after another one waits for it, and what only the office can judge
comes last. The second line gives the same manners to the floor, to show what the look-ahead alone is worth.
"""

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from nqdesk.actions import rule_book
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import CaseValues, CheckResult, Engine, InstrumentResult, Result
from nqdesk.domain.funding.questions import questions
from tests.benchmarks.line import Line
from tests.benchmarks.people import People

NUMBER = 300
LIMIT = 0.9

Strategy = Callable[[Engine, Case, CheckResult, Mapping[str, int]], str]
"""Chooses the next question; the last argument tells of each fact that may be asked in how many open instruments."""


def measure() -> Iterator[Line]:
    """Yield the mean number of questions against that of the floor, and against a floor with the same manners."""
    engine = rule_book.shipped()
    people = People(engine.book)
    drawn = [people.drawn(number) for number in range(NUMBER)]
    ours = mean_asked(Counselling(engine, people.on, by_look_ahead), drawn)
    floor = mean_asked(Counselling(engine, people.on, by_most_missing, manners=False), drawn)
    yield Line("questions until decided", ours / floor, LIMIT, f"{ours:.1f} against {floor:.1f}, {NUMBER} people")
    polite = mean_asked(Counselling(engine, people.on, by_most_missing), drawn)
    yield Line("questions until decided, floor with manners", ours / polite, 1, f"{ours:.1f} against {polite:.1f}")


def mean_asked(counselling: "Counselling", people: Sequence[Case]) -> float:
    """Return the mean number of questions."""
    return statistics.mean(len(counselling.asked(person)) for person in people)


def by_look_ahead(engine: Engine, case: Case, checked: CheckResult, _matter: Mapping[str, int]) -> str:
    """Return what the program asks next."""
    return questions(engine, case, checked)[0].fact


def by_most_missing(engine: Engine, _case: Case, _checked: CheckResult, matter: Mapping[str, int]) -> str:
    """Return the fact missing in most open instruments; among equals the first of the catalogue."""
    order = {name: place for place, name in enumerate(engine.book.catalogue.by_name)}
    return min(matter, key=lambda name: (-matter[name], order[name]))


class Counselling:
    """Asks one person after another by a strategy."""

    def __init__(self, engine: Engine, on: date, strategy: Strategy, *, manners: bool = True) -> None:
        """Take the rules, the day, the strategy, and whether dependent questions wait and judgements come last."""
        self._engine = engine
        self._on = on
        self._strategy = strategy
        self._manners = manners
        self._next: dict[tuple[object, ...], str | None] = {}
        self.results: dict[str, Result] = {}

    def asked(self, person: Case) -> list[str]:
        """Return the facts that one person is asked for, in order; ``results`` are then how it came out."""
        case, asked = Case(), list[str]()
        while (name := self._following(case)) is not None:
            if name in asked or name not in self._engine.book.catalogue.by_name:
                raise ValueError(f"asked again: {name}")
            asked.append(name)
            value = person.values.get(name)
            case = case.refusing(name) if value is None else case.with_value(name, value)
        checked = self._engine.check(case, self._on)
        self.results = {found.instrument.id: found.result for found in checked.instruments}
        return asked

    def _following(self, case: Case) -> str | None:
        key = (frozenset(case.values.items()), case.refused)
        if key not in self._next:
            checked = self._engine.check(case, self._on)
            matter = mattering(self._engine, case, checked, manners=self._manners)
            self._next[key] = self._strategy(self._engine, case, checked, matter) if matter else None
        return self._next[key]


def mattering(engine: Engine, case: Case, checked: CheckResult, *, manners: bool) -> dict[str, int]:
    """Return the facts to choose from, whose answer can still change a result, with the number of open instruments."""
    values = CaseValues(engine.book, case)
    at_start, _ = values.on(checked.on)
    found: dict[str, set[str]] = {}
    for told in checked.instruments:
        if told.result is Result.OPEN:
            for name in _open_facts(told, values.on(told.decisive.day)[0]):
                first = _askable(engine, name, at_start, manners=manners)
                if first and first not in case.refused and first not in case.values:
                    found.setdefault(first, set()).add(told.instrument.id)
    by_name = engine.book.catalogue.by_name
    ours = {name for name in found if not by_name[name].prognosis} if manners else set()
    return {name: len(instruments) for name, instruments in found.items() if not ours or name in ours}


def _open_facts(told: InstrumentResult, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the facts that an open instrument still hangs on."""
    if told.assumed:
        yield from told.decisive.open_facts
    for counted in told.criteria:
        if counted.confirmed and counted.met is None:
            yield from counted.criterion.expression.open(values)
    if told.version and all(counted.confirmed for counted in told.criteria):
        conditions = [part.when for part in told.version.outcomes] + [part.when for part in told.version.yields_to]
        for when in conditions:
            if when:
                yield from when.open(values)


def _askable(engine: Engine, name: str, values: Mapping[str, Any], *, manners: bool) -> str | None:
    """Return the fact, or with manners the one to ask for before it; None where it makes no sense for this case."""
    gate = engine.book.gates.get(name)
    holds = True if gate is None else gate.value(values)
    if gate is None or holds:
        return name
    if holds is False:
        return None
    return _askable(engine, gate.open(values)[0], values, manners=True) if manners else name
