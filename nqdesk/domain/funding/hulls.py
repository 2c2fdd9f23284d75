"""Exact answers although facts are unknown: truths and ranges over all admissible completions of a case.

Three-valued logic and spans are exact as long as every unknown fact occurs once. Where one occurs more often, or links
an amount to a criterion, its range is cut into cells and each is looked at; what no completion allows is left out.
"""

from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import Any, NamedTuple

from nqdesk.domain.funding.cells import FAR, TooMuchError, Turns, cells, corners
from nqdesk.domain.funding.closures import NONE, Names, Told, Values, is_unknown
from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.facts import NUMERIC, FactCatalogue
from nqdesk.domain.funding.spans import INFINITY, Span, Value, ends, hull

MOST_CELLS = 3000
"""How many pieces are looked at for one answer; beyond that the answer is sound, but may be wider than needed."""


_LARGEST = Decimal("1e15")


class Hulls:
    """Finds truths and ranges for the facts of one catalogue."""

    def __init__(self, catalogue: FactCatalogue) -> None:
        """Take the catalogue."""
        self._catalogue = catalogue
        self.turns = Turns()

    def _search(self, expressions: Sequence[Expression]) -> "_Search":
        return _Search(self._catalogue, self.turns, expressions)

    def truth(self, expression: Expression, values: Values) -> bool | None:
        """Return True or False if every completion agrees, else None."""
        found = expression.value(values)
        return bool(found) if found is not None else self.searched(expression, values)[0]

    def searched(self, expression: Expression, values: Values) -> tuple[bool | None, Names]:
        """Return the same where an expression alone is unknown, and the facts that it hangs on if it stays None."""
        told = expression.told(values)
        try:
            met = self._search([expression]).truth(expression, told, values)
        except TooMuchError:
            met = None
        return met, told[1] if met is None else NONE

    def possible(self, criteria: Sequence[Expression], values: Values) -> bool:
        """Return whether some completion meets all criteria."""
        try:
            return self._search(criteria).possible(criteria, values)
        except TooMuchError:
            return True

    def range(self, amount: Expression, criteria: Sequence[Expression], values: Values) -> Value | None:
        """Return all that an amount can come to where the criteria are met; None if they cannot be met together."""
        found = amount.value(values)
        if found is not None and not is_unknown(found):
            return found
        try:
            return self._search([amount, *criteria]).range(amount, criteria, values)
        except TooMuchError:
            return found


_Open = list[tuple[Expression, Names]]


class _Node(NamedTuple):
    """A part of the completions: the criteria still open there, what the amount is there, the values."""

    still_open: _Open
    told: Told
    values: Values


class _Search:
    """One search, with a bound on its effort."""

    def __init__(self, catalogue: FactCatalogue, turns: Turns, expressions: Sequence[Expression]) -> None:
        self._catalogue = catalogue
        self._turns = turns
        self._expressions = expressions
        self._left = MOST_CELLS
        self._size = sum(expression.size for expression in expressions)
        turns.begin()

    def _pieces(self, name: str, values: Values) -> list[dict[str, Any]]:
        pieces = cells(self._catalogue.by_name[name], values[name], self._expressions, values, self._turns)
        self._left -= len(pieces)
        self._turns.spend(len(pieces) * self._size)
        return [{**values, name: piece} for piece in pieces]

    def truth(
        self, expression: Expression, told: Told, values: Values, done: frozenset[str] = frozenset()
    ) -> bool | None:
        found, names = told
        if found is not None:
            return bool(found)
        name = _shared(names, frozenset(), done)
        if name is None or self._left <= 0:
            return None
        first: bool | None = None
        for piece in self._pieces(name, values):
            answer = self.truth(expression, expression.told(piece), piece, done | {name})
            if answer is None or (first is not None and answer is not first):
                return None
            first = answer
        return first

    def possible(self, criteria: Sequence[Expression], values: Values) -> bool:
        still_open = _narrowed([(criterion, NONE) for criterion in criteria], None, values)
        return still_open is not None and self._possible(still_open, values, frozenset())

    def _possible(self, still_open: _Open, values: Values, done: frozenset[str]) -> bool:
        name = _shared(tuple(name for _, names in still_open for name in names), frozenset(), done)
        if name is None or self._left <= 0:
            return True
        for piece in self._pieces(name, values):
            further = _narrowed(still_open, name, piece)
            if further is not None and self._possible(further, piece, done | {name}):
                return True
        return False

    def range(self, amount: Expression, criteria: Sequence[Expression], values: Values) -> Value | None:
        still_open = _narrowed([(criterion, NONE) for criterion in criteria], None, values)
        if still_open is None:
            return None
        return self._range(amount, _Node(still_open, amount.told(values), values), frozenset(), None)

    def _range(self, amount: Expression, node: _Node, done: frozenset[str], reached: Value | None) -> Value | None:
        """Return the hull of what is reached already and what an amount can come to at a node of the search."""
        still_open, (found, names), values = node
        if reached is not None and found is not None and _lies_within(found, reached):
            return reached  # nothing below can widen it
        linked = frozenset(name for _, more in still_open for name in more) if names else frozenset()
        name = _shared(names, linked, done)
        if name is None or self._left <= 0:
            if not self._possible(still_open, values, done):
                return reached
            here = self._at_corners(amount, values, names, found)
            return here if reached is None else hull([reached, here])
        nodes = []
        for piece in self._pieces(name, values):
            further = _narrowed(still_open, name, piece)
            if further is not None:
                nodes.append(_Node(further, amount.told(piece), piece))
        for below in _outermost_first(nodes):
            reached = self._range(amount, below, done | {name}, reached)
        return reached

    def _runs_straight(self, amount: Expression, name: str, values: Values) -> bool:
        """Return whether an amount has neither a turn nor a curve within the cell of a fact."""
        if name in amount.curved:
            return False
        self._turns.spend(sum(turn.size for turn in self._turns.of(amount, name)))
        return all(turn.tests[0](values) is not None for turn in self._turns.of(amount, name))

    def _at_corners(self, amount: Expression, values: Values, names: Names, found: Value) -> Value:
        """Return the range where numbers still occur several times: within their cells everything runs straight."""
        counted = Counter(names)
        several = [
            name
            for name, count in counted.items()
            if count > 1 and self._catalogue.by_name[name].kind in NUMERIC and values[name].__class__ is Span
        ]
        if not several or len(several) > 6 or not all(self._runs_straight(amount, name, values) for name in several):
            return found
        points = [corners(values[name]) for name in several]
        reached = [amount.value({**values, **dict(zip(several, point, strict=True))}) for point in product(*points)]
        result = hull(reached)
        if not any(values[name].hi == INFINITY for name in several):
            return result
        further = [
            amount.value(
                {**values, **{name: at * 2 if at == FAR else at for name, at in zip(several, point, strict=True)}}
            )
            for point in product(*points)
        ]
        return _carried_on(result, hull(further))


def _carried_on(near: Value, far: Value) -> Value:
    """Return a range without an end where it grows further out."""
    a, b = (value if isinstance(value, Span) else Span(value, value) for value in (near, far))
    lo = -INFINITY if b.lo < a.lo else a.lo
    hi = INFINITY if b.hi > a.hi else a.hi
    return Span(lo, hi) if lo != hi else lo


def _narrowed(criteria: _Open, name: str | None, values: Values) -> _Open | None:
    """Return the criteria that are not settled, with the facts they hang on; None if one of them is not met.

    ``name`` is the fact that was cut up: the others are as they were. None: all are to be looked at.
    """
    still_open: _Open = []
    for criterion, names in criteria:
        if name is not None and name not in names:
            still_open.append((criterion, names))
            continue
        met, more = criterion.told(values)
        if met is False:
            return None
        if met is None:
            still_open.append((criterion, more))
    return still_open


def _lies_within(inner: Value, outer: Value) -> bool:
    """Return whether all of one range lies in another."""
    a, b = ends(inner), ends(outer)
    above = a.lo > b.lo or (a.lo == b.lo and (a.lo_open or not b.lo_open))
    below = a.hi < b.hi or (a.hi == b.hi and (a.hi_open or not b.hi_open))
    return above and below


def _outermost_first(nodes: list[_Node]) -> list[_Node]:
    """Return the nodes so that those come first whose range may reach furthest: the others seldom widen it."""
    if len(nodes) < 3 or any(node.told[0] is None for node in nodes):
        return nodes
    spans = [ends(node.told[0]) for node in nodes]
    places = range(len(nodes))
    first = dict.fromkeys((max(places, key=lambda n: spans[n].hi), min(places, key=lambda n: spans[n].lo), *places))
    return [nodes[place] for place in first]


def _shared(names: Names, linked: frozenset[str], done: frozenset[str]) -> str | None:
    """Return the fact to cut up next: one that occurs several times, or that also decides something else."""
    if len(set(names)) == len(names) and linked.isdisjoint(names):
        return None
    for name, count in Counter(names).items():
        if name not in done and (count > 1 or name in linked):
            return name
    return None


def rounded(value: Decimal) -> Decimal:
    """Return an amount in whole cents, halves up as merchants do; what no purse holds is as good as infinite."""
    if abs(value) > _LARGEST:
        return INFINITY.copy_sign(value)
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
