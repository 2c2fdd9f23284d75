"""The result of a funding check as JSON values, in the form that the case format promises, and read back."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from nqdesk.domain.funding.check import (
    AmountResult,
    CheckResult,
    CriterionResult,
    DeadlineResult,
    InstrumentResult,
    Result,
)
from nqdesk.domain.funding.frozen import FrozenAmount, FrozenCheck, FrozenCriterion, FrozenInstrument
from nqdesk.domain.funding.questions import Question

_MET = {True: "yes", False: "no", None: "unknown"}


def plain(checked: CheckResult, asked: Iterable[Question], *, everything: bool = False) -> dict[str, object]:
    """Return the whole result; ``everything`` adds the instruments without a version on their decisive day."""
    found = [*checked.instruments, *(checked.without_version if everything else ())]
    return {
        "on": checked.on.isoformat(),
        "rule_book": checked.digest,
        "instruments": [_instrument(result) for result in found],
        "questions": [{"fact": question.fact, "decides": question.decides} for question in asked],
    }


def _instrument(found: InstrumentResult) -> dict[str, object]:
    instrument, version = found.instrument, found.version
    told: dict[str, object] = {
        "id": instrument.id,
        "origin": instrument.origin.value,
        "version": version.valid_from.isoformat() if version else None,
        "valid_from": version.valid_from.isoformat() if version else None,
        "valid_to": version.valid_to.isoformat() if version and version.valid_to else None,
        "decisive_date": found.decisive.day.isoformat(),
        "decisive_date_assumed": found.assumed,
        "title": (version.title if version else "") or instrument.title,
        "law": instrument.law,
    }
    if instrument.district:
        told["district"] = instrument.district
    if version is None:
        return told
    return {
        **told,
        "office": " oder ".join(found.offices),
        "result": found.result.value,
        "confirmed": found.confirmed,
        "as_of": version.as_of.isoformat(),
        "excluded_by": found.excluded_by,
        "criteria": [_criterion(criterion) for criterion in found.criteria],
        "missing": list(found.missing),
        "amounts": [_amount(amount) for amount in found.amounts],
        "deadlines": [_deadline(deadline) for deadline in found.deadlines],
        "documents": list(found.documents),
        "notes": list(found.notes),
    }


def _criterion(found: CriterionResult) -> dict[str, object]:
    grounds = found.criterion.grounds
    return {
        "id": found.criterion.id,
        "text": found.criterion.text,
        "law": grounds.law,
        "result": _MET[found.met],
        "confirmed": found.confirmed,
    }


def _amount(found: AmountResult) -> dict[str, object]:
    return {
        "id": found.amount.id,
        "text": found.amount.text,
        "law": found.amount.grounds.law,
        "min": written_amount(found.low),
        "max": None if found.high is None else written_amount(found.high),
        "cap": found.amount.cap,
        "in_months": found.amount.in_months,
        "confirmed": found.confirmed,
    }


def written_amount(value: Decimal) -> str:
    """Return an amount with a point and two places."""
    return f"{value:.2f}"


def _deadline(found: DeadlineResult) -> str:
    return f"{found.text} ({found.day:%d.%m.%Y})" if found.day else found.text


def frozen(text: str) -> FrozenCheck:
    """Return the check that the JSON text of `plain` holds; nothing is computed."""
    told = json.loads(text)
    return FrozenCheck(
        date.fromisoformat(told["on"]), told["rule_book"], tuple(_read_instrument(each) for each in told["instruments"])
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _read_instrument(told: dict[str, Any]) -> FrozenInstrument:
    return FrozenInstrument(
        id=told["id"],
        title=told["title"],
        law=told["law"],
        result=Result(told["result"]) if "result" in told else None,
        decisive=date.fromisoformat(told["decisive_date"]),
        assumed=told["decisive_date_assumed"],
        valid_from=_day(told["valid_from"]),
        valid_to=_day(told["valid_to"]),
        confirmed=told.get("confirmed", False),
        as_of=_day(told.get("as_of")),
        office=told.get("office", ""),
        excluded_by=told.get("excluded_by") or "",
        criteria=tuple(_read_criterion(each) for each in told.get("criteria", ())),
        missing=tuple(told.get("missing", ())),
        amounts=tuple(_read_amount(each) for each in told.get("amounts", ())),
        deadlines=tuple(told.get("deadlines", ())),
        documents=tuple(told.get("documents", ())),
        notes=tuple(told.get("notes", ())),
    )


def _read_criterion(told: dict[str, Any]) -> FrozenCriterion:
    met = next(value for value, word in _MET.items() if word == told["result"])
    return FrozenCriterion(told["id"], told["text"], told["law"], met, told["confirmed"])


def _read_amount(told: dict[str, Any]) -> FrozenAmount:
    return FrozenAmount(
        id=told["id"],
        text=told["text"],
        low=Decimal(told["min"]),
        high=None if told["max"] is None else Decimal(told["max"]),
        cap=told["cap"],
        in_months=told.get("in_months", False),
        confirmed=told["confirmed"],
    )
