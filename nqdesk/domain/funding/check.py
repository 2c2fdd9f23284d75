"""The funding check: every instrument of a rule book for a case, with reasons, figures, amounts and what is missing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from nqdesk.domain.funding.case import FLOORS, NOT_AFTER, Case
from nqdesk.domain.funding.closures import is_unknown
from nqdesk.domain.funding.decisive_day import DecisiveDay, decisive_day
from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.hulls import Hulls, rounded
from nqdesk.domain.funding.memory import Memory
from nqdesk.domain.funding.rules import Amount, BenefitKind, Criterion, Instrument, Remark, RuleBook, Version
from nqdesk.domain.funding.spans import ANY_DAY, INFINITY, ZERO, Span, Value, times


class Result(StrEnum):
    """What the check says of an instrument; never that it is granted: the responsible office decides."""

    CLAIM = "anspruch"
    SHOULD = "soll"
    MAY = "kann"
    OPEN = "pruefen"
    EXCLUDED = "ausgeschlossen"


POSITIVE = frozenset({Result.CLAIM, Result.SHOULD, Result.MAY})
"""All criteria are met."""


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """How one criterion came out: ``met`` as it counts (None: unknown), ``evaluated`` as its figures say.

    They differ where the criterion is not confirmed: such a one counts as unknown however it comes out.
    """

    criterion: Criterion
    met: bool | None
    evaluated: bool | None
    confirmed: bool
    figures: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class AmountResult:
    """A range in euro (or months); ``high`` None means open upward."""

    amount: Amount
    low: Decimal
    high: Decimal | None
    confirmed: bool

    @property
    def settled(self) -> bool:
        """Return whether it is one figure."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class DeadlineResult:
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


class CaseValues:
    """What is known of a case, ready for the rules: unknown facts as ranges, parameters of the day asked for."""

    def __init__(self, book: RuleBook, case: Case) -> None:
        """Put the known facts over the blank ones and narrow what these allow of the others."""
        self._book = book
        self._facts: dict[str, Any] = {**book.catalogue.blank, **case.values}
        _narrow(self._facts)
        self._days: dict[date, tuple[dict[str, Any], frozenset[str]]] = {}

    def on(self, day: date) -> tuple[dict[str, Any], frozenset[str]]:
        """Return the values with the parameters of a day, and the parameters that are not confirmed then."""
        found = self._days.get(day)
        if found is None:
            values, unconfirmed = dict(self._facts), set()
            for parameter in self._book.parameters:
                dated = parameter.value_on(day)
                values[f"parameter.{parameter.id}"] = dated.value if dated else Span(ZERO, INFINITY)
                if dated is None or not dated.grounds.confirmed:
                    unconfirmed.add(parameter.id)
            found = self._days[day] = (values, frozenset(unconfirmed))
        return found


def _narrow(values: dict[str, Any]) -> None:
    """Leave of an unknown fact what the known ones allow (a measure does not end before it begins)."""
    for smaller, larger, _ in NOT_AFTER:
        low, high = values.get(smaller), values.get(larger)
        if is_unknown(low) and high is not None and not is_unknown(high):
            values[smaller] = Span(low.lo if low else ANY_DAY.lo, high)
        elif is_unknown(high) and low is not None and not is_unknown(low):
            values[larger] = Span(low, high.hi if high else ANY_DAY.hi)
    for name, base, factor in FLOORS:
        known = values.get(base)
        if isinstance(known, Decimal) and is_unknown(values.get(name)):
            values[name] = Span(times(known, factor), INFINITY)


class Engine:
    """Checks cases against one rule book; what it makes of the rules it makes once, when it is first needed."""

    def __init__(self, book: RuleBook) -> None:
        """Take the book."""
        self.book = book
        self.hulls = Hulls(book.catalogue)
        self._memories: dict[int, Memory[InstrumentResult]] = {}

    @cached_property
    def order(self) -> tuple[Instrument, ...]:
        """Return the instruments so that each comes after those that go before it."""
        placed: dict[str, Instrument] = {}

        def place(instrument: Instrument) -> None:
            if instrument.id in placed:
                return
            for other in preceding(instrument):
                if other in self.book.by_id:
                    place(self.book.by_id[other])
            placed[instrument.id] = instrument

        for instrument in self.book.instruments:
            place(instrument)
        return tuple(placed.values())

    def check(self, case: Case, on: date, only: Iterable[str] | None = None) -> CheckResult:
        """Return the check of a case, asked for on a day; ``only`` limits it to some instruments (ids)."""
        wanted = None if only is None else self._with_preceding(only)
        values = CaseValues(self.book, case)
        results: dict[str, InstrumentResult] = {}
        for instrument in self.order:
            if wanted is None or instrument.id in wanted:
                results[instrument.id] = self._instrument(instrument, case, values, on, results)
        ordered = [results[instrument.id] for instrument in self.book.instruments if instrument.id in results]
        return CheckResult(
            on,
            self.book.digest,
            tuple(found for found in ordered if found.version),
            tuple(found for found in ordered if not found.version),
        )

    def _with_preceding(self, only: Iterable[str]) -> set[str]:
        wanted: set[str] = set()
        todo = [name for name in only if name in self.book.by_id]
        while todo:
            name = todo.pop()
            if name not in wanted:
                wanted.add(name)
                todo += [other for other in preceding(self.book.by_id[name]) if other in self.book.by_id]
        return wanted

    def _instrument(
        self,
        instrument: Instrument,
        case: Case,
        values: CaseValues,
        on: date,
        results: Mapping[str, InstrumentResult],
    ) -> InstrumentResult:
        decisive = decisive_day(instrument, case.values, on)
        version = instrument.version_on(decisive.day)
        possible = [
            found
            for found in instrument.versions
            if found.valid_from <= decisive.day and (found.valid_to is None or found.valid_to >= decisive.earliest)
        ]
        assumed = decisive.earliest < decisive.day and (len(possible) > 1 or (version is None and bool(possible)))
        assumed = assumed or (version is not None and version.valid_from > decisive.earliest)
        if version is None and not possible:
            return InstrumentResult(instrument, None, decisive, Result.OPEN)
        if version is None:
            version = possible[-1]
        found = self._version(instrument, version, decisive, values.on(decisive.day), results)
        if not assumed:
            return found
        return self._across(found, instrument, possible, decisive, values, results)

    def _across(
        self,
        found: InstrumentResult,
        instrument: Instrument,
        possible: list[Version],
        decisive: DecisiveDay,
        values: CaseValues,
        results: Mapping[str, InstrumentResult],
    ) -> InstrumentResult:
        """Return the result where the decisive day is not settled and another version may apply."""
        others = [
            self._version(instrument, version, decisive, values.on(max(version.valid_from, decisive.earliest)), results)
            for version in possible
            if version is not found.version
        ]
        uncovered = not instrument.version_on(decisive.earliest) or not instrument.version_on(decisive.day)
        agree = not uncovered and all(other.result is found.result for other in others)
        missing = tuple(dict.fromkeys((*decisive.open_facts, *found.missing)))
        if agree and found.result is Result.EXCLUDED:
            return replace(found, assumed=True, missing=decisive.open_facts)
        amounts = _joined_amounts([found, *others])
        result = found.result if agree else Result.OPEN
        return replace(found, assumed=True, result=result, missing=missing, amounts=amounts, excluded_by=None)

    def _version(
        self,
        instrument: Instrument,
        version: Version,
        decisive: DecisiveDay,
        known: tuple[dict[str, Any], frozenset[str]],
        results: Mapping[str, InstrumentResult],
    ) -> InstrumentResult:
        """Return the result of a version; what only other facts changed for since is remembered."""
        memory = self._memories.get(id(version))
        if memory is None:
            memory = self._memories[id(version)] = Memory(version)
        key = memory.key(known, decisive, results)
        found = memory.known.get(key)
        if found is None:
            found = self._evaluated(instrument, version, decisive, known, results)
            missing = [name for name in sorted(memory.figures) if is_unknown(known[0][f"parameter.{name}"])]
            if missing and found.result is not Result.EXCLUDED:
                found = replace(found, notes=(*found.notes, *self._without_figure(missing, decisive.day)))
            memory.keep(key, found)
        return found

    def _without_figure(self, names: Iterable[str], day: date) -> Iterator[str]:
        """Yield why figures of a version have no value on a day."""
        for parameter in self.book.parameters:
            gap = parameter.gap_on(day)
            if parameter.id in names and gap:
                yield f"{parameter.text}: {gap.reason}"

    def _evaluated(
        self,
        instrument: Instrument,
        version: Version,
        decisive: DecisiveDay,
        known: tuple[dict[str, Any], frozenset[str]],
        results: Mapping[str, InstrumentResult],
    ) -> InstrumentResult:
        values, unconfirmed = known
        criteria = tuple(self._criterion(criterion, values, unconfirmed) for criterion in version.criteria)
        result = self._result(version, criteria, values)
        excluded_by = None
        if result is not Result.EXCLUDED:
            result, excluded_by = self._preceded(version, result, values, results)
        missing: dict[str, None] = {}
        amounts: tuple[AmountResult, ...] = ()
        if result is not Result.EXCLUDED:
            for counted in criteria:
                if counted.evaluated is None:
                    missing.update(dict.fromkeys(counted.criterion.expression.open(values)))
            for outcome in version.outcomes:
                if outcome.when and outcome.when.value(values) is None:
                    missing.update(dict.fromkeys(outcome.when.open(values)))
            amounts = tuple(self._amounts(version, criteria, values, unconfirmed))
            for amount in amounts:
                if not amount.settled:
                    missing.update(dict.fromkeys(amount.amount.expression.open(values)))
        return InstrumentResult(
            instrument=instrument,
            version=version,
            decisive=decisive,
            result=result,
            confirmed=_confirmed(version, unconfirmed),
            excluded_by=excluded_by,
            criteria=criteria,
            missing=tuple(missing),
            amounts=amounts,
            offices=_offices(version, values),
            deadlines=tuple(_deadline(remark, values) for remark in version.deadlines if _not_excluded(remark, values)),
            documents=tuple(remark.text for remark in version.documents if _not_excluded(remark, values)),
            notes=tuple(remark.text for remark in version.notes if _applies(remark, values)),
        )

    def _criterion(
        self, criterion: Criterion, values: Mapping[str, Any], unconfirmed: frozenset[str]
    ) -> CriterionResult:
        expression = criterion.expression
        met = self.hulls.truth(expression, values)
        confirmed = criterion.grounds.confirmed and not (expression.parameters & unconfirmed)
        return CriterionResult(criterion, met if confirmed else None, met, confirmed, expression.figures(values))

    def _result(self, version: Version, criteria: tuple[CriterionResult, ...], values: Mapping[str, Any]) -> Result:
        if any(found.met is False for found in criteria):
            return Result.EXCLUDED
        if any(found.met is None for found in criteria):
            return Result.OPEN
        return _outcome(version, values)

    def _preceded(
        self,
        version: Version,
        result: Result,
        values: Mapping[str, Any],
        results: Mapping[str, InstrumentResult],
    ) -> tuple[Result, str | None]:
        """Return the result once the instruments that go first have been looked at."""
        for precedence in version.yields_to:
            other = results.get(precedence.instrument)
            holds = True if precedence.when is None else self.hulls.truth(precedence.when, values)
            if other is None or other.version is None or other.result is Result.EXCLUDED or holds is False:
                continue
            if other.result in POSITIVE and holds and precedence.confirmed:
                return Result.EXCLUDED, precedence.instrument
            result = Result.OPEN
        return result, None

    def _amounts(
        self,
        version: Version,
        criteria: tuple[CriterionResult, ...],
        values: Mapping[str, Any],
        unconfirmed: frozenset[str],
    ) -> Iterator[AmountResult]:
        limits = [found.criterion.expression for found in criteria if found.confirmed and found.met is None]
        for amount in version.amounts:
            if amount.when and self.hulls.truth(amount.when, values) is False:
                continue
            reached = self.hulls.range(amount.expression, limits, values)
            if reached is not None:
                yield _ranged(amount, reached, unconfirmed)


def preceding(instrument: Instrument) -> Iterator[str]:
    """Yield the ids of the instruments that may go before this one."""
    for version in instrument.versions:
        for precedence in version.yields_to:
            yield precedence.instrument


def _outcome(version: Version, values: Mapping[str, Any]) -> Result:
    possible: set[BenefitKind] = set()
    for outcome in version.outcomes:
        holds = True if outcome.when is None else outcome.when.value(values)
        if holds is False:
            continue
        possible.add(outcome.kind)
        if holds:
            break
    return Result(possible.pop().value) if len(possible) == 1 else Result.OPEN


def _ranged(amount: Amount, reached: Value, unconfirmed: frozenset[str]) -> AmountResult:
    span = reached if isinstance(reached, Span) else Span(reached, reached)
    confirmed = amount.grounds.confirmed and not (amount.expression.parameters & unconfirmed)
    low = rounded(span.lo) if span.lo > -INFINITY else ZERO
    return AmountResult(amount, low, None if span.hi == INFINITY else rounded(span.hi), confirmed)


def _joined_amounts(found: list[InstrumentResult]) -> tuple[AmountResult, ...]:
    """Return the amounts of several versions, each with the range over those that are not excluded."""
    joined: dict[str, AmountResult] = {}
    for result in found:
        for amount in result.amounts:
            before = joined.get(amount.amount.id)
            if before is None:
                joined[amount.amount.id] = amount
                continue
            high = None if before.high is None or amount.high is None else max(before.high, amount.high)
            joined[amount.amount.id] = replace(
                before, low=min(before.low, amount.low), high=high, confirmed=before.confirmed and amount.confirmed
            )
    return tuple(joined.values())


def _confirmed(version: Version, unconfirmed: frozenset[str]) -> bool:
    rests_on = [(part.grounds, part.expression) for part in version.criteria]
    rests_on += [(part.grounds, part.expression) for part in version.amounts]
    return all(grounds.confirmed and not (part.parameters & unconfirmed) for grounds, part in rests_on)


def _offices(version: Version, values: Mapping[str, Any]) -> tuple[str, ...]:
    found = []
    for office in version.offices:
        holds = True if office.when is None else office.when.value(values)
        if holds is False:
            continue
        found.append(office.text)
        if holds:
            break
    return tuple(found)


def _not_excluded(remark: Remark, values: Mapping[str, Any]) -> bool:
    return remark.when is None or remark.when.value(values) is not False


def _applies(remark: Remark, values: Mapping[str, Any]) -> bool:
    return remark.when is None or remark.when.value(values) is True


def _deadline(remark: Remark, values: Mapping[str, Any]) -> DeadlineResult:
    day = remark.day.value(values) if isinstance(remark.day, Expression) else None
    return DeadlineResult(remark.text, day if isinstance(day, date) else None)
