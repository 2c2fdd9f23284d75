"""The check of one version of an instrument, part by part, each of which is remembered by what it depends on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from nqdesk.domain.funding.closures import NONE, Names, is_unknown
from nqdesk.domain.funding.decisive_day import DecisiveDay
from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.hulls import Hulls, rounded
from nqdesk.domain.funding.memory import Kept, Known, Remembered
from nqdesk.domain.funding.results import (
    POSITIVE,
    AmountResult,
    CriterionResult,
    DeadlineResult,
    InstrumentResult,
    Result,
)
from nqdesk.domain.funding.rules import Amount, Criterion, Instrument, Office, Outcome, Remark, RuleBook, Version
from nqdesk.domain.funding.spans import ZERO, Span, Value


class Truth:
    """How an expression came out over all completions: the unknown facts it hangs on, the known ones it used."""

    __slots__ = ("expression", "figures", "met", "open")

    def __init__(
        self, expression: Expression, met: bool | None, still_open: Names, figures: tuple[tuple[str, Any], ...]
    ) -> None:
        """Take it; no two are equal, so that what hangs on several of them is remembered by themselves."""
        self.expression, self.met, self.open, self.figures = expression, met, still_open, figures


class _TruthOf(Remembered[Truth]):
    """How one expression came out."""

    __slots__ = ("_expression", "_hulls")

    def __init__(self, hulls: Hulls, expression: Expression) -> None:
        super().__init__([expression])
        self._hulls, self._expression = hulls, expression

    def told(self, known: Known) -> Truth:
        """Return how it comes out for what is known."""
        return self.at(known, self._made)

    def _made(self, known: Known) -> Truth:
        met, still_open = self._hulls.searched(self._expression, known[0])
        return Truth(self._expression, met, still_open, self._expression.figures(known[0]))


class Truths:
    """How expressions came out; what several versions and instruments share is looked at once."""

    def __init__(self, hulls: Hulls) -> None:
        """Begin with nothing remembered."""
        self._hulls = hulls
        self._of: dict[Expression, _TruthOf] = {}

    def of(self, expression: Expression) -> _TruthOf:
        """Return what tells how an expression comes out."""
        found = self._of.get(expression)
        if found is None:
            found = self._of[expression] = _TruthOf(self._hulls, expression)
        return found


class _Counted(NamedTuple):
    result: CriterionResult
    truth: Truth | None
    """Only where it is not settled."""


class _CriterionCheck(Remembered[_Counted]):
    """One criterion."""

    __slots__ = ("_confirmed", "_criterion", "_truth")

    def __init__(self, truths: Truths, criterion: Criterion) -> None:
        super().__init__([criterion.expression])
        self._criterion, self._confirmed = criterion, criterion.grounds.confirmed
        self._truth = truths.of(criterion.expression)

    def told(self, known: Known) -> _Counted:
        """Return how it came out."""
        return self.at(known, self._made)

    def _made(self, known: Known) -> _Counted:
        expression = self._criterion.expression
        met, truth = expression.value(known[0]), None
        if met is None:  # only what is searched for is worth sharing
            truth = self._truth.told(known)
            met = truth.met
        confirmed = self._confirmed and self.figures.isdisjoint(known[1])
        counts = met if confirmed else None
        return _Counted(CriterionResult(self._criterion, counts, met, confirmed, expression.figures(known[0])), truth)


class _Limits:
    """The criteria of a version that are open: an amount is looked at where they can be met."""

    def __init__(self, hulls: Hulls, memory: Kept[bool], counted: Sequence[_Counted]) -> None:
        self._hulls, self._memory = hulls, memory
        self.truths = [truth for found, truth in counted if truth and found.confirmed and found.met is None]

    def possible(self, truths: Sequence[Truth], values: Mapping[str, Any]) -> bool:
        """Return whether some of the criteria can be met together; each of them can."""
        if len(truths) < 2:
            return True
        criteria = [truth.expression for truth in truths]
        return self._memory.of(tuple(truths), self._hulls.possible, criteria, values)


class _AmountCheck:
    """One amount: what it is by its own facts, and its range where the open criteria are met."""

    def __init__(self, hulls: Hulls, amount: Amount) -> None:
        self._hulls = hulls
        self._amount = amount
        used = [amount.expression] if amount.when is None else [amount.expression, amount.when]
        self._own: Remembered[tuple[bool, Value, Names]] = Remembered(used)
        self._ranges: Kept[AmountResult | None] = Kept()

    def told(self, known: Known, limits: _Limits) -> tuple[AmountResult, Names] | None:
        """Return the amount and the unknown facts it hangs on; None where there is none."""
        exists, value, names = self._own.at(known, self._of_its_own)
        if not exists:
            return None
        if not is_unknown(value):
            return self._result(value, known[1]), NONE
        linked, others = _parted(names, limits.truths)
        if not limits.possible(others, known[0]):
            return None
        key = (self._own.key(known), *linked)
        found = self._ranges.of(key, self._ranged, known, linked)
        return None if found is None else (found, NONE if found.settled else names)

    def _ranged(self, known: Known, limits: Sequence[Truth]) -> AmountResult | None:
        criteria = [truth.expression for truth in limits]
        reached = self._hulls.range(self._amount.expression, criteria, known[0])
        return None if reached is None else self._result(reached, known[1])

    def _of_its_own(self, known: Known) -> tuple[bool, Value, Names]:
        values = known[0]
        when = self._amount.when
        if when is not None and self._hulls.truth(when, values) is False:
            return False, None, NONE
        value, names = self._amount.expression.told(values)
        return True, value, names

    def _result(self, reached: Value, unconfirmed: frozenset[str]) -> AmountResult:
        amount = self._amount
        span = reached if isinstance(reached, Span) else Span(reached, reached)
        confirmed = amount.grounds.confirmed and not (amount.expression.parameters & unconfirmed)
        low, high = rounded(span.lo), rounded(span.hi)
        return AmountResult(amount, low if low.is_finite() else ZERO, high if high.is_finite() else None, confirmed)


def _parted(names: Names, limits: Sequence[Truth]) -> tuple[list[Truth], list[Truth]]:
    """Return the criteria that share unknown facts with an amount, through others too, and those that do not."""
    reached = set(names)
    others = list(limits)
    linked: list[Truth] = []
    while found := [truth for truth in others if not reached.isdisjoint(truth.open)]:
        linked += found
        others = [truth for truth in others if truth not in found]
        reached.update(*(truth.open for truth in found))
    return linked, others


class _Remarks(NamedTuple):
    offices: tuple[str, ...]
    documents: tuple[str, ...]
    notes: tuple[str, ...]


class VersionCheck:
    """Checks one version; what only other facts changed for since is remembered."""

    def __init__(self, hulls: Hulls, truths: Truths, book: RuleBook, instrument: Instrument, version: Version) -> None:
        """Collect what each part depends on."""
        self._book = book
        self._hulls, self._truths = hulls, truths
        self._together: Kept[bool] = Kept()
        self._instrument, self._version = instrument, version
        self._whole: Remembered[InstrumentResult] = Remembered(version.expressions())
        self._before = tuple(dict.fromkeys(precedence.instrument for precedence in version.yields_to))
        self._criteria = [_CriterionCheck(truths, criterion) for criterion in version.criteria]
        self._amounts = [_AmountCheck(hulls, amount) for amount in version.amounts]
        parted: tuple[Office | Remark, ...] = (*version.offices, *version.documents, *version.notes)
        self._remarks: Remembered[_Remarks] = Remembered(part.when for part in parted if part.when is not None)
        parts: tuple[Criterion | Amount, ...] = (*version.criteria, *version.amounts)
        self._confirmed = all(part.grounds.confirmed for part in parts)
        self._figures = frozenset(name for part in parts for name in part.expression.parameters)

    @property
    def remembered(self) -> int:
        """Return how many results are remembered."""
        return len(self._whole)

    def result(self, decisive: DecisiveDay, known: Known, results: Mapping[str, InstrumentResult]) -> InstrumentResult:
        """Return the result for what is known, and for what the instruments came to that may go before."""
        before = tuple(_told(results.get(name)) for name in self._before) if self._before else None
        key = (self._whole.key(known), decisive, before)
        return self._whole.of(key, self._with_reasons, decisive, known, results)

    def _with_reasons(
        self, decisive: DecisiveDay, known: Known, results: Mapping[str, InstrumentResult]
    ) -> InstrumentResult:
        """Return the result with why figures have no value, where that matters."""
        found = self._evaluated(decisive, known, results)
        if not self._whole.figures or found.result is Result.EXCLUDED:
            return found
        missing = {name for name in self._whole.figures if is_unknown(known[0][f"parameter.{name}"])}
        if not missing:
            return found
        return replace(found, notes=(*found.notes, *self._book.reasons_without(missing, decisive.day)))

    def _evaluated(
        self, decisive: DecisiveDay, known: Known, results: Mapping[str, InstrumentResult]
    ) -> InstrumentResult:
        version, (values, unconfirmed) = self._version, known
        counted = [criterion.told(known) for criterion in self._criteria]
        result = self._result(counted, values)
        excluded_by = None
        if result is not Result.EXCLUDED:
            result, excluded_by = self._preceded(result, known, results)
        missing: dict[str, None] = {}
        amounts: tuple[AmountResult, ...] = ()
        if result is not Result.EXCLUDED:
            told = list(self._told_amounts(counted, known))
            amounts = tuple(amount for amount, _ in told)
            named = [truth.open for _, truth in counted if truth]
            named += [outcome.when.open(values) for outcome in version.outcomes if outcome.when]
            named += [names for _, names in told]
            missing = dict.fromkeys(chain.from_iterable(named))
        remarks = self._remarks.at(known, self._told_remarks)
        return InstrumentResult(
            instrument=self._instrument,
            version=version,
            decisive=decisive,
            result=result,
            confirmed=self._confirmed and self._figures.isdisjoint(unconfirmed),
            excluded_by=excluded_by,
            criteria=tuple([found for found, _ in counted]),
            missing=tuple(missing),
            amounts=amounts,
            offices=remarks.offices,
            deadlines=tuple([_deadline(part, values) for part in version.deadlines if _not_excluded(part, values)]),
            documents=remarks.documents,
            notes=remarks.notes,
        )

    def _result(self, counted: Sequence[_Counted], values: Mapping[str, Any]) -> Result:
        unknown = False
        for found, _ in counted:
            if found.met is False:
                return Result.EXCLUDED
            unknown = unknown or found.met is None
        return Result.OPEN if unknown else _outcome(self._version, values)

    def _preceded(
        self, result: Result, known: Known, results: Mapping[str, InstrumentResult]
    ) -> tuple[Result, str | None]:
        """Return the result once the instruments that go first have been looked at."""
        for precedence in self._version.yields_to:
            other = results.get(precedence.instrument)
            if other is None or other.version is None or other.result is Result.EXCLUDED:
                continue
            when = precedence.when
            holds = True if when is None else self._truths.of(when).told(known).met
            if holds is False:
                continue
            if other.result in POSITIVE and holds and precedence.confirmed:
                return Result.EXCLUDED, precedence.instrument
            result = Result.OPEN
        return result, None

    def _told_amounts(self, counted: Sequence[_Counted], known: Known) -> Iterator[tuple[AmountResult, Names]]:
        if not self._amounts:
            return
        limits = _Limits(self._hulls, self._together, counted)
        for amount in self._amounts:
            told = amount.told(known, limits)
            if told is not None:
                yield told

    def _told_remarks(self, known: Known) -> _Remarks:
        version, values = self._version, known[0]
        return _Remarks(
            tuple(office.text for office in _until_sure(version.offices, values)),
            tuple(remark.text for remark in version.documents if _not_excluded(remark, values)),
            tuple(remark.text for remark in version.notes if _applies(remark, values)),
        )


def _told(found: InstrumentResult | None) -> Result | None:
    return None if found is None or found.version is None else found.result


def _outcome(version: Version, values: Mapping[str, Any]) -> Result:
    possible = {outcome.kind for outcome in _until_sure(version.outcomes, values)}
    return Result(possible.pop().value) if len(possible) == 1 else Result.OPEN


P = TypeVar("P", Outcome, Office)


def _until_sure(parts: Sequence[P], values: Mapping[str, Any]) -> Iterator[P]:
    """Yield what may hold, in the order of rank, up to the first that surely does."""
    for part in parts:
        holds = True if part.when is None else part.when.value(values)
        if holds is False:
            continue
        yield part
        if holds:
            return


def _not_excluded(remark: Remark, values: Mapping[str, Any]) -> bool:
    return remark.when is None or remark.when.value(values) is not False


def _applies(remark: Remark, values: Mapping[str, Any]) -> bool:
    return remark.when is None or remark.when.value(values) is True


def _deadline(remark: Remark, values: Mapping[str, Any]) -> DeadlineResult:
    day = remark.day.value(values) if remark.day is not None else None
    return DeadlineResult(remark.text, day if isinstance(day, date) else None)
