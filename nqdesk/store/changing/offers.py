"""Writing offers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from peewee import Database

from nqdesk.domain.change import Area, Change
from nqdesk.domain.offers import Offer
from nqdesk.store import arranging, offers
from nqdesk.store.changing import names
from nqdesk.store.changing.pending import give_way, remove_row
from nqdesk.store.changing.shelves import Held, Shelf, write_words
from nqdesk.store.changing.trail import Recording
from nqdesk.store.offer_rows import DATE_COLUMNS, DERIVED_COLUMNS, RECORD_COLUMNS, OfferRows, encode
from nqdesk.store.plain import stamp
from nqdesk.store.visibility import current

if TYPE_CHECKING:
    from nqdesk.store.database import Tx

_BOOKKEEPING = ("n", "id", "created_at", "changed_at", "version", "batch", "ended", "binned_at", "token")
_COLUMNS = (*RECORD_COLUMNS, *DERIVED_COLUMNS)


def _marks(number: int) -> str:
    return ", ".join("?" * number)


INSERT = (
    f"INSERT INTO offers ({', '.join((*_BOOKKEEPING, *_COLUMNS))}) VALUES ({_marks(len(_BOOKKEEPING) + len(_COLUMNS))})"
)
INSERT_BODY = "INSERT INTO offer_bodies (n, body) VALUES (?, ?)"
INSERT_DATE = f"INSERT INTO offer_dates (offer, {', '.join(DATE_COLUMNS)}) VALUES ({_marks(len(DATE_COLUMNS) + 1)})"
INSERT_WORDS = "INSERT INTO offers_words (rowid, body) VALUES (?, ?)"
_UPDATE = f"UPDATE offers SET {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE n = ?"


def next_number(db: Database) -> int:
    """Return a row number above all there are and were, as far as the full-text index remembers."""
    text = "SELECT max((SELECT coalesce(max(n), 0) FROM offers), (SELECT coalesce(max(n), 0) FROM offers_gone))"
    return 1 + int(db.execute_sql(text).fetchone()[0])


def _write_dates(db: Database, n: int, rows: OfferRows) -> None:
    db.cursor().executemany(INSERT_DATE, [(n, *run) for run in rows.dates])


def rewrite(db: Database, n: int, offer: Offer, *, dates_too: bool) -> None:
    """Write an offer's content over a row; its bookkeeping stays."""
    rows = encode(offer, names.of_offer(db, offer.provider_id, offer.occupation_id))
    arranging.leave(db, n)
    db.execute_sql(_UPDATE, (*rows.columns, n))
    db.execute_sql("UPDATE offer_bodies SET body = ? WHERE n = ?", (rows.body, n))
    if dates_too:
        db.execute_sql("DELETE FROM offer_dates WHERE offer = ?", (n,))
        _write_dates(db, n, rows)
    arranging.enter(db, n)
    write_words(db, "offers_words", n, rows.words, is_new=False)


class _Offers(Shelf[Offer]):
    area = Area.OFFERS
    kind = Offer
    table = "offers"

    def title(self, record: Offer) -> str:
        return record.title

    def find(self, db: Database, record_id: str) -> Held[Offer] | None:
        row = db.execute_sql(
            f"SELECT o.n, o.token, o.binned_at, o.ended FROM offers o WHERE o.id = ? AND {current('o')}", (record_id,)
        ).fetchone()
        if row is None:
            return None
        record = offers.by_number(db, (row[0],))[0]
        return Held(n=row[0], record=record, token=row[1], binned_at=row[2], ended=row[3])

    def put(self, tx: "Tx", record: Offer, token: int, binned_at: str | None = None) -> None:
        rows = encode(record, names.of_offer(tx.db, record.provider_id, record.occupation_id))
        n, now = next_number(tx.db), stamp(tx.now)
        created = stamp(record.created_at) if record.created_at else now
        bookkeeping: tuple[Any, ...] = (n, record.id, created, now, record.version + 1, -1, 0, binned_at, token)
        tx.db.execute_sql(INSERT, (*bookkeeping, *rows.columns))
        tx.db.execute_sql(INSERT_BODY, (n, rows.body))
        _write_dates(tx.db, n, rows)
        arranging.enter(tx.db, n)
        tx.db.execute_sql(INSERT_WORDS, (n, rows.words))

    def change(self, tx: "Tx", held: Held[Offer], record: Offer, token: int) -> None:
        give_way(tx, self.table, held)
        text = "UPDATE offers SET changed_at = ?, version = version + 1, token = ? WHERE n = ?"
        tx.db.execute_sql(text, (stamp(tx.now), token, held.n))
        rewrite(tx.db, held.n, record, dates_too=record.dates != held.record.dates)

    def bin(self, tx: "Tx", held: Held[Offer], binned_at: str | None, token: int) -> None:
        give_way(tx, self.table, held)
        super().bin(tx, held, binned_at, token)

    def remove(self, tx: "Tx", held: Held[Offer]) -> None:
        for (n,) in tx.db.execute_sql("SELECT n FROM offers WHERE id = ?", (held.record.id,)).fetchall():
            remove_row(tx, self.table, n)


OFFERS = _Offers()


def save_offer(tx: "Tx", offer: Offer) -> Change:
    """Store an offer; raises StoreError "stale" if it was changed since it was read."""
    return save_offers(tx, (offer,), verb="save_offer")


def save_offers(tx: "Tx", changed: Sequence[Offer], *, verb: str) -> Change:
    """Store several offers as one change; raises StoreError "stale" and stores none if one was changed meanwhile."""
    recording = Recording(tx, verb)
    for offer in changed:
        recording.save(OFFERS, offer)
    return recording.done()


def bin_offers(tx: "Tx", ids: Sequence[str]) -> Change:
    """Move offers to the bin; those that are gone are left out."""
    recording = Recording(tx, "bin_offers")
    recording.bin(OFFERS, ids)
    return recording.done()


def restore_offers(tx: "Tx", ids: Sequence[str]) -> Change:
    """Take offers out of the bin."""
    recording = Recording(tx, "restore_offers")
    recording.restore(OFFERS, ids)
    return recording.done()


def erase_offers(tx: "Tx", ids: Sequence[str]) -> Change:
    """Erase offers for good, with all that imports kept of them; cannot be undone."""
    recording = Recording(tx, "erase_offers")
    recording.erase(OFFERS, ids)
    return recording.done()
