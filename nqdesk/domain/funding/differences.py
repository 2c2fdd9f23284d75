"""What changes between two versions of an instrument, and between two days of a rule book."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from nqdesk.domain.funding.rules import Amount, Instrument, Parameter, ParameterValue, RuleBook, Version


class Part(StrEnum):
    """Which part of a version differs."""

    CRITERION = "criterion"
    AMOUNT = "amount"
    BENEFIT = "benefit"
    OFFICE = "office"
    DOCUMENT = "document"
    DEADLINE = "deadline"
    NOTE = "note"


@dataclass(frozen=True)
class Difference:
    """One difference in words: `before` is "" for what is new, `after` for what is gone.

    `before` and `after` are equal where the sentence stayed and only what stands behind it changed (a figure, a
    condition, whether it is confirmed). A citation alone is no difference. Amounts have their `figures`, before and
    after, where these are the same for everybody, in months where `in_months` says so.
    """

    part: Part
    before: str
    after: str
    law: str = ""
    figures: tuple[Decimal | None, Decimal | None] = (None, None)
    in_months: bool = False


@dataclass(frozen=True)
class InstrumentChange:
    """An instrument of which another version, or none, is in force on the later day."""

    instrument: Instrument
    before: Version | None
    after: Version | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class ParameterChange:
    """A dated figure that is another one on the later day; None: not known then."""

    parameter: Parameter
    before: ParameterValue | None
    after: ParameterValue | None


def differences(before: Version, after: Version) -> tuple[Difference, ...]:
    """Return what differs between two versions of the same instrument, criteria first."""
    return tuple(_differences(before, after))


def _differences(before: Version, after: Version) -> Iterator[Difference]:
    yield from _benefits(before, after)
    yield from _grounded(Part.CRITERION, before.criteria, after.criteria)
    yield from _grounded(Part.AMOUNT, before.amounts, after.amounts)
    for part, old, new in (
        (Part.OFFICE, before.offices, after.offices),
        (Part.DOCUMENT, before.documents, after.documents),
        (Part.DEADLINE, before.deadlines, after.deadlines),
        (Part.NOTE, before.notes, after.notes),
    ):
        was, now = dict.fromkeys(each.text for each in old), dict.fromkeys(each.text for each in new)
        yield from (Difference(part, text, "") for text in was if text not in now)
        yield from (Difference(part, "", text) for text in now if text not in was)


def _benefits(before: Version, after: Version) -> Iterator[Difference]:
    was, now = (" oder ".join(each.kind.value for each in version.outcomes) for version in (before, after))
    if was != now:
        yield Difference(Part.BENEFIT, was, now)


def _grounded(part: Part, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[Difference]:
    """Compare criteria or amounts: by their id, else by their sentence."""
    old: Mapping[str, Any] = {each.id: each for each in before}
    new: Mapping[str, Any] = {each.id: each for each in after}
    for name, was in old.items():
        now = new.get(name)
        if now is None:
            yield _difference(part, was, None)
        elif _face(was) != _face(now):
            yield _difference(part, was, now)
    for name, now in new.items():
        if name not in old:
            yield _difference(part, None, now)


def _difference(part: Part, was: Any, now: Any) -> Difference:
    known = now or was
    before, after = (each.text if each else "" for each in (was, now))
    if not isinstance(known, Amount):
        return Difference(part, before, after, known.grounds.law)
    figures = (was.figure if was else None, now.figure if now else None)
    return Difference(part, before, after, known.grounds.law, figures, known.in_months)


def _face(part: Any) -> tuple[object, ...]:
    when = getattr(part, "when", None)
    return (
        part.text,
        part.expression.text,
        part.grounds.confirmed,
        getattr(part, "cap", None),
        when.text if when else "",
    )


def between(book: RuleBook, first: date, second: date) -> tuple[InstrumentChange, ...]:
    """Return the instruments whose version on the second day is another one than on the first."""
    found = []
    for instrument in book.instruments:
        before, after = instrument.version_on(first), instrument.version_on(second)
        if before is not after:
            changed = differences(before, after) if before and after else ()
            found.append(InstrumentChange(instrument, before, after, changed))
    return tuple(found)


def parameters_between(book: RuleBook, first: date, second: date) -> tuple[ParameterChange, ...]:
    """Return the dated figures that are others on the second day than on the first."""
    pairs = ((each, each.value_on(first), each.value_on(second)) for each in book.parameters)
    return tuple(ParameterChange(each, was, now) for each, was, now in pairs if was is not now)
