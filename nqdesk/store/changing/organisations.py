"""Writing organisations."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from peewee import Database

from nqdesk.domain.change import Area, Change
from nqdesk.domain.folding import fold
from nqdesk.domain.organisations import Organisation
from nqdesk.store import words
from nqdesk.store.bodies import body_of, record_of
from nqdesk.store.changing import names
from nqdesk.store.changing.pending import give_way, remove_row
from nqdesk.store.changing.shelves import Held, Shelf
from nqdesk.store.changing.trail import Recording
from nqdesk.store.organisations import ROLE_BITS
from nqdesk.store.plain import stamp
from nqdesk.store.visibility import PENDING, current

if TYPE_CHECKING:
    from nqdesk.store.database import Tx

COLUMNS = ("label", "label_sort", "name_sort", "roles", "city")


def column_values(organisation: Organisation) -> tuple[Any, ...]:
    """Return the values of COLUMNS."""
    roles = sum(ROLE_BITS[role] for role in organisation.roles)
    return (organisation.label, fold(organisation.label), fold(organisation.name), roles, organisation.city)


def words_of(organisation: Organisation) -> str:
    """Return the words under which an organisation is found."""
    numbers = (number for _, number in organisation.numbers)
    people = (contact.name for contact in organisation.contacts)
    return words.index_text(
        organisation.name, organisation.short_name, organisation.city, organisation.plz, *numbers, *people
    )


def insert(db: Database, organisation: Organisation, at: str, batch: int, token: int, binned_at: str | None) -> int:
    """Write a new row with its numbers and words and return its row number."""
    created = stamp(organisation.created_at) if organisation.created_at else at
    names = ("id", "created_at", "changed_at", "version", "batch", "ended", "binned_at", "token", *COLUMNS, "body")
    cursor = db.execute_sql(
        f"INSERT INTO organisations ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
        (
            organisation.id,
            created,
            at,
            organisation.version + 1,
            batch,
            0,
            binned_at,
            token,
            *column_values(organisation),
            body_of(organisation),
        ),
    )
    n = int(cursor.lastrowid)
    write_numbers(db, n, organisation)
    db.execute_sql("INSERT INTO organisations_words (rowid, body) VALUES (?, ?)", (n, words_of(organisation)))
    return n


def write_numbers(db: Database, n: int, organisation: Organisation) -> None:
    """Write the numbers of an organisation's row anew."""
    db.execute_sql("DELETE FROM organisation_numbers WHERE organisation = ?", (n,))
    db.cursor().executemany(
        "INSERT INTO organisation_numbers (organisation, system, number) VALUES (?, ?, ?)",
        [(n, system, number) for system, number in organisation.numbers],
    )


class _Organisations(Shelf[Organisation]):
    area = Area.ORGANISATIONS
    kind = Organisation
    table = "organisations"
    columns = COLUMNS
    words_table = "organisations_words"

    def title(self, record: Organisation) -> str:
        return record.label

    def values(self, record: Organisation) -> tuple[Any, ...]:
        return column_values(record)

    def words(self, record: Organisation) -> str:
        return words_of(record)

    def find(self, db: Database, record_id: str) -> Held[Organisation] | None:
        row = db.execute_sql(
            "SELECT o.n, o.id, o.version, o.created_at, o.changed_at, o.body, o.token, o.binned_at, o.ended"
            f" FROM organisations o WHERE o.id = ? AND {current('o')}",
            (record_id,),
        ).fetchone()
        if row is None:
            return None
        record = record_of(Organisation, row[1:6])
        return Held(n=row[0], record=record, token=row[6], binned_at=row[7], ended=row[8])

    def put(self, tx: "Tx", record: Organisation, token: int, binned_at: str | None = None) -> None:
        insert(tx.db, record, stamp(tx.now), -1, token, binned_at)
        names.refresh(tx.db, record)

    def change(self, tx: "Tx", held: Held[Organisation], record: Organisation, token: int) -> None:
        give_way(tx, self.table, held)
        super().change(tx, held, record, token)
        write_numbers(tx.db, held.n, record)
        if (record.label, record.name) != (held.record.label, held.record.name):
            names.refresh(tx.db, record)

    def bin(self, tx: "Tx", held: Held[Organisation], binned_at: str | None, token: int) -> None:
        give_way(tx, self.table, held)
        super().bin(tx, held, binned_at, token)

    def remove(self, tx: "Tx", held: Held[Organisation]) -> None:
        for (n,) in tx.db.execute_sql("SELECT n FROM organisations WHERE id = ?", (held.record.id,)).fetchall():
            remove_row(tx, self.table, n)

    def is_used(self, db: Database, record_id: str) -> bool:
        offer = (
            "SELECT 1 FROM offers_of_provider k JOIN offers o ON o.n = k.n"
            " WHERE k.provider_id = ? AND o.ended = 0 LIMIT 1"
        )
        pending = f"SELECT 1 FROM import_results WHERE record_id = ? AND batch = {PENDING} LIMIT 1"
        return any(db.execute_sql(text, (record_id,)).fetchone() is not None for text in (offer, pending))


ORGANISATIONS = _Organisations()


def save_organisation(tx: "Tx", organisation: Organisation) -> Change:
    """Store an organisation; raises StoreError "stale" if it was changed since it was read."""
    recording = Recording(tx, "save_organisation")
    recording.save(ORGANISATIONS, organisation)
    return recording.done()


def bin_organisations(tx: "Tx", ids: Sequence[str]) -> Change:
    """Move organisations to the bin; their offers stay and keep showing the name."""
    recording = Recording(tx, "bin_organisations")
    recording.bin(ORGANISATIONS, ids)
    return recording.done()


def restore_organisations(tx: "Tx", ids: Sequence[str]) -> Change:
    """Take organisations out of the bin."""
    recording = Recording(tx, "restore_organisations")
    recording.restore(ORGANISATIONS, ids)
    return recording.done()


def erase_organisations(tx: "Tx", ids: Sequence[str]) -> Change:
    """Erase organisations for good; raises StoreError "still_used" if an offer names one of them."""
    recording = Recording(tx, "erase_organisations")
    recording.erase(ORGANISATIONS, ids)
    return recording.done()
