"""The rule book with all that its paper needs: which versions are printed, for whom, and the words for choices."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nqdesk.domain.centre import Centre
from nqdesk.domain.folding import fold
from nqdesk.domain.funding.rules import (
    Gap,
    Instrument,
    Level,
    Parameter,
    ParameterValue,
    Precedence,
    RuleBook,
    Version,
)

LAND_OF_RESIDENCE = "person.wohnland"


@dataclass(frozen=True, kw_only=True)
class PrintedRules:
    """What the paper of a rule book needs.

    Attributes:
        on: only what is in force on that day is printed; None: all versions.
        changes: by id of an instrument and first day of a version: what changed against the version before, in words.
        word: returns the German word for a choice.
    """

    book: RuleBook
    centre: Centre
    printed_on: date
    on: date | None
    changes: Mapping[tuple[str, date], tuple[str, ...]]
    word: Callable[[StrEnum], str]

    def versions(self, instrument: Instrument) -> tuple[Version, ...]:
        """Return the versions to print, the newest first."""
        return tuple(each for each in reversed(instrument.versions) if self.on is None or each.covers(self.on))

    def of_level(self, level: Level) -> list[Instrument]:
        """Return the instruments of a level that have a version to print: by Land, then by title."""
        found = [each for each in self.book.instruments if each.level is level and self.versions(each)]
        return sorted(found, key=lambda each: (self.land_of(each), fold(each.title)))

    @property
    def printed(self) -> list[Instrument]:
        """Return all instruments that are printed, in their order on the paper."""
        return [instrument for level in Level for instrument in self.of_level(level)]

    @property
    def left_out(self) -> list[Instrument]:
        """Return the instruments without a version to print."""
        return [each for each in self.book.instruments if not self.versions(each)]

    def land_of(self, instrument: Instrument) -> str:
        """Return the name of the Land whose instrument it is, "" for none."""
        fact = self.book.catalogue.by_name.get(LAND_OF_RESIDENCE)
        return fact.label_of(instrument.land) if fact else instrument.land

    def gaps(self, instrument: Instrument) -> tuple[Gap, ...]:
        """Return the declared times without a version, as far as they matter for what is printed."""
        return tuple(gap for gap in instrument.gaps if self.on is None or gap.first <= self.on <= gap.last)

    def yielding_to(self, instrument: Instrument) -> list[Instrument]:
        """Return the instruments that let this one go first in a version that is printed."""
        return [
            each
            for each in self.printed
            if any(first.instrument == instrument.id for version in self.versions(each) for first in version.yields_to)
        ]

    def first_of(self, precedence: Precedence) -> Instrument | None:
        """Return the instrument that goes first."""
        return self.book.by_id.get(precedence.instrument)

    def parameters(self, instrument: Instrument) -> list[tuple[Parameter, tuple[ParameterValue, ...]]]:
        """Return the dated figures that the printed versions use, the newest value first."""
        used = {
            name
            for version in self.versions(instrument)
            for expression in version.expressions()
            for name in expression.parameters
        }
        return [(each, self._values(each)) for each in self.book.parameters if each.id in used]

    def _values(self, parameter: Parameter) -> tuple[ParameterValue, ...]:
        return tuple(each for each in reversed(parameter.values) if self.on is None or each.covers(self.on))

    @property
    def days_read(self) -> tuple[date, date]:
        """Return the first and the last day on which a printed version was read; ValueError if none is printed."""
        days = [version.as_of for instrument in self.printed for version in self.versions(instrument)]
        return min(days), max(days)

    @property
    def version_count(self) -> int:
        """Return how many versions are printed."""
        return sum(len(self.versions(instrument)) for instrument in self.printed)
