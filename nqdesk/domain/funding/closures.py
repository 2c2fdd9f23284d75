"""Trees become closures, once: one that tells the value, and one that also tells which unknown facts it hangs on.

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
Names = tuple[str, ...]
Told = tuple[Any, Names]
Tell = Callable[[Values], Told]

NONE: Names = ()


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression ready to be used.

    ``value`` gives what it yields for a case; ``told`` the same with the unknown facts that this still depends on, as
    often as they occur in the parts that are not settled.
    """

    value: Evaluate
    told: Tell


def compiled(tree: Tree) -> Compiled:
    """Return the closures of a typed tree without shared terms."""
    return _BUILDERS[tree[0]](tree)


def is_unknown(value: object) -> bool:
    """Return whether a value is not settled."""
    return value is None or value.__class__ is Span


def _constant(value: object) -> Compiled:
    told = (value, NONE)
    return Compiled(lambda _values: value, lambda _values: told)


def _fact(tree: Tree) -> Compiled:
    name = tree[1]
    names = (name,)

    def tell(values: Values) -> Told:
        found = values[name]
        return found, names if is_unknown(found) else NONE

    return Compiled(operator.itemgetter(name), tell)


def _param(tree: Tree) -> Compiled:
    get = operator.itemgetter(f"parameter.{tree[1]}")
    return Compiled(get, lambda values: (get(values), NONE))


def _of_one(part: Compiled, make: Callable[[Any], Any]) -> Compiled:
    """Return what is made of one part, and hangs on what that part hangs on while it is not settled."""
    get, told = part.value, part.told

    def tell(values: Values) -> Told:
        inner, names = told(values)
        return make(inner), names

    return Compiled(lambda values: make(get(values)), tell)


def _of_two(a: Compiled, b: Compiled, make: Callable[[Any, Any], Any]) -> Compiled:
    """Return what is made of two parts, and hangs on what both hang on while it is not settled."""
    get, other = a.value, b.value
    first, second = a.told, b.told

    def tell(values: Values) -> Told:
        x, names = first(values)
        y, more = second(values)
        found = make(x, y)
        return found, names + more if is_unknown(found) else NONE

    return Compiled(lambda values: make(get(values), other(values)), tell)


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

    def tell(values: Values) -> Told:
        names: Names = ()
        unknown = False
        for part in of:
            found, more = part.told(values)
            if found is decisive:
                return decisive, NONE
            if found is None:
                unknown = True
                names += more
        return (None, names) if unknown else (settled, NONE)

    return Compiled(value, tell)


def _not(tree: Tree) -> Compiled:
    return _of_one(compiled(tree[1]), lambda found: None if found is None else not found)


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
    if left[0] == "fact" and right[0] in ("num", "day"):
        fixed = b.value({})
        against = _of_one(a, lambda found: spanned(found, fixed) if found.__class__ is Span else plain(found, fixed))
        return Compiled(against.value, _while_unknown(against.told))

    def compare(x: Any, y: Any) -> bool | None:
        if x.__class__ is Span or y.__class__ is Span:
            return None if x is None or y is None else spanned(x, y)
        return None if x is None or y is None else plain(x, y)

    return _of_two(a, b, compare)


def _while_unknown(told: Tell) -> Tell:
    def tell(values: Values) -> Told:
        found, names = told(values)
        return found, names if found is None else NONE

    return tell


def _choice(sign: str, left: Tree, right: Tree) -> Compiled:
    of = compiled(left if right[0] == "word" else right)
    word = right[1] if right[0] == "word" else left[1]
    wanted = sign == "="
    return _of_one(of, lambda found: None if found is None else (found == word) is wanted)


def _ranked(tree: Tree, ranks: tuple[str, ...]) -> Compiled:
    """Compare an ordered choice with one of its values, or with another of the same kind."""
    _, sign, left, right = tree
    plain = _PLAIN[sign]

    def compare(x: str | None, y: str | None) -> bool | None:
        a, b = _rank(x, ranks), _rank(y, ranks)
        return None if a is None or b is None else plain(a, b)

    return _of_two(compiled(left), compiled(right), compare)


def _rank(word: str | None, ranks: tuple[str, ...]) -> int | None:
    return None if word is None else ranks.index(word)


def _ranked_cmp(tree: Tree) -> Compiled:
    _, sign, left, right, ranks = tree
    return _ranked(("cmp", sign, left, right), ranks)


def _in(tree: Tree) -> Compiled:
    words = frozenset(tree[2])
    return _of_one(compiled(tree[1]), lambda found: None if found is None else found in words)


def _arith(tree: Tree) -> Compiled:
    _, sign, left, right = tree
    if sign == "/":
        divisor = Decimal(right[1])
        return _of_one(compiled(left), lambda found: spans.divided(found, divisor))
    combine = {"+": spans.plus, "-": spans.minus, "*": spans.times}[sign]
    return _of_two(compiled(left), compiled(right), combine)


def _extreme(tree: Tree) -> Compiled:
    of = [compiled(part) for part in tree[1]]
    gets = tuple(part.value for part in of)
    choose = spans.smallest if tree[0] == "min" else spans.largest

    def tell(values: Values) -> Told:
        told = [part.told(values) for part in of]
        found = choose([value for value, _ in told])
        return found, tuple(name for _, names in told for name in names) if is_unknown(found) else NONE

    return Compiled(lambda values: choose([get(values) for get in gets]), tell)


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

    def tell(values: Values) -> Told:
        holds, names = condition.told(values)
        if holds is not None:
            return (then if holds else otherwise).told(values)
        x, more = then.told(values)
        y, most = otherwise.told(values)
        found = _either_of([x, y])
        return found, names + more + most if is_unknown(found) else NONE

    return Compiled(value, tell)


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

    def tell(values: Values) -> Told:
        parts = reached(values)
        if len(parts) == 1:
            return parts[0].told(values)
        told = [part.told(values) for part in parts]
        found = _either_of([value for value, _ in told])
        if not is_unknown(found):
            return found, NONE
        return found, of.told(values)[1] + tuple(name for _, names in told for name in names)

    return Compiled(value, tell)


def _age(tree: Tree) -> Compiled:
    return _of_two(compiled(tree[1]), compiled(tree[2]), spans.age)


def _shift(tree: Tree) -> Compiled:
    _, sign, unit, day, count = tree
    months = {"years": 12, "months": 1}.get(unit)

    def move(at: date) -> date:
        return spans.moved_days(at, sign * count) if months is None else spans.moved_months(at, sign * count * months)

    return _of_one(compiled(day), lambda found: spans.mapped(found, move))


def _between(tree: Tree) -> Compiled:
    count = spans.exact_months if tree[1] == "months" else spans.exact_days
    return _of_two(compiled(tree[2]), compiled(tree[3]), lambda start, end: spans.between(start, end, count))


def _known(tree: Tree) -> Compiled:
    name, then, otherwise = tree[1], compiled(tree[2]), compiled(tree[3])

    def chosen(values: Values) -> Compiled:
        return otherwise if is_unknown(values[name]) else then

    return Compiled(lambda values: chosen(values).value(values), lambda values: chosen(values).told(values))


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
