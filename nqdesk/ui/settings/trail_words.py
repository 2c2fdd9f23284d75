"""The trail in German: fields with their labels, values as people write them."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from nqdesk.actions import messages
from nqdesk.domain.change import Area
from nqdesk.domain.events import EventKind
from nqdesk.domain.funding.kept_check import SubjectKind
from nqdesk.domain.funding.rules import Origin
from nqdesk.domain.offers import Form, FundingMark, LanguageLevel, OccupationCertainty, OfferKind, TimeModel
from nqdesk.domain.organisations import Role
from nqdesk.domain.people import Right
from nqdesk.domain.portfolio import Order
from nqdesk.store.trail import TrailEntry, TrailStep
from nqdesk.ui.session import Session

_MOST = 90  # letters of a value
_PASSED_OVER = frozenset({"check_reasons", "event_id", "about_id", "company_id"})
_OF_MACHINES = {
    Area.CHECKS: frozenset({"rule_book", "facts", "results", "kinds", "outcomes"}),
    Area.RULES: frozenset({"text", "checksum"}),
}  # fields whose content says nothing to people: only that they changed is told
_WORDS: Mapping[str, type[Enum]] = {
    "form": Form,
    "time_model": TimeModel,
    "funding": FundingMark,
    "language_level": LanguageLevel,
    "occupation_certainty": OccupationCertainty,
    "roles": Role,
    "rights": Right,
    "order": Order,
    "last_portfolio_order": Order,
    "subject_kind": SubjectKind,
    "origin": Origin,
}
_KINDS: Mapping[Area, type[Enum]] = {Area.OFFERS: OfferKind, Area.EVENTS: EventKind}
_OFFERS = frozenset({"added", "removed"})  # ids of a portfolio's offers
_WHAT = {
    "created": "angelegt",
    "changed": "geändert",
    "removed": "entfernt",
    "binned": "in den Papierkorb gelegt",
    "restored": "aus dem Papierkorb geholt",
    "erased": "endgültig gelöscht",
}


def heading(entry: TrailEntry) -> str:
    """Return what was done, and to what."""
    change = entry.change
    text = messages.verb(change.verb)
    if change.title:
        return f"{text}: {change.title}"
    return f"{text} ({change.count:,})".replace(",", ".") if change.count > 1 else text


def lines(session: Session, entry: TrailEntry) -> list[str]:
    """Return what changed from what to what, a line a field; of several records what happened to them."""
    if len(entry.steps) == 1:
        return _fields(session, entry.steps[0])
    counts: dict[tuple[Area, str], int] = {}
    for step in entry.steps:
        counts[step.area, step.what] = counts.get((step.area, step.what), 0) + 1
    return [f"{messages.word(area)}: {count} {_WHAT[what]}" for (area, what), count in counts.items()]


def _fields(session: Session, step: TrailStep) -> list[str]:
    found = []
    for name in dict.fromkeys((*step.before, *step.after)):
        if name in _PASSED_OVER or step.before.get(name) == step.after.get(name):
            continue
        if name in _OF_MACHINES.get(step.area, ()):
            if step.what == "changed":
                found.append(f"{messages.field(name)}: geändert")
            continue
        new = shown(session, step.area, name, step.after.get(name))
        if step.what == "created":
            found.append(f"{messages.field(name)}: {new}")
        elif step.what == "changed":
            old = shown(session, step.area, name, step.before.get(name))
            same = old == new
            found.append(f"{messages.field(name)}: {'geändert' if same else f'{old} → {new}'}")
    return found


def shown(session: Session, area: Area, name: str, value: Any) -> str:
    """Return a value of the trail as a person writes it."""
    if value is None or value == "" or value == [] or value == {}:
        return "leer"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if name == "logo":
        return "Bild"
    if name in _OFFERS:
        return "1 Angebot" if len(value) == 1 else f"{len(value)} Angebote"
    if name == "occupation_id":
        known = session.occupations.by_id.get(str(value))
        return known.title if known is not None else str(value)
    if name == "agency_district":
        district = session.region.districts.get(str(value))
        return f"{district.suggested_name} ({value})" if district is not None else str(value)
    if name == "lock_after_minutes":
        return f"{value} Minuten" if value else "nie"
    kind = _KINDS.get(area) if name == "kind" else _WORDS.get(name)
    if kind is not None:
        return _words(kind, value)
    if isinstance(value, list):
        return _list(value)
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values() if isinstance(part, str) and part)[:_MOST] or "Angaben"
    if name == "price":
        return f"{value}".replace(".", ",") + "\u00a0€"
    return _text(str(value))


def _words(kind: type[Enum], value: Any) -> str:
    found = [messages.word(kind(part)) for part in (value if isinstance(value, list) else [value])]
    return ", ".join(found)


def _list(value: list[Any]) -> str:
    if all(isinstance(part, str) for part in value) and len(value) <= 3:
        return _text(", ".join(value))
    return "1 Eintrag" if len(value) == 1 else f"{len(value)} Einträge"


def _text(text: str) -> str:
    if len(text) == 10 and text[4] == text[7] == "-":
        try:
            return f"{date.fromisoformat(text):%d.%m.%Y}"
        except ValueError:
            pass
    if len(text) == 8 and text[2] == text[5] == ":":
        return f"{text[:5]} Uhr"
    line = " ".join(text.split())
    return line if len(line) <= _MOST else f"{line[:_MOST]} …"
