"""What rules came to before: an answer changes one fact, and most rules do not ask for it."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from operator import itemgetter
from typing import Any, Generic, TypeVar

from nqdesk.domain.funding.expression import Expression

MOST = 64
"""Results kept of each part: a look-ahead asks for a fact with each of its values."""

T = TypeVar("T")
Known = tuple[Mapping[str, Any], frozenset[str]]
"""The values of a case by name, parameters included, and the ids of the parameters that are not confirmed."""


class Remembered(Generic[T]):
    """What something came to, by the facts and figures that its expressions name and which figures are unconfirmed.

    Attributes:
        figures: ids of the parameters that the expressions use.
    """

    __slots__ = ("_get", "figures", "kept")

    def __init__(self, expressions: Iterable[Expression]) -> None:
        """Collect what it depends on."""
        used = tuple(expressions)
        self.figures = frozenset(name for expression in used for name in expression.parameters)
        names = dict.fromkeys(name for expression in used for name in expression.facts)
        wanted = [*names, *(f"parameter.{name}" for name in sorted(self.figures))]
        self._get: Callable[[Mapping[str, Any]], Hashable] = itemgetter(*wanted) if wanted else _nothing
        self.kept: dict[Hashable, T] = {}

    def key(self, known: Known) -> Hashable:
        """Return what a result depends on."""
        if not self.figures:
            return self._get(known[0])
        return self._get(known[0]), known[1] & self.figures

    def keep(self, key: Hashable, found: T) -> T:
        """Remember a result, which is given back; the oldest one is forgotten."""
        if len(self.kept) >= MOST:
            del self.kept[next(iter(self.kept))]
        self.kept[key] = found
        return found


def _nothing(_values: Mapping[str, Any]) -> Hashable:
    return None
