"""How near an open instrument is: what a counsellor should look at first among many that are still open."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class _Criterion(Protocol):
    @property
    def met(self) -> bool | None: ...


class _Told(Protocol):
    @property
    def criteria(self) -> Sequence[_Criterion]: ...

    @property
    def missing(self) -> Sequence[str]: ...


T = TypeVar("T", bound=_Told)


def distance(found: _Told) -> tuple[int, int]:
    """Return how far an instrument is from being settled: the smaller, the more it deserves a look.

    First the share of its criteria that are not met yet, in steps of a tenth, then how many facts are missing.
    """
    count = len(found.criteria)
    not_met = sum(criterion.met is not True for criterion in found.criteria)
    return (10 * not_met // count if count else 0), len(found.missing)


def nearest_first(results: Iterable[T]) -> list[T]:
    """Return results with the nearest ones first; equally near ones stay in their order."""
    return sorted(results, key=distance)
