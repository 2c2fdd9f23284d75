"""The orders and look-ups of offers: tables beside `offers` that hold nothing but keys and row numbers.

Whoever writes an offer's row takes it out (`leave`) before and puts it in (`enter`) after. The rows of an import are
put in all at once, each table in its own order: that touches each page once and not once for each row.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from peewee import Database

_SLICE = 250  # keys written between two looks at the clock


@dataclass(frozen=True)
class _Order:
    """One table: its columns, the row number last but for `more`; where they are taken from."""

    table: str
    columns: tuple[str, ...]
    values: str
    source: str = "offers o"
    more: tuple[str, ...] = ()


_DATES = "offers o CROSS JOIN offer_dates d ON d.offer = o.n"
_ORDERS = (
    _Order("offers_title", ("key", "n"), "o.title_sort, o.n"),
    _Order("offers_provider", ("key", "n"), "o.provider_sort, o.n"),
    _Order("offers_occupation", ("key", "n"), "o.occupation_sort, o.n"),
    _Order("offers_price", ("key", "n"), "o.price_cents, o.n"),
    _Order("offers_latest", ("rolling", "latest", "n"), "o.rolling, o.latest, o.n"),
    _Order(
        "offers_start", ("day", "n"), "d.start_day, o.n, d.earlier", f"{_DATES} AND d.earlier IS NOT NULL", ("earlier",)
    ),
    _Order("offers_plz", ("plz", "n"), "DISTINCT d.plz, o.n", f"{_DATES} AND d.plz <> ''"),
    _Order("offers_of_provider", ("provider_id", "n"), "o.provider_id, o.n"),
    _Order("offers_of_occupation", ("occupation_id", "n"), "o.occupation_id, o.n"),
    _Order(
        "offers_source",
        ("provider", "system", "source_id", "n"),
        "o.source_provider, o.source_system, o.source_id, o.n",
    ),
)


def enter(db: Database, n: int, tables: Collection[str] = ()) -> None:
    """Put an offer's row into all orders, or into these."""
    for order in _ORDERS:
        if tables and order.table not in tables:
            continue
        names = ", ".join((*order.columns, *order.more))
        db.execute_sql(
            f"INSERT INTO {order.table} ({names}) SELECT {order.values} FROM {order.source} WHERE o.n = ?", (n,)
        )


def leave(db: Database, n: int, tables: Collection[str] = ()) -> None:
    """Take an offer's row out of all orders, or out of these, while the row is still as it was put in."""
    for order in _ORDERS:
        if tables and order.table not in tables:
            continue
        at = " AND ".join(f"{name} = ?" for name in order.columns)
        keys = _keys(db, order, "o.n = ?", n)
        db.cursor().executemany(f"DELETE FROM {order.table} WHERE {at}", [key[: len(order.columns)] for key in keys])


def enter_all(db: Database, batch: int) -> Iterator[None]:
    """Put all rows of an import in, a slice at each step; rows removed between the steps are left out."""
    for order in _ORDERS:
        names = (*order.columns, *order.more)
        marks = ", ".join(f"?{place}" for place in range(1, len(names) + 1))
        text = (
            f"INSERT OR IGNORE INTO {order.table} ({', '.join(names)}) SELECT {marks}"
            f" WHERE EXISTS (SELECT 1 FROM offers WHERE n = ?{len(order.columns)})"
        )
        yield from _sliced(db, text, _keys(db, order, "o.batch = ? AND +o.ended = 0", batch))


def leave_all(db: Database, column: str, batch: int) -> Iterator[None]:
    """Take all rows out whose `column` ("batch" or "ended") names an import, a slice at each step."""
    for order in _ORDERS:
        at = " AND ".join(f"{name} = ?" for name in order.columns)
        keys = _keys(db, order, f"o.{column} = ?", batch)
        yield from _sliced(db, f"DELETE FROM {order.table} WHERE {at}", [key[: len(order.columns)] for key in keys])


def _keys(db: Database, order: _Order, condition: str, value: int) -> list[tuple[object, ...]]:
    by = ", ".join(str(place) for place in range(1, len(order.columns) + 1))
    text = f"SELECT {order.values} FROM {order.source} WHERE {condition} ORDER BY {by}"
    found: list[tuple[object, ...]] = db.execute_sql(text, (value,)).fetchall()
    return found


def _sliced(db: Database, text: str, keys: list[tuple[object, ...]]) -> Iterator[None]:
    rest = iter(keys)
    while part := list(islice(rest, _SLICE)):
        db.cursor().executemany(text, part)
        yield
