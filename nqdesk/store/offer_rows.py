"""Offers as rows and back: one row of `offers`, one of `offer_bodies`, one of `offer_dates` for each run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

from nqdesk.domain.folding import fold
from nqdesk.domain.offers import Form, FundingMark, OccupationCertainty, Offer, OfferDate, OfferKind
from nqdesk.store import words
from nqdesk.store.plain import coders_but, dumps, fields_from_plain, loads, part_to_plain

# One bit for each member. The order is stored in the database: new members go to the end, none is ever taken out.
FORM_BITS = {
    form: 1 << place
    for place, form in enumerate((Form.PRESENCE, Form.ONLINE, Form.BLENDED, Form.DISTANCE, Form.IN_COMPANY))
}
FUNDING_BITS = {
    mark: 1 << place
    for place, mark in enumerate(
        (
            FundingMark.BILDUNGSGUTSCHEIN,
            FundingMark.BESCHAEFTIGTE_82,
            FundingMark.QUALIFIZIERUNGSGELD,
            FundingMark.AVGS,
            FundingMark.AUFSTIEGS_BAFOEG,
            FundingMark.DEUFOEV,
            FundingMark.LAND,
            FundingMark.OTHER,
        )
    )
}

# The record's own columns, in the order of `OfferRows.columns` and of `decode`.
RECORD_COLUMNS = (
    "provider_id",
    "title",
    "occupation_id",
    "occupation_certainty",
    "field",
    "kind",
    "tq_number",
    "rolling_entry",
    "form",
    "price",
    "source_system",
    "source_provider",
    "source_id",
    "information_date",
    "withdrawn_on",
)
DERIVED_COLUMNS = (
    "title_sort",
    "provider_sort",
    "occupation_sort",
    "price_cents",
    "rolling",
    "latest",
    "unclear",
    "forms",
    "funding",
    "runs",
)
DATE_COLUMNS = (
    "position",
    "start_day",
    "end_day",
    "rolling",
    "place",
    "plz",
    "form",
    "price",
    "body",
    "earlier",
    "shown",
)
_ELSEWHERE = frozenset({*RECORD_COLUMNS, "dates", "id", "version", "created_at", "changed_at"})
_DATE_ELSEWHERE = frozenset({"start", "end", "rolling", "place", "plz", "form", "price"})

_BODY = coders_but(Offer, _ELSEWHERE)
_DATE_BODY = coders_but(OfferDate, _DATE_ELSEWHERE)

_FORMS = {form.value: form for form in Form}
_KINDS = {kind.value: kind for kind in OfferKind}
_CERTAINTIES = {certainty.value: certainty for certainty in OccupationCertainty}


_folded = lru_cache(maxsize=4096)(fold)  # a few names stand on thousands of offers


@dataclass(frozen=True)
class Names:
    """What the index of an offer needs of other records: the provider's label and full name, the occupation's title."""

    provider: str = ""
    provider_name: str = ""
    occupation: str = ""


@dataclass(frozen=True)
class OfferRows:
    """An offer ready to be written: values of RECORD_COLUMNS + DERIVED_COLUMNS, the body, the runs, the words."""

    columns: tuple[Any, ...]
    body: str
    dates: list[tuple[Any, ...]]
    words: str


def bits(members: Iterable[Any], table: dict[Any, int]) -> int:
    """Return the set of members as one number."""
    found = 0
    for member in members:
        found |= table[member]
    return found


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _value(member: Enum | None) -> Any:
    return member.value if member is not None else None


def _text(amount: Decimal | None) -> str | None:
    return str(amount) if amount is not None else None


def occupation_name(offer: Offer, names: Names) -> str:
    """Return what a list shows as occupation: the catalogue's title, else the free field."""
    return names.occupation or offer.field


def encode(offer: Offer, names: Names) -> OfferRows:
    """Return an offer as rows."""
    runs = offer.dates
    latest = max((run.start for run in runs if run.start is not None), default=None)
    rolling = offer.rolling_entry or any(run.rolling for run in runs)
    forms = {run.form for run in runs}
    forms.add(offer.form)
    forms.discard(None)
    columns = (
        offer.provider_id,
        offer.title,
        offer.occupation_id,
        offer.occupation_certainty.value,
        offer.field,
        offer.kind.value,
        offer.tq_number,
        int(offer.rolling_entry),
        _value(offer.form),
        _text(offer.price),
        offer.source_system,
        offer.source_provider,
        offer.source_id,
        _iso(offer.information_date),
        _iso(offer.withdrawn_on),
        fold(offer.title),
        _folded(names.provider),
        _folded(occupation_name(offer, names)),
        int(offer.price * 100) if offer.price is not None else -1,
        int(rolling),
        latest.isoformat() if latest is not None else "",
        int(bool(offer.check_reasons) or (latest is None and not rolling)),
        bits(forms, FORM_BITS),
        bits(offer.funding, FUNDING_BITS),
        len(runs),
    )
    return OfferRows(columns, dumps(part_to_plain(offer, _BODY)), _date_rows(runs, latest), index_words(offer, names))


def index_words(offer: Offer, names: Names) -> str:
    """Return the words under which an offer is found."""
    places = dict.fromkeys(text for run in offer.dates for text in (run.plz, run.place) if text)
    repeated = (names.provider, names.provider_name, names.occupation, offer.field, offer.tq_name, *places)
    return words.joined(
        words.index_text(offer.title, offer.source_id, offer.measure_number),
        *(words.often_indexed(text) for text in dict.fromkeys(repeated) if text),
    )


def _date_rows(runs: Sequence[OfferDate], latest: date | None) -> list[tuple[Any, ...]]:
    starts = sorted({run.start for run in runs if run.start is not None})
    earlier: dict[date | None, str] = {
        start: (starts[place - 1].isoformat() if place else "") for place, start in enumerate(starts)
    }
    if latest is not None:
        shown = next(place for place, run in enumerate(runs) if run.start == latest)
    else:
        shown = next((place for place, run in enumerate(runs) if run.rolling), 0)
    rows = []
    for position, run in enumerate(runs):
        plain = part_to_plain(run, _DATE_BODY)
        rows.append(
            (
                position,
                _iso(run.start),
                _iso(run.end),
                int(run.rolling),
                run.place,
                run.plz,
                _value(run.form),
                _text(run.price),
                dumps(plain) if plain else "",
                earlier.pop(run.start, None),
                int(position == shown),
            )
        )
    return rows


SELECT = (
    "SELECT o.n, o.id, o.version, o.created_at, o.changed_at, "
    + ", ".join(f"o.{name}" for name in RECORD_COLUMNS)
    + ", b.body FROM offers o JOIN offer_bodies b ON b.n = o.n"
)
SELECT_DATES = (
    "SELECT offer, start_day, end_day, rolling, place, plz, form, price, body FROM offer_dates"
    " WHERE offer IN (SELECT value FROM json_each(?)) ORDER BY offer, position"
)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _amount(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None


def decode_date(row: Sequence[Any]) -> OfferDate:
    """Return the run of a row of SELECT_DATES."""
    _, start, end, rolling, place, plz, form, price, body = row
    return OfferDate(
        start=_day(start),
        end=_day(end),
        rolling=bool(rolling),
        place=place,
        plz=plz,
        form=_FORMS[form] if form else None,
        price=_amount(price),
        **(fields_from_plain(OfferDate, loads(body)) if body else {}),
    )


def decode(row: Sequence[Any], dates: tuple[OfferDate, ...]) -> Offer:
    """Return the offer of a row of SELECT and its runs."""
    return Offer(
        id=row[1],
        version=row[2],
        created_at=datetime.fromisoformat(row[3]),
        changed_at=datetime.fromisoformat(row[4]),
        provider_id=row[5],
        title=row[6],
        occupation_id=row[7],
        occupation_certainty=_CERTAINTIES[row[8]],
        field=row[9],
        kind=_KINDS[row[10]],
        tq_number=row[11],
        rolling_entry=bool(row[12]),
        form=_FORMS[row[13]] if row[13] else None,
        price=_amount(row[14]),
        source_system=row[15],
        source_provider=row[16],
        source_id=row[17],
        information_date=_day(row[18]),
        withdrawn_on=_day(row[19]),
        dates=dates,
        **fields_from_plain(Offer, loads(row[20])),
    )
