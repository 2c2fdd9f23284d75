"""Frozen dataclasses and named tuples as plain JSON values and back: each is the list of its fields, in their order.

What a field holds says its annotation: text, yes/no, whole numbers, days, exact decimals, words of an enumeration,
tuples and dictionaries of these, other dataclasses, and expressions, which stand in a table of their own.
"""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import partial
from itertools import islice
from types import NoneType
from typing import Any, get_args, get_origin

from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.syntax import tupled

Convert = Callable[[list[Any]], list[Any]]
"""Makes what many plain values stand for."""


def fields_of(of: Any) -> tuple[tuple[str, Any], ...]:
    """Return the names and annotations of what an object of a dataclass or named tuple is made of."""
    if issubclass(of, tuple):
        return tuple(of.__annotations__.items())
    return tuple((field.name, field.type) for field in dataclasses.fields(of) if field.init)


class Table:
    """Makes plain values; collects the expressions that occur, each once."""

    def __init__(self) -> None:
        """Begin with no expression."""
        self._places: dict[tuple[str, object], int] = {}

    @property
    def expressions(self) -> list[tuple[str, object]]:
        """Return the texts and trees of the expressions, in the order of their places."""
        return list(self._places)

    def plain(self, value: Any) -> Any:
        """Return a value as JSON can hold it."""
        if isinstance(value, Expression):
            return self._places.setdefault((value.text, value.tree), len(self._places))
        if _has_fields(value):
            return [self.plain(getattr(value, name)) for name, _ in fields_of(type(value))]
        if isinstance(value, tuple):
            return [self.plain(each) for each in value]
        if isinstance(value, Mapping):
            return {key: self.plain(each) for key, each in value.items()}
        if isinstance(value, date):
            return value.isoformat()
        return str(value) if isinstance(value, Decimal) else value.value if isinstance(value, Enum) else value


class Reader:
    """Makes objects of plain values: all of a class at once, field after field, since a start waits for it.

    None stays None.
    """

    def __init__(self, expressions: list[Expression]) -> None:
        """Take the expressions by their places."""
        self._expressions = expressions
        self._known: dict[Any, Convert | None] = {}

    def of(self, hint: Any, value: Any) -> Any:
        """Return what a plain value stands for by an annotation."""
        convert = self._converter(hint)
        return value if convert is None else convert([value])[0]

    def _converter(self, hint: Any) -> Convert | None:
        """Return what converts values of an annotation; None where they are what they are."""
        if hint not in self._known:
            self._known[hint] = self._made(hint)
        return self._known[hint]

    def _made(self, hint: Any) -> Convert | None:
        if hint in (str, bool, int, Any):
            return None
        if hint is Expression:
            return _each(self._expressions.__getitem__)
        if hint is Decimal:
            return _each(Decimal)
        if hint is date:
            return _each(date.fromisoformat)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return _each({each.value: each for each in hint}.__getitem__)
        return self._objects(hint) if _has_fields(hint) else self._of_parts(hint)

    def _of_parts(self, hint: Any) -> Convert | None:
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is tuple and arguments == (Any, ...):
            return _each(tupled)
        if NoneType in arguments and len(arguments) == 2:
            return self._converter(next(argument for argument in arguments if argument is not NoneType))
        if origin not in (tuple, dict):
            raise TypeError(hint)
        convert = self._converter(arguments[-1] if origin is dict else arguments[0])
        if convert is None:
            return _each(origin)

        def made(values: list[Any]) -> list[Any]:
            parts = iter(convert([part for value in values for part in (value.values() if origin is dict else value)]))
            if origin is dict:
                return [dict(zip(value, parts, strict=False)) for value in values]
            return [tuple(islice(parts, len(value))) for value in values]

        return made

    def _objects(self, of: Any) -> Convert:
        converters = [self._converter(hint) for _, hint in fields_of(of)]
        changed = [(place, convert) for place, convert in enumerate(converters) if convert is not None]
        count = len(converters)
        make = partial(tuple.__new__, of) if issubclass(of, tuple) else partial(_called, of)

        def made(rows: list[Any]) -> list[Any]:
            if any(len(row) != count for row in rows):
                raise ValueError(of.__name__)
            for place, convert in changed:
                filled = [row for row in rows if row[place] is not None]
                for row, value in zip(filled, convert([row[place] for row in filled]), strict=True):
                    row[place] = value
            return list(map(make, rows))

        return made


def _each(convert: Callable[[Any], Any]) -> Convert:
    return lambda values: list(map(convert, values))


def _called(of: Callable[..., Any], values: list[Any]) -> Any:
    return of(*values)


def _has_fields(hint: Any) -> bool:
    return dataclasses.is_dataclass(hint) or hasattr(hint, "_fields")
