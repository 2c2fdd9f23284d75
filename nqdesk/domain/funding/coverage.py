"""Days that the rules do not cover: why an instrument has no version on a day."""

from dataclasses import dataclass
from datetime import date

from nqdesk.domain.funding.rules import Instrument


@dataclass(frozen=True)
class Uncovered:
    """Why no version of an instrument is in force on a day.

    ``reason`` is that of a declared gap, "" without one; ``ended`` the last day of the version before, ``begins`` the
    first day of the version after.
    """

    reason: str = ""
    ended: date | None = None
    begins: date | None = None


def uncovered(instrument: Instrument, day: date) -> Uncovered | None:
    """Return why an instrument has no version on a day; None if it has one."""
    if instrument.version_on(day):
        return None
    reason = next((gap.reason for gap in instrument.gaps if gap.first <= day <= gap.last), "")
    ended = [found.valid_to for found in instrument.versions if found.valid_to is not None and found.valid_to < day]
    begins = [found.valid_from for found in instrument.versions if found.valid_from > day]
    return Uncovered(reason, max(ended, default=None), min(begins, default=None))
