"""Events at which a portfolio is handed out, and who attended."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from nqdesk.domain.problem import Problem
from nqdesk.domain.record import Record


class EventKind(StrEnum):
    """For whom an event is held; decides the audience of the funding page."""

    MULTIPLIER = "multiplier"
    COMPANY = "company"
    LEARNER = "learner"


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """An event.

    Attributes:
        day: None while not fixed. begins, ends: local time of day.
        place: venue and town as printed; street, plz, city: address.
        audience: free text; partners: names as printed.
    """

    title: str = ""
    kind: EventKind = EventKind.MULTIPLIER
    day: date | None = None
    begins: time | None = None
    ends: time | None = None
    place: str = ""
    street: str = ""
    plz: str = ""
    city: str = ""
    host: str = ""
    audience: str = ""
    partners: tuple[str, ...] = ()
    note: str = ""


def check_event(event: Event) -> list[Problem]:
    """Return what must be corrected before the record may be stored."""
    problems = []
    if not event.title.strip():
        problems.append(Problem("required", "title"))
    if event.begins and event.ends and event.ends < event.begins:
        problems.append(Problem("end_before_start", "ends"))
    if event.plz and not (len(event.plz) == 5 and event.plz.isascii() and event.plz.isdigit()):
        problems.append(Problem("plz_unreadable", "plz"))
    return problems
