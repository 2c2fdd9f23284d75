"""The pending rows of an import, written a step at a time."""

import secrets
import time
from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import Database

from nqdesk.domain.import_plan import Effect
from nqdesk.domain.offers import Offer
from nqdesk.store.changing import names
from nqdesk.store.changing.offers import INSERT, INSERT_BODY, INSERT_DATE, next_number
from nqdesk.store.offer_rows import Names, OwnRows, encode_own, occupation_id_of, with_names
from nqdesk.store.plain import stamp

_MOST_NAMES = 5000
_RESULT = (
    "INSERT INTO import_results (batch, area, effect, record_id, new_n, old_n, confirmed, place_in_file)"
    " VALUES (?, 'offers', ?, ?, ?, ?, ?, ?)"
)


def new_ordered_id() -> str:
    """Return a new UUID (version 7): it begins with the time, so neighbours in the file are neighbours in the index."""
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds << 80) | (7 << 76) | (secrets.randbits(12) << 64) | (2 << 62) | secrets.randbits(62)
    return str(UUID(int=number))


class Writing:
    """Rows of one step, written together at its end."""

    def __init__(
        self,
        db: Database,
        now: datetime,
        batch: int,
        known: dict[tuple[str, str], Names],
        words: list[tuple[int, str]],
    ) -> None:
        self._db = db
        self._batch = batch
        self._now = stamp(now)
        self._known = known
        self._next = 0
        self._ended: list[tuple[int, int]] = []
        self._rows: list[tuple[Any, ...]] = []
        self._bodies: list[tuple[int, str]] = []
        self._dates: list[tuple[Any, ...]] = []
        self._words = words
        self._results: list[tuple[Any, ...]] = []

    def new(self, own: OwnRows, provider_id: str, place: str) -> None:
        """Write an offer that was not there."""
        self._write(own, provider_id, (new_ordered_id(), self._now, self._now, 1), Effect.NEW, 0, place)

    def over(self, offer: Offer, old_n: int, effect: Effect, place: str) -> None:
        """Write an offer that replaces a stored row."""
        self._ended.append((self._batch, old_n))
        created = stamp(offer.created_at) if offer.created_at else self._now
        head = (offer.id, created, self._now, offer.version + 1)
        self._write(encode_own(offer), offer.provider_id, head, effect, old_n, place)

    def unchanged(self, record_id: str, n: int, place: str, day: date | None) -> None:
        """Note that the file names a stored offer and changes nothing; `day` is that of its information."""
        confirmed = day.isoformat() if day else None
        self._results.append((self._batch, Effect.UNCHANGED.value, record_id, 0, n, confirmed, place))

    def _write(
        self, own: OwnRows, provider_id: str, head: tuple[str, str, str, int], effect: Effect, old_n: int, place: str
    ) -> None:
        self._next = self._next + 1 if self._next else next_number(self._db)
        n = self._next
        rows = with_names(own, provider_id, self._names(provider_id, occupation_id_of(own)))
        self._rows.append((n, *head, self._batch, 0, None, -self._batch, *rows.columns))
        self._bodies.append((n, rows.body))
        self._dates.extend((n, *run) for run in rows.dates)
        self._words.append((n, rows.words))
        self._results.append((self._batch, effect.value, head[0], n, old_n, None, place))

    def _names(self, provider_id: str, occupation_id: str) -> Names:
        key = (provider_id, occupation_id)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_NAMES:
                self._known.clear()
            found = self._known[key] = names.of_offer(self._db, *key, pending=True)
        return found

    def done(self) -> None:
        """Write everything."""
        cursor = self._db.cursor()
        cursor.executemany("UPDATE offers SET ended = ? WHERE n = ?", self._ended)
        cursor.executemany(INSERT, self._rows)
        cursor.executemany(INSERT_BODY, self._bodies)
        cursor.executemany(INSERT_DATE, self._dates)
        cursor.executemany(_RESULT, self._results)
