"""Offers as rows and back: one row of `offers`, one of `offer_bodies`, one of `offer_dates` for each run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

from nqdesk.domain.folding import fold
from nqdesk.domain.offers import Form, FundingMark, OccupationCertainty, Offer, OfferDate, OfferKind, rolling_until
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
_PROVIDER_ID = RECORD_COLUMNS.index("provider_id")
_OCCUPATION_ID = RECORD_COLUMNS.index("occupation_id")
_FIELD = RECORD_COLUMNS.index("field")
_PROVIDER_SORT = len(RECORD_COLUMNS) + DERIVED_COLUMNS.index("provider_sort")
_OCCUPATION_SORT = len(RECORD_COLUMNS) + DERIVED_COLUMNS.index("occupation_sort")
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


@dataclass(frozen=True)
class OwnRows:
    """The same as far as the offer alone says it: what comes of other records is "" in `columns` and not in `words`."""

    columns: Sequence[Any]
    body: str
    dates: Sequence[Sequence[Any]]
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
    return with_names(encode_own(offer), offer.provider_id, names)


def encode_own(offer: Offer) -> OwnRows:
    """Return what rows hold of an offer whose provider may not be known yet."""
    runs = offer.dates
    latest = max((run.start for run in runs if run.start is not None), default=None)
    until = rolling_until(offer)
    forms = {run.form for run in runs}
    forms.add(offer.form)
    forms.discard(None)
    columns = (
        "",
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
        "",
        "",
        int(offer.price * 100) if offer.price is not None else -1,
        _until(until),
        latest.isoformat() if latest is not None else "",
        int(bool(offer.check_reasons) or (latest is None and until is None)),
        bits(forms, FORM_BITS),
        bits(offer.funding, FUNDING_BITS),
        len(runs),
    )
    return OwnRows(columns, dumps(part_to_plain(offer, _BODY)), _date_rows(runs, latest), _own_words(offer))


def day_number(day: date) -> int:
    """Return a day as the column `rolling` holds it: 20270430."""
    return day.year * 10_000 + day.month * 100 + day.day


def _until(until: date | None) -> int:
    """Return until when entry is rolling: 0 if it is not, 1 where no end is known, otherwise the last day."""
    if until is None:
        return 0
    return 1 if until == date.max else day_number(until)


def with_names(own: OwnRows, provider_id: str, names: Names) -> OfferRows:
    """Return an offer's rows with its provider and the names of other records."""
    columns = list(own.columns)
    columns[_PROVIDER_ID] = provider_id
    columns[_PROVIDER_SORT] = _folded(names.provider)
    columns[_OCCUPATION_SORT] = _folded(names.occupation or columns[_FIELD])
    return OfferRows(tuple(columns), own.body, [tuple(run) for run in own.dates], _with_names(own.words, names))


def occupation_id_of(own: OwnRows) -> str:
    return str(own.columns[_OCCUPATION_ID])


def index_words(offer: Offer, names: Names) -> str:
    """Return the words under which an offer is found."""
    return _with_names(_own_words(offer), names)


def _own_words(offer: Offer) -> str:
    places = dict.fromkeys(text for run in offer.dates for text in (run.plz, run.place) if text)
    return words.joined(
        words.index_text(offer.title, offer.source_id, offer.measure_number),
        *(words.often_indexed(text) for text in (offer.field, offer.tq_name, *places) if text),
    )


def _with_names(own: str, names: Names) -> str:
    found = dict.fromkeys((names.provider, names.provider_name, names.occupation))
    return words.joined(own, *(words.often_indexed(text) for text in found if text))


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
        dates=dates,
        **_content(row[5:], row[20]),
    )


def decode_own(own: OwnRows, offer_id: str, provider_id: str) -> Offer:
    """Return the offer that `encode_own` was given, as a new one with this id and provider."""
    content = _content(own.columns, own.body)
    content["provider_id"] = provider_id
    return Offer(id=offer_id, dates=tuple(decode_date((0, *run[1:9])) for run in own.dates), **content)


def _content(columns: Sequence[Any], body: str) -> dict[str, Any]:
    """Return fields of Offer of the values of RECORD_COLUMNS and of a body."""
    return {
        "provider_id": columns[0],
        "title": columns[1],
        "occupation_id": columns[2],
        "occupation_certainty": _CERTAINTIES[columns[3]],
        "field": columns[4],
        "kind": _KINDS[columns[5]],
        "tq_number": columns[6],
        "rolling_entry": bool(columns[7]),
        "form": _FORMS[columns[8]] if columns[8] else None,
        "price": _amount(columns[9]),
        "source_system": columns[10],
        "source_provider": columns[11],
        "source_id": columns[12],
        "information_date": _day(columns[13]),
        "withdrawn_on": _day(columns[14]),
        **fields_from_plain(Offer, loads(body)),
    }
