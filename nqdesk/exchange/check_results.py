"""The result of a funding check as JSON values, in the form that the case format promises, and read back."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import (
    AmountResult,
    CheckResult,
    CriterionResult,
    DeadlineResult,
    InstrumentResult,
    Result,
)
from nqdesk.domain.funding.elsewhere import RESIDENCE
from nqdesk.domain.funding.fact_words import in_words, missing_in
from nqdesk.domain.funding.facts import NUMERIC, FactKind, FactValue
from nqdesk.domain.funding.frozen import (
    FrozenAmount,
    FrozenCheck,
    FrozenCriterion,
    FrozenFact,
    FrozenFigure,
    FrozenInstrument,
)
from nqdesk.domain.funding.questions import Question
from nqdesk.domain.funding.rules import Level, Maker, RuleBook

_PARAMETER = "parameter."
_KINDS = frozenset(kind.value for kind in FactKind)
_MET = {True: "yes", False: "no", None: "unknown"}


def plain(
    checked: CheckResult,
    asked: Iterable[Question],
    book: RuleBook,
    *,
    everything: bool = False,
    reasons: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """Return the whole result of a check against a book.

    ``everything`` adds the instruments without a version on their decisive day; ``reasons`` says by id why.
    """
    why = reasons or {}
    found = [*checked.instruments, *(checked.without_version if everything else ())]
    return {
        "on": checked.on.isoformat(),
        "rule_book": checked.digest,
        "instruments": [_instrument(result, book, why.get(result.instrument.id, "")) for result in found],
        "questions": [{"fact": question.fact, "decides": question.decides} for question in asked],
        "figures": _figures(found, book),
    }


def kept(
    checked: CheckResult, asked: Collection[Question], book: RuleBook, case: Case, reasons: Mapping[str, str]
) -> dict[str, object]:
    """Return the whole result as it is kept: with the facts in their words, so that no catalogue is needed later."""
    facts = [_fact(fact) for fact in in_words(case, book.catalogue, missing_in(checked, asked))]
    return {**plain(checked, asked, book, everything=True, reasons=reasons), "facts": facts}


def _fact(fact: FrozenFact) -> dict[str, object]:
    told: dict[str, object] = {
        "name": fact.name,
        "text": fact.text,
        "kind": fact.kind.value,
        "section": fact.section,
        "question": fact.question,
        "value": _written(fact.value),
        "label": fact.label,
        "refused": fact.refused,
    }
    return {key: value for key, value in told.items() if value not in (None, "", False) or key == "value"}


def _figures(found: Iterable[InstrumentResult], book: RuleBook) -> dict[str, object]:
    """Return what the figures used are called and of which kind they are, each once: criteria name them with values."""
    used = {name: value for result in found for each in result.criteria for name, value in each.figures}
    parameters = {f"{_PARAMETER}{each.id}": each for each in book.parameters}
    told: dict[str, object] = {}
    for name in sorted(used):
        fact, parameter = book.catalogue.by_name.get(name), parameters.get(name)
        if fact is not None:
            told[name] = {"text": fact.label, "kind": fact.kind.value}
            if fact.kind is FactKind.CHOICE:
                told[name] = {"text": fact.label, "kind": fact.kind.value, "label": fact.label_of(str(used[name]))}
        elif parameter is not None:
            kind = parameter.unit if parameter.unit in _KINDS else FactKind.NUMBER.value
            told[name] = {"text": parameter.text, "kind": kind}
    return told


def _written(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _instrument(found: InstrumentResult, book: RuleBook, reason: str) -> dict[str, object]:
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
        "level": instrument.level.value,
    }
    if instrument.land:
        residence = book.catalogue.by_name.get(RESIDENCE)
        told["land"] = instrument.land
        told["land_name"] = residence.label_of(instrument.land) if residence else instrument.land
    if reason:
        told["reason"] = reason
    if instrument.accompanies:
        told["accompanies"] = list(instrument.accompanies)
    if instrument.district:
        told["district"] = instrument.district
        told["maker"] = instrument.maker.value
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
        "figures": [{"name": name, "value": _written(value)} for name, value in found.figures],
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
    figures = told.get("figures", {})
    instruments = tuple(_read_instrument(each, figures) for each in told["instruments"])
    asked = tuple(each["fact"] for each in told.get("questions", ()))
    facts = tuple(_read_fact(each) for each in told.get("facts", ()))
    return FrozenCheck(date.fromisoformat(told["on"]), told["rule_book"], instruments, asked, facts)


def _read_fact(told: dict[str, Any]) -> FrozenFact:
    kind = FactKind(told["kind"])
    return FrozenFact(
        name=told["name"],
        text=told["text"],
        kind=kind,
        section=told.get("section", ""),
        question=told.get("question", ""),
        value=None if told["value"] is None else _read_value(kind, told["value"]),
        label=told.get("label", ""),
        refused=told.get("refused", False),
    )


def _read_value(kind: FactKind, written: Any) -> FactValue:
    if kind in NUMERIC:
        return Decimal(written)
    value: FactValue = date.fromisoformat(written) if kind is FactKind.DAY else written
    return value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _read_instrument(told: dict[str, Any], figures: dict[str, Any]) -> FrozenInstrument:
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
        criteria=tuple(_read_criterion(each, figures) for each in told.get("criteria", ())),
        missing=tuple(told.get("missing", ())),
        amounts=tuple(_read_amount(each) for each in told.get("amounts", ())),
        deadlines=tuple(told.get("deadlines", ())),
        documents=tuple(told.get("documents", ())),
        notes=tuple(told.get("notes", ())),
        maker=Maker(told.get("maker", Maker.CENTRE.value)),
        district=told.get("district", ""),
        level=Level(told["level"]) if "level" in told else None,
        land=told.get("land", ""),
        land_name=told.get("land_name", ""),
        reason=told.get("reason", ""),
        accompanies=tuple(told.get("accompanies", ())),
    )


def _read_criterion(told: dict[str, Any], figures: dict[str, Any]) -> FrozenCriterion:
    met = next(value for value, word in _MET.items() if word == told["result"])
    used = told.get("figures", ())  # checks that were kept before figures were have none
    read = tuple(_read_figure(each, figures[each["name"]]) for each in used if each["name"] in figures)
    return FrozenCriterion(told["id"], told["text"], told["law"], met, told["confirmed"], read)


def _read_figure(used: dict[str, Any], told: dict[str, str]) -> FrozenFigure:
    kind = FactKind(told["kind"])
    return FrozenFigure(used["name"], told["text"], kind, told.get("label") or _read_value(kind, used["value"]))


def _read_amount(told: dict[str, Any]) -> FrozenAmount:
    return FrozenAmount(
        id=told["id"],
        text=told["text"],
        low=Decimal(told["min"]),
        high=None if told["max"] is None else Decimal(told["max"]),
        cap=told["cap"],
        in_months=told.get("in_months", False),
        confirmed=told["confirmed"],
        law=told.get("law", ""),
    )
