"""Own instruments as the text of a rule file, and such a text as a draft again."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from nqdesk.domain.funding.rule_draft import (
    AmountDraft,
    CriterionDraft,
    InstrumentDraft,
    OfficeDraft,
    OutcomeDraft,
    PrecedenceDraft,
    RemarkDraft,
    VersionDraft,
)
from nqdesk.domain.funding.rules import BenefitKind, Gap, Level, Maker, Proof
from nqdesk.exchange.errors import ExchangeError

Pairs = Iterable[tuple[str, object]]
_REMARKS = (("document", "documents"), ("deadline", "deadlines"), ("note", "notes"))
_MONTHS = "_monate"


# -- out ---------------------------------------------------------------------------------------------------------------


def written(draft: InstrumentDraft) -> str:
    """Return the text of the rule file of an instrument; what is empty is left out."""
    strategy = draft.maker is not Maker.CENTRE
    head: Pairs = (
        ("id", draft.id),
        ("title", draft.title),
        ("law", draft.law),
        ("level", draft.level),
        ("land", draft.land),
        ("maker", draft.maker if strategy else ""),
        ("district", draft.district),
        ("summary", draft.summary),
        ("decisive", list(draft.decisive) or "sgb3"),
        ("entitlement", draft.entitlement),
        ("accompanies", list(draft.accompanies)),
    )
    blocks = [_block("", head)]
    blocks += [_block("gap", (("from", g.first), ("to", g.last), ("reason", g.reason))) for g in draft.gaps]
    for version in draft.versions:
        blocks += _version(version)
    return "\n\n".join(blocks) + "\n"


def _version(version: VersionDraft) -> Iterator[str]:
    head: Pairs = (
        ("title", version.title),
        ("valid_from", version.valid_from),
        ("valid_to", version.valid_to),
        ("valid_from_note", version.valid_from_note),
        ("kind", "" if version.outcomes else version.kind),
        ("as_of", version.as_of),
        ("source", version.source),
        ("change", version.change),
    )
    yield _block("version", head)
    for outcome in version.outcomes:
        yield _block("version.outcome", (("kind", outcome.kind), ("when", outcome.when)))
    for criterion in version.criteria:
        shared: Pairs = (("use", criterion.use),)
        yield _block("version.criterion", shared if criterion.use else _grounded(criterion))
    for amount in version.amounts:
        yield _block("version.amount", (*_grounded(amount), ("cap", amount.cap), ("when", amount.when)))
    for first in version.yields_to:
        parts: Pairs = (
            ("instrument", first.instrument),
            ("when", first.when),
            ("text", first.text),
            ("law", first.law),
            ("proof", first.proof),
            ("confirmed", "true" if first.confirmed else "false"),
        )
        yield _block("version.yields_to", parts)
    for office in version.offices:
        named = (("text", office.text), ("kind", office.kind), ("seat", office.seat), ("when", office.when))
        yield _block("version.office", named)
    for table, group in _REMARKS:
        for remark in getattr(version, group):
            told = (("text", remark.text), ("day", remark.day), ("when", remark.when), ("law", remark.law))
            yield _block(f"version.{table}", told)


def _grounded(part: CriterionDraft) -> Pairs:
    return (
        ("id", part.id),
        ("text", part.text),
        ("law", part.law),
        ("expr", part.expr),
        ("quote", part.quote),
        ("proof", part.proof),
        ("confirmed", "true" if part.confirmed else "false"),
        ("source", part.source),
        ("as_of", part.as_of),
    )


def _block(name: str, pairs: Pairs) -> str:
    lines = [f"[[{name}]]"] if name else []
    lines += [f"{key} = {_value(key, value)}" for key, value in pairs if value not in ("", None, False)]
    return "\n".join(lines)


def _value(key: str, value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if value is True:
        return "true"
    if key == "confirmed":
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(_quoted(str(each)) for each in value)}]"
    text = str(value)
    return f"'{text}'" if key in ("expr", "when", "day") and _is_plain(text) else _quoted(text)


def _is_plain(text: str) -> bool:
    return "'" not in text and text.isprintable()


def _quoted(text: str) -> str:
    # JSON writes all control characters as TOML wants them, except this one.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


# -- in ----------------------------------------------------------------------------------------------------------------


def draft_of(text: str, name: str = "") -> InstrumentDraft:
    """Return the draft of an instrument's text; ExchangeError "rule_text_unreadable" (named) if it is none."""
    try:
        content = tomllib.loads(text)
        return _instrument(content)
    except (tomllib.TOMLDecodeError, RecursionError, TypeError, ValueError, AttributeError):
        raise ExchangeError("rule_text_unreadable", {"name": name}) from None


def _instrument(content: Mapping[str, Any]) -> InstrumentDraft:
    decisive = content.get("decisive")
    gaps = (
        Gap(_day(g, "from") or date.min, _day(g, "to") or date.min, _text(g, "reason")) for g in _tables(content, "gap")
    )
    return InstrumentDraft(
        id=_text(content, "id"),
        title=_text(content, "title"),
        law=_text(content, "law"),
        summary=_text(content, "summary"),
        maker=Maker(_text(content, "maker") or Maker.CENTRE),
        district=_text(content, "district"),
        level=Level(_text(content, "level") or Level.CENTRE),
        land=_text(content, "land"),
        decisive=() if decisive == "sgb3" else ("antrag.datum",) if decisive is None else tuple(map(str, decisive)),
        entitlement=content.get("entitlement") is True,
        accompanies=tuple(map(str, content.get("accompanies", ()))),
        gaps=tuple(gaps),
        versions=tuple(
            sorted(map(_read_version, _tables(content, "version")), key=lambda each: each.valid_from or date.min)
        ),
    )


def _read_version(table: Mapping[str, Any]) -> VersionDraft:
    return VersionDraft(
        valid_from=_day(table, "valid_from"),
        valid_to=_day(table, "valid_to"),
        kind=BenefitKind(_text(table, "kind") or BenefitKind.MAY),
        source=_text(table, "source"),
        as_of=_day(table, "as_of"),
        change=_text(table, "change"),
        valid_from_note=_text(table, "valid_from_note"),
        title=_text(table, "title"),
        outcomes=tuple(
            OutcomeDraft(kind=BenefitKind(_text(each, "kind")), when=_text(each, "when"))
            for each in _tables(table, "outcome")
        ),
        criteria=tuple(CriterionDraft(**_parts(each)) for each in _tables(table, "criterion")),
        amounts=tuple(
            AmountDraft(
                **_parts(each),
                in_months=_text(each, "id").endswith(_MONTHS),
                cap=each.get("cap") is True,
                when=_text(each, "when"),
            )
            for each in _tables(table, "amount")
        ),
        yields_to=tuple(map(_precedence, _tables(table, "yields_to"))),
        offices=tuple(
            OfficeDraft(
                text=_text(each, "text"),
                kind=_text(each, "kind") or "other",
                seat=_text(each, "seat") or "none",
                when=_text(each, "when"),
            )
            for each in _tables(table, "office")
        ),
        **{group: tuple(map(_remark, _tables(table, name))) for name, group in _REMARKS},
    )


def _parts(table: Mapping[str, Any]) -> dict[str, Any]:
    names = ("id", "text", "law", "expr", "quote", "source", "use")
    return {
        **{name: _text(table, name) for name in names},
        "proof": Proof(_text(table, "proof") or Proof.SOURCE),
        "confirmed": table.get("confirmed") is True,
        "as_of": _day(table, "as_of"),
    }


def _precedence(table: Mapping[str, Any]) -> PrecedenceDraft:
    return PrecedenceDraft(
        instrument=_text(table, "instrument"),
        law=_text(table, "law"),
        proof=Proof(_text(table, "proof") or Proof.SOURCE),
        confirmed=table.get("confirmed") is True,
        when=_text(table, "when"),
        text=_text(table, "text"),
    )


def _remark(table: Mapping[str, Any]) -> RemarkDraft:
    return RemarkDraft(**{name: _text(table, name) for name in ("text", "law", "when", "day")})


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _day(table: Mapping[str, Any], key: str) -> date | None:
    value = table.get(key)
    return value if isinstance(value, date) else None


def _tables(table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = table.get(key, [])
    if not isinstance(found, list):
        raise TypeError(key)
    return found
