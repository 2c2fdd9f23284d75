"""What rules came to before: an answer changes one fact, and most rules do not ask for it."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import islice
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
    """What was made before, by a key; once it is much, the older half is forgotten."""

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
        return self._keep(key, make(*given)) if kept is _NOT_KEPT else kept

    def _keep(self, key: Hashable, made: T) -> T:
        if len(self._kept) >= MOST:  # one by one would walk over the gaps of all that was forgotten before
            for older in list(islice(self._kept, MOST // 2)):
                del self._kept[older]
        self._kept[key] = made
        return made


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
        if not self.figures or not known[1]:
            return self._get(known[0])
        return self._get(known[0]), known[1] & self.figures

    def at(self, known: Known, make: Callable[[Known], T]) -> T:
        """Return what it came to for what is known, made only if that was not known before."""
        values, unconfirmed = known  # spelt out: it is asked some five hundred times a check
        key = self._get(values)
        if unconfirmed and self.figures:
            key = key, unconfirmed & self.figures
        kept: Any = self._kept.get(key, _NOT_KEPT)
        return self._keep(key, make(known)) if kept is _NOT_KEPT else kept


def _nothing(_values: Mapping[str, Any]) -> Hashable:
    return None
