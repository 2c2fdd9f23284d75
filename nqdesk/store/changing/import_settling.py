"""Second step of an import: what was laid aside is joined, compared, and written as pending rows where it differs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from peewee import Database

from nqdesk.domain.folding import fold
from nqdesk.domain.import_plan import Effect, merge_stored, offer_changes
from nqdesk.domain.incoming import FileHead
from nqdesk.domain.offers import OccupationCertainty, Offer
from nqdesk.domain.progress import Progress
from nqdesk.domain.run_updates import with_updated_runs
from nqdesk.store import arranging, offers
from nqdesk.store.changing.import_clearing import a_while, in_steps
from nqdesk.store.changing.import_groups import Group, joined
from nqdesk.store.changing.import_providers import Providers
from nqdesk.store.changing.import_reading import laid_aside, source_identity
from nqdesk.store.changing.import_runs import GoneRuns
from nqdesk.store.changing.import_writing import Writing
from nqdesk.store.offer_rows import Names, decode_own
from nqdesk.store.plain import dumps

if TYPE_CHECKING:
    from nqdesk.store.store import Store, Tx

_AT_ONCE = 50  # rows of the file between two looks at the clock
_MOST_AT_ONCE = 200  # the same with the later rows of their offers
_MOST_WORDS = 250
_ROWS = "SELECT n, identity, provider, body, place_in_file FROM import_rows WHERE"
_BY_NUMBER = (
    "SELECT k.n FROM json_each(?) j CROSS JOIN offers_source k ON k.provider = json_extract(j.value, '$[0]')"
    " AND k.system = json_extract(j.value, '$[1]') AND k.source_id = json_extract(j.value, '$[2]')"
)
_BY_TITLE = "SELECT n FROM offers_title WHERE key IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True)
class _Found:
    """A stored offer that a row of the file may mean."""

    n: int
    record_id: str
    touched: bool  # by a person since the import began
    in_bin: bool
    withdrawn: bool
    occupation_id: str
    certainty: str


def settle(
    store: "Store", batch: int, head: FileHead, now: datetime, settling: "Settling | None" = None
) -> Iterator[Progress]:
    """Compare all rows of an import with what is stored, in transactions of at most about 50 ms.

    Afterwards new and changed offers and providers lie as pending rows, unchanged ones have none, and of a complete
    file (`head.complete`) the offers that it no longer names are pending as withdrawn on the day of `now`; one that it
    names in a record that cannot be read stays. Of a file that only says what changes, runs it does not name stay.

    Args:
        settling: of the offers that were settled while the file was read.
    """
    settling = settling or Settling(store.db, batch, head)
    total = int(store.db.execute_sql("SELECT count(*) FROM import_rows WHERE batch = ?", (batch,)).fetchone()[0])
    done, more = 0, True
    while more:
        with store.write(now) as tx:
            enough = a_while()
            while more and not enough():
                number = settling.step(tx)
                done, more = done + number, number > 0
        yield Progress(done, total, "comparing")
    yield from in_steps(store, now, settling.taking_runs_away(store.db, now), "comparing")
    if head.complete:
        yield from in_steps(store, now, settling.withdrawing(store.db, now), "comparing")
    with store.write(now) as tx:
        settling.flush(tx.db)
    yield from in_steps(store, now, arranging.enter_all(store.db, batch), "arranging")
    with store.write(now) as tx:
        tx.db.execute_sql("UPDATE imports SET state = 'settled' WHERE n = ? AND state = 'reading'", (batch,))


class Settling:
    """What is kept from one transaction to the next; but for runs that are gone none of it grows with the file."""

    def __init__(self, db: Database, batch: int, head: FileHead) -> None:
        self.batch = batch
        self._keeps_runs = head.update or (head.format == "openqcat" and not head.complete)
        row = db.execute_sql("SELECT begun_at, begun_after FROM imports WHERE n = ?", (batch,)).fetchone()
        self._begun_at, self._begun_after = row
        self._providers = Providers(batch, row[1])
        self._gone_runs = GoneRuns(batch, *row)
        self._names: dict[tuple[str, str], Names] = {}
        self._words: list[tuple[int, str]] = []

    def provider(self, tx: "Tx", number: int) -> str:
        """Return the id of the organisation of a row of import_providers, found or made."""
        return self._providers.id_of(tx, number)

    def step(self, tx: "Tx") -> int:
        """Settle the next rows that were laid aside and take them away; return how many there were."""
        rows = self._next_rows(tx.db)
        if not rows:
            return 0
        groups = [self._group(tx, identity, members) for identity, members in rows.items()]
        numbers = [(row[0],) for members in rows.values() for row in members]
        tx.db.cursor().executemany("DELETE FROM import_rows WHERE n = ?", numbers)
        self.settle(tx, groups)
        return len(numbers)

    def settle(self, tx: "Tx", groups: Sequence[Group]) -> None:
        """Compare offers of which the file has no further row, and write what is new or differs."""
        found = self._stored(tx.db, groups)
        matched = {n: group for group, n in self._matches(groups, found)}
        stored = offers.records(tx.db, "o.n IN (SELECT value FROM json_each(?))", (dumps(list(matched)),))
        by_identity = {group.identity: n for n, group in matched.items()}
        writing = Writing(tx.db, tx.now, self.batch, self._names, self._words)
        for group in groups:
            n = by_identity.get(group.identity)
            if n is not None:
                self._compare(tx, writing, group, stored[n], found[n])
            elif not group.is_gone:
                writing.new(group.rows, group.provider_id, group.place)
            elif self._keeps_runs:
                self._gone_runs.add(group.identity, group.place)  # it may be the number of a run
        writing.done()
        if len(self._words) >= _MOST_WORDS:
            self.flush(tx.db)

    def flush(self, db: Database) -> None:
        """Write the words of the last offers; many at once, since each transaction makes a part of the index."""
        there = "SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM offers WHERE n = ?1)"
        db.cursor().executemany(f"INSERT INTO offers_words (rowid, body) {there}", self._words)
        self._words.clear()

    def _next_rows(self, db: Database) -> dict[str, list[Any]]:
        """Return the first rows and, from the whole file, the others of the same offers, by identity."""
        first = db.execute_sql(f"{_ROWS} +batch = ? ORDER BY n LIMIT {_AT_ONCE}", (self.batch,)).fetchall()
        counted = db.execute_sql(
            "SELECT identity, count(*) FROM import_rows WHERE batch = ?"
            " AND identity IN (SELECT value FROM json_each(?)) GROUP BY identity HAVING count(*) > 1",
            (self.batch, dumps(list(dict.fromkeys(row[1] for row in first)))),
        )
        counts = dict(counted.fetchall())
        rows: dict[str, list[Any]] = {}
        several: list[str] = []
        total = 0
        for row in first:
            if row[1] in rows:
                continue
            total += counts.get(row[1], 1)
            if rows and total > _MOST_AT_ONCE:
                break
            rows[row[1]] = [] if row[1] in counts else [row]
            if row[1] in counts:
                several.append(row[1])
        if several:
            wanted = "batch = ? AND identity IN (SELECT value FROM json_each(?)) ORDER BY n"
            for row in db.execute_sql(f"{_ROWS} {wanted}", (self.batch, dumps(several))).fetchall():
                rows[row[1]].append(row)
        return rows

    def _group(self, tx: "Tx", identity: str, rows: Sequence[Any]) -> Group:
        """Return the offer of rows of `_ROWS`; what stands before the row that says it is gone does not count."""
        place = rows[0][4]
        gone = max((position for position, row in enumerate(rows) if row[2] is None), default=-1)
        rows = rows[gone + 1 :]
        if not rows:
            return Group(identity, place)
        provider = self.provider(tx, rows[0][2])
        laid = [laid_aside(row[3]) for row in rows]
        if len(laid) == 1:
            return Group(identity, place, provider, rows=laid[0])
        return Group(identity, place, provider, offer=joined([decode_own(own, "", "") for own in laid]))

    def _stored(self, db: Database, groups: Sequence[Group]) -> dict[int, Any]:
        """Return the rows of stored offers that these may mean."""
        marks = [group.identity.split("\x1f") for group in groups]
        numbers = [(provider, system, source_id) for kind, system, provider, source_id, *_ in marks if kind == "number"]
        titles = [fold(g.offer.title) for g in groups if not g.has_number]
        found = self._rows(db, _BY_NUMBER, numbers) if numbers else {}
        if titles:
            found.update(self._rows(db, _BY_TITLE, titles))
        return found

    def _rows(self, db: Database, source: str, wanted: Sequence[Any]) -> dict[int, Any]:
        rows = db.execute_sql(
            "SELECT o.n, o.id, o.token, o.changed_at, o.binned_at, o.withdrawn_on, o.occupation_id,"
            " o.occupation_certainty, o.source_system, o.source_provider, o.source_id, o.provider_id, o.title_sort"
            f" FROM offers o WHERE o.n IN ({source}) AND o.ended = 0 AND o.batch <> ?"
            " ORDER BY o.binned_at IS NOT NULL, o.n",
            (dumps(wanted), self.batch),
        ).fetchall()
        return {row[0]: row for row in rows}

    def _matches(self, groups: Sequence[Group], found: dict[int, Any]) -> Iterator[tuple[Group, int]]:
        """Give each offer of the file the stored one it means; no stored one is given twice."""
        by_number: dict[str, int] = {}
        by_title: dict[tuple[str, str, str], list[_Found]] = {}
        for row in found.values():
            stored = self._found(row)
            if row[10]:
                by_number.setdefault(source_identity(row[8], row[9], row[10]), stored.n)
            else:
                by_title.setdefault((row[8], row[11], row[12]), []).append(stored)
            found[stored.n] = stored
        for group in groups:
            n = by_number.pop(group.identity, None)
            if n is None and not group.has_number:
                offer = group.offer
                n = _pick(by_title.get((offer.source_system, offer.provider_id, fold(offer.title)), []), offer)
            if n is not None:
                yield group, n

    def _found(self, row: Any) -> _Found:
        return _Found(
            n=row[0],
            record_id=row[1],
            touched=row[2] > self._begun_after or row[3] > self._begun_at,
            in_bin=row[4] is not None,
            withdrawn=row[5] is not None,
            occupation_id=row[6],
            certainty=row[7],
        )

    def _compare(self, tx: "Tx", writing: Writing, group: Group, stored: Offer, found: _Found) -> None:
        if found.touched:
            writing.unchanged(found.record_id, found.n, group.place, None)
            _note_touched(tx.db, self.batch, group.place)
        elif group.is_gone:
            if found.withdrawn or found.in_bin:
                writing.unchanged(found.record_id, found.n, group.place, None)
            else:
                gone = replace(stored, withdrawn_on=tx.now.date())
                writing.over(gone, found.n, Effect.WITHDRAWN, group.place)
        elif found.in_bin:
            writing.unchanged(found.record_id, found.n, group.place, None)
        else:
            offer = group.offer
            merged = merge_stored(stored, with_updated_runs(stored, offer) if self._keeps_runs else offer)
            if offer_changes(stored, merged) or stored.provider_id != merged.provider_id:
                writing.over(merged, found.n, Effect.CHANGED, group.place)
            else:
                writing.unchanged(found.record_id, found.n, group.place, offer.information_date)

    def taking_runs_away(self, db: Database, now: datetime) -> Iterator[None]:
        """Take from the stored offers the runs that the file says are gone."""
        steps = self._gone_runs.take_away(
            db, lambda: Writing(db, now, self.batch, self._names, self._words), lambda: self.flush(db)
        )
        for _ in steps:
            if len(self._words) >= _MOST_WORDS:
                self.flush(db)
            yield

    def withdrawing(self, db: Database, now: datetime) -> Iterator[None]:
        """Withdraw the offers of the providers named in the file that the file itself no longer names."""
        named = db.execute_sql(
            "SELECT DISTINCT o.source_system, o.source_provider FROM import_results r"
            " JOIN offers o ON o.n = CASE WHEN r.new_n > 0 THEN r.new_n ELSE r.old_n END"
            " WHERE r.batch = ? AND r.area = 'offers' AND o.source_provider <> ''",
            (self.batch,),
        ).fetchall()
        if not self._all_refused_are_known(db):
            return
        for system, provider in named:
            gone = self._unnamed(db, system, provider)
            for begin in range(0, len(gone), _AT_ONCE):
                writing = Writing(db, now, self.batch, self._names, self._words)
                some = dumps(gone[begin : begin + _AT_ONCE])
                for n, offer in offers.records(db, "o.n IN (SELECT value FROM json_each(?))", (some,)).items():
                    writing.over(replace(offer, withdrawn_on=now.date()), n, Effect.WITHDRAWN, "")
                writing.done()
                if len(self._words) >= _MOST_WORDS:
                    self.flush(db)
                yield

    def _all_refused_are_known(self, db: Database) -> bool:
        """Whether every record that could not be read has a number by which its stored offer can be spared."""
        refused = db.execute_sql("SELECT refused FROM imports WHERE n = ?", (self.batch,)).fetchone()[0]
        numbered = db.execute_sql(
            "SELECT count(*) FROM import_problems WHERE batch = ? AND json_extract(details, '$.source_id') <> ''",
            (self.batch,),
        ).fetchone()[0]
        return bool(numbered >= refused)

    def _unnamed(self, db: Database, system: str, provider: str) -> list[int]:
        """Return the stored offers of a provider that the file does not name and nobody touched meanwhile."""
        rows = db.execute_sql(
            "SELECT o.n FROM offers o WHERE o.n IN (SELECT n FROM offers_source WHERE provider = ? AND system = ?)"
            " AND +o.ended = 0 AND o.batch <> ? AND +o.binned_at IS NULL AND o.withdrawn_on IS NULL"
            " AND o.token <= ? AND o.changed_at <= ? AND NOT EXISTS (SELECT 1 FROM import_results r"
            " WHERE r.batch = ? AND r.area = 'offers' AND r.old_n = o.n)"
            " AND o.source_id NOT IN (SELECT json_extract(details, '$.source_id') FROM import_problems"
            " WHERE batch = ? AND json_extract(details, '$.source_id') <> '') ORDER BY o.n",
            (provider, system, self.batch, self._begun_after, self._begun_at, self.batch, self.batch),
        ).fetchall()
        return [row[0] for row in rows]


def _pick(candidates: list[_Found], offer: Offer) -> int | None:
    """Take the stored offer with the same occupation, else the only one whose occupation a person chose."""
    same = [c for c in candidates if c.occupation_id == offer.occupation_id]
    chosen = [c for c in candidates if c.certainty == OccupationCertainty.CHOSEN]
    picked = same[0] if same else chosen[0] if len(chosen) == 1 else None
    if picked is None:
        return None
    candidates.remove(picked)
    return picked.n


def _note_touched(db: Database, batch: int, place: str) -> None:
    db.execute_sql(
        "INSERT INTO import_problems (batch, code, field, place_in_file, details)"
        " VALUES (?, 'changed_meanwhile', '', ?, '{}')",
        (batch, place),
    )
