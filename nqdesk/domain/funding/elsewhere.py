"""Programmes of other Länder: open only because a place is not known yet."""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from nqdesk.domain.funding.facts import FactValue
from nqdesk.domain.funding.nearness import Told, nearest_first
from nqdesk.domain.funding.results import Result
from nqdesk.domain.funding.rules import Level

RESIDENCE = "person.wohnland"
PLACE_OF_WORK = "betrieb.arbeitsland"


class Placed(Told, Protocol):
    """What a check says of an instrument, and of which Land it is a programme; ``level`` None: nobody wrote it down."""

    @property
    def level(self) -> Level | None: ...

    @property
    def land(self) -> str: ...


P = TypeVar("P", bound=Placed)


def open_place(found: Placed, known: Mapping[str, FactValue]) -> str:
    """Return the place that a programme of another Land still hangs on, "" for every other result.

    A Land is another one if a place of the case is known and none of the known ones lies in it. The result itself stays
    open: whether the unknown place lies there is for the person to say.
    """
    if found.level is not Level.LAND or found.result is not Result.OPEN:
        return ""
    places = [known[name] for name in (RESIDENCE, PLACE_OF_WORK) if name in known]
    if not places or found.land in places:
        return ""
    return next((name for name in (PLACE_OF_WORK, RESIDENCE) if name in found.missing), "")


def in_order(results: Iterable[P], known: Mapping[str, FactValue]) -> list[P]:
    """Return results with the nearest ones first; open programmes of the Länder last while no place is known."""
    found = nearest_first(results)
    if any(name in known for name in (RESIDENCE, PLACE_OF_WORK)):
        return found
    return sorted(found, key=lambda each: each.level is Level.LAND and each.result is Result.OPEN)
