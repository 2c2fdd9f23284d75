"""Types and units of expressions: what may be compared, added and multiplied, found out when a rule is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass

from nqdesk.domain.funding.effort import is_too_large
from nqdesk.domain.funding.facts import FactCatalogue, FactKind
from nqdesk.domain.funding.syntax import DEEPEST, ExpressionError, Tree, rebuilt, walk

BARE = ""
"""The unit of a figure that stands for itself: it takes that of its neighbour."""

_UNITS = {
    FactKind.MONEY: "geld",
    FactKind.COUNT: "zahl",
    FactKind.NUMBER: "zahl",
    FactKind.MONTHS: "monate",
    FactKind.HOURS: "stunden",
    FactKind.SHARE: "anteil",
}
UNITS = frozenset({*_UNITS.values(), "jahre", "tage", BARE})
"""The units that numbers have."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What an expression yields: yes_no, number (with a unit), day, or choice (with its admissible values)."""

    name: str
    unit: str = BARE
    values: tuple[str, ...] = ()
    ordered: bool = False


YES_NO = Kind("yes_no")
DAY = Kind("day")
WORD = Kind("word")
ANY = Kind("any")


Made = dict[str, Tree | ExpressionError]
"""Shared terms with all terms in them replaced, by name, or why that cannot be."""


def expanded(tree: Tree, terms: Mapping[str, Tree], made: Made | None = None, above: tuple[str, ...] = ()) -> Tree:
    """Return the tree with every shared term replaced by its own tree; raises ExpressionError.

    ``made`` keeps what was replaced once: terms that stand in each other would else be gone through again and again.
    """
    known: Made = {} if made is None else made

    def term(node: Tree) -> Tree | None:
        if node[0] != "term":
            return None
        if node[1] not in terms:
            raise ExpressionError("unknown_name", f"begriff.{node[1]}")
        if node[1] in above or len(above) > DEEPEST:
            raise ExpressionError("cycle", f"begriff.{node[1]}")
        if node[1] not in known:
            try:
                known[node[1]] = expanded(terms[node[1]], terms, known, (*above, node[1]))
            except ExpressionError as error:
                known[node[1]] = error
        found = known[node[1]]
        if isinstance(found, ExpressionError):
            raise found
        return found

    result = rebuilt(tree, term)
    if is_too_large(result):
        raise ExpressionError("too_large")
    return result


def ranked(tree: Tree, catalogue: FactCatalogue) -> Tree:
    """Return a typed tree in which an order among choices carries their values from the lowest to the highest."""

    def order(node: Tree) -> Tree | None:
        if node[0] != "cmp" or node[1] in ("=", "!="):
            return None
        facts = [catalogue.by_name[side[1]] for side in node[2:] if side[0] == "fact"]
        ranks = next((fact.values for fact in facts if fact.kind is FactKind.CHOICE), ())
        return ("ranked", *node[1:], ranks) if ranks else None

    return rebuilt(tree, order)


class Typing:
    """Finds out what an expression without shared terms yields."""

    def __init__(self, catalogue: FactCatalogue, parameters: Mapping[str, str]) -> None:
        """Take the facts and the units of the parameters (by id)."""
        self._catalogue = catalogue
        self._parameters = parameters

    def kind(self, tree: Tree) -> Kind:
        """Return the kind of an expression; raises ExpressionError."""
        return getattr(self, f"_{tree[0]}")(tree)  # type: ignore[no-any-return]

    def check(self, tree: Tree, wanted: str) -> Kind:
        """Return the kind of an expression that must be ``yes_no``, ``number`` or ``day``."""
        kind = self.kind(tree)
        if kind.name not in (wanted, "any"):
            codes = {"yes_no": "not_yes_no", "number": "not_numeric", "day": "not_a_day"}
            raise ExpressionError(codes[wanted], _words(tree))
        return kind

    def _num(self, _tree: Tree) -> Kind:
        return Kind("number")

    def _day(self, _tree: Tree) -> Kind:
        return DAY

    def _yes(self, _tree: Tree) -> Kind:
        return YES_NO

    _no = _yes

    def _unknown(self, _tree: Tree) -> Kind:
        return YES_NO

    def _word(self, _tree: Tree) -> Kind:
        return WORD

    def _fact(self, tree: Tree) -> Kind:
        fact = self._catalogue.by_name.get(tree[1])
        if fact is None:
            raise ExpressionError("unknown_name", tree[1])
        if fact.kind is FactKind.YES_NO:
            return YES_NO
        if fact.kind is FactKind.DAY:
            return DAY
        if fact.kind is FactKind.TEXT:
            return Kind("choice")
        if fact.kind is FactKind.CHOICE:
            return Kind("choice", values=fact.values, ordered=fact.ordered)
        return Kind("number", _UNITS[fact.kind])

    def _param(self, tree: Tree) -> Kind:
        if tree[1] not in self._parameters:
            raise ExpressionError("unknown_name", f"parameter.{tree[1]}")
        return Kind("number", self._parameters[tree[1]])

    def _term(self, tree: Tree) -> Kind:
        raise ExpressionError("unknown_name", f"begriff.{tree[1]}")

    def _and(self, tree: Tree) -> Kind:
        for part in tree[1]:
            self.check(part, "yes_no")
        return YES_NO

    _or = _and

    def _not(self, tree: Tree) -> Kind:
        return self.check(tree[1], "yes_no")

    def _cmp(self, tree: Tree) -> Kind:
        _, sign, left, right = tree
        a, b = self.kind(left), self.kind(right)
        if WORD in (a, b):
            choice = a if b is WORD else b
            word = right if b is WORD else left
            if choice.name != "choice" or (choice.values and word[1] not in choice.values):
                raise ExpressionError("not_a_value", word[1])
        elif a.name != b.name or (a.name == "choice" and a.values != b.values):
            raise ExpressionError("unlike", _words(tree))
        elif a.name == "number":
            self._same_unit(a, b, tree)
        if sign not in ("=", "!=") and (a.name == "yes_no" or ("choice" in (a.name, b.name) and not _orders(a, b))):
            raise ExpressionError("not_ordered", _words(tree))
        return YES_NO

    def _in(self, tree: Tree) -> Kind:
        choice = self.kind(tree[1])
        if choice.name != "choice":
            raise ExpressionError("unlike", _words(tree))
        for word in tree[2]:
            if choice.values and word not in choice.values:
                raise ExpressionError("not_a_value", word)
        return YES_NO

    def _arith(self, tree: Tree) -> Kind:
        _, sign, left, right = tree
        a, b = self.check(left, "number"), self.check(right, "number")
        if sign in "+-":
            return self._same_unit(a, b, tree)
        if sign == "/":
            if right[0] != "num" or not float(right[1]):
                raise ExpressionError("division", _words(right))
            return a
        if a.unit in (BARE, "anteil", "zahl"):
            return Kind("number", b.unit if b.unit != BARE or a.unit == "anteil" else a.unit)
        if b.unit in (BARE, "anteil", "zahl") or (a.unit == "geld" and b.unit != "geld"):
            return a
        if b.unit == "geld" and a.unit != "geld":
            return b
        raise ExpressionError("unlike", _words(tree))

    def _same_unit(self, a: Kind, b: Kind, tree: Tree) -> Kind:
        if BARE not in (a.unit, b.unit) and a.unit != b.unit:
            raise ExpressionError("unlike", _words(tree))
        return a if a.unit != BARE else b

    def _min(self, tree: Tree) -> Kind:
        return self._alike(tree[1], tree)

    _max = _min

    def _alike(self, trees: tuple[Tree, ...], whole: Tree) -> Kind:
        kind = self.kind(trees[0])
        for tree in trees[1:]:
            other = self.kind(tree)
            if other.name != kind.name or (kind.name == "choice" and other.values != kind.values):
                raise ExpressionError("unlike", _words(whole))
            if kind.name == "number":
                kind = self._same_unit(kind, other, whole)
        if kind.name not in ("number", "day", "yes_no") or (kind.name == "yes_no" and whole[0] in ("min", "max")):
            raise ExpressionError("not_numeric", _words(whole))
        return kind

    def _if(self, tree: Tree) -> Kind:
        self.check(tree[1], "yes_no")
        return self._alike(tree[2:], tree)

    def _tier(self, tree: Tree) -> Kind:
        self.check(tree[1], "number")
        return self._alike((*(part for _, _, part in tree[2]), tree[3]), tree)

    def _age(self, tree: Tree) -> Kind:
        self.check(tree[1], "day")
        self.check(tree[2], "day")
        return Kind("number", "jahre")

    def _shift(self, tree: Tree) -> Kind:
        return self.check(tree[3], "day")

    def _between(self, tree: Tree) -> Kind:
        self.check(tree[2], "day")
        self.check(tree[3], "day")
        return Kind("number", "monate" if tree[1] == "months" else "tage")

    def _known(self, tree: Tree) -> Kind:
        fact = self._catalogue.by_name.get(tree[1])
        if fact is None:
            raise ExpressionError("unknown_name", tree[1])
        if not fact.precedes:
            raise ExpressionError("no_precedence", tree[1])
        return self._alike(tree[2:], tree)


def _orders(a: Kind, b: Kind) -> bool:
    return all(kind.ordered or kind is WORD for kind in (a, b))


def _words(tree: Tree) -> str:
    names = [str(node[1]) for node in walk(tree) if node[0] in ("fact", "param", "num", "word", "day", "known")]
    return ", ".join(names[:3])
