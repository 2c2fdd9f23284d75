"""Conditions put together by clicks: fact, comparison, value; the same as an expression of the rules, both ways."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from nqdesk.domain.funding.case import read_value
from nqdesk.domain.funding.facts import NUMERIC, Fact, FactCatalogue, FactKind, FactValue
from nqdesk.domain.funding.syntax import ExpressionError, Tree, parse


class Comparison(StrEnum):
    """How a fact is held against a value."""

    IS = "is"
    IS_NOT = "is_not"
    ONE_OF = "one_of"
    NONE_OF = "none_of"
    LESS = "less"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    MORE = "more"


MANY = frozenset({Comparison.ONE_OF, Comparison.NONE_OF})
"""Comparisons with several values."""

_SIGNS = {
    Comparison.IS: "=",
    Comparison.IS_NOT: "!=",
    Comparison.LESS: "<",
    Comparison.AT_MOST: "<=",
    Comparison.AT_LEAST: ">=",
    Comparison.MORE: ">",
}
_BY_SIGN = {sign: comparison for comparison, sign in _SIGNS.items()}
_BARE = re.compile(r"[A-Za-z_ÄÖÜäöüß]\w*")
_RESERVED = frozenset({"ja", "nein", "unbekannt", "und", "oder", "nicht", "in", "sonst"})
_UNWRITABLE = re.compile(r'["\n]')


@dataclass(frozen=True)
class Click:
    """One condition; of several values only `MANY` has more than one."""

    fact: str
    comparison: Comparison
    values: tuple[FactValue, ...]


@dataclass(frozen=True)
class ClickForm:
    """Conditions of which all must hold, or one is enough (``any_of``)."""

    clicks: tuple[Click, ...]
    any_of: bool = False


def comparisons(fact: Fact) -> tuple[Comparison, ...]:
    """Return the comparisons that fit a fact's kind, the usual one first."""
    if fact.kind is FactKind.YES_NO:
        return (Comparison.IS,)
    equal = (Comparison.IS, Comparison.IS_NOT)
    order = (Comparison.AT_LEAST, Comparison.MORE, Comparison.AT_MOST, Comparison.LESS)
    if fact.kind is FactKind.TEXT:
        return equal
    if fact.kind is FactKind.CHOICE:
        return (*equal, Comparison.ONE_OF, Comparison.NONE_OF, *(order if fact.ordered else ()))
    return (*order, *equal)


def written(form: ClickForm, catalogue: FactCatalogue) -> str:
    """Return conditions as an expression; conditions without a value are left out."""
    parts = [_written(click, catalogue.by_name[click.fact]) for click in form.clicks if click.values]
    return (" oder " if form.any_of else " und ").join(parts)


def _written(click: Click, fact: Fact) -> str:
    if fact.kind is FactKind.YES_NO:
        return fact.name if click.values[0] else f"nicht {fact.name}"
    if click.comparison in MANY:
        negation = "nicht " if click.comparison is Comparison.NONE_OF else ""
        return f"{negation}{fact.name} in {{{', '.join(map(_word, click.values))}}}"
    return f"{fact.name} {_SIGNS[click.comparison]} {_word(click.values[0])}"


def _word(value: FactValue) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return text if _BARE.fullmatch(text) and text not in _RESERVED else f'"{_UNWRITABLE.sub("", text)}"'


def read(text: str, catalogue: FactCatalogue) -> ClickForm | None:
    """Return the conditions that an expression is made of; None if it cannot be put together by clicks."""
    try:
        tree = parse(text)
    except ExpressionError:
        return None
    parts: Sequence[Tree] = tree[1] if tree[0] in ("and", "or") else (tree,)
    clicks = [_click(part, catalogue) for part in parts]
    known = tuple(click for click in clicks if click is not None)
    return ClickForm(known, tree[0] == "or") if len(known) == len(clicks) else None


def _click(tree: Tree, catalogue: FactCatalogue) -> Click | None:
    negated = tree[0] == "not"
    inner = tree[1] if negated else tree
    if inner[0] == "fact":
        fact = catalogue.by_name.get(inner[1])
        is_fit = fact is not None and fact.kind is FactKind.YES_NO
        return Click(inner[1], Comparison.IS, (not negated,)) if is_fit else None
    if inner[0] == "in":
        fact = _fact(inner[1], catalogue)
        comparison = Comparison.NONE_OF if negated else Comparison.ONE_OF
        fits = fact is not None and fact.kind is FactKind.CHOICE and set(inner[2]) <= set(fact.values)
        return Click(fact.name, comparison, inner[2]) if fact is not None and fits else None
    return _compared(inner, catalogue) if inner[0] == "cmp" and not negated else None


def _fact(tree: Tree, catalogue: FactCatalogue) -> Fact | None:
    return catalogue.by_name.get(tree[1]) if tree[0] == "fact" else None


def _compared(tree: Tree, catalogue: FactCatalogue) -> Click | None:
    fact = _fact(tree[2], catalogue)
    comparison = _BY_SIGN[tree[1]]
    if fact is None:
        return None
    if fact.kind is FactKind.YES_NO:
        if comparison not in (Comparison.IS, Comparison.IS_NOT) or tree[3][0] not in ("yes", "no"):
            return None
        return Click(fact.name, Comparison.IS, ((tree[3][0] == "yes") is (comparison is Comparison.IS),))
    value = _value(fact, tree[3])
    return Click(fact.name, comparison, (value,)) if value is not None and comparison in comparisons(fact) else None


def _value(fact: Fact, tree: Tree) -> FactValue | None:
    kinds = {"num": fact.kind in NUMERIC, "day": fact.kind is FactKind.DAY}
    if not kinds.get(tree[0], tree[0] == "word" and fact.kind in (FactKind.CHOICE, FactKind.TEXT)):
        return None
    is_number = tree[0] == "num" and fact.kind is not FactKind.MONEY
    return read_value(fact, Decimal(tree[1]) if is_number else tree[1])[0]
