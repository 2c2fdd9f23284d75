"""Reading what a German office types: days, amounts, numbers. Value or Problem, never an exception."""

import re
from datetime import date, time
from decimal import Decimal

from nqdesk.domain.problem import Problem

_DAY_DOTTED = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{2}|\d{4})\.?")
_DAY_PACKED = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_DAY_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2})|(\d{2}))?\s*(?:uhr|h)?", re.IGNORECASE)
_AMOUNT_GERMAN = re.compile(r"-?\d{1,3}(?:[.\u00a0\u202f ]\d{3})*(?:,\d{1,2})?|-?\d+(?:,\d{1,2})?")
_AMOUNT_POINT = re.compile(r"-?\d+\.\d{1,2}")


def parse_day(text: str, *, field: str = "", pivot: int = 50) -> date | Problem | None:
    """Read a day as typed: ``3.4.08``, ``03042008``, ``3.4.2008``, ``2008-04-03``; empty gives None.

    Years of two digits below `pivot` are 20xx, the others 19xx. Anything else is Problem("day_unreadable"),
    an impossible day such as 31.02. is Problem("day_impossible").
    """
    text = text.strip()
    if not text:
        return None
    if match := _DAY_ISO.fullmatch(text):
        year, month, day = (int(g) for g in match.groups())
    elif match := _DAY_DOTTED.fullmatch(text) or _DAY_PACKED.fullmatch(text):
        day, month, year = (int(g) for g in match.groups())
        if len(match.group(3)) == 2:
            year += 2000 if year < pivot else 1900
    else:
        return Problem("day_unreadable", field)
    try:
        return date(year, month, day)
    except ValueError:
        return Problem("day_impossible", field)


def parse_time(text: str, *, field: str = "") -> time | Problem | None:
    """Read a time of day: ``14``, ``14:30``, ``14.30``, ``1430``, ``14 Uhr``; empty gives None."""
    text = text.strip()
    if not text:
        return None
    match = _TIME.fullmatch(text)
    if not match:
        return Problem("time_unreadable", field)
    hour, minute = int(match.group(1)), int(match.group(2) or match.group(3) or 0)
    if hour == 24 and minute == 0:
        hour = 0
    try:
        return time(hour, minute)
    except ValueError:
        return Problem("time_impossible", field)


def parse_amount(text: str, *, field: str = "") -> Decimal | Problem | None:
    """Read an amount in euro with two places: ``4.860``, ``4.860,00 €``, ``4860.5``; empty gives None.

    A single point with three digits behind it is the German thousands sign. Negative amounts are
    Problem("amount_negative"), everything else not understood is Problem("amount_unreadable").
    """
    cleaned = re.sub(r"(?:€|EUR|Euro)", "", text, flags=re.IGNORECASE).strip().replace(",-", ",00").replace("–", "-")
    if not cleaned:
        return None
    if len(cleaned) > 20:
        return Problem("amount_unreadable", field)
    if _AMOUNT_GERMAN.fullmatch(cleaned):
        number = re.sub(r"[.\u00a0\u202f ]", "", cleaned).replace(",", ".")
    elif _AMOUNT_POINT.fullmatch(cleaned):
        number = cleaned
    else:
        return Problem("amount_unreadable", field)
    amount = Decimal(number).quantize(Decimal("0.01"))
    return Problem("amount_negative", field) if amount < 0 else amount


def parse_count(text: str, *, field: str = "", most: int = 100_000) -> int | Problem | None:
    """Read a whole number from 0 to `most`, thousands points allowed; empty gives None."""
    cleaned = text.strip().replace(".", "").replace("\u00a0", "")
    if not cleaned:
        return None
    if not (cleaned.isascii() and cleaned.isdigit()) or len(cleaned) > 9:
        return Problem("number_unreadable", field)
    number = int(cleaned)
    return Problem("number_too_large", field, values={"most": str(most)}) if number > most else number


_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,4})?|\d{1,3}(?:\.\d{3})+(?:,\d{1,4})?")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")


def parse_number(text: str, *, field: str = "") -> Decimal | Problem | None:
    """Read a number that is not negative, with at most four places: ``6,5``, ``6.5``, ``1.200``; empty gives None.

    Points before groups of three digits are German thousands signs.
    """
    cleaned = text.strip().replace("\u00a0", "")
    if not cleaned:
        return None
    if not cleaned.isascii() or not _NUMBER.fullmatch(cleaned):
        return Problem("number_unreadable", field)
    if "," in cleaned or _THOUSANDS.fullmatch(cleaned):
        cleaned = cleaned.replace(".", "").replace(",", ".")
    return Decimal(cleaned)


def parse_share(text: str, *, field: str = "") -> Decimal | Problem | None:
    """Read a share from 0 to 1 that is typed in percent: ``20``, ``12,5 %``; empty gives None."""
    read = parse_number(text.strip().removesuffix("%"), field=field)
    if not isinstance(read, Decimal):
        return read
    return Problem("number_too_large", field, values={"most": "100"}) if read > 100 else read / 100
