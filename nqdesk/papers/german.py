"""German typography: days, amounts, numbers, with no-break spaces where a line must not end."""

import re
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal

NBSP = "\u00a0"
_LAW = re.compile(r"\b\d+[a-z]?(?= (?:Abs\.|SGB )) |\bSGB (?=[IVX]+\b)|\bSatz (?=\d)|\b\d{1,3} (?=\d{3}\b)")
MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def long_day(day: date) -> str:
    """Return ``3. Dezember 2026``; day and month stay on one line."""
    return f"{day.day}.{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def full_day(day: date) -> str:
    """Return ``Donnerstag, 3. Dezember 2026``."""
    return f"{WEEKDAYS[day.weekday()]}, {long_day(day)}"


def short_day(day: date) -> str:
    """Return ``03.12.2026``."""
    return f"{day.day:02}.{day.month:02}.{day.year}"


def clock(at: time) -> str:
    """Return ``14 Uhr`` or ``14:30 Uhr``."""
    return f"{at.hour}{f':{at.minute:02}' if at.minute else ''}{NBSP}Uhr"


def clock_span(begins: time | None, ends: time | None) -> str:
    """Return ``14 Uhr``, ``14 bis 17:30 Uhr`` or ""."""
    if begins is None:
        return ""
    if ends is None:
        return clock(begins)
    return f"{clock(begins).removesuffix(NBSP + 'Uhr')} bis {clock(ends)}"


def number(value: int) -> str:
    """Return a whole number with thousands points: ``1.240``."""
    return f"{value:,}".replace(",", ".")


def money(amount: Decimal) -> str:
    """Return ``4.860,00 €``."""
    text = f"{amount.quantize(Decimal('0.01')):,.2f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".") + NBSP + "€"


def decimal(value: Decimal) -> str:
    """Return a decimal number without idle zeros: ``3,5``, ``12``, ``3.200``."""
    text = f"{value.normalize():,f}"
    return text.translate(str.maketrans(",.", ".,"))


def months(value: Decimal | int) -> str:
    """Return ``6 Monate``, ``1 Monat``, ``2,5 Monate``."""
    value = Decimal(value)
    return f"{decimal(value)}{NBSP}{'Monat' if value == 1 else 'Monate'}"


def years_of(month_count: int) -> str:
    """Return a training's length: ``2 Jahre``, ``3½ Jahre``, otherwise in months."""
    whole, rest = divmod(month_count, 12)
    if rest not in (0, 6) or not whole:
        return months(month_count)
    return f"{whole}{'½' if rest else ''}{NBSP}{'Jahr' if whole == 1 and not rest else 'Jahre'}"


def count(value: int, one: str, many: str) -> str:
    """Return ``1 Angebot`` or ``27 Angebote``."""
    return f"{number(value)}{NBSP}{one if value == 1 else many}"


def listed(items: Iterable[str]) -> str:
    """Return ``A``, ``A und B`` or ``A, B und C``."""
    parts = [item for item in items if item]
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} und {parts[-1]}"


def dotted(items: Iterable[str]) -> str:
    """Return the parts that are not empty with a middle dot between, which never begins a line."""
    return f"{NBSP}· ".join(item for item in items if item)


def bound(text: str) -> str:
    """Return a text with no-break spaces after §, in numbers and before units, as German typography wants them."""
    text = _LAW.sub(lambda found: found.group().replace(" ", NBSP), text)
    for mark in ("§§ ", "§ ", "Abs. ", "Nr. ", "Art. ", "Rz. ", "Tel. "):
        text = text.replace(mark, mark[:-1] + NBSP)
    for unit in (" €", " %", " Euro", " Uhr"):
        text = text.replace(unit, NBSP + unit[1:])
    return text
