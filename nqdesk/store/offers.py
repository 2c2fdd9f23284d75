"""Reading offers. Rows of a pending import and of the bin are not there unless asked for."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from peewee import Database

from nqdesk.domain.offer_query import OfferQuery, OfferRow
from nqdesk.domain.offers import Form, OccupationCertainty, Offer, OfferDate, OfferKind, OfferState
from nqdesk.store import offer_rows
from nqdesk.store.offer_lists import ROLLING, STATE, count, day_values, first_numbers, numbers, state_counts
from nqdesk.store.plain import dumps
from nqdesk.store.visibility import binned, current, living

__all__ = [
    "by_number",
    "by_source",
    "by_title",
    "count",
    "each",
    "first_numbers",
    "free_fields",
    "get",
    "many",
    "number_of",
    "numbers",
    "records",
    "rows",
    "state_counts",
]

_CHUNK = 200


def records(db: Database, where: str, params: Sequence[Any]) -> dict[int, Offer]:
    """Return the offers of an SQL condition on `offers o`, by row number; two queries."""
    found = db.execute_sql(f"{offer_rows.SELECT} WHERE {where}", params).fetchall()
    if not found:
        return {}
    dates: dict[int, list[OfferDate]] = {}
    for row in db.execute_sql(offer_rows.SELECT_DATES, (dumps([row[0] for row in found]),)):
        dates.setdefault(row[0], []).append(offer_rows.decode_date(row))
    return {row[0]: offer_rows.decode(row, tuple(dates.get(row[0], ()))) for row in found}


def _only(found: dict[int, Offer]) -> Offer | None:
    return next(iter(found.values()), None)


def get(db: Database, offer_id: str, *, in_bin: bool = False) -> Offer | None:
    """Return an offer by its id; None if there is none. `in_bin` looks in the bin instead."""
    return _only(records(db, f"o.id = ? AND {binned('o') if in_bin else living('o')}", (offer_id,)))


def number_of(db: Database, offer_id: str, *, in_bin: bool = False) -> int | None:
    """Return the row number of an offer, by which lists know it; None if there is none."""
    text = f"SELECT o.n FROM offers o WHERE o.id = ? AND {binned('o') if in_bin else living('o')}"
    row = db.execute_sql(text, (offer_id,)).fetchone()
    return int(row[0]) if row else None


def many(db: Database, ids: Sequence[str]) -> list[Offer]:
    """Return the offers of these ids in their order; those that are not there are left out."""
    found: dict[str, Offer] = {}
    for begin in range(0, len(ids), _CHUNK):
        wanted = dumps(list(ids[begin : begin + _CHUNK]))
        for offer in records(db, f"o.id IN (SELECT value FROM json_each(?)) AND {living('o')}", (wanted,)).values():
            found[offer.id] = offer
    return [found[offer_id] for offer_id in ids if offer_id in found]


def by_number(db: Database, row_numbers: Sequence[int]) -> list[Offer]:
    """Return the offers of these row numbers in their order, whatever their state; those gone are left out."""
    found = records(db, "o.n IN (SELECT value FROM json_each(?))", (dumps(list(row_numbers)),))
    return [found[n] for n in row_numbers if n in found]


def free_fields(db: Database) -> list[str]:
    """Return the free fields that offers name instead of an occupation, each once; walks all offers."""
    text = f"SELECT DISTINCT o.field FROM offers o WHERE o.field <> '' AND o.occupation_id = '' AND {living('o')}"
    return sorted((row[0] for row in db.execute_sql(text).fetchall()), key=str.casefold)


def each(db: Database, query: OfferQuery, on: date) -> Iterator[Offer]:
    """Yield the offers of a query in its order, without holding them all."""
    wanted = numbers(db, query, on)
    for begin in range(0, len(wanted), _CHUNK):
        yield from by_number(db, wanted[begin : begin + _CHUNK])


def by_source(db: Database, system: str, provider: str, source_id: str) -> Offer | None:
    """Return the offer a source knows under these numbers; None if there is none or it is in the bin."""
    where = (
        "o.n IN (SELECT n FROM offers_source WHERE provider = ? AND system = ? AND source_id = ?)"
        f" AND {living('o')} ORDER BY o.n LIMIT 1"
    )
    return _only(records(db, where, (provider, system, source_id)))


def by_title(db: Database, provider_id: str, folded_title: str, occupation_id: str) -> Offer | None:
    """Return the first offer of a provider with this folded title (`folding.fold`) and occupation."""
    where = (
        "o.n IN (SELECT n FROM offers_title WHERE key = ?) AND o.provider_id = ? AND o.occupation_id = ?"
        f" AND {living('o')} ORDER BY o.n LIMIT 1"
    )
    return _only(records(db, where, (folded_title, provider_id, occupation_id)))


def latest_batch(db: Database) -> int:
    """Return the number of the import that was taken last, 0 if none was."""
    text = "SELECT coalesce(max(n), 0) FROM imports WHERE state = 'taken'"
    return int(db.execute_sql(text).fetchone()[0])


_ROWS = f"""
SELECT o.n, o.id, o.title, coalesce(p.label, ''), coalesce(t.title, o.field), o.kind, o.occupation_certainty,
       o.tq_number, {STATE}, {ROLLING}, o.runs, o.price, o.form, o.information_date
FROM offers o
LEFT JOIN organisations p ON p.id = o.provider_id AND {current("p")}
LEFT JOIN occupation_titles t ON t.id = o.occupation_id
WHERE o.n IN (SELECT value FROM json_each(:numbers))
"""
_SHOWN_RUNS = """
SELECT offer, start_day, place, form, price, start_day >= :on AND earlier < :on FROM offer_dates
WHERE offer IN (SELECT value FROM json_each(:numbers)) AND (shown = 1 OR (start_day >= :on AND earlier < :on))
"""
_NO_RUN = (0, None, "", None, None, 0)


def rows(db: Database, row_numbers: Sequence[int], on: date) -> list[OfferRow]:
    """Return what a list shows for these row numbers in their order, in two queries.

    The run shown is the next one on or after `on`, else the last one. Its place is shown, and its form and price
    where the offer names none. Numbers of rows that are gone are left out.
    """
    values = {"numbers": dumps(list(row_numbers)), **day_values(on)}
    shown: dict[int, Sequence[Any]] = {}
    for run in db.execute_sql(_SHOWN_RUNS, values).fetchall():
        if run[5] or run[0] not in shown:
            shown[run[0]] = run
    found = {row[0]: _row(row, shown.get(row[0], _NO_RUN)) for row in db.execute_sql(_ROWS, values).fetchall()}
    return [found[n] for n in row_numbers if n in found]


def _row(row: Sequence[Any], run: Sequence[Any]) -> OfferRow:
    n, offer_id, title, provider, occupation, kind, certainty, tq_number, state, rolling, runs, price, form, day = row
    _, start, place, run_form, run_price, is_next = run
    price = run_price if price is None else price
    form = run_form if form is None else form
    return OfferRow(
        n=n,
        id=offer_id,
        title=title,
        provider=provider,
        occupation=occupation,
        kind=OfferKind(kind),
        certainty=OccupationCertainty(certainty),
        tq_number=tq_number,
        state=OfferState(state),
        rolling=bool(rolling),
        next_start=date.fromisoformat(start) if start and (is_next or not rolling) else None,
        more_dates=max(runs - 1, 0),
        place=place,
        price=Decimal(price) if price is not None else None,
        form=Form(form) if form is not None else None,
        information_date=date.fromisoformat(day) if day else None,
    )
