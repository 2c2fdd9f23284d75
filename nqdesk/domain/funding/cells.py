"""Cells: the pieces into which the range of an unknown fact falls where some comparison turns over.

Within a cell every comparison that hangs on this fact alone has one answer. This is what makes results exact although
a fact occurs several times: one looks at each cell instead of at the whole range at once.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any

from nqdesk.domain.funding.closures import Evaluate, Values, compiled, is_unknown
from nqdesk.domain.funding.facts import STEPS, Fact, FactKind
from nqdesk.domain.funding.spans import Span
from nqdesk.domain.funding.syntax import Tree, facts_in, walk

PROBE = Decimal("1e-9")
"""How far inside an open end a continuous number is looked at: far below a cent."""
FAR = Decimal("1e12")
"""A number beyond every figure of a rule, to see how an expression goes on."""


@lru_cache(maxsize=4096)
def _closure(tree: Tree) -> Evaluate:
    """Return the closure of a part of a rule, made once: parts are looked at again and again."""
    return compiled(tree).value


def cells(fact: Fact, now: Any, trees: Sequence[Tree], values: Values) -> list[Any]:
    """Return the values of an unknown fact, in pieces: choices and yes/no one by one, numbers and days as cells.

    ``now`` is what stands for the fact (None or a span), ``trees`` the expressions in which its turns are looked for.
    """
    if fact.kind is FactKind.YES_NO:
        return [True, False]
    if fact.kind is FactKind.CHOICE:
        return list(fact.values)
    if fact.kind is FactKind.TEXT:
        return [*_words(fact.name, trees), ""]
    turns = sorted({turn for tree in trees for turn in _turns(tree, fact, now, values)})
    if fact.kind is FactKind.DAY:
        return list(_day_cells(now, turns))
    return list(_number_cells(now, turns, STEPS.get(fact.kind)))


def _words(name: str, trees: Sequence[Tree]) -> list[str]:
    found: dict[str, None] = {}
    for tree in trees:
        for node in walk(tree):
            if node[0] == "cmp" and ("fact", name) in (tuple(node[2]), tuple(node[3])):
                found.update({side[1]: None for side in node[2:] if side[0] == "word"})
            elif node[0] == "in" and tuple(node[1]) == ("fact", name):
                found.update(dict.fromkeys(node[2]))
    return list(found)


def _day_cells(span: Span, turns: list[date]) -> Iterator[Any]:
    """Yield spans of days; each turn begins a new one."""
    first = span.lo
    for turn in turns:
        if first < turn <= span.hi:
            last = turn - timedelta(days=1)
            yield first if first == last else Span(first, last)
            first = turn
    yield first if first == span.hi else Span(first, span.hi)


def _number_cells(span: Span, turns: list[Decimal], step: Decimal | None) -> Iterator[Any]:
    """Yield each turn as a point and what lies between as spans: open ones, or ending a step beside the turn."""
    lo, lo_open = span.lo, span.lo_open
    for turn in turns:
        if not (lo < turn or (lo == turn and not lo_open)) or turn > span.hi or (turn == span.hi and span.hi_open):
            continue
        if step is None:
            if lo < turn:
                yield Span(lo, turn, lo_open, True)
            yield turn
            lo, lo_open = turn, True
            continue
        below = turn // step * step
        if lo < below:
            yield lo if lo == below - step else Span(lo, below - step)
        if below == turn:
            yield turn
        elif lo <= below:
            yield below
        lo = below + step
    if lo < span.hi or (lo == span.hi and not lo_open and not span.hi_open):
        yield lo if lo == span.hi else Span(lo, span.hi, lo_open, span.hi_open)


def _turns(tree: Tree, fact: Fact, span: Span, values: Values) -> list[Any]:
    """Return where the comparisons within a tree turn over, as far as they hang on this fact alone."""
    found: list[Any] = []
    for node in walk(tree):
        for left, right in _compared(node):
            if fact.name in facts_in(left) or fact.name in facts_in(right):
                if fact.kind is FactKind.DAY:
                    found += _day_turns(left, right, fact.name, span, values)
                else:
                    found += _number_turns(left, right, fact.name, span, values, found)
    return found


def _compared(node: Tree) -> list[tuple[Tree, Tree]]:
    if node[0] == "cmp" and "word" not in (node[2][0], node[3][0]):
        return [(node[2], node[3])]
    if node[0] in ("min", "max"):
        parts = node[1]
        return [(a, b) for index, a in enumerate(parts) for b in parts[index + 1 :]]
    if node[0] == "tier":
        return [(node[1], ("num", bound)) for _, bound, _ in node[2]]
    return []


def _day_turns(left: Tree, right: Tree, name: str, span: Span, values: Values) -> list[date]:
    """Return the first days on which left < right or left = right begin or cease to hold, found by halving."""
    found = []
    for sign in ("<", "<="):
        test = _closure(("cmp", sign, left, right))
        low, high = max(span.lo.toordinal(), 1), span.hi.toordinal()
        before = test({**values, name: date.fromordinal(low)})
        after = test({**values, name: date.fromordinal(high)})
        if before is None or after is None or before == after:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if test({**values, name: date.fromordinal(middle)}) == before:
                low = middle
            else:
                high = middle
        found.append(date.fromordinal(high))
    return found


def _number_turns(
    left: Tree, right: Tree, name: str, span: Span, values: Values, inner: list[Decimal]
) -> list[Decimal]:
    """Return where left = right: between two neighbouring turns of their parts both are straight lines."""
    if {left[0], right[0]} == {"fact", "num"}:
        return [Decimal(left[1] if left[0] == "num" else right[1])]
    difference = _closure(("arith", "-", left, right))
    below = {turn for tree in (left, right) for turn in _turns(tree, _probe_fact(name), span, values)}
    edges = sorted({max(span.lo, -FAR), min(span.hi, FAR), *below, *inner})
    found = []
    for low, high in pairwise(edges):
        third = (high - low) / 3
        a, b = low + third, high - third
        at_a, at_b = difference({**values, name: a}), difference({**values, name: b})
        if is_unknown(at_a) or is_unknown(at_b) or at_a == at_b:
            continue
        root = a - at_a * (b - a) / (at_b - at_a)
        root = _rounded(root)
        if low <= root <= high:
            found.append(root)
    return found


def _rounded(root: Decimal) -> Decimal:
    """Return a root without the last digits that a division leaves."""
    return Decimal(0) if abs(root) < PROBE else +root.quantize(Decimal("1e-12")).normalize()


def _probe_fact(name: str) -> Fact:
    return Fact(name, FactKind.NUMBER, "")


def corners(span: Span) -> list[Decimal]:
    """Return the numbers of a cell at which something that runs straight within it is smallest and largest."""
    lo = span.lo + PROBE if span.lo_open else span.lo
    hi = FAR if span.hi == Decimal("Infinity") else span.hi - PROBE if span.hi_open else span.hi
    return [lo, hi]
