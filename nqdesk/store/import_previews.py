"""What a pending import would do, counted and offer by offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import Database

from nqdesk.domain.import_plan import Effect, FieldChange, ImportCounts, ImportPreview, offer_changes
from nqdesk.domain.offers import OccupationCertainty, Offer
from nqdesk.domain.problem import Problem
from nqdesk.store import offers
from nqdesk.store.plain import dumps, loads


@dataclass(frozen=True, kw_only=True)
class ImportOffer:
    """One offer of an import.

    Attributes:
        n: for `after_n` of the next page. offer: as it would be stored. provider: label of its organisation.
        changes: fields that would change, in field order; empty for a new offer.
        where: place in the file for the reader, "" for one the file no longer names.
    """

    n: int
    offer: Offer
    provider: str
    changes: tuple[FieldChange, ...] = ()
    where: str = ""


def preview(db: Database, batch: int) -> ImportPreview:
    """Return what an import would do, in numbers; raises KeyError if there is no such import."""
    row = db.execute_sql("SELECT format, file_name, day, refused FROM imports WHERE n = ?", (batch,)).fetchone()
    if row is None:
        raise KeyError(batch)
    counted = db.execute_sql(
        "SELECT area, effect, count(*) FROM import_results WHERE batch = ? GROUP BY area, effect", (batch,)
    ).fetchall()
    counts = {(area, effect): int(number) for area, effect, number in counted}
    pending = (
        "SELECT count(*) FROM import_results r JOIN offers o ON o.n = r.new_n"
        " WHERE r.batch = ? AND r.area = 'offers' AND r.effect IN ('new', 'changed') AND "
    )
    doubtful = db.execute_sql(
        f"{pending} o.occupation_certainty = ?", (batch, OccupationCertainty.DOUBTFUL.value)
    ).fetchone()[0]
    unnumbered = db.execute_sql(f"{pending} o.source_id = ''", (batch,)).fetchone()[0]
    return ImportPreview(
        batch=batch,
        format=row[0],
        file_name=row[1],
        day=date.fromisoformat(row[2]) if row[2] else None,
        offers=_counts(counts, "offers", int(row[3])),
        providers=_counts(counts, "organisations", 0),
        doubtful_occupations=int(doubtful),
        doubtful_identities=int(unnumbered),
        problems=_problems(db, batch),
    )


def _counts(counts: dict[tuple[str, str], int], area: str, refused: int) -> ImportCounts:
    return ImportCounts(
        new=counts.get((area, Effect.NEW), 0),
        changed=counts.get((area, Effect.CHANGED), 0),
        unchanged=counts.get((area, Effect.UNCHANGED), 0),
        withdrawn=counts.get((area, Effect.WITHDRAWN), 0),
        refused=refused,
    )


def _problems(db: Database, batch: int) -> tuple[Problem, ...]:
    found = db.execute_sql(
        "SELECT code, field, place_in_file, details FROM import_problems WHERE batch = ? ORDER BY n", (batch,)
    )
    return tuple(Problem(code, field, where, loads(details)) for code, field, where, details in found.fetchall())


def preview_offers(
    db: Database,
    batch: int,
    effect: Effect,
    limit: int,
    after_n: int = 0,
    *,
    doubtful_occupation: bool = False,
    doubtful_identity: bool = False,
) -> list[ImportOffer]:
    """Return offers of an import with an effect (NEW, CHANGED, WITHDRAWN), `limit` of them behind `after_n`.

    With `doubtful_occupation` only those whose occupation a person should decide, with `doubtful_identity` only those
    without a number of the source.
    """
    more = ""
    if doubtful_occupation:
        more += f" AND o.occupation_certainty = '{OccupationCertainty.DOUBTFUL.value}'"
    if doubtful_identity:
        more += " AND o.source_id = ''"
    rows = db.execute_sql(
        "SELECT r.n, r.new_n, r.old_n, r.place_in_file,"
        " (SELECT p.label FROM organisations p WHERE p.id = o.provider_id AND p.ended = 0)"
        " FROM import_results r JOIN offers o ON o.n = r.new_n"
        f" WHERE r.batch = ? AND r.area = 'offers' AND r.effect = ? AND r.n > ?{more} ORDER BY r.n LIMIT ?",
        (batch, effect.value, after_n, limit),
    ).fetchall()
    numbers = [n for row in rows for n in row[1:3] if n]
    found = offers.records(db, "o.n IN (SELECT value FROM json_each(?))", (dumps(numbers),))
    return [_offer(row, found) for row in rows]


def _offer(row: Sequence[Any], found: dict[int, Offer]) -> ImportOffer:
    n, new_n, old_n, where, provider = row
    old = found.get(old_n)
    return ImportOffer(
        n=n,
        offer=found[new_n],
        provider=provider or "",
        changes=offer_changes(old, found[new_n]) if old else (),
        where=where,
    )
