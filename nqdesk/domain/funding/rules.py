"""The rules of funding as data: instruments with their versions, dated parameters, and the book that holds them.

The small parts, of which there are thousands, are named tuples: these are made fastest, and a start waits for them.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.domain.funding.spans import INFINITY, ZERO, Span
from nqdesk.domain.funding.syntax import Tree


class BenefitKind(StrEnum):
    """What the law promises when all criteria are met: a claim, a rule with exceptions, or discretion."""

    CLAIM = "anspruch"
    SHOULD = "soll"
    MAY = "kann"


class Proof(StrEnum):
    """Where a sentence comes from: the law read, another source, general knowledge, own reading of the text."""

    LAW = "G"
    SOURCE = "S"
    KNOWLEDGE = "A"
    READING = "I"


class Level(StrEnum):
    """Who made the rule."""

    FEDERAL = "bund"
    LAND = "land"
    CENTRE = "centre"


class Maker(StrEnum):
    """Whose rule it is among those of a centre: a programme of its own, or how an office uses its discretion."""

    CENTRE = "centre"
    AGENTUR = "agentur"
    JOBCENTER = "jobcenter"


class Origin(StrEnum):
    """Where an instrument comes from: shipped with the program, a rule package, or the centre itself."""

    SHIPPED = "shipped"
    PACKAGE = "package"
    CENTRE = "centre"


class Grounds(NamedTuple):
    """What a criterion or an amount rests on: citation, the law's own words, level of proof, source and day read."""

    law: str
    quote: str
    proof: Proof
    confirmed: bool
    source: str
    as_of: date


class Criterion(NamedTuple):
    """One condition: it must hold for the instrument to be possible."""

    id: str
    text: str
    expression: Expression
    grounds: Grounds


_FIGURE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,8})?")


class Amount(NamedTuple):
    """One figure of the result, in euro, or in months where the id ends on "monate".

    ``cap`` marks an upper limit of a discretionary benefit; ``when`` says when the amount exists at all.
    """

    id: str
    text: str
    expression: Expression
    grounds: Grounds
    cap: bool = False
    when: Expression | None = None

    @property
    def in_months(self) -> bool:
        """Return whether the figure counts months and not euro."""
        return self.id.endswith("_monate")

    @property
    def figure(self) -> Decimal | None:
        """Return the figure where it is the same for everybody, None where it is worked out."""
        return Decimal(self.expression.text) if _FIGURE.fullmatch(self.expression.text) else None


class Outcome(NamedTuple):
    """What kind of benefit it is when all criteria are met; the first whose ``when`` holds counts."""

    kind: BenefitKind
    when: Expression | None = None


class Precedence(NamedTuple):
    """Another instrument that goes first when it is possible and ``when`` holds."""

    instrument: str
    law: str
    confirmed: bool
    when: Expression | None = None


class Office(NamedTuple):
    """Who decides: ``kind`` agentur, jobcenter, kammer, bamf, land or other; ``seat`` wohnsitz, betrieb or none."""

    text: str
    kind: str
    seat: str
    when: Expression | None = None


class Remark(NamedTuple):
    """A document, deadline or note, shown while ``when`` allows it; ``day`` is the last day of a deadline."""

    text: str
    law: str = ""
    when: Expression | None = None
    day: Expression | None = None


@dataclass(frozen=True)
class Version:
    """An instrument as it is in force from ``valid_from`` to ``valid_to`` (last day; None: no end known)."""

    valid_from: date
    valid_to: date | None
    as_of: date
    source: str
    outcomes: tuple[Outcome, ...]
    criteria: tuple[Criterion, ...]
    amounts: tuple[Amount, ...] = ()
    yields_to: tuple[Precedence, ...] = ()
    offices: tuple[Office, ...] = ()
    documents: tuple[Remark, ...] = ()
    deadlines: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()
    change: str = ""
    valid_from_note: str = ""
    title: str = ""
    digest: str = ""

    def covers(self, day: date) -> bool:
        """Return whether the version is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def expressions(self) -> Iterator[Expression]:
        """Yield every expression of the version."""
        for criterion in self.criteria:
            yield criterion.expression
        for amount in self.amounts:
            yield amount.expression
            if amount.when:
                yield amount.when
        conditions = [part.when for part in self.outcomes] + [part.when for part in self.yields_to]
        conditions += [part.when for part in self.offices]
        for remark in (*self.documents, *self.deadlines, *self.notes):
            conditions += [remark.when, remark.day]
        yield from (found for found in conditions if found)


@dataclass(frozen=True)
class Gap:
    """A time that no version covers, declared with its reason."""

    first: date
    last: date
    reason: str


@dataclass(frozen=True)
class Instrument:
    """One way of funding or of getting a qualification, with all its versions in their order.

    ``decisive`` is empty for benefits under § 422 SGB III and § 66 SGB II; otherwise the facts of which the first known
    one is the decisive day. ``entitlement`` marks benefits for which the day a claim arose counts. ``maker`` and
    ``district`` say whose strategy it is. ``accompanies`` names the instruments that it comes beside: without one of
    them there is nothing to ask for.
    """

    id: str
    title: str
    law: str
    level: Level
    summary: str
    versions: tuple[Version, ...]
    decisive: tuple[str, ...] = ()
    entitlement: bool = False
    land: str = ""
    gaps: tuple[Gap, ...] = ()
    origin: Origin = Origin.SHIPPED
    maker: Maker = Maker.CENTRE
    district: str = ""
    accompanies: tuple[str, ...] = ()

    def version_on(self, day: date) -> Version | None:
        """Return the version in force on a day."""
        for version in reversed(self.versions):
            if version.valid_from <= day:
                return version if version.covers(day) else None
        return None


@dataclass(frozen=True)
class ParameterValue:
    """A dated figure with its source."""

    valid_from: date
    valid_to: date | None
    value: Decimal
    grounds: Grounds

    def covers(self, day: date) -> bool:
        """Return whether the figure is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class FigureGap:
    """A time for which a figure is not laid down, declared with its reason (``last`` None: from then on)."""

    first: date
    last: date | None
    reason: str

    def covers(self, day: date) -> bool:
        """Return whether the figure is missing on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Parameter:
    """A figure that changes with time, in the unit that expressions know it by."""

    id: str
    text: str
    unit: str
    values: tuple[ParameterValue, ...]
    gaps: tuple[FigureGap, ...] = ()

    def value_on(self, day: date) -> ParameterValue | None:
        """Return the figure in force on a day."""
        return next((value for value in self.values if value.covers(day)), None)

    def gap_on(self, day: date) -> FigureGap | None:
        """Return the declared gap that a day falls into."""
        return next((gap for gap in self.gaps if gap.covers(day)), None)


@dataclass(frozen=True)
class Term:
    """A criterion or definition that several rules share, as expressions name it."""

    id: str
    text: str
    tree: Tree


Figures = tuple[dict[str, Any], frozenset[str]]

MOST_DAYS = 1000
"""Days whose parameters are kept at hand."""


@dataclass(frozen=True)
class RuleBook:
    """All rules together, never changed; ``digest`` names exactly this content ("sha256:…").

    ``gates`` says of facts, by name, when it makes sense to ask for them; ``terms`` are the shared ones,
    ``files`` gives the instrument of each text that holds one, by the name of the text.
    """

    catalogue: FactCatalogue
    parameters: tuple[Parameter, ...]
    instruments: tuple[Instrument, ...]
    digest: str
    gates: dict[str, Expression] = field(default_factory=dict, repr=False)
    terms: tuple[Term, ...] = field(default=(), repr=False)
    files: dict[str, str] = field(default_factory=dict, repr=False)
    by_id: dict[str, Instrument] = field(init=False, repr=False, compare=False)
    _figures: dict[date, Figures] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the look-up by id."""
        object.__setattr__(self, "by_id", {instrument.id: instrument for instrument in self.instruments})

    def figures_on(self, day: date) -> Figures:
        """Return the parameters in force on a day, as expressions name them, and the ids of the unconfirmed ones.

        A parameter without a figure for that day is anything from nothing upward, and not confirmed.
        """
        found = self._figures.get(day)
        if found is None:
            dated = {parameter.id: parameter.value_on(day) for parameter in self.parameters}
            values = {f"parameter.{name}": at.value if at else Span(ZERO, INFINITY) for name, at in dated.items()}
            unconfirmed = frozenset(name for name, at in dated.items() if at is None or not at.grounds.confirmed)
            if len(self._figures) >= MOST_DAYS:
                self._figures.clear()
            found = self._figures[day] = (values, unconfirmed)
        return found

    def reasons_without(self, names: Collection[str], day: date) -> Iterator[str]:
        """Yield why some of these parameters have no figure on a day."""
        for parameter in self.parameters:
            gap = parameter.gap_on(day)
            if parameter.id in names and gap:
                yield f"{parameter.text}: {gap.reason}"
