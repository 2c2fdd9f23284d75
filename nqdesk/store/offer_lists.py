"""Which offers a list shows and in which order. A first page costs a few milliseconds however many offers there are.

A first page is found in one of two ways. If one of the filters leaves few offers, these are fetched and sorted.
Otherwise the sort order is walked until the page is full; as every filter leaves many, that is soon. Typed words are
then looked up among all rows the full-text index names or, if these seem to be very many, in each row's own words.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import Database

from nqdesk.domain.offer_query import OfferQuery, OfferSort
from nqdesk.domain.offers import OfferState
from nqdesk.store import occupation_titles, words
from nqdesk.store.offer_rows import FORM_BITS, FUNDING_BITS, bits, day_number
from nqdesk.store.plain import dumps
from nqdesk.store.visibility import binned, living

FEW = 1000  # so many offers are sorted faster than an order is walked for them
MANY = 10_000  # above so many found offers the next one is so near that the whole set is not worth fetching
LOOKS = 1500  # rows whose own words are looked at before the whole set is fetched after all
_LOOKED_AT = 25  # rows with their words that are fetched at a time
_GLANCE = 50  # rows whose own words are looked at before the full-text index is asked
_OFTEN = 6  # one of so many rows fits: the next ones are near

# The same answers as domain.offers.state and has_rolling_entry; for the values see `day_values`.
STATE = """CASE
    WHEN o.withdrawn_on <= :on THEN 'withdrawn'
    WHEN o.latest < :on AND o.rolling <> 1 AND o.rolling < :day AND (o.rolling > 0 OR o.latest > '') THEN 'past'
    WHEN o.unclear = 1 THEN 'to_check'
    ELSE 'active' END"""

ROLLING = "o.rolling = 1 OR o.rolling >= :day"

_PAST = frozenset({OfferState.PAST, OfferState.WITHDRAWN})
_NOT_PAST = frozenset(OfferState) - {OfferState.PAST}
_BY_START = ("upcoming", "endless", "until", "undated", "past", "ended")
_BY_START_DESCENDING = ("upcoming", "past", "ended", "until", "endless", "undated")
_OFFERS = "offers o INDEXED BY offers_marks"


@dataclass(frozen=True)
class _Stretch:
    """A part of a sort order that one table gives: its rows with `condition` in this `order`.

    `states`: those that the offers of this part can be in.
    """

    table: str
    condition: str
    order: str
    states: frozenset[OfferState] = frozenset(OfferState)


_COLUMNS = {
    OfferSort.TITLE: ("title_sort", None),
    OfferSort.PROVIDER: ("provider_sort", ""),
    OfferSort.OCCUPATION: ("occupation_sort", ""),
    OfferSort.PRICE: ("price_cents", -1),
    OfferSort.CHANGED: ("changed_at", None),
}  # column of offers and the value that means "none"
_TABLES = {
    OfferSort.TITLE: "offers_title",
    OfferSort.PROVIDER: "offers_provider",
    OfferSort.OCCUPATION: "offers_occupation",
    OfferSort.PRICE: "offers_price",
}


def day_values(on: date) -> dict[str, Any]:
    """Return the named values that a day has in queries."""
    return {"on": on.isoformat(), "day": day_number(on)}


def _stretches(query: OfferQuery) -> list[_Stretch]:
    """Return the parts of a query's order that can hold what it asks for."""
    wanted = query.states or frozenset(OfferState)
    return [part for part in _whole_order(query.sort, query.descending) if part.states & wanted]


def _whole_order(sort: OfferSort, descending: bool) -> list[_Stretch]:
    """Return the parts of a sort order. What has no value comes last in both directions.

    By start: runs to come by their day, rolling entry without an end, then until a day, without any day, then what is
    past, the most recent first; the other way round: by day from the latest to the oldest, then what has none.
    """
    down = " DESC" if descending else ""
    if sort is OfferSort.START:
        parts = _parts_by_start(down)
        return [parts[name] for name in (_BY_START_DESCENDING if descending else _BY_START)]
    if sort is OfferSort.CHANGED:
        return [_Stretch("offers", "1", f"k.changed_at{down}, k.n{down}")]
    table, none = _TABLES[sort], _COLUMNS[sort][1]
    if none is None:
        return [_Stretch(table, "1", f"k.key{down}, k.n{down}")]
    value = "''" if none == "" else str(none)
    return [
        _Stretch(table, f"k.key > {value}", f"k.key{down}, k.n{down}"),
        _Stretch(table, f"k.key = {value}", f"k.n{down}"),
    ]


def _parts_by_start(down: str) -> dict[str, _Stretch]:
    begun, latest = "k.latest < :on", "offers_latest"
    endless, until = f"k.rolling = 1 AND {begun}", f"k.rolling >= :day AND {begun}"
    past, ended = f"k.rolling = 0 AND k.latest > '' AND {begun}", f"k.rolling > 1 AND k.rolling < :day AND {begun}"
    to_come = "k.day >= :on AND k.earlier < :on"
    return {
        "upcoming": _Stretch("offers_start", to_come, f"k.day{down}, k.n{down}", _NOT_PAST),
        "endless": _Stretch(latest, endless, f"k.latest{down}, k.n{down}", _NOT_PAST),
        "until": _Stretch(latest, until, f"k.rolling{down}, k.latest{down}, k.n{down}", _NOT_PAST),
        "undated": _Stretch(latest, "k.rolling = 0 AND k.latest = ''", f"k.n{down}", _NOT_PAST),
        "past": _Stretch(latest, past, "k.latest DESC, k.n DESC", _PAST),
        "ended": _Stretch(latest, ended, "k.rolling DESC, k.latest DESC, k.n DESC", _PAST),
    }


class _Filter:
    """The conditions of a query on `offers o`, with their named values."""

    def __init__(self, query: OfferQuery, on: date, compounds: str) -> None:
        self.forms = words.typed(query.search, compounds)
        self.nothing = bool(query.search.strip()) and not self.forms
        self.values: dict[str, Any] = {**day_values(on), "match": words.match(self.forms)}
        self.seen = binned("o") if query.in_bin else living("o")
        self.marks = self._marks(query)
        self.others: list[str] = []
        self.walking: list[str] = []
        self.sources: list[str] = []  # queries that each give all rows that can fit, in no order
        if query.in_bin:
            self.sources.append("SELECT n FROM offers WHERE binned_at IS NOT NULL")
        self._one(query)

    def _marks(self, query: OfferQuery) -> list[str]:
        found = []
        if query.states and len(query.states) < len(OfferState):
            found.append(f"{STATE} IN ({self._names('state', query.states)})")
        if query.kinds:
            found.append(f"o.kind IN ({self._names('kind', query.kinds)})")
        if query.forms:
            self.values["forms"] = bits(query.forms, FORM_BITS)
            found.append("(o.forms & :forms) <> 0")
        if query.funding:
            self.values["funding"] = bits(query.funding, FUNDING_BITS)
            found.append("(o.funding & :funding) <> 0")
        return found

    def _names(self, prefix: str, members: frozenset[Any]) -> str:
        names = {f"{prefix}{place}": member.value for place, member in enumerate(sorted(members))}
        self.values.update(names)
        return ", ".join(f":{name}" for name in names)

    def _one(self, query: OfferQuery) -> None:
        if query.provider_id:
            self.values["provider"] = query.provider_id
            of_provider = "SELECT n FROM offers_of_provider WHERE provider_id = :provider"
            self._add(of_provider, f"EXISTS ({of_provider} AND n = o.n)")
        if query.batch:
            self.values["batch"] = query.batch
            self._add("SELECT n FROM offers WHERE batch = :batch", "+o.batch = :batch")
        if query.occupations:
            self.values["occupations"] = dumps(sorted(query.occupations))
            wanted = "SELECT value FROM json_each(:occupations)"
            self._add(f"SELECT n FROM offers_of_occupation WHERE occupation_id IN ({wanted})")
        if query.plzs:
            self.values["plzs"] = dumps(sorted(query.plzs))
            wanted = "SELECT value FROM json_each(:plzs)"
            self._add(
                f"SELECT n FROM offers_plz WHERE plz IN ({wanted})",
                f"EXISTS (SELECT 1 FROM offer_dates d WHERE d.offer = o.n AND d.plz IN ({wanted}))",
            )

    def _add(self, source: str, walking: str = "") -> None:
        self.sources.append(source)
        self.others.append(f"o.n IN ({source})")
        self.walking.append(walking or f"o.n IN ({source})")

    def where(self, *more: str) -> str:
        """Return all conditions but the typed words as one, for a look at many rows."""
        return " AND ".join([self.seen, *self.marks, *self.others, *more])

    def where_walking(self, *more: str) -> str:
        """Return the same for a look at a row now and then."""
        return " AND ".join([self.seen, *self.marks, *self.walking, *more])

    def where_searched(self) -> str:
        """Return all conditions and the typed words as one."""
        found = "o.n IN (SELECT rowid FROM offers_words WHERE offers_words MATCH :match)"
        return self.where(found) if self.forms else self.where()

    def few(self, db: Database) -> list[int] | None:
        """Return all rows one of the filters leaves, if these are at most FEW; None if all leave more."""
        sources = list(self.sources)
        if self.marks:
            # The marks first: where nothing has one, the whole index is looked through for it.
            sources.append(f"SELECT o.n FROM {_OFFERS} WHERE {' AND '.join([*self.marks, self.seen])}")
        for source in sources:
            found = db.execute_sql(f"{source} LIMIT {FEW + 1}", self.values).fetchall()
            if len(found) <= FEW:
                return list({row[0] for row in found})
        return None

    def found(self, db: Database, limit: int) -> list[int]:
        """Return rows that the typed words find, the first `limit` by number."""
        text = f"SELECT rowid AS n FROM offers_words WHERE offers_words MATCH :match LIMIT {limit}"
        return _all_at_once(db, text, self.values)


def first_numbers(db: Database, query: OfferQuery, on: date, limit: int) -> list[int]:
    """Return the row numbers of the first `limit` offers of a query, in its order."""
    wanted = _Filter(query, on, occupation_titles.indexed_words(db) if query.search else "")
    if wanted.nothing or limit <= 0:
        return []
    walk = _Walk(db, query, wanted, limit)
    if wanted.forms and not wanted.sources and not wanted.marks and walk.glance():
        # So many fit that the whole set, which takes long just for words like these, is not asked for.
        walk.look(LOOKS)
        return walk.rest()
    found = wanted.found(db, FEW + 1) if wanted.forms else []
    if wanted.forms and len(found) <= FEW:
        return _sorted(db, query, wanted, found, searched=True)[:limit]
    few = wanted.few(db)
    if few is not None:
        return _sorted(db, query, wanted, few)[:limit] if few else []
    if wanted.forms and _estimated(db, found) > MANY:
        walk.look(LOOKS)
    return walk.rest()


class _Walk:
    """A way along a query's order until `limit` rows that fit are found.

    Attributes:
        first: the row numbers found so far.
    """

    def __init__(self, db: Database, query: OfferQuery, wanted: _Filter, limit: int) -> None:
        self._db, self._query, self._wanted, self._limit = db, query, wanted, limit
        self._with_words: Iterator[Any] | None = None
        self._looked: set[int] = set()
        self._ended = False
        self.first: list[int] = []

    def glance(self) -> bool:
        """Look at the words of a few rows; tell whether many of them fit."""
        self.look(_GLANCE)
        return self._ended or len(self.first) * _OFTEN >= len(self._looked)

    def look(self, most: int) -> None:
        """Look at the words of the next rows until enough fit or `most` rows were looked at in all."""
        if self._with_words is None:
            self._with_words = _steps(self._db, self._query, self._wanted, _LOOKED_AT, with_words=True)
        while len(self.first) < self._limit and len(self._looked) < most:
            row = next(self._with_words, None)
            if row is None:
                self._ended = True
                return
            n, body = row
            self._looked.add(n)
            if words.fits(body, self._wanted.forms):
                self.first.append(n)

    def rest(self) -> list[int]:
        """Return all rows found, those after the looked at ones by the whole set that the words find."""
        if len(self.first) < self._limit and not self._ended:
            for (n,) in _steps(self._db, self._query, self._wanted, self._limit, with_words=False):
                if n not in self._looked:
                    self.first.append(n)
                    if len(self.first) == self._limit:
                        break
        return self.first


def _sorted(
    db: Database, query: OfferQuery, wanted: _Filter, few: Sequence[int], *, searched: bool = False
) -> list[int]:
    """Return those of a few rows that a query asks for, in its order; `searched`: the typed words found them."""
    values = {**wanted.values, "few": dumps(few)}
    where = wanted.where("o.n IN (SELECT value FROM json_each(:few))")
    if wanted.forms and not searched:
        text = f"SELECT o.n, w.body FROM {_OFFERS} CROSS JOIN offers_words w ON w.rowid = o.n WHERE {where}"
        found = db.execute_sql(text, values).fetchall()
        values["few"] = dumps([n for n, body in found if words.fits(body, wanted.forms)])
        where = "o.n IN (SELECT value FROM json_each(:few))"
    if query.sort is OfferSort.START:
        return _sorted_by_start(db, query.descending, where, values)
    column, none = _COLUMNS[query.sort]
    rows = db.execute_sql(f"SELECT o.{column}, o.n FROM offers o WHERE {where}", values).fetchall()
    present = sorted((row for row in rows if row[0] != none), reverse=query.descending)
    return [n for _, n in present] + sorted((n for key, n in rows if key == none), reverse=query.descending)


def _sorted_by_start(db: Database, descending: bool, where: str, values: dict[str, Any]) -> list[int]:
    found = db.execute_sql(
        "SELECT o.n, o.rolling, o.latest, CASE WHEN o.latest >= :on THEN (SELECT min(d.start_day) FROM offer_dates d"
        f" WHERE d.offer = o.n AND d.start_day >= :on) END FROM offers o WHERE {where}",
        values,
    ).fetchall()
    day = values["day"]
    parts: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _BY_START}
    for n, rolling, latest, start in found:
        if start:
            parts["upcoming"].append((start, n))
        elif rolling == 1:
            parts["endless"].append((latest, n))
        elif rolling:
            parts["until" if rolling >= day else "ended"].append((rolling, latest, n))
        else:
            parts["past" if latest else "undated"].append((latest, n))
    for name, part in parts.items():
        part.sort(reverse=descending or name in {"past", "ended"})
    return [row[-1] for name in (_BY_START_DESCENDING if descending else _BY_START) for row in parts[name]]


def _estimated(db: Database, found: list[int]) -> float:
    """Return how many rows are found in all, if they lie as densely as the first ones."""
    last = db.execute_sql("SELECT max(n) FROM offers").fetchone()[0] or 0
    return len(found) * last / max(found[-1], 1) if found else 0


def _steps(db: Database, query: OfferQuery, wanted: _Filter, at_once: int, *, with_words: bool) -> Iterator[Any]:
    """Yield what fits a query in its order as (row number,), or but for the typed words as (row number, its words)."""
    columns, source, more = "k.n", f"CROSS JOIN {_OFFERS} ON o.n = k.n", []
    if with_words:
        columns, source = "k.n, w.body", f"{source} CROSS JOIN offers_words w ON w.rowid = k.n"
    elif wanted.forms:
        more = ["k.n IN (SELECT rowid FROM offers_words WHERE offers_words MATCH :match)"]
    for stretch in _stretches(query):
        where = wanted.where_walking(stretch.condition, *more)
        text = f"SELECT {columns} FROM {stretch.table} k {source} WHERE {where} ORDER BY {stretch.order}"
        cursor = db.execute_sql(text, wanted.values)
        try:
            while rows := cursor.fetchmany(at_once):
                yield from rows
        finally:
            cursor.close()


def numbers(db: Database, query: OfferQuery, on: date) -> list[int]:
    """Return the row numbers of all offers of a query, in its order."""
    wanted = _Filter(query, on, occupation_titles.indexed_words(db) if query.search else "")
    if wanted.nothing:
        return []
    few = wanted.few(db)
    if few is not None:
        return _sorted(db, query, wanted, few)
    text = f"SELECT o.n FROM {_OFFERS} WHERE {wanted.where_searched()}"
    allowed = set(_all_at_once(db, text, wanted.values))
    result: list[int] = []
    for stretch in _stretches(query):
        text = f"SELECT k.n FROM {stretch.table} k WHERE {stretch.condition} ORDER BY {stretch.order}"
        found = _all_at_once(db, text, day_values(on))
        result.extend(n for n in found if n in allowed)
    return result


def _all_at_once(db: Database, text: str, values: dict[str, Any]) -> list[int]:
    """Return the row numbers `n` of a query in one answer: a row for each would take the interpreter from others."""
    found: list[int] = json.loads(db.execute_sql(f"SELECT json_group_array(n) FROM ({text})", values).fetchone()[0])
    return found


def count(db: Database, query: OfferQuery, on: date) -> int:
    """Return how many offers a query finds."""
    wanted = _Filter(query, on, occupation_titles.indexed_words(db) if query.search else "")
    if wanted.nothing:
        return 0
    source = "offers o INDEXED BY offers_bin" if query.in_bin else _OFFERS
    text = f"SELECT count(*) FROM {source} WHERE {wanted.where_searched()}"
    return int(db.execute_sql(text, wanted.values).fetchone()[0])


def state_counts(db: Database, on: date) -> dict[OfferState, int]:
    """Return how many offers are in each state, zeros included."""
    text = f"SELECT {STATE}, count(*) FROM {_OFFERS} WHERE {living('o')} GROUP BY 1"
    found = {OfferState(name): int(number) for name, number in db.execute_sql(text, day_values(on))}
    return {state: found.get(state, 0) for state in OfferState}
