"""Spans: all the numbers or days that something unknown may still be, and exact arithmetic with them.

A known number is a plain ``Decimal``, a known day a plain ``date``; a ``Span`` stands for a value that is not settled.
Unbounded ends are ``Decimal("Infinity")`` for numbers, ``date.min`` and ``date.max`` for days.
"""

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

INFINITY = Decimal("Infinity")
ZERO = Decimal(0)


class Span(NamedTuple):
    """Everything from ``lo`` to ``hi`` (numbers or days), the ends included unless marked open."""

    lo: Any
    hi: Any
    lo_open: bool = False
    hi_open: bool = False


Value = Any
"""A Decimal, a day, or a Span of them."""

_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

ANY_NUMBER = Span(-INFINITY, INFINITY)
ANY_DAY = Span(date.min, date.max)


def ends(value: Value) -> Span:
    """Return a value as a span; a known one is a span of one point."""
    if value.__class__ is Span:
        found: Span = value
        return found
    return Span(value, value)


def settled(span: Span) -> Value:
    """Return the value itself where only one is left, else the span."""
    return span.lo if span.lo == span.hi else span


def less(a: Value, b: Value) -> bool | None:
    """Return whether a < b: True or False where it holds for every admissible pair, else None."""
    lo, hi, _, hi_open = a if a.__class__ is Span else (a, a, False, False)
    low, high, low_open, _ = b if b.__class__ is Span else (b, b, False, False)
    if hi < low or (hi == low and (hi_open or low_open)):
        return True
    return False if lo >= high else None


def less_or_equal(a: Value, b: Value) -> bool | None:
    """Return whether a <= b: True or False where it holds for every admissible pair, else None."""
    greater = less(b, a)
    return None if greater is None else not greater


def equal(a: Value, b: Value) -> bool | None:
    """Return whether a = b: True only for two settled values, False where they cannot meet, else None."""
    if a.__class__ is not Span and b.__class__ is not Span:
        return bool(a == b)
    return False if less(a, b) or less(b, a) else None


def plus(a: Value, b: Value) -> Value:
    """Return a + b for numbers."""
    try:
        if a.__class__ is Decimal and b.__class__ is Decimal:
            return a + b
        x, y = ends(a), ends(b)
        return settled(Span(x.lo + y.lo, x.hi + y.hi, x.lo_open or y.lo_open, x.hi_open or y.hi_open))
    except ArithmeticError:  # an open end against another one: anything
        return ANY_NUMBER


def negative(a: Value) -> Value:
    """Return -a for numbers."""
    if a.__class__ is Decimal:
        return -a
    x = ends(a)
    return Span(-x.hi, -x.lo, x.hi_open, x.lo_open)


def minus(a: Value, b: Value) -> Value:
    """Return a - b for numbers."""
    try:
        if a.__class__ is Decimal and b.__class__ is Decimal:
            return a - b
        return plus(a, negative(b))
    except ArithmeticError:  # an open end against another one: anything
        return ANY_NUMBER


def _product(a: Decimal, b: Decimal) -> Decimal:
    # Nothing times anything is nothing, also where the other end is open upward.
    return ZERO if not a or not b else a * b


def times(a: Value, b: Value) -> Value:
    """Return a * b for numbers."""
    try:
        if a.__class__ is Decimal and b.__class__ is Decimal:
            return a * b
        x, y = ends(a), ends(b)
        factor, span = (x.lo, y) if x.lo == x.hi else (y.lo, x)
        if factor > 0 and (x.lo == x.hi or y.lo == y.hi) and span.lo < span.hi:
            return Span(span.lo * factor, span.hi * factor, span.lo_open, span.hi_open)
        corners = [
            (_product(p, q), (p_open and bool(q)) or (q_open and bool(p)))
            for p, p_open in ((x.lo, x.lo_open), (x.hi, x.hi_open))
            for q, q_open in ((y.lo, y.lo_open), (y.hi, y.hi_open))
        ]
        lo, hi = min(value for value, _ in corners), max(value for value, _ in corners)
        lo_open = all(is_open for value, is_open in corners if value == lo)
        hi_open = all(is_open for value, is_open in corners if value == hi)
        return settled(Span(lo, hi, lo_open, hi_open))
    except ArithmeticError:  # an open end against another one: anything
        return ANY_NUMBER


def divided(a: Value, divisor: Decimal) -> Value:
    """Return a / divisor; the divisor is a number other than zero."""
    if a.__class__ is Decimal:
        return a / divisor
    x = ends(a)
    lo, hi = x.lo / divisor, x.hi / divisor
    return Span(lo, hi, x.lo_open, x.hi_open) if divisor > 0 else Span(hi, lo, x.hi_open, x.lo_open)


def smallest(values: list[Value]) -> Value:
    """Return the smallest of several numbers or days."""
    if all(value.__class__ is not Span for value in values):
        return min(values)
    spans = [ends(value) for value in values]
    lo, hi = min(span.lo for span in spans), min(span.hi for span in spans)
    lo_open = all(span.lo_open for span in spans if span.lo == lo)
    hi_open = any(span.hi_open for span in spans if span.hi == hi)
    return settled(Span(lo, hi, lo_open, hi_open))


def largest(values: list[Value]) -> Value:
    """Return the largest of several numbers or days."""
    if all(value.__class__ is not Span for value in values):
        return max(values)
    spans = [ends(value) for value in values]
    lo, hi = max(span.lo for span in spans), max(span.hi for span in spans)
    lo_open = any(span.lo_open for span in spans if span.lo == lo)
    hi_open = all(span.hi_open for span in spans if span.hi == hi)
    return settled(Span(lo, hi, lo_open, hi_open))


def hull(values: list[Value]) -> Value:
    """Return the smallest span that holds all of several values; at least one is needed."""
    if len(values) == 1:
        return values[0]
    spans = [ends(value) for value in values]
    lo, hi = min(span.lo for span in spans), max(span.hi for span in spans)
    lo_open = all(span.lo_open for span in spans if span.lo == lo)
    hi_open = all(span.hi_open for span in spans if span.hi == hi)
    return settled(Span(lo, hi, lo_open, hi_open))


def mapped(day: Value, move: Callable[[date], Any]) -> Value:
    """Return what a rising function makes of a day or of both ends of a span of days."""
    if day.__class__ is not Span:
        return move(day)
    span = ends(day)
    return settled(Span(move(span.lo), move(span.hi)))


def moved_months(day: date, months: int) -> date:
    """Return the day so many months later (negative: earlier); a day that the month lacks becomes its last.

    The ends of the calendar stand for "open" and stay where they are.
    """
    if day in (date.min, date.max):
        return day
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    last = 29 if month == 1 and calendar.isleap(year) else _LAST_DAYS[month]
    return date(year, month + 1, min(day.day, last))


def moved_days(day: date, days: int) -> date:
    """Return the day so many days later (negative: earlier); the ends of the calendar stay where they are."""
    if day in (date.min, date.max):
        return day
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def years_of_age(birth: date, day: date) -> Decimal:
    """Return the completed years of age on a day (§§ 187 Abs. 2, 188 Abs. 2 BGB); 0 before birth.

    Who was born on 29 February completes a year, where that day is missing, with the end of 28 February.
    """
    if day == date.max or birth == date.min:
        return INFINITY
    years = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return Decimal(max(years, 0))


def age(birth: Value, day: Value) -> Value:
    """Return the completed years of age."""
    if birth.__class__ is date and day.__class__ is date:
        return years_of_age(birth, day)
    born, on = ends(birth), ends(day)
    return settled(Span(years_of_age(born.hi, on.lo), years_of_age(born.lo, on.hi)))


def exact_months(start: date, end: date) -> Decimal:
    """Return the months from one day to another: whole months and the rest as a fraction of the month it falls into."""
    if end == date.max or start == date.min:
        return INFINITY if end > start else ZERO
    if end < start:
        return -exact_months(end, start)
    whole = (end.year - start.year) * 12 + end.month - start.month
    if moved_months(start, whole) > end:
        whole -= 1
    reached, following = moved_months(start, whole), moved_months(start, whole + 1)
    return whole + Decimal((end - reached).days) / Decimal(max((following - reached).days, 1))


def exact_days(start: date, end: date) -> Decimal:
    """Return the days from one day to another."""
    if end == date.max or start == date.min:
        return INFINITY if end > start else ZERO
    return Decimal((end - start).days)


def between(start: Value, end: Value, count: Callable[[date, date], Decimal]) -> Value:
    """Return the time between two days by one of the counts above."""
    if start.__class__ is date and end.__class__ is date:
        return count(start, end)
    first, last = ends(start), ends(end)
    return settled(Span(count(first.hi, last.lo), count(first.lo, last.hi)))
