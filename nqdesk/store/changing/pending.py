"""What a person changes while an import waits for a decision: the person's word counts, the import's row goes."""

from typing import TYPE_CHECKING, Any

from nqdesk.store import arranging
from nqdesk.store.changing.shelves import Held

if TYPE_CHECKING:
    from nqdesk.store.database import Tx


def give_way(tx: "Tx", table: str, held: Held[Any]) -> None:
    """Drop the pending row that would replace a record about to be changed, and list it as "changed_meanwhile"."""
    if not held.ended:
        return
    row = tx.db.execute_sql(f"SELECT n FROM {table} WHERE id = ? AND ended = 0", (held.record.id,)).fetchone()
    if row is not None:
        remove_row(tx, table, row[0])
        text = "UPDATE import_results SET effect = 'unchanged', new_n = 0 WHERE batch = ? AND area = ? AND new_n = ?"
        tx.db.execute_sql(text, (held.ended, table, row[0]))
        if table == "offers":
            tx.db.execute_sql(
                "INSERT INTO import_problems (batch, code, field, place_in_file, details)"
                " SELECT batch, 'changed_meanwhile', '', place_in_file, '{}' FROM import_results"
                " WHERE batch = ? AND area = ? AND old_n = ?",
                (held.ended, table, held.n),
            )
    tx.db.execute_sql(f"UPDATE {table} SET ended = 0 WHERE n = ?", (held.n,))


def remove_row(tx: "Tx", table: str, n: int) -> None:
    """Take one row of offers or organisations out, with its words; its runs or numbers go with it."""
    if table == "offers":
        arranging.leave(tx.db, n)
    tx.db.execute_sql(f"DELETE FROM {table}_words WHERE rowid = ?", (n,))
    tx.db.execute_sql(f"DELETE FROM {table} WHERE n = ?", (n,))
