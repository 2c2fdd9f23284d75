"""The funding check: every instrument of a rule book for a case, with reasons, figures, amounts and what is missing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from nqdesk.domain.funding.case import FLOORS, IMPLIED, NOT_AFTER, Case
from nqdesk.domain.funding.closures import is_unknown
from nqdesk.domain.funding.decisive_day import DecisiveDay, decisive_day
from nqdesk.domain.funding.hulls import Hulls
from nqdesk.domain.funding.results import (
    POSITIVE,
    AmountResult,
    CheckResult,
    CriterionResult,
    DeadlineResult,
    InstrumentResult,
    Result,
)
from nqdesk.domain.funding.rules import Instrument, RuleBook, Version
from nqdesk.domain.funding.spans import ANY_DAY, INFINITY, Span, times
from nqdesk.domain.funding.version_check import Truths, VersionCheck

__all__ = [
    "POSITIVE",
    "AmountResult",
    "CaseValues",
    "CheckResult",
    "CriterionResult",
    "DeadlineResult",
    "Engine",
    "InstrumentResult",
    "Result",
    "preceding",
]


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
            figures, unconfirmed = self._book.figures_on(day)
            found = self._days[day] = ({**self._facts, **figures}, unconfirmed)
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
    for name, held, other, implied in IMPLIED:
        if other in values and is_unknown(values[other]) and _lies_in(held, values.get(name)):
            values[other] = implied


def _lies_in(held: Any, known: Any) -> bool:
    """Return whether a value is known and is this one, or lies in this range."""
    if is_unknown(known):
        return False
    return bool(held.lo <= known <= held.hi) if isinstance(held, Span) else known is held


_Applying = tuple[Version | None, list[Version], bool]


class Engine:
    """Checks cases against one rule book; what it makes of the rules it makes once, when it is first needed."""

    def __init__(self, book: RuleBook) -> None:
        """Take the book."""
        self.book = book
        self.hulls = Hulls(book.catalogue)
        self._truths = Truths(self.hulls)
        self._versions: dict[int, VersionCheck] = {}

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
        days: dict[tuple[tuple[str, ...], bool], DecisiveDay] = {}
        for instrument in self.order:
            if wanted is None or instrument.id in wanted:
                rule = (instrument.decisive, instrument.entitlement)
                if rule not in days:
                    days[rule] = decisive_day(instrument, case.values, on)
                results[instrument.id] = self._instrument(instrument, days[rule], values, results)
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
        decisive: DecisiveDay,
        values: CaseValues,
        results: Mapping[str, InstrumentResult],
    ) -> InstrumentResult:
        version, possible, assumed = _applying(instrument, decisive)
        if version is None:
            return InstrumentResult(instrument, None, decisive, Result.OPEN)
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
        check = self._versions.get(id(version))
        if check is None:
            check = self._versions[id(version)] = VersionCheck(self.hulls, self._truths, self.book, instrument, version)
        return check.result(decisive, known, results)

    @property
    def remembered(self) -> int:
        """Return how many results are remembered of the version of which most are."""
        return max((check.remembered for check in self._versions.values()), default=0)


def _applying(instrument: Instrument, decisive: DecisiveDay) -> _Applying:
    """Return the version that counts, all that may count, and whether which one it is is assumed."""
    version = instrument.version_on(decisive.day)
    if version is not None and version.valid_from <= decisive.earliest:
        return version, [version], False
    possible = [
        found
        for found in instrument.versions
        if found.valid_from <= decisive.day and (found.valid_to is None or found.valid_to >= decisive.earliest)
    ]
    assumed = decisive.earliest < decisive.day and (len(possible) > 1 or (version is None and bool(possible)))
    assumed = assumed or (version is not None and version.valid_from > decisive.earliest)
    if version is None and possible:
        version = possible[-1]
    return version, possible, assumed


def preceding(instrument: Instrument) -> Iterator[str]:
    """Yield the ids of the instruments that may go before this one."""
    for version in instrument.versions:
        for precedence in version.yields_to:
            yield precedence.instrument


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
            joined[amount.amount.id] = before._replace(
                low=min(before.low, amount.low), high=high, confirmed=before.confirmed and amount.confirmed
            )
    return tuple(joined.values())
