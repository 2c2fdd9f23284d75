"""What differs between two rule books: before and after a package or an edit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nqdesk.domain.funding.differences import Difference, ParameterChange, differences
from nqdesk.domain.funding.rules import Instrument, ParameterValue, RuleBook, Version


@dataclass(frozen=True)
class VersionChange:
    """A version that is new (`before` None), gone (`after` None) or another one in the second book.

    `differences` are against `before`, or for a new version against the one that precedes it in time.
    """

    instrument: Instrument
    before: Version | None
    after: Version | None
    differences: tuple[Difference, ...]

    @property
    def valid_from(self) -> date:
        """Return the first day of the version."""
        version = self.after or self.before
        if version is None:
            raise ValueError(self.instrument.id)
        return version.valid_from


def versions_compared(before: RuleBook, after: RuleBook) -> tuple[VersionChange, ...]:
    """Return every version that differs, by instrument in the order of the second book, by day."""
    names = dict.fromkeys([*(found.id for found in after.instruments), *(found.id for found in before.instruments)])
    return tuple(change for name in names for change in _of_instrument(before.by_id.get(name), after.by_id.get(name)))


def _of_instrument(before: Instrument | None, after: Instrument | None) -> Iterator[VersionChange]:
    instrument = after or before
    if instrument is None:
        return
    old = {version.valid_from: version for version in (before.versions if before else ())}
    new = {version.valid_from: version for version in (after.versions if after else ())}
    for day in sorted({*old, *new}):
        was, now = old.get(day), new.get(day)
        if was is not None and now is not None:
            if not _alike(was, now):
                yield VersionChange(instrument, was, now, differences(was, now))
        elif now is not None:
            earlier = [version for first, version in new.items() if first < day]
            told = differences(earlier[-1], now) if earlier else ()
            yield VersionChange(instrument, None, now, told)
        else:
            yield VersionChange(instrument, was, None, ())


def _alike(one: Version, other: Version) -> bool:
    """Return whether two versions say the same; only the day they were last read does not count."""
    return (
        one.digest == other.digest
        and one.source == other.source
        and (one.offices, one.documents, one.change, one.title)
        == (other.offices, other.documents, other.change, other.title)
    )


def figures_compared(before: RuleBook, after: RuleBook) -> tuple[ParameterChange, ...]:
    """Return every dated figure that differs, by parameter, by day."""
    found = []
    old = {parameter.id: parameter for parameter in before.parameters}
    new = {parameter.id: parameter for parameter in after.parameters}
    for name in dict.fromkeys([*new, *old]):
        was = {value.valid_from: value for value in old[name].values} if name in old else {}
        now = {value.valid_from: value for value in new[name].values} if name in new else {}
        for day in sorted({*was, *now}):
            one, other = was.get(day), now.get(day)
            if one is None or other is None or _value(one) != _value(other):
                found.append(ParameterChange(new.get(name) or old[name], one, other))
    return tuple(found)


def _value(found: ParameterValue) -> tuple[object, ...]:
    return found.value, found.valid_to, found.grounds.confirmed
