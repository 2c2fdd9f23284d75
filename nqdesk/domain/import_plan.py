"""What an import would do: new, changed, gone, refused, and why; field by field."""

from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum

from nqdesk.domain.offers import OccupationCertainty, Offer
from nqdesk.domain.organisations import Organisation
from nqdesk.domain.problem import Problem

# Never compared: identity, bookkeeping, and what people decide in nqdesk itself.
_NOT_COMPARED = frozenset(
    {"id", "version", "created_at", "changed_at", "provider_id", "source_name", "information_date", "note"}
)


class Effect(StrEnum):
    """What an import does to one record."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


@dataclass(frozen=True)
class FieldChange:
    """One field that would change; values as the dataclass holds them."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, kw_only=True)
class ImportCounts:
    """How many records an import concerns, by effect."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    refused: int = 0


@dataclass(frozen=True, kw_only=True)
class ImportPreview:
    """What a person sees before deciding.

    Attributes:
        batch: number of the pending rows in the store; nothing of it is visible yet.
        format: of the file. day: of the information.
        offers, providers: counts.
        doubtful_occupations: new or changed offers whose occupation a person should decide.
        doubtful_identities: offers recognised without a number (provider, title and occupation only).
        problems: refused records with place and reason, in file order; at most 1,000 are kept, `offers.refused`
            counts all.
    """

    batch: int
    format: str
    file_name: str
    day: date | None
    offers: ImportCounts
    providers: ImportCounts
    doubtful_occupations: int = 0
    doubtful_identities: int = 0
    problems: tuple[Problem, ...] = ()


def merge_stored(stored: Offer, incoming: Offer) -> Offer:
    """Return the incoming offer as it would be stored over `stored`.

    What a person decided stays: an occupation that was chosen, the note, and a module name the person gave with
    a source where the file has none. A withdrawn offer that the file names again is no longer withdrawn.
    """
    kept: dict[str, object] = {
        "id": stored.id,
        "version": stored.version,
        "created_at": stored.created_at,
        "changed_at": stored.changed_at,
        "note": stored.note,
    }
    reasons = incoming.check_reasons
    if stored.occupation_certainty is OccupationCertainty.CHOSEN:
        kept["occupation_id"] = stored.occupation_id
        kept["occupation_certainty"] = stored.occupation_certainty
        kept["field"] = stored.field
        reasons = reasons - {"occupation_doubtful"}
    if stored.tq_name and not incoming.tq_name and stored.tq_number == incoming.tq_number:
        kept["tq_name"] = stored.tq_name
        kept["tq_source"] = stored.tq_source
    if "identity_doubtful" in reasons and "identity_doubtful" not in stored.check_reasons:
        reasons = reasons - {"identity_doubtful"}
    kept["check_reasons"] = reasons
    return replace(incoming, **kept)  # type: ignore[arg-type]


def offer_changes(stored: Offer, incoming: Offer) -> tuple[FieldChange, ...]:
    """Return the fields in which an incoming offer differs from the stored one, in field order."""
    changes = []
    for f in fields(Offer):
        if f.name in _NOT_COMPARED:
            continue
        before, after = getattr(stored, f.name), getattr(incoming, f.name)
        if before != after:
            changes.append(FieldChange(f.name, before, after))
    return tuple(changes)


def organisation_changes(stored: Organisation, incoming: Organisation) -> tuple[FieldChange, ...]:
    """Return the fields an import would fill or change; a file never empties what a person entered."""
    changes = []
    for name in ("name", "street", "plz", "city", "phone", "email", "web"):
        before, after = getattr(stored, name), getattr(incoming, name)
        if after and before != after:
            changes.append(FieldChange(name, before, after))
    numbers = tuple(sorted(set(stored.numbers) | set(incoming.numbers)))
    if numbers != tuple(sorted(stored.numbers)):
        changes.append(FieldChange("numbers", stored.numbers, numbers))
    return tuple(changes)


def join_rows(first: Offer, second: Offer) -> Offer:
    """Return one offer of two rows that share their number: the runs of both, everything else from the first."""
    known = set(first.dates)
    return replace(
        first,
        dates=(*first.dates, *(run for run in second.dates if run not in known)),
        rolling_entry=first.rolling_entry or second.rolling_entry,
        funding=first.funding | second.funding,
        check_reasons=first.check_reasons | second.check_reasons,
    )
