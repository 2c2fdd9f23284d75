"""Whatever a rule of others holds: refused with a reason, or checked at once, and nothing of it reaches Python."""

import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nqdesk
from nqdesk.actions import messages, rule_book
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.effort import DEEPEST_TREE, MOST_NODES, MOST_TURNS, size, turns
from nqdesk.domain.funding.syntax import ExpressionError, parse
from nqdesk.exchange.rule_files import read_rules
from nqdesk.exchange.rule_sources import RuleFaultsError, RuleSource
from tests.domain.funding.books import engine, instrument, sources
from tests.faults.hostile_rules import NASTY, ON, Chance, expression, outcome, watched

COST, WAGE = "massnahme.kosten", "massnahme.lohn"
WORDS = [
    "person.a",
    COST,
    "und",
    "oder",
    "nicht",
    "min(",
    "stufe(",
    "wenn(",
    "(",
    ")",
    ",",
    "<",
    "<1:",
    "sonst:",
    "in {",
    "}",
]
WORDS += [
    "__import__",
    "lambda",
    "person.__class__",
    "=",
    "+",
    "*",
    "/",
    "0",
    "1",
    "2024-01-01",
    '"',
    "begriff.x",
    "ja",
    *NASTY,
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)))
def test_any_text_is_a_tree_or_an_error_with_a_sentence_and_is_never_compiled(text: str) -> None:
    fault = None
    with watched() as events:
        try:
            assert size(parse(text), 10**6)[0] < 2000
        except ExpressionError as error:
            fault = error
    assert events == []
    if fault is not None:
        assert messages.sentence(f"rule_{fault.code}", {"about": fault.about})
        assert 0 <= fault.place <= max(len(text), 4000)


@settings(deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(["yes_no", "number"]))
def test_expressions_of_the_language_load_and_are_checked_or_are_refused_with_their_line(
    seed: int, wanted: str
) -> None:
    text = expression(Chance(seed), wanted).replace("'", "")
    rule = instrument([text]) if wanted == "yes_no" else instrument(["person.a"], text)
    begun = time.perf_counter()
    code, wrong = outcome(sources(rule))
    assert (code, wrong) != ("", "")
    assert wrong == ""
    assert time.perf_counter() - begun < 10


def test_every_reason_to_refuse_a_rule_has_a_sentence() -> None:
    folder = Path(nqdesk.__file__).parent
    files = [*folder.glob("domain/funding/*.py"), *folder.glob("exchange/*.py")]
    texts = "\n".join(path.read_text(encoding="utf-8") for path in files)
    found = set(re.findall(r'(?:ExpressionError|\.fault|_book_fault)\(\s*"(\w+)"', texts))
    assert len(found) > 30
    assert {f"rule_{code}" for code in found} <= messages.known("problem")


def _nested(head: str, count: int) -> str:
    return "".join(head.format(n=place) for place in range(count)) + WAGE + ")" * count


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (f"{COST} * {'9' * 3000}", "too_long"),
        (f"{COST} / 0.{'0' * 300}1", "too_long"),
        (" + ".join([COST] * 200), "too_large"),
        (" * ".join(["1"] * 290), "too_large"),
        (_nested(f"min({COST} + {{n}}, ", 30), "too_large"),
        (_nested("min(", 39).replace(WAGE, f"{COST}" + ", 1)" * 39)[:-39] + ")" * 0, "too_large"),
        ("min(" + ", ".join(f"{COST} + {place}" for place in range(120)) + ")", "too_large"),
        ("(" * 45 + COST + ")" * 45, "too_deep"),
        (f"{COST} * ٣", "unreadable"),
        (f"{COST}.__class__", "unknown_name"),
        ("__import__(1)", "unknown_function"),
        ("lambda: 1", "unexpected"),
    ],
)
def test_what_no_rule_needs_is_refused_at_once(amount: str, code: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(RuleFaultsError) as raised:
        read_rules(sources(instrument(["person.a"], amount)))
    assert code in {fault.code for fault in raised.value.faults}
    assert time.perf_counter() - begun < 5


def _shared(*texts: str) -> RuleSource:
    return RuleSource(
        "shared.toml",
        "".join(
            f'[[shared]]\nid = "t{place}"\ntext = "T"\nlaw = "§ 1"\nexpr = \'{text}\'\nproof = "G"\nconfirmed = true\n'
            'as_of = 2026-01-01\nsource = "Probe"\n'
            for place, text in enumerate(texts)
        ),
    )


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["begriff.t1", "begriff.t0"], "cycle"),
        ([COST, *(f"begriff.t{place} + begriff.t{place}" for place in range(59))], "too_large"),
        ([COST, *(f"begriff.t{place} + 1" for place in range(70))], "too_large"),
        ([COST, *(f"begriff.t{place}{' + 1' * 50}" for place in range(20))], "too_large"),
    ],
    ids=["circle", "doubling", "chain", "deep"],
)
def test_shared_terms_that_grow_or_turn_in_a_circle_are_refused(texts: list[str], code: str) -> None:
    with pytest.raises(RuleFaultsError) as raised:
        read_rules([*sources(instrument(["person.a"], f"begriff.t{len(texts) - 1}")), _shared(*texts)])
    assert code in {fault.code for fault in raised.value.faults}
    assert all(fault.line for fault in raised.value.faults)


def test_shipped_rules_stay_far_below_the_limits() -> None:
    book = rule_book.shipped().book
    trees = [each.tree for found in book.instruments for version in found.versions for each in version.expressions()]
    assert max(size(tree)[0] for tree in trees) < MOST_NODES / 4
    assert max(size(tree)[1] for tree in trees) < DEEPEST_TREE / 3
    assert max(turns(tree) for tree in trees) < MOST_TURNS / 10


def test_numbers_that_no_purse_holds_are_open_upward_and_never_an_error() -> None:
    found = engine(instrument(["person.a"], " * ".join([COST, *["999999999999999"] * 20])))
    (amount,) = found.check(Case({COST: Decimal(10**15)}), ON).instruments[0].amounts
    assert (str(amount.low), amount.high) == ("0", None)


def test_a_curve_and_a_turn_between_two_unknown_facts_are_told_wider_and_not_wrong() -> None:
    """Both have their largest value inside, where no corner of the ranges lies."""
    curve = engine(instrument(["person.a"], f"{COST} * betrieb.koepfe * (100 - betrieb.koepfe)"))
    ridge = engine(instrument(["person.a"], f"min({COST} + {WAGE}, 10 - {COST} - {WAGE})"))
    for found, best in ((curve, 2500), (ridge, 5)):
        known = Case({COST: Decimal(1)}) if found is curve else Case()
        (amount,) = found.check(known, ON).instruments[0].amounts
        assert amount.high is None or amount.high >= best


def test_a_search_that_takes_too_long_is_given_up_and_its_answer_holds() -> None:
    """Each of the facts occurs in every part: all their pieces together are more than any answer is worth."""
    parts = [f"{COST} > {place} und {WAGE} < {place} und massnahme.monate > {place}" for place in range(40)]
    slow = engine(instrument([" oder ".join(parts[:12]), " oder ".join(parts[12:24])], f"min({COST}, {WAGE}, 7)"))
    begun = time.perf_counter()
    result = slow.check(Case(), ON).instruments[0]
    assert time.perf_counter() - begun < 10
    assert [each.met for each in result.criteria] == [None, None]
    assert result.amounts[0].low <= 7


@pytest.mark.heavy
def test_faults_without_number_are_told_up_to_a_bound() -> None:
    text = "[[version]]\n" * 30_000
    begun = time.perf_counter()
    with pytest.raises(RuleFaultsError) as raised:
        read_rules([*sources(), RuleSource("viele.toml", f'id = "viele"\n{text}')])
    assert len(raised.value.faults) <= 400
    assert time.perf_counter() - begun < 20
