"""Reading rules beside the shipped ones."""

from collections.abc import Sequence

from peewee import Database

from nqdesk.domain.funding.rule_text import RuleText
from nqdesk.domain.funding.rules import Origin
from nqdesk.store.bodies import record_of

_SELECT = "SELECT id, version, created_at, changed_at, body FROM rule_texts"


def _all(db: Database, where: str, params: Sequence[object] = ()) -> list[RuleText]:
    rows = db.execute_sql(f"{_SELECT} WHERE binned_at IS NULL AND {where}", params).fetchall()
    return [record_of(RuleText, row) for row in rows]


def effective(db: Database) -> list[RuleText]:
    """Return the last text of each file, files that were taken out apart; by name."""
    last = "n IN (SELECT max(n) FROM rule_texts WHERE binned_at IS NULL GROUP BY name) ORDER BY name"
    return [found for found in _all(db, last) if found.text]


def history(db: Database, name: str = "") -> list[RuleText]:
    """Return every text of a file (of all files without a name), the latest first."""
    return _all(db, "name = ? ORDER BY n DESC", (name,)) if name else _all(db, "1 ORDER BY n DESC")


def state(db: Database) -> Sequence[str]:
    """Return what changes whenever the rules of this database do: the ids of their texts."""
    return tuple(row[0] for row in db.execute_sql("SELECT id FROM rule_texts WHERE binned_at IS NULL ORDER BY n"))


def own_instrument(db: Database, instrument: str) -> RuleText | None:
    """Return the text of an instrument that the centre wrote, as it counts now; None if there is none."""
    name = f"instruments/{instrument}.toml"
    return next((text for text in effective(db) if text.name == name and text.origin is Origin.CENTRE), None)
