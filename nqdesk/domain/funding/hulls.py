"""Exact answers although facts are unknown: truths and ranges over all admissible completions of a case.

Three-valued logic and spans are exact as long as every unknown fact occurs once. Where one occurs more often, or links
an amount to a criterion, its range is cut into cells and each is looked at; what no completion allows is left out.
"""

from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import Any

from nqdesk.domain.funding.cells import FAR, Turns, cells, corners
from nqdesk.domain.funding.closures import NONE, Names, Values, is_unknown
from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.facts import NUMERIC, FactCatalogue
from nqdesk.domain.funding.spans import INFINITY, Span, Value, hull

MOST_CELLS = 3000
"""How many pieces are looked at for one answer; beyond that the answer is sound, but may be wider than needed."""


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
        return bool(found) if found is not None else self._search([expression]).truth(expression, values)

    def possible(self, criteria: Sequence[Expression], values: Values) -> bool:
        """Return whether some completion meets all criteria."""
        return self._search(criteria).possible(criteria, values, frozenset())

    def range(self, amount: Expression, criteria: Sequence[Expression], values: Values) -> Value | None:
        """Return all that an amount can come to where the criteria are met; None if they cannot be met together."""
        found = amount.value(values)
        if found is not None and not is_unknown(found):
            return found
        return self._search([amount, *criteria]).range(amount, criteria, values, frozenset())


class _Search:
    """One search, with a bound on its effort."""

    def __init__(self, catalogue: FactCatalogue, turns: Turns, expressions: Sequence[Expression]) -> None:
        self._catalogue = catalogue
        self._turns = turns
        self._expressions = expressions
        self._left = MOST_CELLS

    def _pieces(self, name: str, values: Values) -> list[dict[str, Any]]:
        pieces = cells(self._catalogue.by_name[name], values[name], self._expressions, values, self._turns)
        self._left -= len(pieces)
        return [{**values, name: piece} for piece in pieces]

    def truth(self, expression: Expression, values: Values, done: frozenset[str] = frozenset()) -> bool | None:
        found, names = expression.told(values)
        if found is not None:
            return bool(found)
        name = _shared(names, frozenset(), done)
        if name is None or self._left <= 0:
            return None
        first: bool | None = None
        for piece in self._pieces(name, values):
            answer = self.truth(expression, piece, done | {name})
            if answer is None or (first is not None and answer is not first):
                return None
            first = answer
        return first

    def possible(self, criteria: Sequence[Expression], values: Values, done: frozenset[str]) -> bool:
        still_open, names = _open(criteria, values)
        if still_open is None:
            return False
        name = _shared(names, frozenset(), done)
        if name is None or self._left <= 0:
            return True
        return any(self.possible(still_open, piece, done | {name}) for piece in self._pieces(name, values))

    def range(
        self, amount: Expression, criteria: Sequence[Expression], values: Values, done: frozenset[str]
    ) -> Value | None:
        still_open, others = _open(criteria, values)
        if still_open is None:
            return None
        found, names = amount.told(values)
        name = _shared(names, frozenset(others), done)
        if name is None or self._left <= 0:
            if not self.possible(still_open, values, done):
                return None
            return self._at_corners(amount, values, names, found)
        parts = [self.range(amount, still_open, piece, done | {name}) for piece in self._pieces(name, values)]
        reached = [part for part in parts if part is not None]
        return hull(reached) if reached else None

    def _at_corners(self, amount: Expression, values: Values, names: Names, found: Value) -> Value:
        """Return the range where numbers still occur several times: within their cells everything runs straight."""
        counted = Counter(names)
        several = [
            name
            for name, count in counted.items()
            if count > 1 and self._catalogue.by_name[name].kind in NUMERIC and values[name].__class__ is Span
        ]
        if not several or len(several) > 6:
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


def _open(criteria: Sequence[Expression], values: Values) -> tuple[list[Expression] | None, Names]:
    """Return the criteria that are not settled, and the facts they hang on; None if one of them is not met."""
    still_open: list[Expression] = []
    names: Names = ()
    for criterion in criteria:
        met, more = criterion.told(values)
        if met is False:
            return None, NONE
        if met is None:
            still_open.append(criterion)
            names += more
    return still_open, names


def _shared(names: Names, linked: frozenset[str], done: frozenset[str]) -> str | None:
    """Return the fact to cut up next: one that occurs several times, or that also decides something else."""
    if len(set(names)) == len(names) and linked.isdisjoint(names):
        return None
    for name, count in Counter(names).items():
        if name not in done and (count > 1 or name in linked):
            return name
    return None


def rounded(value: Decimal) -> Decimal:
    """Return an amount in whole cents, halves up as merchants do."""
    return value if not value.is_finite() else value.quantize(Decimal("0.01"), ROUND_HALF_UP)
