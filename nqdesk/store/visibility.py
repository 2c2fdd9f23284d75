"""Which rows count: not those of an import that is still pending, not those an import replaced, not the bin.

`batch <> pending AND (ended = 0 OR ended = pending)`: while an import is pending its own rows are hidden and the rows
it would replace still hold; setting `pending` to 0 turns both at once.
"""

from peewee import Database

PENDING = "(SELECT pending FROM import_state)"


def current(alias: str) -> str:
    """Return the SQL condition for rows that hold, in the bin or not.

    The plus signs keep the planner from fetching nearly everything through an index of `ended` or of the bin.
    """
    return f"({alias}.batch <> {PENDING} AND (+{alias}.ended = 0 OR +{alias}.ended = {PENDING}))"


def living(alias: str) -> str:
    """Return the SQL condition for rows that hold and are not in the bin."""
    return f"({current(alias)} AND +{alias}.binned_at IS NULL)"


def binned(alias: str) -> str:
    """Return the SQL condition for rows in the bin."""
    return f"({current(alias)} AND {alias}.binned_at IS NOT NULL)"


def pending_batch(db: Database) -> int:
    """Return the number of the pending import, 0 if there is none."""
    return int(db.execute_sql("SELECT pending FROM import_state").fetchone()[0])
