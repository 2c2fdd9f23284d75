"""A funding check of one case, all instruments with trace and amounts, beside OpenFisca computing five outputs.

OpenFisca runs its own country template for one person with trace. Both sides begin with the answers as a dictionary and
end with all results; both are warm, and each run has an answer that was not there before. OpenFisca belongs to the
extra ``bench``.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from nqdesk.actions import rule_book
from nqdesk.domain.funding.case import Case, read_case
from nqdesk.domain.funding.check import Engine
from nqdesk.domain.funding.facts import FactKind
from tests.benchmarks.funding_check import ON, answers
from tests.benchmarks.line import Line
from tests.benchmarks.people import People

ROUNDS = 200
WARMING = 40
MONTH = "2026-11"
OUTPUTS = ("disposable_income", "basic_income", "income_tax", "social_security_contribution", "housing_allowance")

Groups = dict[str, dict[str, object]]


def as_told(engine: Engine, case: Case) -> Groups:
    """Return a case as a file holds it: groups of facts with days and money as text."""
    found: Groups = {}
    for name, value in case.values.items():
        group, _, rest = name.partition(".")
        fact = engine.book.catalogue.by_name[name]
        plain: object = value.isoformat() if isinstance(value, date) else value
        if isinstance(value, Decimal) and fact.kind is FactKind.MONEY:
            plain = f"{value:.2f}"
        found.setdefault(group, {})[rest] = plain
    return found


def _checked(engine: Engine, told: Groups) -> object:
    case, problems = read_case(told, engine.book.catalogue)
    if problems:
        raise ValueError(problems)
    return engine.check(case, ON)


def _openfisca() -> Callable[[int], object]:
    """Return what computes five outputs with trace for one person, who earns as many euro as it is given."""
    from openfisca_core.simulation_builder import SimulationBuilder
    from openfisca_country_template import CountryTaxBenefitSystem

    rules = CountryTaxBenefitSystem()

    def computed(salary: int) -> list[Any]:
        person = {"salary": {MONTH: salary}, "birth": {"ETERNITY": "1988-05-01"}}
        home = {"adults": ["one"], "rent": {MONTH: 600}}
        simulation = SimulationBuilder().build_from_dict(
            rules, {"persons": {"one": person}, "households": {"home": home}}
        )
        simulation.trace = True
        found = [simulation.calculate(name, MONTH) for name in OUTPUTS]
        if not simulation.tracer.trees:
            raise ValueError("no trace")
        return found

    return computed


def _median(run: Callable[[Any], object], given: list[Any]) -> float:
    gc.collect()
    taken = []
    for one in given:
        begun = time.perf_counter()
        run(one)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken[WARMING:])


def measure() -> Iterator[Line]:
    """Yield the funding check after an answer and of somebody else each time, both against OpenFisca."""
    engine = rule_book.shipped()
    people = People(engine.book)
    theirs = _median(_openfisca(), list(range(1500, 1500 + WARMING + ROUNDS)))
    cases = {
        "after an answer": list(islice(answers(), WARMING + ROUNDS)),
        "of another person": [people.drawn(number) for number in range(WARMING + ROUNDS)],
    }
    for name, found in cases.items():
        ours = _median(lambda told: _checked(engine, told), [as_told(engine, case) for case in found])
        told = f"{ours * 1000:.2f} ms against {theirs * 1000:.2f} ms for {len(OUTPUTS)} outputs"
        yield Line(f"funding check {name} / OpenFisca with trace", ours / theirs, 1, told)
