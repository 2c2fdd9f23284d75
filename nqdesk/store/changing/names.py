"""Keeps what offers hold of other records' names: the provider's label and the occupation's title.

Offers are sorted and found by these names, so both stand beside each offer and follow when the name changes.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from peewee import Database

from nqdesk.domain.folding import fold
from nqdesk.domain.organisations import Organisation
from nqdesk.store import arranging, offers
from nqdesk.store.changing.shelves import write_words
from nqdesk.store.offer_rows import Names, index_words, occupation_name
from nqdesk.store.plain import dumps, from_plain, loads
from nqdesk.store.visibility import PENDING, current

if TYPE_CHECKING:
    from nqdesk.store.database import Tx

_BY_NAME = frozenset({"offers_provider", "offers_occupation"})
AT_ONCE = 10  # offers whose names follow within the same transaction


def of_offer(db: Database, provider_id: str, occupation_id: str, *, pending: bool = False) -> Names:
    """Return the names an offer's index needs, "" where the record is not there.

    `pending`: as they will be when the pending import is taken.
    """
    provider = None
    if provider_id:
        text = f"SELECT o.body FROM organisations o WHERE o.id = ? AND {'o.ended = 0' if pending else current('o')}"
        provider = db.execute_sql(text, (provider_id,)).fetchone()
    found = from_plain(Organisation, loads(provider[0])) if provider else None
    return Names(
        provider=found.label if found else "",
        provider_name=found.name if found else "",
        occupation=occupation_title(db, occupation_id),
    )


def occupation_title(db: Database, occupation_id: str) -> str:
    """Return an occupation's title, "" if the catalogue does not have it."""
    if not occupation_id:
        return ""
    row = db.execute_sql("SELECT title FROM occupation_titles WHERE id = ?", (occupation_id,)).fetchone()
    return row[0] if row else ""


def follow(db: Database, area: str, record_id: str, batch: int = -1) -> None:
    """Note that a name changed; `step` lets the offers follow. `area`: "organisations" or "occupations"."""
    text = "INSERT INTO name_changes (area, record_id, batch, done) VALUES (?, ?, ?, 0)"
    db.execute_sql(text, (area, record_id, batch))


def refresh(db: Database, provider: Organisation) -> None:
    """Let the offers of a provider follow its name: AT_ONCE of them now, the others in later transactions."""
    follow(db, "organisations", provider.id)
    step(db, AT_ONCE)


def step(db: Database, limit: int) -> bool:
    """Let at most `limit` offers follow a changed name; tell whether there was anything to do."""
    row = db.execute_sql(
        f"SELECT n, area, record_id, done FROM name_changes WHERE batch <> {PENDING} ORDER BY n DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return False
    n, area, record_id, done = row
    text = (
        "SELECT n FROM offers_of_provider WHERE provider_id = ? AND n > ? ORDER BY n LIMIT ?"
        if area == "organisations"
        else "SELECT n FROM offers_of_occupation WHERE occupation_id = ? AND n > ? ORDER BY n LIMIT ?"
    )
    found = db.execute_sql(text, (record_id, done, limit)).fetchall()
    rewrite(db, [offer for (offer,) in found])
    if len(found) < limit:
        db.execute_sql("DELETE FROM name_changes WHERE n = ?", (n,))
    else:
        db.execute_sql("UPDATE name_changes SET done = ? WHERE n = ?", (found[-1][0], n))
    return True


def rewrite(db: Database, numbers: Sequence[int]) -> None:
    """Write names and words of these offers anew."""
    known: dict[tuple[str, str], Names] = {}
    where = "o.n IN (SELECT value FROM json_each(?))"
    for n, offer in offers.records(db, where, (dumps(list(numbers)),)).items():
        key = (offer.provider_id, offer.occupation_id)
        if key not in known:
            known[key] = of_offer(db, *key)
        names = known[key]
        arranging.leave(db, n, _BY_NAME)
        db.execute_sql(
            "UPDATE offers SET provider_sort = ?, occupation_sort = ? WHERE n = ?",
            (fold(names.provider), fold(occupation_name(offer, names)), n),
        )
        arranging.enter(db, n, _BY_NAME)
        write_words(db, "offers_words", n, index_words(offer, names), is_new=False)


def put_occupation_titles(tx: "Tx", titles: Mapping[str, str]) -> int:
    """Write the catalogue's titles by occupation id; return how many were new or changed.

    Offers that show a changed title follow through `batches.tidy`.
    """
    stored = dict(tx.db.execute_sql("SELECT id, title FROM occupation_titles").fetchall())
    changed = [(key, title, fold(title)) for key, title in titles.items() if stored.get(key) != title]
    tx.db.cursor().executemany(
        "INSERT INTO occupation_titles (id, title, title_sort) VALUES (?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET title = excluded.title, title_sort = excluded.title_sort",
        changed,
    )
    for key, _, _ in changed:
        text = "SELECT 1 FROM offers_of_occupation WHERE occupation_id = ? LIMIT 1"
        if tx.db.execute_sql(text, (key,)).fetchone() is not None:
            follow(tx.db, "occupations", key)
    return len(changed)
