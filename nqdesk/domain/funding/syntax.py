"""The small language of the rules: text in, a tree of plain tuples out; nothing of it is ever run as Python."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

Tree = tuple[Any, ...]
"""A node: its kind and its parts. Kinds: num, day, yes, no, unknown, word, fact, param, term, and, or, not, cmp, ranked
(an order among choices, made when the rule is loaded), in, arith, min, max, if, tier, age, shift, between, known."""

LONGEST = 4000
DEEPEST = 40
LARGEST = 600
LONGEST_NUMBER = 26
"""Signs of a number: fifteen digits and ten places."""

_TOKEN = re.compile(
    r"\s*(?:(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})|(?P<num>[0-9]+(?:\.[0-9]+)?)|(?P<name>[A-Za-z_ÄÖÜäöüß][\w]*(?:\.[\w]+)*)"
    r'|"(?P<word>[^"\n]{0,200})"|(?P<sign><=|>=|!=|[<>=+\-*/(){},:]))'
)
_SHIFTS = {
    f"{direction}_{german}": (sign, unit)
    for direction, sign in (("plus", 1), ("minus", -1))
    for german, unit in (("jahre", "years"), ("monate", "months"), ("tage", "days"))
}
_FACT_GROUPS = ("person.", "betrieb.", "massnahme.", "antrag.")


class ExpressionError(ValueError):
    """An expression that cannot be used: a code, what it is about, and the place in the text (counted from 0).

    Codes: too_long, too_deep, too_large, unreadable, unexpected, unfinished, unknown_name, unknown_function,
    not_a_fact, not_a_number, not_ascending, unlike, not_yes_no, not_a_day, not_numeric, not_a_value, not_ordered,
    division, no_precedence, cycle.
    """

    def __init__(self, code: str, about: str = "", place: int = 0) -> None:
        """Keep what went wrong."""
        super().__init__(code, about, place)
        self.code = code
        self.about = about
        self.place = place


def parse(text: str) -> Tree:
    """Return the tree of an expression; raises ExpressionError."""
    if len(text) > LONGEST:
        raise ExpressionError("too_long", place=LONGEST)
    reader = _Reader(text)
    tree = reader.either(0)
    if reader.kind:
        raise ExpressionError("unexpected", reader.value, reader.place)
    return tree


class _Reader:
    """Reads one expression from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: Iterator[tuple[str, str, int]] = _tokens(text)
        self._count = 0
        self.kind = self.value = ""
        self.place = 0
        self._advance()

    def _advance(self) -> str:
        value = self.value
        self.kind, self.value, self.place = next(self._tokens, ("", "", len(self._text)))
        self._count += 1
        if self._count > LARGEST:
            raise ExpressionError("too_large", place=self.place)
        return value

    def _is(self, kind: str, *values: str) -> bool:
        return self.kind == kind and self.value in values

    def _expect(self, sign: str) -> None:
        if not self._is("sign", sign):
            raise ExpressionError("unexpected" if self.kind else "unfinished", self.value or sign, self.place)
        self._advance()

    def either(self, depth: int) -> Tree:
        if depth > DEEPEST:
            raise ExpressionError("too_deep", place=self.place)
        return self._joined("oder", "or", self._both, depth)

    def _both(self, depth: int) -> Tree:
        return self._joined("und", "and", self._negated, depth)

    def _joined(self, word: str, kind: str, part: Callable[[int], Tree], depth: int) -> Tree:
        parts = [part(depth)]
        while self._is("name", word):
            self._advance()
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else (kind, tuple(parts))

    def _negated(self, depth: int) -> Tree:
        if self._is("name", "nicht"):
            if depth > DEEPEST:
                raise ExpressionError("too_deep", place=self.place)
            self._advance()
            return ("not", self._negated(depth + 1))
        return self._compared(depth)

    def _compared(self, depth: int) -> Tree:
        left = self._sum(depth)
        if self._is("sign", "=", "!=", "<", "<=", ">", ">="):
            sign = self._advance()
            return ("cmp", sign, left, self._sum(depth))
        if self._is("name", "in"):
            self._advance()
            self._expect("{")
            words = [self._value_word()]
            while self._is("sign", ","):
                self._advance()
                words.append(self._value_word())
            self._expect("}")
            return ("in", left, tuple(words))
        return left

    def _value_word(self) -> str:
        if self.kind not in ("name", "word", "num"):
            raise ExpressionError("unexpected" if self.kind else "unfinished", self.value, self.place)
        return self._advance()

    def _sum(self, depth: int) -> Tree:
        tree = self._product(depth)
        while self._is("sign", "+", "-"):
            sign = self._advance()
            tree = ("arith", sign, tree, self._product(depth))
        return tree

    def _product(self, depth: int) -> Tree:
        tree = self._atom(depth)
        while self._is("sign", "*", "/"):
            sign = self._advance()
            tree = ("arith", sign, tree, self._atom(depth))
        return tree

    def _atom(self, depth: int) -> Tree:
        if self._is("sign", "("):
            self._advance()
            tree = self.either(depth + 1)
            self._expect(")")
            return tree
        if self.kind == "num":
            return ("num", self._advance())
        if self.kind == "word":
            return ("word", self._advance())
        if self.kind == "day":
            return self._day()
        if self.kind == "name":
            return self._named(depth)
        raise ExpressionError("unexpected" if self.kind else "unfinished", self.value, self.place)

    def _day(self) -> Tree:
        place = self.place
        text = self._advance()
        try:
            date.fromisoformat(text)
        except ValueError:
            raise ExpressionError("unreadable", text, place) from None
        return ("day", text)

    def _named(self, depth: int) -> Tree:
        place = self.place
        name = self._advance()
        if self._is("sign", "("):
            self._advance()
            tree = self._call(name, place, depth + 1)
            self._expect(")")
            return tree
        fixed = {"ja": ("yes",), "nein": ("no",), "unbekannt": ("unknown",)}
        if name in fixed:
            return fixed[name]
        if name.startswith(_FACT_GROUPS):
            return ("fact", name)
        if name.startswith("parameter."):
            return ("param", name.removeprefix("parameter."))
        if name.startswith("begriff."):
            return ("term", name.removeprefix("begriff."))
        if "." in name or name in ("und", "oder", "in", "sonst"):
            raise ExpressionError("unknown_name", name, place)
        return ("word", name)

    def _call(self, name: str, place: int, depth: int) -> Tree:
        if depth > DEEPEST:
            raise ExpressionError("too_deep", place=place)
        if name in ("min", "max"):
            return (name, self._arguments(depth))
        if name == "stufe":
            return self._tiers(depth)
        if name in _SHIFTS:
            sign, unit = _SHIFTS[name]
            day, count = self._exactly(2, depth)
            if count[0] != "num" or "." in count[1] or len(count[1]) > 5:
                raise ExpressionError("not_a_number", name, place)
            return ("shift", sign, unit, day, int(count[1]))
        if name == "wenn":
            return ("if", *self._exactly(3, depth))
        if name == "alter":
            return ("age", *self._exactly(2, depth))
        if name in ("monate_zwischen", "tage_zwischen"):
            return ("between", "months" if name == "monate_zwischen" else "days", *self._exactly(2, depth))
        if name == "wenn_bekannt":
            fact, known, otherwise = self._exactly(3, depth)
            if fact[0] != "fact":
                raise ExpressionError("not_a_fact", name, place)
            return ("known", fact[1], known, otherwise)
        raise ExpressionError("unknown_function", name, place)

    def _arguments(self, depth: int) -> tuple[Tree, ...]:
        found = [self.either(depth)]
        while self._is("sign", ","):
            self._advance()
            found.append(self.either(depth))
        return tuple(found)

    def _exactly(self, count: int, depth: int) -> tuple[Tree, ...]:
        place = self.place
        found = self._arguments(depth)
        if len(found) != count:
            raise ExpressionError("unfinished" if len(found) < count else "unexpected", str(count), place)
        return found

    def _tiers(self, depth: int) -> Tree:
        value = self.either(depth)
        tiers: list[tuple[str, str, Tree]] = []
        while True:
            self._expect(",")
            if self._is("name", "sonst"):
                self._advance()
                self._expect(":")
                return ("tier", value, tuple(tiers), self.either(depth))
            if not self._is("sign", "<", "<="):
                raise ExpressionError("unexpected" if self.kind else "unfinished", self.value, self.place)
            sign, place = self._advance(), self.place
            if self.kind != "num":
                raise ExpressionError("not_a_number", self.value, place)
            bound = self._advance()
            if tiers and (float(bound), sign) <= (float(tiers[-1][1]), tiers[-1][0]):
                raise ExpressionError("not_ascending", bound, place)
            self._expect(":")
            tiers.append((sign, bound, self.either(depth)))


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    place = 0
    end = len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place)
        if not found or found.lastgroup is None:
            raise ExpressionError("unreadable", text[place : place + 12].strip(), place)
        if found.lastgroup == "num" and len(found["num"]) > LONGEST_NUMBER:
            raise ExpressionError("too_long", f"{found['num'][:LONGEST_NUMBER]}…", place)
        yield found.lastgroup, found[found.lastgroup], found.start(found.lastgroup)
        place = found.end()


_PART_PLACES = {
    "not": (1,),
    "in": (1,),
    "cmp": (2, 3),
    "ranked": (2, 3),
    "arith": (2, 3),
    "if": (1, 2, 3),
    "age": (1, 2),
    "shift": (3,),
    "between": (2, 3),
    "known": (2, 3),
}


def parts(tree: Tree) -> list[Tree]:
    """Return the trees directly below a node."""
    if tree[0] in ("and", "or", "min", "max"):
        return list(tree[1])
    if tree[0] == "tier":
        return [tree[1], *(part for _, _, part in tree[2]), tree[3]]
    return [tree[place] for place in _PART_PLACES.get(tree[0], ())]


def tupled(tree: Any) -> Any:
    """Return a tree of nested lists as one of nested tuples."""
    return tuple([tupled(part) for part in tree]) if isinstance(tree, list) else tree


def walk(tree: Tree) -> Iterator[Tree]:
    """Yield a tree and everything below it, parents first."""
    yield tree
    for part in parts(tree):
        yield from walk(part)


def facts_in(tree: Tree) -> list[str]:
    """Return the names of the facts of a tree in their order, as often as they occur."""
    return [node[1] for node in walk(tree) if node[0] in ("fact", "known")]


def parameters_in(tree: Tree) -> frozenset[str]:
    """Return the parameters that a tree uses."""
    return frozenset(node[1] for node in walk(tree) if node[0] == "param")


def numbers_in(tree: Tree) -> list[str]:
    """Return the figures that stand in a tree as they are written, bounds of tiers and shifts included."""
    found = []
    for node in walk(tree):
        if node[0] == "num":
            found.append(node[1])
        elif node[0] == "tier":
            found += [bound for _, bound, _ in node[2]]
        elif node[0] == "shift":
            found.append(str(node[4]))
    return found


def rebuilt(tree: Tree, change: Callable[[Tree], Tree | None]) -> Tree:
    """Return the tree with nodes exchanged for what ``change`` gives; None leaves a node and looks below it."""
    changed = change(tree)
    if changed is not None:
        return changed
    if tree[0] in ("and", "or", "min", "max"):
        return (tree[0], tuple(rebuilt(part, change) for part in tree[1]))
    if tree[0] == "tier":
        tiers = tuple((sign, bound, rebuilt(part, change)) for sign, bound, part in tree[2])
        return ("tier", rebuilt(tree[1], change), tiers, rebuilt(tree[3], change))
    places = _PART_PLACES.get(tree[0], ())
    return tuple(rebuilt(part, change) if place in places else part for place, part in enumerate(tree))
