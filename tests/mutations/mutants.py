"""The small changes of an expression: comparisons, thresholds, und and oder, nicht, what is a member, what is open."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from nqdesk.domain.funding.facts import FactCatalogue, FactKind
from nqdesk.domain.funding.syntax import ExpressionError, Tree, numbers_in
from nqdesk.domain.funding.typing import BARE, YES_NO, Kind, Typing, expanded

_FLIPS = {
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    ">": (">=", "<="),
    ">=": (">", "<"),
    "=": ("!=",),
    "!=": ("=",),
}
"""The strict or not strict neighbour, and the opposite."""
_OTHER = {"and": "or", "or": "and"}
_CENT = Decimal("0.01")
_UNITED = "arith", "min", "max", "if", "tier", "known"
Put = Callable[[Tree], Tree]


class Mutator:
    """Makes the mutants of expressions that use certain facts, parameters and shared terms."""

    def __init__(self, catalogue: FactCatalogue, units: Mapping[str, str], terms: Mapping[str, Tree]) -> None:
        """Take the facts, the units of the parameters and the trees of the shared terms, by id."""
        self._catalogue = catalogue
        self._typing = Typing(catalogue, units)
        self._terms = terms

    def mutants(self, tree: Tree, unit: str) -> list[Tree]:
        """Return all mutants of an expression, each once; ``unit`` is that of its value where it is a number."""
        found = dict.fromkeys(self._variants(tree, unit, truth=self._kind(tree) == YES_NO))
        found.pop(tree, None)
        return list(found)

    def _kind(self, tree: Tree) -> Kind:
        try:
            return self._typing.kind(expanded(tree, self._terms))
        except ExpressionError:
            return Kind("word")

    def _variants(self, tree: Tree, unit: str, *, truth: bool) -> Iterator[Tree]:
        """Yield the tree with one change, here or below; ``truth``: it stands where yes or no is asked for."""
        if truth:
            yield from _negated(tree)
        yield from self._changed(tree, unit)
        for part, part_unit, put in self._below(tree, unit):
            for variant in self._variants(part, part_unit, truth=_asks(tree, part) and self._kind(part) == YES_NO):
                yield put(variant)

    def _changed(self, tree: Tree, unit: str) -> Iterator[Tree]:
        match tree[0]:
            case "cmp":
                for sign in _FLIPS[tree[1]]:
                    yield ("cmp", sign, tree[2], tree[3])
                yield from self._neighbours(tree)
            case "and" | "or":
                yield from _swapped(tree)
            case "num":
                for value in _stepped(tree[1], _step(unit, tree[1])):
                    yield ("num", value)
            case "tier":
                yield from self._tiers(tree)
            case _:
                yield from _smaller(tree)

    def _neighbours(self, tree: Tree) -> Iterator[Tree]:
        """Yield a comparison of an ordered choice with the next higher and lower word."""
        for side, other in ((2, 3), (3, 2)):
            fact = self._catalogue.by_name.get(tree[other][1]) if tree[other][0] == "fact" else None
            if tree[side][0] != "word" or fact is None or fact.kind is not FactKind.CHOICE or not fact.ordered:
                continue
            place = fact.values.index(tree[side][1])
            for at in (place + 1, place - 1):
                if 0 <= at < len(fact.values):
                    yield tuple(("word", fact.values[at]) if index == side else part for index, part in enumerate(tree))

    def _tiers(self, tree: Tree) -> Iterator[Tree]:
        unit = self._unit(tree[1], BARE)
        for index, (sign, bound, part) in enumerate(tree[2]):
            changed = [("<=" if sign == "<" else "<", bound)]
            changed += [(sign, value) for value in _stepped(bound, _step(unit, bound))]
            for other_sign, value in changed:
                tiers = (*tree[2][:index], (other_sign, value, part), *tree[2][index + 1 :])
                yield ("tier", tree[1], tiers, tree[3])

    def _unit(self, tree: Tree, unit: str) -> str:
        """Return the unit of what an expression yields; figures with decimals and no unit are shares."""
        own = self._kind(tree).unit or unit
        return "anteil" if own == BARE and any("." in number for number in numbers_in(tree)) else own

    def _below(self, tree: Tree, unit: str) -> Iterator[tuple[Tree, str, Put]]:
        """Yield the parts of a tree, the unit of each, and how a part is put back."""
        if tree[0] in ("and", "or", "min", "max"):
            own = self._unit(tree, unit)
            for index, part in enumerate(tree[1]):
                yield part, own, _putting_in_list(tree, index)
            return
        if tree[0] == "tier":
            own = self._unit(tree, unit)
            yield tree[1], self._unit(tree[1], BARE), lambda part: ("tier", part, *tree[2:])
            for index, (_, _, part) in enumerate(tree[2]):
                yield part, own, _putting_in_tier(tree, index)
            yield tree[3], own, lambda part: (*tree[:3], part)
            return
        for index, part in enumerate(tree):
            if isinstance(part, tuple) and index and tree[0] not in ("in",):
                yield part, self._unit_of_part(tree, index, unit), _putting_at(tree, index)

    def _unit_of_part(self, tree: Tree, index: int, unit: str) -> str:
        if tree[0] == "cmp":
            return self._unit(tree[3 if index == 2 else 2], BARE)
        if tree[0] == "arith" and tree[1] in "*/":
            return self._unit(tree[index], BARE)
        return self._unit(tree, unit) if tree[0] in _UNITED else BARE


def _smaller(tree: Tree) -> Iterator[Tree]:
    """Yield a list without each of its words, a day and a shift of a day each one step further and back."""
    if tree[0] == "in" and len(tree[2]) > 1:
        for word in tree[2]:
            yield ("in", tree[1], tuple(other for other in tree[2] if other != word))
    elif tree[0] == "day":
        for days in (1, -1):
            yield ("day", (date.fromisoformat(tree[1]) + timedelta(days)).isoformat())
    elif tree[0] == "shift":
        yield from ((*tree[:4], tree[4] + more) for more in (1, -1))


def _asks(tree: Tree, part: Tree) -> bool:
    """Return whether a yes/no part of this tree is asked for its truth, and is not negated already."""
    return tree[0] in ("and", "or") or (tree[0] == "if" and part in tree[1:]) or tree[0] == "known"


def _negated(tree: Tree) -> Iterator[Tree]:
    """Yield the opposite of a truth, where no other change gives it; both ends of what is open."""
    if tree[0] == "not":
        yield tree[1]
    elif tree[0] == "unknown":
        yield from (("yes",), ("no",))
    elif tree[0] in ("fact", "term", "in"):
        yield ("not", tree)
    elif tree[0] in ("yes", "no"):
        yield ("no",) if tree[0] == "yes" else ("yes",)


def _swapped(tree: Tree) -> Iterator[Tree]:
    """Yield the tree with one `und` read as `oder`, or the other way round, as the text would then be read."""
    kind, parts = tree
    other = _OTHER[kind]
    for place in range(1, len(parts)):
        if kind == "and":
            yield (other, (_joined(kind, parts[:place]), _joined(kind, parts[place:])))
        else:
            both = (other, (parts[place - 1], parts[place]))
            yield _joined(kind, (*parts[: place - 1], both, *parts[place + 1 :]))


def _joined(kind: str, parts: tuple[Tree, ...]) -> Tree:
    return parts[0] if len(parts) == 1 else (kind, parts)


def _step(unit: str, number: str) -> Decimal:
    return _CENT if unit in ("geld", "anteil") or "." in number else Decimal(1)


def _stepped(number: str, step: Decimal) -> Iterator[str]:
    for value in (Decimal(number) + step, Decimal(number) - step):
        yield str(value)


def _putting_in_list(tree: Tree, index: int) -> Put:
    return lambda part: (tree[0], (*tree[1][:index], part, *tree[1][index + 1 :]))


def _putting_in_tier(tree: Tree, index: int) -> Put:
    sign, bound, _ = tree[2][index]
    return lambda part: ("tier", tree[1], (*tree[2][:index], (sign, bound, part), *tree[2][index + 1 :]), tree[3])


def _putting_at(tree: Tree, index: int) -> Put:
    return lambda part: (*tree[:index], part, *tree[index + 1 :])
