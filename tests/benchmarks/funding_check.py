"""The funding check of a half-known case, against a bare loop that only tells the truth of every criterion in force.

The floor has neither trace, amounts nor missing facts, and no look at completions.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from nqdesk.actions import rule_book
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import CaseValues, Engine
from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.questions import questions
from nqdesk.domain.funding.rules import RuleBook
from tests.benchmarks.line import Line
from tests.benchmarks.people import People

ON = date(2026, 11, 22)
ROUNDS = 300
FIRST_ROUNDS = 40
PEOPLE = 100
KNOWN = 0.5  # of each fact of a person, how often it is known

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


def _median(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _criteria() -> list[Expression]:
    """Return the criteria in force."""
    versions = (instrument.version_on(ON) for instrument in rule_book.shipped().book.instruments)
    return [criterion.expression for version in versions if version for criterion in version.criteria]


def answers() -> Iterator[Case]:
    """Yield the case again and again with one more answer each time, never the same one twice."""
    for number in count(1):
        name, value = (
            ("massnahme.stunden", Decimal(121 + number)),
            ("person.geburtsdatum", date(1960, 1, 1) + timedelta(days=number)),
            ("massnahme.lehrgangskosten", Decimal(500 + number)),
            ("person.monate_berufstaetig", Decimal(48 + number)),
            ("betrieb.beschaeftigte", Decimal(1 + number)),
        )[number % 5]
        yield CASE.with_value(name, value)


def _people(book: RuleBook) -> Iterator[Case]:
    """Yield people of whom about half is known, each another one."""
    drawn, chance = People(book), random.Random(PEOPLE)
    for number in count():
        values = drawn.drawn(number).values
        yield Case({name: value for name, value in values.items() if chance.random() < KNOWN})


def measure() -> Iterator[Line]:
    """Yield the check with trace and amounts, after an answer and of another person, and the next question."""
    engine = rule_book.shipped()
    checked = engine.check(CASE, ON)
    criteria = _criteria()
    values, _ = CaseValues(engine.book, CASE).on(ON)
    bare = _median(lambda: [criterion.value(values) for criterion in criteria])
    given = answers()
    following = _median(lambda: engine.check(next(given), ON))
    people = _people(engine.book)
    cases = [next(people) for _ in range(2 * PEOPLE)]
    for case in cases[:PEOPLE]:  # a counsellor has seen others before
        engine.check(case, ON)
    others = iter(cases[PEOPLE:])
    another = _median(lambda: engine.check(next(others), ON), PEOPLE)
    told = f"against {bare * 1000:.2f} ms, {len(checked.instruments)} instruments"
    yield Line("funding check after an answer", following / bare, 4, f"{following * 1000:.2f} ms {told}")
    yield Line("funding check of another person, half known", another / bare, 4, f"{another * 1000:.2f} ms {told}")
    first = _median(lambda: Engine(engine.book).check(CASE, ON), FIRST_ROUNDS)
    asked = _median(lambda: questions(engine, CASE, checked), FIRST_ROUNDS)
    note = f"{asked * 1000:.2f} ms against {another * 1000:.2f} ms; the very first check {first * 1000:.1f} ms"
    yield Line("next question / one check", asked / another, 10, note)
