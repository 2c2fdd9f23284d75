"""Programmes of other Länder: open only because a place is not known yet."""

from collections.abc import Iterable

from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import InstrumentResult, Result
from nqdesk.domain.funding.nearness import nearest_first
from nqdesk.domain.funding.rules import Level

RESIDENCE = "person.wohnland"
PLACE_OF_WORK = "betrieb.arbeitsland"


def open_place(found: InstrumentResult, case: Case) -> str:
    """Return the place that a programme of another Land still hangs on, "" for every other result.

    A Land is another one if a place of the case is known and none of the known ones lies in it. The result itself stays
    open: whether the unknown place lies there is for the person to say.
    """
    if found.instrument.level is not Level.LAND or found.result is not Result.OPEN:
        return ""
    known = [case.values[name] for name in (RESIDENCE, PLACE_OF_WORK) if name in case.values]
    if not known or found.instrument.land in known:
        return ""
    return next((name for name in (PLACE_OF_WORK, RESIDENCE) if name in found.missing), "")


def in_order(results: Iterable[InstrumentResult], case: Case) -> list[InstrumentResult]:
    """Return results with the nearest ones first; open programmes of the Länder last while no place is known."""
    found = nearest_first(results)
    if any(name in case.values for name in (RESIDENCE, PLACE_OF_WORK)):
        return found
    return sorted(found, key=lambda each: each.instrument.level is Level.LAND and each.result is Result.OPEN)
