"""What begins and what ends in a rule book around a day: for the start page."""

from dataclasses import dataclass
from datetime import date, timedelta

from nqdesk.domain.funding.differences import InstrumentChange, differences
from nqdesk.domain.funding.rules import Instrument, RuleBook, Version

LOOKS_BACK = timedelta(days=60)
LOOKS_AHEAD = timedelta(days=183)
OLD_READING = timedelta(days=180)
"""A text that was last read longer ago should be read again."""


@dataclass(frozen=True)
class Beginning:
    """A version that begins on a day, or (``change.after`` None) an instrument that is no longer there from then."""

    day: date
    change: InstrumentChange


@dataclass(frozen=True)
class Ending:
    """An instrument whose version ends on a day (the last one it holds) and that has no later one."""

    last: date
    instrument: Instrument
    version: Version


@dataclass(frozen=True)
class RuleNews:
    """All of it, by day; ``unread``: instruments whose version in force was last read over 180 days ago."""

    beginnings: tuple[Beginning, ...]
    endings: tuple[Ending, ...]
    unread: tuple[Instrument, ...]


def news(book: RuleBook, on: date) -> RuleNews:
    """Return what began within the last 60 days, begins or ends within half a year, and what should be read again."""
    first, last = on - LOOKS_BACK, on + LOOKS_AHEAD
    beginnings, endings, unread = [], [], []
    for instrument in book.instruments:
        for place, version in enumerate(instrument.versions):
            if first <= version.valid_from <= last:
                before = instrument.version_on(version.valid_from - timedelta(days=1))
                told = differences(before, version) if before else ()
                beginnings.append(Beginning(version.valid_from, InstrumentChange(instrument, before, version, told)))
            is_last = place == len(instrument.versions) - 1
            if is_last and version.valid_to is not None and first <= version.valid_to <= last:
                endings.append(Ending(version.valid_to, instrument, version))
            if version.covers(on) and on - version.as_of > OLD_READING:
                unread.append(instrument)
    beginnings.sort(key=lambda found: (found.day, found.change.instrument.title))
    endings.sort(key=lambda found: (found.last, found.instrument.title))
    return RuleNews(tuple(beginnings), tuple(endings), tuple(unread))
