"""What a version of an instrument came to before: an answer changes one fact, and most rules do not ask for it."""

from collections.abc import Hashable, Mapping
from operator import itemgetter
from typing import Any, Generic, Protocol, TypeVar

from nqdesk.domain.funding.decisive_day import DecisiveDay
from nqdesk.domain.funding.rules import Version

MOST = 64
"""Results kept of each version: a look-ahead asks for a fact with each of its values."""


class _Told(Protocol):
    @property
    def result(self) -> Any: ...

    @property
    def version(self) -> Version | None: ...


R = TypeVar("R", bound=_Told)
Known = tuple[dict[str, Any], frozenset[str]]


class Memory(Generic[R]):
    """Results of one version by everything that they depend on.

    That is: the facts and figures that its expressions name, which figures are unconfirmed, the decisive day, and what
    the instruments came to that may go first. ``figures``: ids of the parameters that the version uses.
    """

    def __init__(self, version: Version) -> None:
        """Collect what the version depends on."""
        facts = {name for expression in version.expressions() for name in expression.facts}
        self.figures = frozenset(name for expression in version.expressions() for name in expression.parameters)
        names = [*sorted(facts), *(f"parameter.{name}" for name in sorted(self.figures))]
        self._get = itemgetter(*names) if names else lambda _values: ()
        self._before = tuple(dict.fromkeys(precedence.instrument for precedence in version.yields_to))
        self.known: dict[Hashable, R] = {}

    def key(self, known: Known, decisive: DecisiveDay, results: Mapping[str, R]) -> Hashable:
        """Return what a result depends on."""
        values, unconfirmed = known
        doubtful = unconfirmed & self.figures if self.figures else None
        before = tuple(_told(results.get(name)) for name in self._before) if self._before else None
        return self._get(values), decisive, doubtful, before

    def keep(self, key: Hashable, found: R) -> None:
        """Remember a result; the oldest one is forgotten."""
        if len(self.known) >= MOST:
            del self.known[next(iter(self.known))]
        self.known[key] = found


def _told(found: _Told | None) -> Hashable:
    return None if found is None or found.version is None else found.result
