"""Cells of a table become values; what cannot be read says so with its text and column."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from nqdesk.domain.folding import fold
from nqdesk.domain.offers import Form, FundingMark, LanguageLevel, OfferKind, TimeModel
from nqdesk.domain.problem import Problem
from nqdesk.domain.typed import parse_amount
from nqdesk.exchange import codes, german_words, stated
from nqdesk.exchange.amounts import HIGHEST
from nqdesk.exchange.days import DayError, local_day
from nqdesk.exchange.errors import RecordError
from nqdesk.exchange.html_text import clean_line, clean_text

MOST_KEYWORDS = 100

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")  # cells that begin so are taken for formulas by spreadsheets

_YES = frozenset(("ja", "j", "yes", "y", "true", "wahr", "1", "x", "moeglich"))
_NO = frozenset(("nein", "n", "no", "false", "falsch", "0"))
_LIST, _COMMA_LIST = re.compile(r"[;|\n]+"), re.compile(r",")
_CODE = re.compile(r"(?:[ABCD]|HA|HC|SA|MC)\s?\d[\d\s-]{0,20}|\d{5}(?:-\d{3,5})?")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,6}")
_MONTHS = re.compile(r"(?:ca\.?\s*)?(\d{1,2}(?:[.,]\d)?)\s*(?:monate?|mon\.?)?", re.IGNORECASE)
_LEVEL = re.compile(r"(?<![A-Za-z0-9])[ABC][12](?![A-Za-z0-9])")
_FIRST_SERIAL, _LAST_SERIAL = 30_000, 70_000  # Excel's day numbers of 1982 to 2091


def _unquoted(cell: str) -> str:
    """Return a text without the apostrophe that keeps it from being taken for a formula."""
    if cell[:1] == "'" and cell[1:].lstrip(" ").startswith((*FORMULA_SIGNS, "'")):
        return cell[1:]
    return cell


def text(cell: object) -> str:
    """Return a cell as one clean line; whole numbers without ".0", days as 2027-02-05."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return clean_line(_unquoted(cell))
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else repr(cell)[:40]
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)[:200]


def long_text(cell: object) -> str:
    """Return a cell as clean text with paragraphs."""
    return clean_text(_unquoted(cell)) if isinstance(cell, str) else text(cell)


def _unreadable(cell: object, field: str, column: str) -> RecordError:
    return RecordError("record_value_unreadable", field, text=text(cell)[:40], column=column[:60])


def day(cell: object, field: str, column: str) -> date | None:
    """Return a day: a date cell, Excel's day number, or a German or ISO day as text."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if _FIRST_SERIAL <= cell <= _LAST_SERIAL:
            return date(1899, 12, 30) + timedelta(days=int(cell))
        raise _unreadable(cell, field, column)
    try:
        return local_day(text(cell))
    except DayError:
        raise _unreadable(cell, field, column) from None


def amount(cell: object, field: str, column: str) -> tuple[Decimal | None, str]:
    """Return a price and the words that stand in its place ("auf Anfrage"); zero is no price."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        try:
            number = Decimal(repr(cell)).quantize(Decimal("0.01"))
        except InvalidOperation:
            raise _unreadable(cell, field, column) from None
        if not 0 <= number <= HIGHEST:
            raise _unreadable(cell, field, column)
        return number or None, ""
    written = text(cell)
    if not any(c.isdigit() for c in written):
        return None, written
    if re.fullmatch(r"\d{1,9}\.\d", written):
        written += "0"
    found = parse_amount(written)
    if isinstance(found, Problem) or (found is not None and found > HIGHEST):
        raise _unreadable(cell, field, column)
    return found or None, ""


def yes(cell: object) -> bool | None:
    """Return True, False, or None for anything else."""
    if isinstance(cell, bool):
        return cell
    word = fold(text(cell))
    return True if word in _YES else False if word in _NO else None


def count(cell: object, field: str, column: str, most: int) -> int | None:
    """Return a whole number, of a range ("6-25") the larger one; no digit at all is None."""
    written = text(cell)
    numbers = [int(n.replace(".", "")) for n in _NUMBER.findall(written)]
    if not numbers:
        return None
    if max(numbers) > most or len(written) > 40 or len(numbers) > 2:
        raise _unreadable(cell, field, column)
    return max(numbers) or None


def months(cell: object) -> Decimal | None:
    """Return a length in months with one place, None if the cell says something else."""
    match = _MONTHS.fullmatch(text(cell))
    return Decimal(match.group(1).replace(",", ".")).quantize(Decimal("0.1")) if match else None


def duration_class(cell: object) -> int | None:
    """Return the agency's duration class of its code or its words ("bis 3 Tage")."""
    written = text(cell)
    return codes.DURATION_WORDS.get(fold(written), codes.duration_class(written))


def form(cell: object) -> Form | None:
    """Return the form of a code (101) or word ("Präsenz"); several or unknown ones are None."""
    written = text(cell)
    number = codes.code_number(written)
    if number is not None:
        return codes.FORMS.get(number)
    return codes.FORM_WORDS.get(fold(written)) or german_words.by_word(Form).get(fold(written))


def execution_form(cell: object) -> Form | None:
    """Return the form of a Durchführungsform code (1 to 3)."""
    return codes.EXECUTION_FORMS.get(codes.code_number(text(cell)) or 0)


def time_model(cell: object) -> TimeModel | None:
    """Return the time model of a code or word; several or unknown ones are None."""
    written = text(cell)
    number = codes.code_number(written)
    if number is not None:
        return codes.TIMES.get(number)
    return codes.TIME_WORDS.get(fold(written)) or german_words.by_word(TimeModel).get(fold(written))


def kind(cell: object) -> OfferKind | None:
    """Return the kind of a word ("Umschulung", "TQ"), None if it is no such word."""
    written = fold(text(cell))
    if written == "teilqualifizierung":
        return OfferKind.TQ
    return german_words.by_word(OfferKind).get(written)


def level(cell: object) -> LanguageLevel | None:
    """Return the one language level a cell names."""
    found = set(_LEVEL.findall(text(cell).upper()))
    return LanguageLevel(found.pop()) if len(found) == 1 else None


def funding(cell: object) -> frozenset[FundingMark]:
    """Return the kinds of funding a cell names."""
    names = german_words.by_word(FundingMark)
    written = long_text(cell)
    parts = [fold(part) for part in listed(cell)]
    return frozenset({names[part] for part in parts if part in names} | stated.funding(written))


def listed(cell: object) -> tuple[str, ...]:
    """Return the parts of a list, each once; commas part only where there is no semicolon, bar or new line."""
    written = long_text(cell)
    separators = _LIST if _LIST.search(written) else _COMMA_LIST
    parts = dict.fromkeys(clean_line(part)[:255] for part in separators.split(written))
    parts.pop("", None)
    return tuple(parts)[:MOST_KEYWORDS]


def classification(cell: object) -> tuple[tuple[str, ...], Sequence[str]]:
    """Return the Kurssystematik codes of a cell and what else it says (a plain name of the subject)."""
    numbers: list[str] = []
    names: list[str] = []
    for part in listed(cell):
        (numbers if _CODE.fullmatch(part) else names).append(part)
    return tuple(dict.fromkeys(numbers))[:20], names
