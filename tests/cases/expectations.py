"""The example cases as data, and how far a check differs from what a case expects."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from nqdesk.domain.funding.case import Case, CaseProblem, read_case
from nqdesk.domain.funding.check import InstrumentResult
from nqdesk.domain.funding.facts import GROUPS, FactCatalogue
from nqdesk.exchange import check_results

HERE = Path(__file__).parent
_COMPARED_BELOW = ("criteria", "evaluated", "amounts")
_TRUTHS = {True: "yes", False: "no", None: "unknown"}


@lru_cache(maxsize=1)
def all_cases() -> tuple[dict[str, Any], ...]:
    """Return the cases of all files of this folder, as their TOML has them."""
    return tuple(
        case for path in sorted(HERE.glob("*.toml")) for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    )


def _numbers(value: Any) -> Any:
    """Return facts of TOML as a case file in JSON has them: numbers exact."""
    if isinstance(value, dict):
        return {key: _numbers(part) for key, part in value.items()}
    return Decimal(str(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def read(case: Mapping[str, Any], catalogue: FactCatalogue) -> tuple[Case, list[CaseProblem]]:
    """Return the facts of a case, and what is wrong with them."""
    return read_case({group: _numbers(case[group]) for group in GROUPS if group in case}, catalogue)


def differences(found: InstrumentResult | None, expected: Mapping[str, Any]) -> list[str]:
    """Return where a result differs from what is expected of it; only what is named is compared."""
    if expected.get("version") == "none":
        return [] if found is None else ["version: one applies"]
    if found is None or found.version is None:
        return ["version: none applies"]
    told = _told(found)
    differing = [
        f"{key}: {told.get(key)}, expected {value}"
        for key, value in expected.items()
        if key not in (*_COMPARED_BELOW, "missing", "not_missing", "notes") and str(told.get(key)) != str(value)
    ]
    for key in _COMPARED_BELOW:
        below = _below(found, key) if key in expected else {}
        for name, value in expected.get(key, {}).items():
            if below.get(name, "none") != value:
                differing.append(f"{key}.{name}: {below.get(name, 'none')}, expected {value}")
    shown = "\n".join(["", *found.notes])
    differing += [f"notes: not {words}" for words in expected.get("notes", ()) if f"\n{words}" not in shown]
    differing += [f"missing: not {name}" for name in expected.get("missing", ()) if name not in found.missing]
    differing += [f"missing: {name}" for name in expected.get("not_missing", ()) if name in found.missing]
    return differing


def _told(found: InstrumentResult) -> dict[str, object]:
    assert found.version is not None
    return {
        "version": found.version.valid_from.isoformat(),
        "result": found.result.value,
        "decisive_date": found.decisive.day.isoformat(),
        "decisive_date_assumed": found.assumed,
        "confirmed": found.confirmed,
        "excluded_by": found.excluded_by or "",
    }


def _below(found: InstrumentResult, key: str) -> dict[str, object]:
    if key == "criteria":
        return {counted.criterion.id: _TRUTHS[counted.met] for counted in found.criteria}
    if key == "evaluated":
        return {counted.criterion.id: _TRUTHS[counted.evaluated] for counted in found.criteria}
    return {
        amount.amount.id: [
            check_results.written_amount(amount.low),
            "open" if amount.high is None else check_results.written_amount(amount.high),
        ]
        for amount in found.amounts
    }
