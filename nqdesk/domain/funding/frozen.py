"""The result of a check as it was written down once: read back for showing, never computed anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from nqdesk.domain.funding.check import Result
from nqdesk.domain.funding.facts import FactKind, FactValue
from nqdesk.domain.funding.rules import Level, Maker


@dataclass(frozen=True, slots=True)
class FrozenFact:
    """A fact in the words of the day of the check: one that was known, asked for and not answered, or missing.

    ``value`` is None while it is not known, ``label`` the word of a choice; ``refused``: asked for, not answered.
    """

    name: str
    text: str
    kind: FactKind
    section: str = ""
    question: str = ""
    value: FactValue | None = None
    label: str = ""
    refused: bool = False

    @property
    def is_answered(self) -> bool:
        """Return whether somebody said something of it, if only that nothing is said."""
        return self.refused or self.value is not None


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """A fact or a dated figure of the rules that a criterion used, with its value; a choice has its label as value."""

    name: str
    text: str
    kind: FactKind
    value: FactValue


@dataclass(frozen=True, slots=True)
class FrozenCriterion:
    """A criterion as it came out; ``met`` None: unknown. ``figures`` is empty in checks that were kept without them."""

    id: str
    text: str
    law: str
    met: bool | None
    confirmed: bool
    figures: tuple[FrozenFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class FrozenAmount:
    """A range in euro, or in months; ``high`` None means open upward, ``cap`` that it is an upper limit."""

    id: str
    text: str
    low: Decimal
    high: Decimal | None
    cap: bool = False
    in_months: bool = False
    confirmed: bool = True
    law: str = ""

    @property
    def settled(self) -> bool:
        """Return whether it is one figure."""
        return self.low == self.high


@dataclass(frozen=True)
class FrozenInstrument:
    """What a check said of one instrument; ``result`` None: it had no version on its decisive day, for a ``reason``.

    ``district`` is that of the office whose strategy it is (``maker``), "" for what holds everywhere. ``level`` says
    who made the rules, ``land`` with ``land_name`` whose programme it is; checks kept without that have None.
    ``accompanies`` names the instruments that it comes beside.
    """

    id: str
    title: str
    law: str
    result: Result | None
    decisive: date
    assumed: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    confirmed: bool = False
    as_of: date | None = None
    office: str = ""
    excluded_by: str = ""
    criteria: tuple[FrozenCriterion, ...] = ()
    missing: tuple[str, ...] = ()
    amounts: tuple[FrozenAmount, ...] = ()
    deadlines: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    maker: Maker = Maker.CENTRE
    district: str = ""
    level: Level | None = None
    land: str = ""
    land_name: str = ""
    reason: str = ""
    accompanies: tuple[str, ...] = ()


@dataclass(frozen=True)
class FrozenCheck:
    """A whole check: day of law, digest of the rules, every instrument in its order, and the facts still asked for.

    ``facts`` are those that were known, refused or missing, in the order in which they are shown; checks that were kept
    without their words have none.
    """

    on: date
    digest: str
    instruments: tuple[FrozenInstrument, ...]
    questions: tuple[str, ...] = ()
    facts: tuple[FrozenFact, ...] = ()

    @cached_property
    def fact(self) -> dict[str, FrozenFact]:
        """Return the facts by name."""
        return {fact.name: fact for fact in self.facts}

    @cached_property
    def values(self) -> dict[str, FactValue]:
        """Return what was known, by name."""
        return {fact.name: fact.value for fact in self.facts if fact.value is not None}

    def labels(self, names: Iterable[str]) -> list[str]:
        """Return what facts were called; one without words by its name."""
        return [self.fact[name].text if name in self.fact else name for name in names]

    def of(self, instrument: str) -> FrozenInstrument | None:
        """Return what was said of one instrument (id)."""
        return next((found for found in self.instruments if found.id == instrument), None)

    @property
    def with_version(self) -> tuple[FrozenInstrument, ...]:
        """Return the instruments that had a version on their decisive day."""
        return tuple(found for found in self.instruments if found.result is not None)

    @property
    def without_version(self) -> tuple[FrozenInstrument, ...]:
        """Return the instruments that had none."""
        return tuple(found for found in self.instruments if found.result is None)


@dataclass(frozen=True)
class FrozenDifference:
    """One instrument in two checks; None: it was not there at all."""

    before: FrozenInstrument | None
    after: FrozenInstrument | None

    @property
    def instrument(self) -> FrozenInstrument:
        """Return the instrument as it was told last."""
        found = self.after or self.before
        if found is None:
            raise ValueError("in neither check")
        return found


def differences(before: FrozenCheck, after: FrozenCheck) -> tuple[FrozenDifference, ...]:
    """Return the instruments that come out differently: result, criteria, amounts, offices, deadlines or documents.

    Another version, decisive day or day of reading alone is no difference, nor is another wording of the same.
    """
    names = dict.fromkeys(found.id for check in (before, after) for found in check.instruments)
    pairs = (FrozenDifference(before.of(name), after.of(name)) for name in names)
    return tuple(pair for pair in pairs if _told(pair.before) != _told(pair.after))


def _told(found: FrozenInstrument | None) -> object:
    if found is None or found.result is None:
        return None
    criteria = frozenset((each.id, each.met) for each in found.criteria)
    amounts = frozenset((each.id, each.low, each.high) for each in found.amounts)
    return found.result, criteria, amounts, found.office, found.deadlines, found.documents, found.excluded_by
