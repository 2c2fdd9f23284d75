"""What a check says: of each instrument, each criterion, each amount, and of the case as a whole."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from nqdesk.domain.funding.decisive_day import DecisiveDay
from nqdesk.domain.funding.rules import Amount, Criterion, Instrument, Level, Version


class Result(StrEnum):
    """What the check says of an instrument; never that it is granted: the responsible office decides."""

    CLAIM = "anspruch"
    SHOULD = "soll"
    MAY = "kann"
    OPEN = "pruefen"
    EXCLUDED = "ausgeschlossen"


POSITIVE = frozenset({Result.CLAIM, Result.SHOULD, Result.MAY})
"""All criteria are met."""


class CriterionResult(NamedTuple):
    """How one criterion came out: ``met`` as it counts (None: unknown), ``evaluated`` as its figures say.

    They differ where the criterion is not confirmed: such a one counts as unknown however it comes out.
    """

    criterion: Criterion
    met: bool | None
    evaluated: bool | None
    confirmed: bool
    figures: tuple[tuple[str, Any], ...]


class AmountResult(NamedTuple):
    """A range in euro (or months); ``high`` None means open upward."""

    amount: Amount
    low: Decimal
    high: Decimal | None
    confirmed: bool

    @property
    def settled(self) -> bool:
        """Return whether it is one figure."""
        return self.low == self.high


class DeadlineResult(NamedTuple):
    """A deadline with its last day, where the day is known."""

    text: str
    day: date | None = None


@dataclass(frozen=True)
class InstrumentResult:
    """What the check says of one instrument; ``version`` None: no version is in force on the decisive day."""

    instrument: Instrument
    version: Version | None
    decisive: DecisiveDay
    result: Result
    assumed: bool = False
    confirmed: bool = False
    excluded_by: str | None = None
    criteria: tuple[CriterionResult, ...] = ()
    missing: tuple[str, ...] = ()
    amounts: tuple[AmountResult, ...] = ()
    offices: tuple[str, ...] = ()
    deadlines: tuple[DeadlineResult, ...] = ()
    documents: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Return the id of the instrument."""
        return self.instrument.id

    @property
    def accompanies(self) -> tuple[str, ...]:
        """Return the ids of the instruments that it comes beside."""
        return self.instrument.accompanies

    @property
    def level(self) -> Level:
        """Return who made the rules."""
        return self.instrument.level

    @property
    def land(self) -> str:
        """Return the Land whose programme it is, "" for every other."""
        return self.instrument.land


@dataclass(frozen=True)
class CheckResult:
    """All instruments that have a version on their decisive day, in the order of the rule book."""

    on: date
    digest: str
    instruments: tuple[InstrumentResult, ...]
    without_version: tuple[InstrumentResult, ...] = ()

    def of(self, instrument: str) -> InstrumentResult | None:
        """Return the result of one instrument."""
        return next((found for found in self.instruments if found.instrument.id == instrument), None)
