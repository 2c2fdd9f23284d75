"""Keeps what offers hold of other records' names: the provider's label and the occupation's title.

Offers are sorted and found by these names, so both stand beside each offer and follow when the name changes.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from peewee import Database

from nqdesk.domain.folding import fold
from nqdesk.domain.organisations import Organisation
from nqdesk.store import offers
from nqdesk.store.changing.shelves import write_words
from nqdesk.store.offer_rows import Names, index_words, occupation_name
from nqdesk.store.plain import dumps, from_plain, loads
from nqdesk.store.visibility import current

if TYPE_CHECKING:
    from nqdesk.store.database import Tx

AT_ONCE = 300  # offers whose names follow within the same transaction


def of_offer(db: Database, provider_id: str, occupation_id: str) -> Names:
    """Return the names an offer's index needs, "" where the record is not there."""
    provider = None
    if provider_id:
        text = f"SELECT o.body FROM organisations o WHERE o.id = ? AND {current('o')}"
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


def refresh(db: Database, provider: Organisation) -> None:
    """Let the first AT_ONCE offers of a provider follow its name; `stale` finds the others later."""
    text = f"SELECT o.n FROM offers o WHERE o.provider_id = ? AND {current('o')} LIMIT ?"
    rewrite(db, [row[0] for row in db.execute_sql(text, (provider.id, AT_ONCE)).fetchall()])


def stale(db: Database, limit: int) -> list[int]:
    """Return offers whose names have not followed yet."""
    provider = f"""
        SELECT o.n FROM organisations p CROSS JOIN offers o ON o.provider_id = p.id
        WHERE o.provider_sort <> p.label_sort AND {current("p")} AND {current("o")} LIMIT ?"""
    occupation = f"""
        SELECT o.n FROM offers o LEFT JOIN occupation_titles t ON t.id = o.occupation_id
        WHERE o.occupation_id <> '' AND t.n IS NOT NULL AND o.occupation_sort <> t.title_sort AND {current("o")}
        LIMIT ?"""
    found = [row[0] for row in db.execute_sql(provider, (limit,)).fetchall()]
    return found or [row[0] for row in db.execute_sql(occupation, (limit,)).fetchall()]


def rewrite(db: Database, numbers: Sequence[int]) -> None:
    """Write names and words of these offers anew."""
    known: dict[tuple[str, str], Names] = {}
    where = "o.n IN (SELECT value FROM json_each(?))"
    for n, offer in offers.records(db, where, (dumps(list(numbers)),)).items():
        key = (offer.provider_id, offer.occupation_id)
        if key not in known:
            known[key] = of_offer(db, *key)
        names = known[key]
        db.execute_sql(
            "UPDATE offers SET provider_sort = ?, occupation_sort = ? WHERE n = ?",
            (fold(names.provider), fold(occupation_name(offer, names)), n),
        )
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
    return len(changed)
