"""How near an open instrument is: what a counsellor should look at first among many that are still open."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from nqdesk.domain.funding.results import Result


class Counted(Protocol):
    """A criterion as it came out, with the known facts that it used."""

    @property
    def met(self) -> bool | None: ...

    @property
    def figures(self) -> Sequence[object]: ...


class Told(Protocol):
    """What a check says of one instrument, made just now or kept; ``result`` None: no version was in force."""

    @property
    def id(self) -> str: ...

    @property
    def result(self) -> Result | None: ...

    @property
    def accompanies(self) -> Sequence[str]: ...

    @property
    def criteria(self) -> Sequence[Counted]: ...

    @property
    def missing(self) -> Sequence[str]: ...


T = TypeVar("T", bound=Told)


def distance(found: Told) -> tuple[int, int]:
    """Return how far an instrument is from being settled: the smaller, the more it deserves a look.

    First by how many criteria are met by what is known of the case: those that hold for everybody say nothing of a
    person, and a share would put instruments with few criteria before those that ask for much. Then by how many
    facts are missing, where anything is known at all.
    """
    met = sum(criterion.met is True and bool(criterion.figures) for criterion in found.criteria)
    return -met, len(found.missing) if met else 0


def nearest_first(results: Iterable[T]) -> list[T]:
    """Return results with the nearest ones first; equally near ones stay in their order.

    What comes beside another instrument that may be possible follows that one, where that is nearer than it is itself:
    who is paid the course asks for the fares and the allowance next.
    """
    found = list(results)
    own = {each.id: distance(each) for each in found if each.result not in (None, Result.EXCLUDED)}

    def place(each: T) -> tuple[tuple[int, int], bool, tuple[int, int]]:
        itself = distance(each)
        leading = min((own[name] for name in each.accompanies if name in own), default=itself)
        return min(leading, itself), leading < itself, itself

    return sorted(found, key=place)
