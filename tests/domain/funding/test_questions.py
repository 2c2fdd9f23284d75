"""The next question: what it saves, what waits for another one, what comes last, and that all is decided in the end."""

from dataclasses import replace
from statistics import mean

import pytest

from nqdesk.actions import rule_book
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.facts import GROUPS, Effort, Fact, FactKind
from nqdesk.domain.funding.question_price import price
from nqdesk.domain.funding.question_worth import worth
from nqdesk.domain.funding.questions import questions
from tests.benchmarks.people import People
from tests.benchmarks.question_count import Counselling, by_look_ahead, by_most_missing, mattering

SUBSET = range(6)


def test_a_fact_that_excludes_what_much_else_would_be_asked_for_goes_first() -> None:
    found = worth({"long": {"a": 0.5, "b": 0.5, "c": 0.5, "key": 0.5}, "other": {"key": 0.5, "d": 0.5}})
    assert max(found, key=lambda name: found[name]) == "key"


def test_what_another_instrument_needs_anyway_costs_nothing() -> None:
    found = worth({"first": {"shared": 0.5, "own": 0.5, "more": 0.5}, "second": {"shared": 0.0}})
    assert found["shared"] > found["own"]


def test_an_answer_that_leaves_nothing_else_to_spare_saves_nothing() -> None:
    assert worth({"only": {"a": 0.5}}) == {"a": 0.0}


def test_a_fact_that_settles_an_instrument_for_sure_is_reckoned_with() -> None:
    found = worth({"one": {"a": 1.0, "b": 0.5}, "two": {"b": 0.5, "c": 0.5}})
    assert found["a"] > 0
    assert found["b"] > found["a"]


def test_a_dependent_question_waits_and_is_left_out_where_it_makes_no_sense() -> None:
    engine = rule_book.shipped()
    people = People(engine.book)
    for case in (Case(), Case({"person.staatsangehoerigkeit": "DE"})):
        asked = {found.fact for found in questions(engine, case, engine.check(case, people.on))}
        assert "person.geduldet_seit" not in asked
    case = Case({"person.staatsangehoerigkeit": "sonstige", "massnahme.ziel": "sprache"})
    asked = {found.fact for found in questions(engine, case, engine.check(case, people.on))}
    assert "person.aufenthalt_gruppe" in asked


def test_judgements_of_the_office_follow_what_people_know_and_amounts_come_last() -> None:
    engine = rule_book.shipped()
    people = People(engine.book)
    checked = engine.check(Case(), people.on)
    order = [found.fact for found in questions(engine, Case(), checked)]
    prognoses = [engine.book.catalogue.by_name[name].prognosis for name in order]
    first, last = prognoses.index(True), len(prognoses) - prognoses[::-1].index(True)
    assert all(prognoses[first:last])
    assert not set(order[last:]) & set(mattering(engine, Case(), checked, manners=True))
    assert order[last:]


def test_a_refused_fact_is_not_asked_again() -> None:
    engine = rule_book.shipped()
    people = People(engine.book)
    first = questions(engine, Case(), engine.check(Case(), people.on))[0].fact
    case = Case().refusing(first)
    assert first not in {found.fact for found in questions(engine, case, engine.check(case, people.on))}


@pytest.mark.heavy
def test_fewer_questions_than_by_counting_and_the_same_results() -> None:
    engine = rule_book.shipped()
    people = People(engine.book)
    ours = Counselling(engine, people.on, by_look_ahead)
    floor = Counselling(engine, people.on, by_most_missing, manners=False)
    counts = []
    for number in SUBSET:
        person = people.drawn(number)
        counts.append((len(ours.asked(person)), len(floor.asked(person))))
        assert ours.results == floor.results
    assert mean(count for count, _ in counts) <= 0.9 * mean(count for _, count in counts)


def test_a_conversation_begins_with_the_person_and_what_is_known_later_waits() -> None:
    engine = rule_book.shipped()
    order = _first(Case(), 8)
    assert order[:2] == ["person.status", "massnahme.ziel"]
    assert order.index("person.abschluss_dauer_monate") < order.index("massnahme.beginn") < order.index("antrag.datum")
    for known in ("arbeitslos", "beschaeftigt", "selbststaendig"):
        asked = _first(Case({"person.status": known}), 4)
        assert asked[0] == "massnahme.ziel"
        efforts = [engine.book.catalogue.by_name[name].effort for name in asked]
        assert Effort.LATER not in efforts


@pytest.mark.parametrize("fact", [Fact("person.a", FactKind.YES_NO, "A"), Fact("antrag.a", FactKind.DAY, "A")])
def test_a_question_costs_more_the_harder_its_answer_and_the_further_from_the_person(fact: Fact) -> None:
    prices = [price(replace(fact, effort=effort)) for effort in Effort]
    assert prices == sorted(set(prices))
    nearer = [price(replace(fact, name=f"{group}.a")) for group in GROUPS]
    assert nearer == sorted(nearer)
    assert nearer[0] < nearer[-1]


def _first(case: Case, count: int) -> list[str]:
    """Return what is asked first, when nobody knows any answer."""
    engine = rule_book.shipped()
    on = People(engine.book).on
    asked: list[str] = []
    for _ in range(count):
        asked.append(questions(engine, case, engine.check(case, on))[0].fact)
        case = case.refusing(asked[-1])
    return asked
