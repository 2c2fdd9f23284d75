"""Whom a change of rules, or of the start, affects: the same cases held against two rule books."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Engine, InstrumentResult, Result, preceding
from nqdesk.domain.funding.decisive_day import decisive_day
from nqdesk.domain.funding.rules import Instrument, RuleBook, Version


class Effect(StrEnum):
    """How a result differs for the person or company: better, worse, or open where it was settled.

    It gains what comes nearer to being possible. Where no version covered the day and one now leaves the result open,
    nothing is known to be better: it appears, and is to be looked at. An open one that no version covers any more is
    a loss: there may have been something to apply for.
    """

    GAINS = "gains"
    LOSES = "loses"
    OPENS = "opens"
    APPEARS = "appears"
    MORE = "more"
    LESS = "less"
    OTHER = "other"


_RANK = {Result.EXCLUDED: 0, Result.OPEN: 1, Result.MAY: 2, Result.SHOULD: 3, Result.CLAIM: 4}


@dataclass(frozen=True)
class ResultChange:
    """One instrument that comes out differently when asked on a day; None: it has no version on its decisive day."""

    instrument: Instrument
    before: InstrumentResult | None
    after: InstrumentResult | None
    effect: Effect
    on: date


class Comparison:
    """Two engines, and what of their instruments can come out differently at all."""

    def __init__(self, before: Engine, after: Engine) -> None:
        """Find the instruments that differ and those that depend on them."""
        self.before, self.after = before, after
        self.differing = _differing(before.book, after.book)
        self._dependents = {name: _dependents(name, before.book, after.book) for name in self.differing}

    def compare(self, case: Case, on: date, *, moved: Case | None = None) -> tuple[ResultChange, ...]:
        """Return what comes out differently for a case; ``moved`` is the case as it is checked with the second book.

        Only instruments are checked whose version on the case's decisive day differs, and those that depend on them.
        """
        then = case if moved is None else moved
        wanted = self._wanted(case, then, on)
        if not wanted:
            return ()
        was = {found.instrument.id: found for found in self.before.check(case, on, wanted).instruments}
        now = {found.instrument.id: found for found in self.after.check(then, on, wanted).instruments}
        found = []
        for name in wanted:
            effect = _effect(was.get(name), now.get(name))
            if effect is not None:
                instrument = self.after.book.by_id.get(name) or self.before.book.by_id[name]
                found.append(ResultChange(instrument, was.get(name), now.get(name), effect, on))
        return tuple(found)

    def compare_on(self, case: Case, days: Iterable[date]) -> tuple[ResultChange, ...]:
        """Return what comes out differently on any of these days, each instrument once, as on the first such day."""
        found: dict[str, ResultChange] = {}
        for day in days:
            for change in self.compare(case, day):
                found.setdefault(change.instrument.id, change)
        return tuple(found.values())

    def _wanted(self, case: Case, then: Case, on: date) -> list[str]:
        if then is not case:
            return list(dict.fromkeys([*self.after.book.by_id, *self.before.book.by_id]))
        wanted: dict[str, None] = {}
        for name in self.differing:
            if self._differs(name, case, on):
                wanted.update(dict.fromkeys((name, *self._dependents[name])))
        return list(wanted)

    def _differs(self, name: str, case: Case, on: date) -> bool:
        """Return whether the versions that may apply to a case say different things (§ 422 SGB III may say: no)."""
        one, other = self.before.book.by_id.get(name), self.after.book.by_id.get(name)
        if one is None or other is None or (one.decisive, one.entitlement) != (other.decisive, other.entitlement):
            return True
        decisive = decisive_day(one, case.values, on)
        first, last = decisive.earliest, decisive.day
        return _applying(self.before.book, one, first, last) != _applying(self.after.book, other, first, last)


def _applying(book: RuleBook, instrument: Instrument, first: date, last: date) -> list[object]:
    """Return what the versions say that may apply between two days, the dated figures of these days included."""
    versions = [
        version
        for version in instrument.versions
        if version.valid_from <= last and (version.valid_to is None or version.valid_to >= first)
    ]
    return [(version.digest, _figures(book, version, (max(first, version.valid_from), last))) for version in versions]


def _figures(book: RuleBook, version: Version, days: tuple[date, ...]) -> list[object]:
    used = {name for expression in version.expressions() for name in expression.parameters}
    values = [
        (parameter.id, parameter.value_on(day)) for parameter in book.parameters if parameter.id in used for day in days
    ]
    return [(name, found.value, found.grounds.confirmed) if found else (name,) for name, found in values]


def _differing(before: RuleBook, after: RuleBook) -> tuple[str, ...]:
    """Return the instruments of which any version, or a figure that one uses, differs."""
    names = dict.fromkeys([*after.by_id, *before.by_id])
    return tuple(name for name in names if _face(before, name) != _face(after, name))


def _face(book: RuleBook, name: str) -> object:
    instrument = book.by_id.get(name)
    if instrument is None:
        return None
    used = {
        parameter
        for version in instrument.versions
        for expression in version.expressions()
        for parameter in expression.parameters
    }
    figures = [
        (each.id, [(value.valid_from, value.valid_to, value.value, value.grounds.confirmed) for value in each.values])
        for each in book.parameters
        if each.id in used
    ]
    periods = [(version.valid_from, version.valid_to, version.digest) for version in instrument.versions]
    return instrument.decisive, instrument.entitlement, periods, sorted(figures)


def _dependents(name: str, *books: RuleBook) -> tuple[str, ...]:
    """Return the instruments that this one may go before, however many steps away."""
    found: dict[str, None] = {}
    todo = [name]
    while todo:
        first = todo.pop()
        for book in books:
            for instrument in book.instruments:
                if first in preceding(instrument) and instrument.id not in found:
                    found[instrument.id] = None
                    todo.append(instrument.id)
    return tuple(found)


def _effect(before: InstrumentResult | None, after: InstrumentResult | None) -> Effect | None:
    was, now = before.result if before else Result.EXCLUDED, after.result if after else Result.EXCLUDED
    if was is now:
        return None if was is Result.EXCLUDED else _by_amounts(before, after)
    if now is Result.OPEN and before is None:
        return Effect.APPEARS
    if now is Result.OPEN and was is not Result.EXCLUDED:
        return Effect.OPENS
    return Effect.GAINS if _RANK[now] > _RANK[was] else Effect.LOSES


def _by_amounts(before: InstrumentResult | None, after: InstrumentResult | None) -> Effect | None:
    was, now = _ranges(before), _ranges(after)
    if was == now:
        return None
    if was.keys() != now.keys():
        return Effect.OTHER
    pairs = [(was[name], now[name]) for name in was]
    if all(other[0] >= one[0] and other[1] >= one[1] for one, other in pairs):
        return Effect.MORE
    if all(other[0] <= one[0] and other[1] <= one[1] for one, other in pairs):
        return Effect.LESS
    return Effect.OTHER


_ENDLESS = Decimal("Infinity")


def _ranges(found: InstrumentResult | None) -> dict[str, tuple[Decimal, Decimal]]:
    amounts = found.amounts if found else ()
    return {each.amount.id: (each.low, _ENDLESS if each.high is None else each.high) for each in amounts}


def with_start(case: Case, start: date) -> Case:
    """Return the case with its measure moved to begin on a day; its end moves with it."""
    values = dict(case.values)
    begin, end = values.get("massnahme.beginn"), values.get("massnahme.ende")
    values["massnahme.beginn"] = start
    if isinstance(begin, date) and isinstance(end, date):
        values["massnahme.ende"] = end + (start - begin)
    return Case(values, case.refused - {"massnahme.beginn"})


_GRAVEST_FIRST = (
    Effect.LOSES,
    Effect.LESS,
    Effect.OPENS,
    Effect.APPEARS,
    Effect.OTHER,
    Effect.MORE,
    Effect.GAINS,
)


def effects(changes: tuple[ResultChange, ...]) -> Iterator[Effect]:
    """Yield the effects of changes, each once, the gravest first."""
    present = {change.effect for change in changes}
    yield from (effect for effect in _GRAVEST_FIRST if effect in present)
