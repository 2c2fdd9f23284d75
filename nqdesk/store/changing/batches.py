"""Imports, from the first row of a file to one visible change and its undo.

    batch = begin(tx, head)                 only one import at a time
    arriving = Arriving(store, batch, head, counts)
    arriving.take(records, now)             again and again: compares and writes pending rows where it can already
    arriving.end(now)
    settle(store, batch, head, now, arriving.settling)  a job: joins, compares and writes the others
    preview(db, batch), preview_offers(...) what it would do
    decide_occupation(tx, batch, ...)       a person's decision on a pending offer
    finish(tx, batch)  or  drop(store, batch, now)
    tidy(store, now)                        a job, after finish and after an undo

All rows are pending, which means invisible, until `finish` sets one number in one short commit.
"""

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from nqdesk.domain.change import Area, Change
from nqdesk.domain.import_plan import Effect
from nqdesk.domain.offers import OccupationCertainty
from nqdesk.store import offers
from nqdesk.store.changing import names
from nqdesk.store.changing.import_arriving import Arriving
from nqdesk.store.changing.import_clearing import (
    KEPT_IMPORTS,
    clear_leftovers,
    clearing,
    demand_none_pending,
    drop,
    tidy,
)
from nqdesk.store.changing.import_reading import add, begin
from nqdesk.store.changing.import_settling import settle
from nqdesk.store.changing.offers import rewrite
from nqdesk.store.changing.trail import write_change
from nqdesk.store.errors import StoreError
from nqdesk.store.import_previews import ImportOffer, preview, preview_offers
from nqdesk.store.visibility import pending_batch

if TYPE_CHECKING:
    from nqdesk.store.store import Tx

__all__ = [
    "KEPT_IMPORTS",
    "Arriving",
    "ImportOffer",
    "add",
    "begin",
    "clear_leftovers",
    "decide_occupation",
    "drop",
    "finish",
    "preview",
    "preview_offers",
    "settle",
    "take_back",
    "tidy",
]

_CLEARED_AT_ONCE = 40  # steps of clearing within the transaction of an undo; a small import is gone with it
_AREAS = frozenset({Area.OFFERS, Area.ORGANISATIONS})


def decide_occupation(tx: "Tx", batch: int, offer_id: str, occupation_id: str) -> None:
    """Set the occupation of a pending offer by a person's decision; "" takes the assignment away.

    Raises StoreError "stale" if the import has no such pending offer (any more).
    """
    found = offers.records(tx.db, "o.id = ? AND o.batch = ? AND o.ended = 0", (offer_id, batch))
    if pending_batch(tx.db) != batch or not found:
        raise StoreError("stale")
    (n, offer), *_ = found.items()
    decided = replace(
        offer,
        occupation_id=occupation_id,
        occupation_certainty=OccupationCertainty.CHOSEN,
        check_reasons=offer.check_reasons - {"occupation_doubtful"},
    )
    rewrite(tx.db, n, decided, dates_too=False)


def finish(tx: "Tx", batch: int) -> Change:
    """Make a settled import visible: one short commit, one change, one undo. Run `tidy` afterwards.

    Raises StoreError "import_unsettled" if it is not pending or not wholly compared.
    """
    row = tx.db.execute_sql("SELECT state, file_name FROM imports WHERE n = ?", (batch,)).fetchone()
    if row is None or row[0] != "settled" or pending_batch(tx.db) != batch:
        raise StoreError("import_unsettled")
    counts = dict(
        tx.db.execute_sql(
            "SELECT area, count(*) FROM import_results WHERE batch = ? AND effect <> ? GROUP BY area",
            (batch, Effect.UNCHANGED.value),
        ).fetchall()
    )
    change = Change(
        number=_next_change(tx),
        verb="import_offers",
        areas=_AREAS,
        ids=(),
        who=tx.who.name,
        at=tx.now,
        count=counts.get("offers", 0),
        undoable=bool(counts),
        title=row[1],
    )
    write_change(tx, change, batch=batch)
    text = "UPDATE imports SET state = 'taken', change = ?, old_rows = 1 WHERE n = ?"
    tx.db.execute_sql(text, (change.number, batch))
    tx.db.execute_sql("UPDATE import_state SET pending = 0")
    return change


def _next_change(tx: "Tx") -> int:
    return 1 + int(tx.db.execute_sql("SELECT coalesce(max(n), 0) FROM changes").fetchone()[0])


def take_back(tx: "Tx", batch: int, change_number: int, title: str) -> Change:
    """Make an import invisible again; `tidy` then removes its rows. For `changing.undo` only.

    Raises StoreError "undo_superseded" if one of its records was changed or is used since, "undo_impossible" if the
    rows it replaced are no longer kept, "import_pending" while another import is under way.
    """
    demand_none_pending(tx.db)
    if not tx.db.execute_sql("SELECT old_rows FROM imports WHERE n = ?", (batch,)).fetchone()[0]:
        raise StoreError("undo_impossible")
    if _is_superseded(tx, batch):
        raise StoreError("undo_superseded")
    change = Change(
        number=_next_change(tx),
        verb="undo",
        areas=_AREAS,
        ids=(),
        who=tx.who.name,
        at=tx.now,
        count=tx.db.execute_sql("SELECT count FROM changes WHERE n = ?", (change_number,)).fetchone()[0],
        undoable=False,
        title=title,
    )
    write_change(tx, change, undoes=change_number)
    renamed = tx.db.execute_sql(
        "SELECT p.id FROM organisations p JOIN organisations old ON old.id = p.id AND old.ended = p.batch"
        " WHERE p.batch = ? AND old.label_sort <> p.label_sort",
        (batch,),
    ).fetchall()
    for (organisation_id,) in renamed:
        names.follow(tx.db, "organisations", organisation_id)
    tx.db.execute_sql("UPDATE import_state SET pending = ?", (batch,))
    tx.db.execute_sql("UPDATE imports SET state = 'undoing' WHERE n = ?", (batch,))
    for _ in islice(clearing(tx.db, batch), _CLEARED_AT_ONCE):
        pass
    return change


def _is_superseded(tx: "Tx", batch: int) -> bool:
    for table in ("offers", "organisations"):
        text = f"SELECT 1 FROM {table} WHERE batch = ? AND (token <> ? OR ended <> 0) LIMIT 1"
        if tx.db.execute_sql(text, (batch, -batch)).fetchone() is not None:
            return True
    used = tx.db.execute_sql(
        "SELECT 1 FROM organisations p JOIN offers_of_provider k ON k.provider_id = p.id JOIN offers o ON o.n = k.n"
        " WHERE p.batch = ? AND o.batch <> ? AND o.ended = 0"
        " AND NOT EXISTS (SELECT 1 FROM organisations old WHERE old.id = p.id AND old.ended = ?) LIMIT 1",
        (batch, batch, batch),
    ).fetchone()
    return used is not None
