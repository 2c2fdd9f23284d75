"""Records as JSON values and back: only what differs from a field's default is written."""

import base64
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

T = TypeVar("T")

Coder = Callable[[Any], Any]
Pair = tuple[Coder, Coder]  # to JSON value, from JSON value
Coders = dict[str, tuple[Coder, Coder, Any]]  # the same and the default, by field


def _same(value: Any) -> Any:
    return value


_SIMPLE: dict[Any, Pair] = {
    str: (_same, _same),
    int: (_same, _same),
    bool: (_same, _same),
    date: (date.isoformat, date.fromisoformat),
    datetime: (datetime.isoformat, datetime.fromisoformat),
    time: (time.isoformat, time.fromisoformat),
    Decimal: (str, Decimal),
    Any: (_same, _same),  # JSON already
    bytes: (lambda v: base64.b64encode(v).decode("ascii"), base64.b64decode),
}


def _pair(kind: Any) -> Pair:
    """Return the two coders of a type; raises TypeError for a type no record uses."""
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType) and NoneType in inner:
        to, back = _pair(next(k for k in inner if k is not NoneType))
        return (lambda v: None if v is None else to(v)), (lambda v: None if v is None else back(v))
    if origin is frozenset:
        to, back = _pair(inner[0])
        return (lambda v: sorted(map(to, v))), (lambda v: frozenset(map(back, v)))
    if origin is tuple:
        return _tuple_pair(inner)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        to, back = _pair(inner[1])
        return (lambda v: {k: to(x) for k, x in v.items()}), (lambda v: {k: back(x) for k, x in v.items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        members = {member.value: member for member in kind}
        return (lambda v: v.value), members.__getitem__
    if is_dataclass(kind) and isinstance(kind, type):
        return to_plain, lambda v: from_plain(kind, v)
    raise TypeError(f"no plain form for {kind}")


def _tuple_pair(inner: tuple[Any, ...]) -> Pair:
    if len(inner) == 2 and inner[1] is Ellipsis:
        to, back = _pair(inner[0])
        if to is _same:
            return list, tuple
        return (lambda v: [to(x) for x in v]), (lambda v: tuple(back(x) for x in v))
    pairs = [_pair(k) for k in inner]
    return (
        lambda v: [p[0](x) for p, x in zip(pairs, v, strict=True)],
        lambda v: tuple(p[1](x) for p, x in zip(pairs, v, strict=True)),
    )


_NO_DEFAULT = object()


def _default(field: "Field[Any]") -> Any:
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING and field.name != "id":
        return field.default_factory()
    return _NO_DEFAULT


_known: dict[type, Coders] = {}


def _coders(kind: type) -> Coders:
    coders = _known.get(kind)
    if coders is None:
        hints = get_type_hints(kind)
        coders = _known[kind] = {f.name: (*_pair(hints[f.name]), _default(f)) for f in fields(kind)}
    return coders


def field_names(kind: type) -> tuple[str, ...]:
    """Return the names of a dataclass's fields in their order."""
    return tuple(_coders(kind))


def to_plain(record: Any) -> dict[str, Any]:
    """Return the JSON values of a dataclass's fields that differ from their default, by name."""
    return part_to_plain(record, _coders(type(record)))


def coders_but(kind: type, left_out: Collection[str]) -> Coders:
    """Return what `part_to_plain` needs for all fields of a dataclass but these."""
    return {name: coders for name, coders in _coders(kind).items() if name not in left_out}


def part_to_plain(record: Any, coders: Coders) -> dict[str, Any]:
    """Return the JSON values of some fields that differ from their default, by name."""
    plain = {}
    for name, (to, _, default) in coders.items():
        value = getattr(record, name)
        if value is not default and value != default:
            plain[name] = value if to is _same else to(value)
    return plain


def from_plain(kind: type[T], plain: Mapping[str, Any]) -> T:
    """Return the dataclass of JSON values as `to_plain` gives them; absent fields have their default."""
    return kind(**fields_from_plain(kind, plain))


def fields_from_plain(kind: type, plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return JSON values as the field values of a dataclass, by name."""
    coders = _coders(kind)
    return {name: coders[name][1](value) for name, value in plain.items()}


def plain_fields(record: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the JSON values of the named fields, defaults too."""
    coders = _coders(type(record))
    return {name: coders[name][0](getattr(record, name)) for name in names}


def dumps(plain: Any) -> str:
    """Return JSON text, as short as can be."""
    return orjson.dumps(plain).decode()


def loads(text: str) -> Any:
    """Return the values of JSON text."""
    return orjson.loads(text)


def stamp(now: datetime) -> str:
    """Return a time as the columns hold it: UTC, always with microseconds, so that text order is time order."""
    return now.astimezone(UTC).isoformat(timespec="microseconds")
