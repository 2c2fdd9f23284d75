"""Runs that a file says are gone: taken from the offers that have them, once everything else is settled."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from peewee import Database

from nqdesk.domain.import_plan import Effect
from nqdesk.domain.offers import Offer
from nqdesk.domain.run_updates import without_runs
from nqdesk.store import offers
from nqdesk.store.changing.import_writing import Writing
from nqdesk.store.changing.offers import rewrite
from nqdesk.store.plain import dumps

_AT_ONCE = 50  # offers between two looks at the clock
_RUN = "json_extract(nullif(d.body, ''), '$.source_id')"


@dataclass(frozen=True)
class _Some:
    """Some stored offers by row number, the runs to be taken from each, and where the file says so."""

    runs: Mapping[int, Sequence[str]]
    stored: Mapping[int, Offer]
    places: Mapping[str, str]


class GoneRuns:
    """Collects them by provider, so that the runs of each provider are looked through once, however many are gone.

    Grows only with what a file says is gone and is no offer's number.
    """

    def __init__(self, batch: int, begun_at: str, begun_after: int) -> None:
        self._batch = batch
        self._begun = (begun_after, begun_at)
        self._places: dict[tuple[str, str], dict[str, str]] = {}  # by system and provider: run and place in the file

    def add(self, identity: str, place: str) -> None:
        """Note a number that is gone and no offer's."""
        _, system, provider, run_id = identity.split("\x1f")
        self._places.setdefault((system, provider), {})[run_id] = place

    def take_away(self, db: Database, writing: Callable[[], Writing], flush: Callable[[], None]) -> Iterator[None]:
        """Write the offers without these runs, step by step; what a person changed since the import began stays.

        `flush` writes the words of offers that this import has written before.
        """
        for (system, provider), places in self._places.items():
            found = self._found(db, system, provider, list(places))
            numbers = list(found)
            for begin in range(0, len(numbers), _AT_ONCE):
                some = {n: found[n] for n in numbers[begin : begin + _AT_ONCE]}
                stored = offers.records(db, "o.n IN (SELECT value FROM json_each(?))", (dumps(list(some)),))
                self._write(db, _Some(some, stored, places), writing(), flush)
                yield
        self._places.clear()

    def _write(self, db: Database, some: _Some, writing: Writing, flush: Callable[[], None]) -> None:
        pending = self._pending(db, [some.stored[n].id for n in some.runs])
        unchanged = "DELETE FROM import_results WHERE batch = ? AND area = 'offers' AND old_n = ? AND effect = ?"
        for n, runs in some.runs.items():
            offer = some.stored[n]
            if offer.id not in pending:
                db.execute_sql(unchanged, (self._batch, n, Effect.UNCHANGED.value))
                writing.over(without_runs(offer, runs), n, Effect.CHANGED, some.places[runs[0]])
                continue
            # The file changes the offer too: a run that it names as another than the stored one is not gone.
            new_n, changed = pending[offer.id]
            left = without_runs(
                changed, [run.source_id for run in offer.dates if run.source_id in runs and run in changed.dates]
            )
            if left != changed:
                flush()
                rewrite(db, new_n, left, dates_too=True)
        writing.done()

    def _pending(self, db: Database, ids: Sequence[str]) -> dict[str, tuple[int, Offer]]:
        """Return by id what this import has already written of some offers."""
        where = "o.batch = ? AND o.ended = 0 AND o.id IN (SELECT value FROM json_each(?))"
        return {offer.id: (n, offer) for n, offer in offers.records(db, where, (self._batch, dumps(ids))).items()}

    def _found(self, db: Database, system: str, provider: str, runs: list[str]) -> dict[int, list[str]]:
        """Return the runs to be taken away by the row of their stored offer."""
        rows = db.execute_sql(
            f"SELECT o.n, {_RUN} FROM offers_source s JOIN offers o ON o.n = s.n JOIN offer_dates d ON d.offer = o.n"
            f" WHERE s.provider = ? AND s.system = ? AND {_RUN} IN (SELECT value FROM json_each(?))"
            " AND o.ended IN (0, ?) AND o.batch <> ? AND o.binned_at IS NULL AND o.token <= ? AND o.changed_at <= ?",
            (provider, system, dumps(runs), self._batch, self._batch, *self._begun),
        ).fetchall()
        found: dict[int, list[str]] = {}
        for n, run_id in rows:
            found.setdefault(n, []).append(run_id)
        return found
