"""Which backups to give up: all of the last days, then one a day, a week, a month."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

ALL_FOR = timedelta(days=2)
NEWEST = 3
DAYS, WEEKS, MONTHS = 14, 10, 24


def thin(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return the times of the backups that may be deleted.

    Kept are: the newest three whatever their age, all of the last two days and any from the future (a clock that was
    set back), the last one of each of the latest 14 days, 10 weeks and 24 months that have one. What is kept stays
    kept when thinning again at the same moment.
    """
    ordered = sorted(set(times), reverse=True)
    keep = set(ordered[:NEWEST]) | {t for t in ordered if t > now - ALL_FOR}
    keep |= _last_of_each(ordered, _day, DAYS)
    keep |= _last_of_each(ordered, _week, WEEKS)
    keep |= _last_of_each(ordered, _month, MONTHS)
    return set(ordered) - keep


def _last_of_each(
    newest_first: list[datetime], period: Callable[[datetime], tuple[int, ...]], most: int
) -> set[datetime]:
    last: dict[tuple[int, ...], datetime] = {}
    for time in newest_first:
        key = period(time)
        if key not in last:
            if len(last) == most:
                break
            last[key] = time
    return set(last.values())


def _day(time: datetime) -> tuple[int, ...]:
    utc = time.astimezone(UTC)
    return utc.year, utc.month, utc.day


def _week(time: datetime) -> tuple[int, ...]:
    year, week, _ = time.astimezone(UTC).isocalendar()
    return year, week


def _month(time: datetime) -> tuple[int, ...]:
    utc = time.astimezone(UTC)
    return utc.year, utc.month
