"""What must be ranked or complete in rules: times, figures, and what goes before what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from nqdesk.domain.funding.rules import Parameter, Version
from nqdesk.exchange.rule_tables import RuleTable

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A time from a first to a last day (None: no end) that a table of a rule file lays down."""

    first: date
    last: date | None
    place: RuleTable

    def __str__(self) -> str:
        """Return both days as a rule file writes them."""
        return f"{self.first} bis {self.last}" if self.last else f"ab {self.first}"


def check_periods(name: str, periods: Iterable[Period]) -> None:
    """Keep a fault for times of one thing that overlap, end before they begin, or leave a gap between them."""
    ordered = sorted(periods, key=lambda period: period.first)
    for period in ordered:
        if period.last is not None and period.last < period.first:
            period.place.fault("ends_before_begin", f"{name}: {period}", near="from =")
    for before, after in pairwise(ordered):
        if before.last is None or before.last >= after.first:
            after.place.fault("overlap", f"{name}: {before}, {after}", near="from =")
        elif after.first - before.last > _DAY:
            after.place.fault("gap", f"{name}: {before}, {after}", near="from =")


def circles(after: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield the names that go before themselves, directly or by way of others."""
    for name in after:
        reached, todo = set[str](), list(after[name])
        while todo:
            other = todo.pop()
            if other not in reached:
                reached.add(other)
                todo += after.get(other, ())
        if name in reached:
            yield name


def check_figures(version: Version, place: RuleTable, figures: Mapping[str, tuple[Parameter, RuleTable]]) -> None:
    """Keep a fault for each figure that a version uses on a day for which it has neither a value nor a declared gap.

    The fault is told of the file that was put over the shipped ones, where one of the two was.
    """
    used = {
        name
        for expression in version.expressions()
        if "parameter." in expression.text or "begriff." in expression.text
        for name in expression.parameters
    }
    for name in sorted(used & figures.keys()):
        parameter, own_place = figures[name]
        day = _first_missing(version, [(part.valid_from, part.valid_to) for part in parameter.values], parameter)
        if day is None:
            continue
        from_shipped = place.file.source.origin.value == "shipped"
        blamed = own_place if from_shipped else place
        blamed.fault("figure_gap", f"{place.about}: parameter.{name}, {day}", near=f"parameter.{name}")


def _first_missing(version: Version, values: Sequence[tuple[date, date | None]], parameter: Parameter) -> date | None:
    """Return the first day of a version on which a figure has neither a value nor a declared gap."""
    day = version.valid_from
    for first, last in sorted([*values, *((gap.first, gap.last) for gap in parameter.gaps)], key=lambda each: each[0]):
        if first > day:
            break
        if last is None:
            return None
        day = max(day, min(last, date.max - _DAY) + _DAY)
    return day if version.valid_to is None or day <= version.valid_to else None
