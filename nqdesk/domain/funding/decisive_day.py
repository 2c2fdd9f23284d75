"""Which version of the law counts for a case (§ 422 SGB III, § 66 SGB II; other laws by their own facts)."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from nqdesk.domain.funding.facts import FactValue
from nqdesk.domain.funding.rules import Instrument

APPLIED = "antrag.datum"
BEGIN = "massnahme.beginn"
AROSE = "antrag.anspruch_entstanden_am"
GRANTED = "antrag.bewilligt_am"


class DecisiveDay(NamedTuple):
    """The day whose law counts; an unknown fact of ``open_facts`` may still move it back as far as ``earliest``."""

    day: date
    earliest: date
    open_facts: tuple[str, ...] = ()


def decisive_day(instrument: Instrument, values: Mapping[str, FactValue], on: date) -> DecisiveDay:
    """Return the decisive day of an instrument for the known facts of a case, asked for on a day."""
    if instrument.decisive:
        day = next((values[name] for name in instrument.decisive if name in values), on)
        return DecisiveDay(day, day) if isinstance(day, date) else DecisiveDay(on, on)
    return _active_labour_policy(values, on, entitlement=instrument.entitlement)


def _active_labour_policy(values: Mapping[str, FactValue], on: date, *, entitlement: bool) -> DecisiveDay:
    applied, begin = _day(values, APPLIED), _day(values, BEGIN)
    settling = (AROSE, GRANTED) if entitlement else (GRANTED,)
    known = [day for day in (_day(values, name) for name in settling) if day]
    begun_after_applying = begin is not None and (applied is None or applied <= begin)
    if begun_after_applying and begin:
        known.append(begin)
    if known:
        day = min(known)
    elif applied and begin:
        day = max(applied, on)
    else:
        day = on
    earliest = applied or (on if begin is None or begin > on else begin)
    still_open = tuple(name for name in settling if name not in values)
    if not still_open or earliest >= day:
        return DecisiveDay(day, day)
    return DecisiveDay(day, earliest, still_open)


def _day(values: Mapping[str, FactValue], name: str) -> date | None:
    value = values.get(name)
    return value if isinstance(value, date) else None
