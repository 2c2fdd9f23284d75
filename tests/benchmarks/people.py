"""Invented people, drawn from marginals.toml with a fixed seed: all facts that a counselling may ask for, consistent.

Each fact of each person has a source of chance of its own, so that a new row changes nobody's other facts.
"""

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path
from typing import Any

from nqdesk.domain.funding.case import Case, contradictions
from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.facts import NUMERIC, Fact, FactKind
from nqdesk.domain.funding.rules import RuleBook
from nqdesk.domain.funding.spans import moved_months
from nqdesk.domain.funding.syntax import parse
from nqdesk.domain.funding.typing import ranked

SEED = 300
TABLE = Path(__file__).with_name("marginals.toml")

Row = Mapping[str, Any]


def table() -> Mapping[str, Any]:
    """Return the table of marginals."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


class People:
    """Draws people over the facts of a rule book."""

    def __init__(self, book: RuleBook) -> None:
        """Read the table and put its facts into an order in which each comes after those that it depends on."""
        read = table()
        self._book = book
        self.on: date = read["on"]
        self._rows: dict[str, Sequence[Row]] = {fact["name"]: fact["given"] for fact in read["fact"]}
        self._expressions: dict[str, Expression] = {}
        self._order = tuple(self._ordered())

    def drawn(self, number: int) -> Case:
        """Return the person of a number: the facts that are so; the others the person cannot state."""
        catalogue = self._book.catalogue
        values = dict(catalogue.blank)
        found: dict[str, Any] = {}
        for name in self._order:
            gate = self._book.gates.get(name)
            if gate is not None and gate.value(values) is not True:
                continue
            value = self._value(catalogue.by_name[name], values, random.Random(f"{SEED}/{number}/{name}"))
            if value is not None:
                values[name] = found[name] = value
        if wrong := contradictions(found):
            raise ValueError(f"person {number}: {wrong}")
        return Case(found)

    def _expression(self, text: str) -> Expression:
        found = self._expressions.get(text)
        if found is None:
            tree = parse(text.replace("stichtag", self.on.isoformat()))
            found = self._expressions[text] = Expression(text, ranked(tree, self._book.catalogue))
        return found

    def _needed(self, name: str) -> Iterator[str]:
        gate = self._book.gates.get(name)
        if gate is not None:
            yield from gate.facts
        for row in self._rows[name]:
            for key in ("if", "of", "equal"):
                if key in row:
                    yield from self._expression(row[key]).facts
            for key in ("from", "plus_months"):
                if row.get(key, "stichtag") != "stichtag":
                    yield row[key]

    def _ordered(self) -> Iterator[str]:
        placed: set[str] = set()
        waiting: list[str] = []

        def place(name: str) -> Iterator[str]:
            if name in placed:
                return
            if name in waiting:
                raise ValueError(f"circle: {waiting}")
            waiting.append(name)
            for other in self._needed(name):
                yield from place(other)
            waiting.pop()
            placed.add(name)
            yield name

        for name in self._rows:
            yield from place(name)

    def _value(self, fact: Fact, values: Mapping[str, Any], chance: random.Random) -> Any:
        for row in self._rows[fact.name]:
            if "if" in row and self._expression(row["if"]).value(values) is not True:
                continue
            if chance.random() * 100 < row.get("often", 100):
                return self._of_row(fact, row, values, chance)
        raise ValueError(f"no row: {fact.name}")

    def _of_row(self, fact: Fact, row: Row, values: Mapping[str, Any], chance: random.Random) -> Any:
        if row.get("none"):
            return None
        if "yes" in row:
            return chance.random() * 100 < row["yes"]
        if "values" in row:
            word = _weighted(list(row["values"].items()), chance)
            return Decimal(word) if fact.kind in NUMERIC else word
        if "numbers" in row:
            return Decimal(_within(row["numbers"], chance))
        if "days" in row:
            return self._day(row, values, chance)
        if "share" in row:
            low, high = row["share"]
            of = self._known(row["of"], values)
            return (of * (low + int(chance.random() * (high - low + 1))) / 100).to_integral_value(ROUND_FLOOR)
        found = self._known(row["equal"], values)
        return found.quantize(Decimal("0.01")) if fact.kind is FactKind.MONEY else found

    def _known(self, text: str, values: Mapping[str, Any]) -> Any:
        found = self._expression(text).value(values)
        if not isinstance(found, (bool, str, Decimal)):
            raise TypeError(f"not known: {text}")
        return found

    def _day(self, row: Row, values: Mapping[str, Any], chance: random.Random) -> date:
        start: date = self.on if row["from"] == "stichtag" else values[row["from"]]
        if "plus_months" in row:
            start = moved_months(start, int(values[row["plus_months"]]))
        return start + timedelta(days=_within(row["days"], chance))


def _weighted(pairs: list[tuple[Any, int]], chance: random.Random) -> Any:
    at = chance.random() * sum(weight for _, weight in pairs)
    for value, weight in pairs:
        at -= weight
        if at < 0:
            return value
    return pairs[-1][0]


def _within(bands: Sequence[Sequence[int]], chance: random.Random) -> int:
    low, high = _weighted([((band[0], band[1]), band[2]) for band in bands], chance)
    return int(low) + int(chance.random() * (high - low + 1))
