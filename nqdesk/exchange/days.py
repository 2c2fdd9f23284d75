"""Days as course files write them, always as the day it is in Germany."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from nqdesk.domain.problem import Problem
from nqdesk.domain.typed import parse_day

EARLIEST = date(1990, 1, 1)
NO_END = date(2090, 1, 1)  # ends from here on (31.12.2099, 31.12.9999) mean "open"

_BERLIN = ZoneInfo("Europe/Berlin")
_XML = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,12})?)?)?"
    r"\s?(Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)


class DayError(ValueError):
    """A day that cannot be read or is not plausible. `code` is the problem's code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@lru_cache(maxsize=4096)
def local_day(text: str) -> date | None:
    """Return the German local day of an XML date or dateTime, or of a German day (5.2.2027); None if empty.

    A plain date stays as written, with or without an offset. A dateTime with a zone is the day that it is in
    Berlin at that moment; one without a zone is German time. Raises DayError with "record_day_unreadable" or
    "record_day_impossible".
    """
    text = text.strip()
    if not text:
        return None
    match = _XML.fullmatch(text)
    if match is None:
        typed = parse_day(text) if len(text) <= 12 else Problem("day_unreadable")
        if isinstance(typed, date):
            return typed
        impossible = isinstance(typed, Problem) and typed.code == "day_impossible"
        raise DayError("record_day_impossible" if impossible else "record_day_unreadable")
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        plain = date(int(year), int(month), int(day))
        if hour is None or zone is None:
            return plain + timedelta(days=1) if hour == "24" else plain
        moment = datetime(plain.year, plain.month, plain.day, tzinfo=_zone(zone)) + timedelta(
            hours=int(hour), minutes=int(minute), seconds=int(second or 0)
        )
        return moment.astimezone(_BERLIN).date()
    except (ValueError, OverflowError):
        raise DayError("record_day_impossible") from None


def _zone(text: str) -> timezone:
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def epoch_day(milliseconds: object) -> date | None:
    """Return the German local day of a time in milliseconds since 1970; None for None.

    Texts with such a number or with an XML date count too. Raises DayError for anything else.
    """
    if milliseconds is None or milliseconds == "":
        return None
    if isinstance(milliseconds, str):
        text = milliseconds.strip()
        if not text.lstrip("-").isdigit() or len(text) > 18 or len(text) < 9:
            return local_day(text)
        milliseconds = int(text)
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float):
        raise DayError("record_day_unreadable")
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
        return moment.astimezone(_BERLIN).date()
    except (ValueError, OverflowError):
        raise DayError("record_day_impossible") from None


def plausible(start: date | None, end: date | None) -> tuple[date | None, date | None]:
    """Return first and last day of a run; an end that stands for "open" becomes None.

    Raises DayError: "record_day_implausible" for days before 1990 or a start after 2089,
    "record_end_before_start" for an end before the start.
    """
    if end is not None and end >= NO_END:
        end = None
    if (start is not None and not EARLIEST <= start < NO_END) or (end is not None and end < EARLIEST):
        raise DayError("record_day_implausible")
    if start is not None and end is not None and end < start:
        raise DayError("record_end_before_start")
    return start, end
