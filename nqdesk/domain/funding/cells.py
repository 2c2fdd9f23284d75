"""Cells: the pieces into which the range of an unknown fact falls where some comparison turns over.

Within a cell every comparison that hangs on this fact alone has one answer. This is what makes results exact although
a fact occurs several times: one looks at each cell instead of at the whole range at once.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import Any

from nqdesk.domain.funding.closures import Evaluate, Values, compiled, is_unknown
from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.facts import STEPS, Fact, FactKind
from nqdesk.domain.funding.spans import Span
from nqdesk.domain.funding.syntax import Tree, facts_in, parameters_in, walk

PROBE = Decimal("1e-9")
"""How far inside an open end a continuous number is looked at: far below a cent."""
_HALVINGS = 44
"""How often a comparison with days is tried: its day is found by halving, once for < and once for <=."""
MOST_DAYS = 256
"""How many answers to the same comparison with days are remembered: they are found by halving, step by step."""
FAR = Decimal("1e12")
"""A number beyond every figure of a rule, to see how an expression goes on."""


MOST_TRIES = 150_000
"""Parts of rules that are looked at for one answer to find turns and to cut; shipped rules need a tenth at most."""


class TooMuchError(Exception):
    """The search for an answer was given up: what is known without it holds, but may be wider than needed."""


class Turn:
    """A comparison within a rule that hangs on one fact, ready to tell where it turns over."""

    def __init__(self, left: Tree, right: Tree, name: str) -> None:
        """Take both sides and the fact."""
        self._left, self._right, self.name = left, right, name
        self._days: dict[Hashable, tuple[date, ...]] = {}
        self.fixed: Decimal | None = None
        if {left[0], right[0]} == {"fact", "num"}:
            self.fixed = Decimal(left[1] if left[0] == "num" else right[1])

    @cached_property
    def size(self) -> int:
        """Return the number of parts of both sides."""
        return sum(1 for side in (self._left, self._right) for _ in walk(side))

    @cached_property
    def tests(self) -> tuple[Evaluate, Evaluate]:
        """Return the closures of left < right and left <= right."""
        less, less_or_equal = (compiled(("cmp", sign, self._left, self._right)).value for sign in ("<", "<="))
        return less, less_or_equal

    @cached_property
    def _others(self) -> Callable[[Values], Hashable]:
        """Return what gives the values of all else that the comparison hangs on."""
        sides = (self._left, self._right)
        names = dict.fromkeys(name for side in sides for name in facts_in(side) if name != self.name)
        names |= dict.fromkeys(f"parameter.{name}" for side in sides for name in sorted(parameters_in(side)))
        return itemgetter(*names) if names else lambda _values: None

    def days(self, span: Span, asked: dict[str, Any]) -> tuple[date, ...]:
        """Return the first days on which left < right or left = right begin or cease to hold.

        ``asked`` are the values of the case; that of the fact itself is overwritten.
        """
        key = (span.lo, span.hi, self._others(asked))
        found = self._days.get(key)
        if found is None:
            if len(self._days) >= MOST_DAYS:
                self._days.clear()
            found = self._days[key] = tuple(_day_turns(self, span, asked))
        return found

    @cached_property
    def difference(self) -> Evaluate:
        """Return the closure of left - right."""
        return compiled(("arith", "-", self._left, self._right)).value

    @cached_property
    def within(self) -> tuple[tuple["Turn", ...], ...]:
        """Return the comparisons within each side."""
        return turns_in(self._left, self.name), turns_in(self._right, self.name)


def turns_in(tree: Tree, name: str) -> tuple[Turn, ...]:
    """Return the comparisons of a tree that hang on a fact, outer ones first."""
    return tuple(
        Turn(left, right, name)
        for node in walk(tree)
        for left, right in _compared(node)
        if name in facts_in(left) or name in facts_in(right)
    )


class Turns:
    """The comparisons of expressions by fact, each made once; it counts what is tried for one answer."""

    def __init__(self) -> None:
        """Begin with none."""
        self._left = MOST_TRIES
        self._known: dict[tuple[int, str], tuple[Expression, tuple[Turn, ...]]] = {}

    def begin(self) -> None:
        """Begin to count anew."""
        self._left = MOST_TRIES

    def spend(self, tries: int) -> None:
        """Count what is looked at; raises TooMuchError once it is more than an answer is worth."""
        self._left -= tries
        if self._left < 0:
            raise TooMuchError

    def of(self, expression: Expression, name: str) -> tuple[Turn, ...]:
        """Return the comparisons of an expression that hang on a fact."""
        key = (id(expression), name)  # it is kept beside, so no other takes its place
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = (expression, turns_in(expression.tree, name))
        return found[1]


def cells(fact: Fact, now: Any, expressions: Sequence[Expression], values: Values, known: Turns) -> list[Any]:
    """Return the values of an unknown fact, in pieces: choices and yes/no one by one, numbers and days as cells.

    ``now`` is what stands for the fact (None or a span), ``expressions`` those in which its turns are looked for.
    """
    if fact.kind is FactKind.YES_NO:
        return [True, False]
    if fact.kind is FactKind.CHOICE:
        return list(fact.values)
    if fact.kind is FactKind.TEXT:
        return [*_words(fact.name, [expression.tree for expression in expressions]), ""]
    asked = {**values}
    comparisons = [known.of(expression, fact.name) for expression in expressions]
    if fact.kind is FactKind.DAY:
        known.spend(_HALVINGS * sum(turn.size for turns in comparisons for turn in turns))
        days = {day for turns in comparisons for turn in turns for day in turn.days(now, asked)}
        return list(_day_cells(now, sorted(days)))
    numbers = {number for turns in comparisons for number in _number_turns(turns, now, asked, known)}
    return list(_number_cells(now, sorted(numbers), STEPS.get(fact.kind)))


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


def _compared(node: Tree) -> list[tuple[Tree, Tree]]:
    if node[0] == "cmp" and "word" not in (node[2][0], node[3][0]):
        return [(node[2], node[3])]
    if node[0] in ("min", "max"):
        parts = node[1]
        return [(a, b) for index, a in enumerate(parts) for b in parts[index + 1 :]]
    if node[0] == "tier":
        return [(node[1], ("num", bound)) for _, bound, _ in node[2]]
    return []


def _day_turns(turn: Turn, span: Span, asked: dict[str, Any]) -> list[date]:
    """Return the first days on which left < right or left = right begin or cease to hold, found by halving."""
    found = []

    def holds(test: Evaluate, day: int) -> Any:
        asked[turn.name] = date.fromordinal(day)
        return test(asked)

    for test in turn.tests:
        low, high = max(span.lo.toordinal(), 1), span.hi.toordinal()
        before, after = holds(test, low), holds(test, high)
        if before is None or after is None or before == after:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if holds(test, middle) == before:
                low = middle
            else:
                high = middle
        found.append(date.fromordinal(high))
    return found


def _number_turns(comparisons: Sequence[Turn], span: Span, asked: dict[str, Any], known: Turns) -> list[Decimal]:
    """Return where left = right: between two neighbouring turns of their parts both are straight lines."""
    found: list[Decimal] = []
    for turn in comparisons:
        if turn.fixed is not None:
            found.append(turn.fixed)
            continue
        below = (number for turns in turn.within for number in _number_turns(turns, span, asked, known))
        edges = sorted({max(span.lo, -FAR), min(span.hi, FAR), *below, *found})
        known.spend(2 * turn.size * len(edges))
        for low, high in pairwise(edges):
            third = (high - low) / 3
            root = _root(turn, low + third, high - third, asked)
            if root is not None and low <= root <= high:
                found.append(_rounded(root))
    return found


def _root(turn: Turn, a: Decimal, b: Decimal, asked: dict[str, Any]) -> Decimal | None:
    """Return where the straight line through both points meets zero; None if that cannot be said."""
    asked[turn.name] = a
    at_a = turn.difference(asked)
    asked[turn.name] = b
    at_b = turn.difference(asked)
    if is_unknown(at_a) or is_unknown(at_b) or at_a == at_b or not (at_a.is_finite() and at_b.is_finite()):
        return None
    root: Decimal = a - at_a * (b - a) / (at_b - at_a)
    return root


def _rounded(root: Decimal) -> Decimal:
    """Return a root without the last digits that a division leaves."""
    return Decimal(0) if abs(root) < PROBE else +root.quantize(Decimal("1e-12")).normalize()


def corners(span: Span) -> list[Decimal]:
    """Return the numbers of a cell at which something that runs straight within it is smallest and largest."""
    lo = span.lo + PROBE if span.lo_open else span.lo
    hi = FAR if span.hi == Decimal("Infinity") else span.hi - PROBE if span.hi_open else span.hi
    return [lo, hi]
