"""A case as a JSON file, in and out: numbers as exact decimals, nothing twice, of bounded size."""

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import orjson

from nqdesk.domain.funding.case import NO_STATEMENT, Case, CaseProblem, read_case
from nqdesk.domain.funding.facts import Fact, FactCatalogue, FactKind, FactValue
from nqdesk.exchange.errors import ExchangeError
from nqdesk.exchange.small_files import read_small

LARGEST = 1_000_000
"""Bytes; a case has some thousand."""


def read(path: Path, catalogue: FactCatalogue) -> tuple[Case, list[CaseProblem]]:
    """Return the case of a file and what is wrong with it; raises ExchangeError if it is no readable JSON.

    Codes: file_missing, file_is_folder, file_unreadable, case_too_big, case_empty, case_not_utf8, case_twice,
    case_too_deep, case_not_json.
    """
    content = read_small(path, LARGEST, "case_too_big")
    if not content.strip():
        raise ExchangeError("case_empty", {"name": path.name})
    try:
        return read_case(_parsed(content), catalogue)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ExchangeError("case_not_utf8", {"name": path.name, "line": str(line)}) from None
    except _TwiceError as error:
        raise ExchangeError("case_twice", {"name": path.name, "fact": str(error)}) from None
    except RecursionError:
        raise ExchangeError("case_too_deep", {"name": path.name}) from None
    except ValueError as error:
        raise ExchangeError("case_not_json", {"name": path.name, "line": str(getattr(error, "lineno", 1))}) from None


def written(case: Case, catalogue: FactCatalogue) -> str:
    """Return a case as the text of a case file: groups and facts in the order of their names."""
    answers = {name: _plain(catalogue.by_name[name], value) for name, value in case.values.items()}
    answers |= dict.fromkeys(case.refused, NO_STATEMENT)
    groups: dict[str, dict[str, object]] = {}
    for name in sorted(answers):
        group, _, key = name.partition(".")
        groups.setdefault(group, {})[key] = answers[name]
    return orjson.dumps(groups).decode()


def _plain(fact: Fact, value: FactValue) -> object:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text if fact.kind is FactKind.MONEY else orjson.Fragment(text)
    return value.isoformat() if isinstance(value, date) else value


def parsed(text: str) -> Any:
    """Return the JSON values of a case's text, numbers as exact decimals; ValueError if it is none."""
    return _parsed(text.encode())


def _parsed(content: bytes) -> Any:
    return json.loads(
        content.decode("utf-8-sig"),
        parse_float=_number,
        parse_int=_number,
        parse_constant=_number,
        object_pairs_hook=_once,
    )


def _number(text: str) -> Decimal:
    """Return a number of a case, exact; what is none, as NaN, is told of its fact by whoever reads the values."""
    # int() of many digits takes long and is refused beyond a limit; a Decimal has neither trouble.
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


class _TwiceError(ValueError):
    """A name stands twice in one group."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _TwiceError(name)
        found[name] = value
    return found
