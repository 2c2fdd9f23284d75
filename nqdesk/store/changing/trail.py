"""Every change goes through here: it is written, and in the same transaction the trail says who, when and what."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from nqdesk.domain.change import Area, Change
from nqdesk.domain.record import Record
from nqdesk.store.bodies import BOOKKEEPING, content
from nqdesk.store.changing import drafts
from nqdesk.store.changing.shelves import Held, Shelf
from nqdesk.store.errors import StoreError
from nqdesk.store.plain import dumps, field_names, fields_from_plain, plain_fields, stamp

if TYPE_CHECKING:
    from nqdesk.store.database import Tx

R = TypeVar("R", bound=Record)

MOST_IDS = 1000  # a Change names no more records than this


def differing(before: Record, after: Record) -> tuple[str, ...]:
    """Return the names of the fields in which two records differ, bookkeeping apart."""
    names = field_names(type(before))
    return tuple(n for n in names if n not in BOOKKEEPING and getattr(before, n) != getattr(after, n))


class Recording:
    """One change in the making: several records, one number, one entry in the trail, one undo."""

    def __init__(self, tx: "Tx", verb: str) -> None:
        self._tx = tx
        self._verb = verb
        self._steps: list[tuple[Any, ...]] = []
        self._titles: list[str] = []
        self._areas: set[Area] = set()
        self._ids: list[str] = []
        self._undoable = True
        self.number = 1 + int(tx.db.execute_sql("SELECT coalesce(max(n), 0) FROM changes").fetchone()[0])

    def save(self, shelf: Shelf[R], record: R) -> None:
        """Store a record as new or over the version it was read with.

        Raises StoreError "stale" if it was changed, binned or removed meanwhile.
        """
        held = shelf.find(self._tx.db, record.id)
        if held is None:
            if record.version:
                raise StoreError("stale")
            shelf.put(self._tx, record, self.number)
            self._step(shelf, record, "created", None, content(record), None, self.number)
            return
        if held.record.version != record.version or held.binned_at is not None:
            raise StoreError("stale")
        names = differing(held.record, record)
        if names:
            shelf.change(self._tx, held, record, self.number)
            before, after = plain_fields(held.record, names), plain_fields(record, names)
            self._step(shelf, record, "changed", before, after, held.token, self.number)

    def bin(self, shelf: Shelf[R], ids: Iterable[str]) -> None:
        """Move records to the bin; those that are there or gone are left out."""
        for held in self._found(shelf, ids):
            if held.binned_at is None:
                shelf.bin(self._tx, held, stamp(self._tx.now), self.number)
                self._step(shelf, held.record, "binned", None, None, held.token, self.number)

    def restore(self, shelf: Shelf[R], ids: Iterable[str]) -> None:
        """Take records out of the bin; those that are not there are left out."""
        for held in self._found(shelf, ids):
            if held.binned_at is not None:
                shelf.bin(self._tx, held, None, self.number)
                before = {"binned_at": held.binned_at}
                self._step(shelf, held.record, "restored", before, None, held.token, self.number)

    def remove(self, shelf: Shelf[R], ids: Iterable[str]) -> None:
        """Take records out so that it can be undone; for kinds without a bin."""
        for held in self._found(shelf, ids):
            shelf.remove(self._tx, held)
            self._step(shelf, held.record, "removed", content(held.record), None, held.token, None)

    def erase(self, shelf: Shelf[R], ids: Iterable[str]) -> None:
        """Take records out for good, and their contents out of the trail. This change cannot be undone.

        Raises StoreError "still_used" if another record names one of them.
        """
        self._undoable = False
        for held in self._found(shelf, ids):
            if shelf.is_used(self._tx.db, held.record.id):
                raise StoreError("still_used")
            shelf.remove(self._tx, held)
            redact(self._tx, held.record.id)
            drafts.drop_of_record(self._tx, held.record.id)
            self._step(shelf, held.record, "erased", None, None, held.token, None, named=False)

    def revert(self, shelf: Shelf[R], step: "Step") -> None:
        """Take one step back; raises StoreError "undo_superseded" if the record is not as the step left it."""
        tx, held = self._tx, shelf.find(self._tx.db, step.record_id)
        if (held.token if held else None) != step.token_after:
            raise StoreError("undo_superseded")
        token = step.token_before
        if held is None:
            if token is None or step.before is None:
                raise StoreError("undo_superseded")
            record = shelf.kind(id=step.record_id, **fields_from_plain(shelf.kind, step.before))
            shelf.put(tx, record, token)
            self._step(shelf, record, "created", None, step.before, None, token)
        elif step.what == "created":
            if shelf.is_used(tx.db, step.record_id):
                raise StoreError("undo_superseded")
            self._uncreate(shelf, held)
        elif token is None:
            raise StoreError("undo_superseded")
        elif step.what == "binned":
            shelf.bin(tx, held, None, token)
            before = {"binned_at": held.binned_at}
            self._step(shelf, held.record, "restored", before, None, held.token, token)
        elif step.what == "restored":
            shelf.bin(tx, held, (step.before or {}).get("binned_at") or stamp(tx.now), token)
            self._step(shelf, held.record, "binned", None, None, held.token, token)
        else:
            self._change_back(shelf, held, step, token)

    def _uncreate(self, shelf: Shelf[R], held: Held[R]) -> None:
        shelf.remove(self._tx, held)
        before = None if shelf.private else content(held.record)
        if shelf.private:
            redact(self._tx, held.record.id)
            self._undoable = False
        self._step(shelf, held.record, "removed", before, None, held.token, None)

    def _change_back(self, shelf: Shelf[R], held: Held[R], step: "Step", token: int) -> None:
        if step.before is None:
            raise StoreError("undo_superseded")
        values = {name: getattr(held.record, name) for name in field_names(shelf.kind)}
        record = shelf.kind(**{**values, **fields_from_plain(shelf.kind, step.before)})
        names = tuple(step.before)
        shelf.change(self._tx, held, record, token)
        before, after = plain_fields(held.record, names), plain_fields(record, names)
        self._step(shelf, record, "changed", before, after, held.token, token)

    def done(self, *, title: str | None = None, undoes: int | None = None, undoable: bool = True) -> Change:
        """Write the trail and return the change. Nothing is written if nothing changed: its number is then 0."""
        tx = self._tx
        titles = list(dict.fromkeys(self._titles))
        change = Change(
            number=self.number if self._steps else 0,
            verb=self._verb,
            areas=frozenset(self._areas),
            ids=tuple(self._ids) if len(self._ids) <= MOST_IDS else (),
            who=tx.who.name,
            at=tx.now,
            count=len(self._ids),
            undoable=undoable and self._undoable and bool(self._steps),
            title=title if title is not None else (titles[0] if len(titles) == 1 else ""),
        )
        if self._steps:
            write_change(tx, change, undoes=undoes)
            tx.db.cursor().executemany(
                "INSERT INTO trail (change, area, record_id, what, before, after, token_before, token_after)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                self._steps,
            )
        return change

    def _found(self, shelf: Shelf[R], ids: Iterable[str]) -> Iterable[Held[R]]:
        for record_id in dict.fromkeys(ids):
            held = shelf.find(self._tx.db, record_id)
            if held is not None:
                yield held

    def _step(
        self,
        shelf: Shelf[R],
        record: R,
        what: str,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
        token_before: int | None,
        token_after: int | None,
        *,
        named: bool = True,
    ) -> None:
        texts = (dumps(before) if before is not None else None, dumps(after) if after is not None else None)
        area = shelf.area.value
        self._steps.append((self.number, area, record.id, what, *texts, token_before, token_after))
        self._areas.add(shelf.area)
        self._ids.append(record.id)
        if named and not shelf.private and (title := shelf.title(record)):
            self._titles.append(title)


class Step:
    """One record's part in a change, as the trail holds it."""

    def __init__(
        self,
        area: Area,
        record_id: str,
        what: str,
        before: dict[str, Any] | None,
        token_before: int | None,
        token_after: int | None,
    ) -> None:
        self.area = area
        self.record_id = record_id
        self.what = what
        self.before = before
        self.token_before = token_before
        self.token_after = token_after


def write_change(tx: "Tx", change: Change, *, undoes: int | None = None, batch: int | None = None) -> None:
    """Write the head of a change."""
    tx.db.execute_sql(
        "INSERT INTO changes (n, at, who_id, who, verb, areas, title, count, undoable, undone_by, undoes, batch)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)",
        (
            change.number,
            stamp(change.at),
            tx.who.id,
            change.who,
            change.verb,
            " ".join(sorted(area.value for area in change.areas)),
            change.title,
            change.count,
            int(change.undoable),
            undoes,
            batch,
        ),
    )


def redact(tx: "Tx", record_id: str) -> None:
    """Take what the trail knows of a record's content out of it; that something was done stays."""
    tx.db.execute_sql(
        "UPDATE changes SET title = '', undoable = 0 WHERE n IN (SELECT change FROM trail WHERE record_id = ?)",
        (record_id,),
    )
    tx.db.execute_sql("UPDATE trail SET before = NULL, after = NULL WHERE record_id = ?", (record_id,))
