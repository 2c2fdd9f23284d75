"""The funding check of a half-known case, against a bare three-valued loop over the comparisons of its criteria."""

import operator
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from nqdesk.actions import rule_book
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.questions import questions
from nqdesk.domain.funding.syntax import walk
from tests.benchmarks.line import Line

ON = date(2026, 11, 22)
ROUNDS = 300
Atom = tuple[str, Callable[[Any, Any], bool], Any]

CASE = Case(
    {
        "person.status": "beschaeftigt",
        "person.geburtsdatum": date(1988, 5, 1),
        "person.abschluss_dauer_monate": Decimal(0),
        "person.monate_berufstaetig": Decimal(60),
        "person.wohnland": "NW",
        "betrieb.beschaeftigte": Decimal(120),
        "massnahme.beginn": date(2027, 2, 9),
        "massnahme.ziel": "teilqualifikation",
        "massnahme.gesamtziel_berufsabschluss": True,
        "massnahme.lehrgangskosten": Decimal("6000.00"),
        "massnahme.stunden": Decimal(480),
        "massnahme.traeger_zugelassen": True,
        "massnahme.massnahme_zugelassen": True,
        "antrag.datum": date(2026, 11, 22),
        "antrag.beratung_erfolgt": True,
    }
)


def _median(run: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _atoms() -> list[list[Atom]]:
    """Return the comparisons of each criterion in force, each as a fact, an operator and a fixed value."""
    criteria = []
    for instrument in rule_book.shipped().book.instruments:
        version = instrument.version_on(ON)
        for criterion in version.criteria if version else ():
            atoms: list[Atom] = []
            for node in walk(criterion.expression.tree):
                if node[0] == "cmp" and node[2][0] == "fact" and node[3][0] == "num":
                    atoms.append((node[2][1], operator.ge, Decimal(node[3][1])))
                elif node[0] == "fact":
                    atoms.append((node[1], operator.eq, True))
            criteria.append(atoms)
    return criteria


def _bare(criteria: list[list[Atom]], values: Mapping[str, Any]) -> list[bool | None]:
    results: list[bool | None] = []
    for atoms in criteria:
        met: bool | None = True
        for name, compare, fixed in atoms:
            value = values.get(name)
            if value is None:
                met = None if met else met
            elif value.__class__ is not fixed.__class__ or not compare(value, fixed):
                met = False
                break
        results.append(met)
    return results


def measure() -> Iterator[Line]:
    """Yield the check with trace and amounts, and the next question by look-ahead."""
    engine = rule_book.shipped()
    checked = engine.check(CASE, ON)
    criteria = _atoms()
    bare = _median(lambda: _bare(criteria, CASE.values))
    check = _median(lambda: engine.check(CASE, ON))
    note = f"{check * 1000:.2f} ms against {bare * 1000:.2f} ms, {len(checked.instruments)} instruments"
    yield Line("funding check with trace and amounts", check / bare, 4, note)
    asked = _median(lambda: questions(engine, CASE, checked))
    yield Line("next question / one check", asked / check, 10, f"{asked * 1000:.2f} ms against {check * 1000:.2f} ms")
