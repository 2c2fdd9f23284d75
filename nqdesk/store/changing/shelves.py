"""How records of one kind are written: found whatever their state, put in, changed, binned, taken out.

A shelf never writes the trail; `changing.trail` does both.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from peewee import Database

from nqdesk.domain.change import Area
from nqdesk.domain.record import Record
from nqdesk.store.bodies import body_of, record_of
from nqdesk.store.plain import stamp

if TYPE_CHECKING:
    from nqdesk.store.database import Tx

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Held(Generic[R]):
    """A record as it lies in its table, in the bin or not."""

    n: int
    record: R
    token: int
    binned_at: str | None
    ended: int = 0


class Shelf(Generic[R]):
    """Records that lie whole in the `body` column of one table, beside columns taken from them."""

    area: Area
    kind: type[R]
    table: str
    columns: tuple[str, ...] = ()
    words_table: str = ""
    private: bool = False  # personal data: when such a record goes, its content goes from the trail too

    def title(self, record: R) -> str:
        """Return what the trail calls a record; never asked of private kinds, whose names must not stay there."""
        raise NotImplementedError

    def values(self, record: R) -> tuple[Any, ...]:
        """Return the values of `columns` for a record."""
        raise NotImplementedError

    def words(self, record: R) -> str:  # noqa: ARG002 - for kinds that are searched
        """Return the words under which a record is found, "" for kinds that are not searched."""
        return ""

    def find(self, db: Database, record_id: str) -> Held[R] | None:
        """Return a record by its id, in the bin or not; None if there is none."""
        row = db.execute_sql(
            f"SELECT n, id, version, created_at, changed_at, body, token, binned_at FROM {self.table} WHERE id = ?",
            (record_id,),
        ).fetchone()
        if row is None:
            return None
        return Held(n=row[0], record=record_of(self.kind, row[1:6]), token=row[6], binned_at=row[7])

    def put(self, tx: "Tx", record: R, token: int, binned_at: str | None = None) -> None:
        """Write a record that is not there yet."""
        names = ("id", "created_at", "changed_at", "version", "token", "binned_at", "body", *self.columns)
        marks = ", ".join("?" * len(names))
        created = stamp(record.created_at) if record.created_at else stamp(tx.now)
        cursor = tx.db.execute_sql(
            f"INSERT INTO {self.table} ({', '.join(names)}) VALUES ({marks})",
            (
                record.id,
                created,
                stamp(tx.now),
                record.version + 1,
                token,
                binned_at,
                body_of(record),
                *self.values(record),
            ),
        )
        self._index(tx.db, cursor.lastrowid, record, is_new=True)

    def change(self, tx: "Tx", held: Held[R], record: R, token: int) -> None:
        """Write a record over the one held; its version becomes one more than the held one's."""
        names = ("changed_at", "version", "token", "body", *self.columns)
        tx.db.execute_sql(
            f"UPDATE {self.table} SET {', '.join(f'{name} = ?' for name in names)} WHERE n = ?",
            (stamp(tx.now), held.record.version + 1, token, body_of(record), *self.values(record), held.n),
        )
        self._index(tx.db, held.n, record, is_new=False)

    def bin(self, tx: "Tx", held: Held[R], binned_at: str | None, token: int) -> None:
        """Move a record to the bin or, with None, out of it."""
        tx.db.execute_sql(
            f"UPDATE {self.table} SET binned_at = ?, token = ?, version = version + 1, changed_at = ? WHERE n = ?",
            (binned_at, token, stamp(tx.now), held.n),
        )

    def remove(self, tx: "Tx", held: Held[R]) -> None:
        """Take a record out for good."""
        if self.words_table:
            tx.db.execute_sql(f"DELETE FROM {self.words_table} WHERE rowid = ?", (held.n,))
        tx.db.execute_sql(f"DELETE FROM {self.table} WHERE n = ?", (held.n,))

    def is_used(self, db: Database, record_id: str) -> bool:  # noqa: ARG002 - for kinds that are named by others
        """Tell whether another record names this one and would lose it."""
        return False

    def _index(self, db: Database, n: int, record: R, *, is_new: bool) -> None:
        if self.words_table:
            write_words(db, self.words_table, n, self.words(record), is_new=is_new)


def write_words(db: Database, table: str, n: int, body: str, *, is_new: bool) -> None:
    """Write a row of a full-text index; an unchanged one is left alone, since removing words is slow."""
    if is_new:
        db.execute_sql(f"INSERT INTO {table} (rowid, body) VALUES (?, ?)", (n, body))
        return
    row = db.execute_sql(f"SELECT body FROM {table} WHERE rowid = ?", (n,)).fetchone()
    if row is None:
        db.execute_sql(f"INSERT INTO {table} (rowid, body) VALUES (?, ?)", (n, body))
    elif row[0] != body:
        db.execute_sql(f"UPDATE {table} SET body = ? WHERE rowid = ?", (body, n))
