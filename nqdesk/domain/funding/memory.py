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


_NOT_KEPT: Any = object()


class Kept(Generic[T]):
    """What was made before, by a key; the oldest one is forgotten."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept: dict[Hashable, T] = {}

    def __len__(self) -> int:
        """Return how much is kept."""
        return len(self._kept)

    def of(self, key: Hashable, make: Callable[..., T], *given: Any) -> T:
        """Return what is kept for a key, else what ``make`` makes of what is given to it, and keep that."""
        kept: Any = self._kept.get(key, _NOT_KEPT)
        found: T = make(*given) if kept is _NOT_KEPT else kept
        if kept is _NOT_KEPT:
            if len(self._kept) >= MOST:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = found
        return found


class Remembered(Kept[T]):
    """What something came to, by the facts and figures that its expressions name and which figures are unconfirmed.

    Attributes:
        figures: ids of the parameters that the expressions use.
    """

    __slots__ = ("_get", "figures")

    def __init__(self, expressions: Iterable[Expression]) -> None:
        """Collect what it depends on."""
        super().__init__()
        used = tuple(expressions)
        self.figures = frozenset(name for expression in used for name in expression.parameters)
        names = dict.fromkeys(name for expression in used for name in expression.facts)
        wanted = [*names, *(f"parameter.{name}" for name in sorted(self.figures))]
        self._get: Callable[[Mapping[str, Any]], Hashable] = itemgetter(*wanted) if wanted else _nothing

    def key(self, known: Known) -> Hashable:
        """Return what a result depends on."""
        if not self.figures:
            return self._get(known[0])
        return self._get(known[0]), known[1] & self.figures

    def at(self, known: Known, make: Callable[[Known], T]) -> T:
        """Return what it came to for what is known, made only if that was not known before."""
        return self.of(self.key(known), make, known)


def _nothing(_values: Mapping[str, Any]) -> Hashable:
    return None
