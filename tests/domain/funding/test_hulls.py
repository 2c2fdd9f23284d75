"""Whatever the check settles, every completion of the case agrees with, and its ranges are as narrow as can be.

The reference below knows nothing of the engine: it fills in every unknown fact, with each choice and with each number
of the expressions and one step to either side, and computes plainly.
"""

import operator
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Result
from tests.domain.funding.books import engine, instrument

ON = date(2026, 11, 22)
CENT = Decimal("0.01")
BOOLS, CHOICE, MONEY = ("person.a", "person.b"), ("eins", "zwei", "drei"), "massnahme.kosten"
COMPARISONS: dict[str, Any] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
JOINED: dict[str, Any] = {"and": operator.and_, "or": operator.or_, "min": min, "max": max}
NUMBERS = st.integers(1, 9).map(lambda n: n * 100)

conditions = st.recursive(
    st.one_of(
        st.sampled_from(BOOLS).map(lambda name: ("fact", name)),
        st.sampled_from(CHOICE).map(lambda word: ("is", word)),
        st.tuples(st.just("cmp"), st.sampled_from(("<", "<=", ">", ">=")), NUMBERS),
    ),
    lambda inner: st.one_of(st.tuples(st.just("not"), inner), st.tuples(st.sampled_from(("and", "or")), inner, inner)),
    max_leaves=4,
)
amounts = st.recursive(
    st.one_of(NUMBERS.map(lambda n: ("num", n)), st.just(("cost",))),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(("min", "max")), inner, inner),
        st.tuples(st.just("if"), conditions, inner, inner),
        st.tuples(st.just("half"), inner),
    ),
    max_leaves=4,
)


def written(tree: Any) -> str:
    """Return a condition or amount in the language of the rules."""
    match tree:
        case ("fact", name):
            return str(name)
        case ("is", word):
            return f"person.stufe = {word}"
        case ("cmp", sign, number):
            return f"{MONEY} {sign} {number}"
        case ("not", inner):
            return f"nicht ({written(inner)})"
        case ("and" | "or" as word, one, two):
            return f"({written(one)} {'und' if word == 'and' else 'oder'} {written(two)})"
        case ("num", number):
            return str(number)
        case ("cost",):
            return MONEY
        case ("min" | "max" as word, one, two):
            return f"{word}({written(one)}, {written(two)})"
        case ("if", condition, one, two):
            return f"wenn({written(condition)}, {written(one)}, {written(two)})"
        case ("half", inner):
            return f"({written(inner)}) * 0.5"
    raise AssertionError(tree)


def computed(tree: Any, facts: dict[str, Any]) -> Any:
    """Return what a condition or amount comes to when everything is known."""
    match tree:
        case ("fact", name):
            return facts[name]
        case ("is", word):
            return facts["person.stufe"] == word
        case ("cmp", sign, number):
            return COMPARISONS[sign](facts[MONEY], number)
        case ("not", inner):
            return not computed(inner, facts)
        case ("and" | "or" | "min" | "max" as word, one, two):
            return JOINED[word](computed(one, facts), computed(two, facts))
        case ("num", number):
            return Decimal(number)
        case ("cost",):
            return facts[MONEY]
        case ("if", condition, one, two):
            return computed(one if computed(condition, facts) else two, facts)
        case ("half", inner):
            return computed(inner, facts) / 2
    raise AssertionError(tree)


def completions(known: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every way in which the unknown facts may turn out, as far as it makes a difference."""
    costs = {Decimal(0), Decimal(100_000)}
    for turn in range(50, 4000, 50):
        costs |= {Decimal(turn) - CENT, Decimal(turn), Decimal(turn) + CENT}
    everything: dict[str, list[Any]] = {
        "person.a": [True, False],
        "person.b": [True, False],
        "person.stufe": list(CHOICE),
        MONEY: sorted(costs),
    }
    unknown = [name for name in everything if name not in known]
    for values in product(*(everything[name] for name in unknown)):
        yield {**known, **dict(zip(unknown, values, strict=True))}


def in_cents(amount: Decimal) -> Decimal:
    """Return an amount in cents, halves up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


cases = st.fixed_dictionaries(
    {},
    optional={
        "person.a": st.booleans(),
        "person.b": st.booleans(),
        "person.stufe": st.sampled_from(CHOICE),
        MONEY: st.integers(0, 100_000).map(lambda n: Decimal(n) / 100),
    },
)


@settings(max_examples=60, deadline=None)
@given(criteria=st.lists(conditions, min_size=1, max_size=2), amount=amounts, known=cases)
def test_the_check_says_what_holds_in_every_completion_and_nothing_wider(
    criteria: list[Any], amount: Any, known: dict[str, Any]
) -> None:
    checked = engine(instrument([written(tree) for tree in criteria], written(amount))).check(Case(known), ON)
    found = checked.of("probe")
    assert found is not None
    reached: list[Decimal] = []
    answers: list[set[bool]] = [set() for _ in criteria]
    for facts in completions(known):
        outcome = [computed(tree, facts) for tree in criteria]
        for seen, met in zip(answers, outcome, strict=True):
            seen.add(met)
        if all(outcome):
            reached.append(computed(amount, facts))
    for seen, counted in zip(answers, found.criteria, strict=True):
        assert counted.met is (seen.copy().pop() if len(seen) == 1 else None)
    if found.result is Result.EXCLUDED:
        assert not reached
        assert not found.amounts
    elif reached:
        told = found.amounts[0]
        assert told.low == in_cents(min(reached))
        grows = max(reached) >= 25_000
        assert (told.high is None) is grows
        assert grows or told.high == in_cents(max(reached))


@settings(max_examples=60, deadline=None)
@given(criteria=st.lists(conditions, min_size=1, max_size=2), known=cases, more=cases)
def test_a_further_fact_never_turns_a_settled_result(
    criteria: list[Any], known: dict[str, Any], more: dict[str, Any]
) -> None:
    rules = engine(instrument([written(tree) for tree in criteria]))
    before, after = (rules.check(Case(facts), ON).of("probe") for facts in (known, {**more, **known}))
    assert before is not None
    assert after is not None
    assert before.result in (Result.OPEN, after.result)
