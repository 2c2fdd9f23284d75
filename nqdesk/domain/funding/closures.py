"""Trees become closures, once: one that tells the value and one that tells which unknown facts it still hangs on.

A closure takes the values of a case by name: True, False or None (unknown) for yes/no, a word or None for choices, a
Decimal, a day, or a Span of them while they are unknown. Parameters stand there as ``parameter.<id>``.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from nqdesk.domain.funding import spans
from nqdesk.domain.funding.spans import Span, Value
from nqdesk.domain.funding.syntax import Tree

Values = Mapping[str, Any]
Evaluate = Callable[[Values], Any]
Open = Callable[[Values], list[str]]


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression ready to be used.

    ``value`` gives what it yields for a case; ``open`` the unknown facts that this still depends on, as often as they
    occur in the parts that are not settled.
    """

    value: Evaluate
    open: Open


def compiled(tree: Tree) -> Compiled:
    """Return the closures of a typed tree without shared terms."""
    return _BUILDERS[tree[0]](tree)


def is_unknown(value: object) -> bool:
    """Return whether a value is not settled."""
    return value is None or value.__class__ is Span


def _nothing(_values: Values) -> list[str]:
    return []


def _constant(value: object) -> Compiled:
    return Compiled(lambda _values: value, _nothing)


def _fact(tree: Tree) -> Compiled:
    name = tree[1]

    def is_open(values: Values) -> list[str]:
        return [name] if is_unknown(values[name]) else []

    return Compiled(operator.itemgetter(name), is_open)


def _param(tree: Tree) -> Compiled:
    return Compiled(operator.itemgetter(f"parameter.{tree[1]}"), _nothing)


def _gathered(of: list[Compiled], value: Evaluate) -> Open:
    """Return what a part hangs on that hangs on all of its parts while it is not settled."""

    def is_open(values: Values) -> list[str]:
        if not is_unknown(value(values)):
            return []
        return [name for part in of for name in part.open(values)]

    return is_open


def _junction(tree: Tree) -> Compiled:
    of = [compiled(part) for part in tree[1]]
    tests = tuple(part.value for part in of)
    decisive: bool = tree[0] == "or"
    settled = not decisive

    def value(values: Values) -> bool | None:
        unknown = False
        for test in tests:
            found: bool | None = test(values)
            if found is decisive:
                return decisive
            if found is None:
                unknown = True
        return None if unknown else settled

    return Compiled(value, _gathered(of, value))


def _not(tree: Tree) -> Compiled:
    part = compiled(tree[1])
    inner = part.value

    def value(values: Values) -> bool | None:
        found = inner(values)
        return None if found is None else not found

    return Compiled(value, part.open)


_PLAIN: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
_SPANNED: dict[str, Callable[[Value, Value], bool | None]] = {
    "<": spans.less,
    "<=": spans.less_or_equal,
    ">": lambda a, b: spans.less(b, a),
    ">=": lambda a, b: spans.less_or_equal(b, a),
    "=": spans.equal,
    "!=": lambda a, b: None if (same := spans.equal(a, b)) is None else not same,
}


def _cmp(tree: Tree) -> Compiled:
    _, sign, left, right = tree
    if "word" in (left[0], right[0]):
        return _choice(sign, left, right)
    a, b = compiled(left), compiled(right)
    plain, spanned = _PLAIN[sign], _SPANNED[sign]
    get, other = a.value, b.value
    if left[0] == "fact" and right[0] in ("num", "day"):
        name, fixed = left[1], other({})

        def against_constant(values: Values) -> bool | None:
            found = values[name]
            return spanned(found, fixed) if isinstance(found, Span) else plain(found, fixed)

        return Compiled(against_constant, _gathered([a], against_constant))

    def value(values: Values) -> bool | None:
        x, y = get(values), other(values)
        if x is None or y is None:
            return None
        if x.__class__ is Span or y.__class__ is Span:
            return spanned(x, y)
        return plain(x, y)

    return Compiled(value, _gathered([a, b], value))


def _choice(sign: str, left: Tree, right: Tree) -> Compiled:
    of = compiled(left if right[0] == "word" else right)
    word = right[1] if right[0] == "word" else left[1]
    get = of.value
    wanted = sign == "="

    def value(values: Values) -> bool | None:
        found = get(values)
        return None if found is None else (found == word) is wanted

    return Compiled(value, of.open)


def _ranked(tree: Tree, ranks: tuple[str, ...]) -> Compiled:
    """Compare an ordered choice with one of its values, or with another of the same kind."""
    _, sign, left, right = tree
    sides = [None if side[0] == "word" else compiled(side) for side in (left, right)]
    fixed = [ranks.index(side[1]) if side[0] == "word" else -1 for side in (left, right)]
    plain = _PLAIN[sign]
    first, second = sides

    def value(values: Values) -> bool | None:
        a = fixed[0] if first is None else _rank(first.value(values), ranks)
        b = fixed[1] if second is None else _rank(second.value(values), ranks)
        return None if a is None or b is None else plain(a, b)

    return Compiled(value, _gathered([side for side in sides if side is not None], value))


def _rank(word: str | None, ranks: tuple[str, ...]) -> int | None:
    return None if word is None else ranks.index(word)


def _ranked_cmp(tree: Tree) -> Compiled:
    _, sign, left, right, ranks = tree
    return _ranked(("cmp", sign, left, right), ranks)


def _in(tree: Tree) -> Compiled:
    of = compiled(tree[1])
    get, words = of.value, frozenset(tree[2])

    def value(values: Values) -> bool | None:
        found = get(values)
        return None if found is None else found in words

    return Compiled(value, of.open)


def _arith(tree: Tree) -> Compiled:
    _, sign, left, right = tree
    a, b = compiled(left), compiled(right)
    get, other = a.value, b.value
    if sign == "/":
        divisor = Decimal(right[1])
        return Compiled(lambda values: spans.divided(get(values), divisor), a.open)
    combine = {"+": spans.plus, "-": spans.minus, "*": spans.times}[sign]

    def value(values: Values) -> Value:
        return combine(get(values), other(values))

    return Compiled(value, _gathered([a, b], value))


def _extreme(tree: Tree) -> Compiled:
    of = [compiled(part) for part in tree[1]]
    gets = tuple(part.value for part in of)
    choose = spans.smallest if tree[0] == "min" else spans.largest

    def value(values: Values) -> Value:
        return choose([get(values) for get in gets])

    return Compiled(value, _gathered(of, value))


def _either_of(found: list[Any]) -> Any:
    """Return what is known when one of several values holds, but not which."""
    first = found[0]
    if first is None or isinstance(first, (bool, str)):
        return first if all(value is first or value == first for value in found) else None
    return None if None in found else spans.hull(found)


def _if(tree: Tree) -> Compiled:
    condition, then, otherwise = (compiled(part) for part in tree[1:])
    test, a, b = condition.value, then.value, otherwise.value

    def value(values: Values) -> Any:
        holds = test(values)
        if holds is None:
            return _either_of([a(values), b(values)])
        return a(values) if holds else b(values)

    def is_open(values: Values) -> list[str]:
        holds = test(values)
        if holds is not None:
            return (then if holds else otherwise).open(values)
        if not is_unknown(value(values)):
            return []
        return condition.open(values) + then.open(values) + otherwise.open(values)

    return Compiled(value, is_open)


def _tier(tree: Tree) -> Compiled:
    of = compiled(tree[1])
    get = of.value
    steps = [(_PLAIN[sign], _SPANNED[sign], Decimal(bound), compiled(part)) for sign, bound, part in tree[2]]
    last = compiled(tree[3])

    def reached(values: Values) -> list[Compiled]:
        x = get(values)
        if x.__class__ is Decimal:
            return [next((part for plain, _, bound, part in steps if plain(x, bound)), last)]
        found = []
        for _, spanned, bound, part in steps:
            holds = spanned(x, bound)
            if holds is not False:
                found.append(part)
            if holds:
                return found
            if holds is None:
                # What is left of the span lies beyond this tier.
                x = Span(bound, x.hi, spanned is _SPANNED["<="], x.hi_open)
        return [*found, last]

    def value(values: Values) -> Any:
        parts = reached(values)
        return parts[0].value(values) if len(parts) == 1 else _either_of([part.value(values) for part in parts])

    def is_open(values: Values) -> list[str]:
        parts = reached(values)
        if len(parts) == 1:
            return parts[0].open(values)
        if not is_unknown(value(values)):
            return []
        return of.open(values) + [name for part in parts for name in part.open(values)]

    return Compiled(value, is_open)


def _age(tree: Tree) -> Compiled:
    birth, day = compiled(tree[1]), compiled(tree[2])

    def value(values: Values) -> Value:
        return spans.age(birth.value(values), day.value(values))

    return Compiled(value, _gathered([birth, day], value))


def _shift(tree: Tree) -> Compiled:
    _, sign, unit, day, count = tree
    of = compiled(day)
    months = {"years": 12, "months": 1}.get(unit)

    def move(at: date) -> date:
        return spans.moved_days(at, sign * count) if months is None else spans.moved_months(at, sign * count * months)

    return Compiled(lambda values: spans.mapped(of.value(values), move), of.open)


def _between(tree: Tree) -> Compiled:
    start, end = compiled(tree[2]), compiled(tree[3])
    count = spans.exact_months if tree[1] == "months" else spans.exact_days

    def value(values: Values) -> Value:
        return spans.between(start.value(values), end.value(values), count)

    return Compiled(value, _gathered([start, end], value))


def _known(tree: Tree) -> Compiled:
    name, then, otherwise = tree[1], compiled(tree[2]), compiled(tree[3])

    def chosen(values: Values) -> Compiled:
        return otherwise if is_unknown(values[name]) else then

    return Compiled(lambda values: chosen(values).value(values), lambda values: chosen(values).open(values))


def _fixed(of: Callable[[str], object], tree: Tree) -> Compiled:
    return _constant(of(tree[1]))


_BUILDERS: dict[str, Callable[[Tree], Compiled]] = {
    "num": partial(_fixed, Decimal),
    "day": partial(_fixed, date.fromisoformat),
    "word": partial(_fixed, str),
    "yes": lambda _tree: _constant(True),
    "no": lambda _tree: _constant(False),
    "unknown": lambda _tree: _constant(None),
    "fact": _fact,
    "param": _param,
    "and": _junction,
    "or": _junction,
    "not": _not,
    "cmp": _cmp,
    "ranked": _ranked_cmp,
    "in": _in,
    "arith": _arith,
    "min": _extreme,
    "max": _extreme,
    "if": _if,
    "tier": _tier,
    "age": _age,
    "shift": _shift,
    "between": _between,
    "known": _known,
}
