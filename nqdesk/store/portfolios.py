"""Reading what events' portfolios hold."""

from peewee import Database

from nqdesk.domain.portfolio import PortfolioChoice
from nqdesk.store.bodies import record_of


def of_event(db: Database, event_id: str) -> PortfolioChoice | None:
    """Return the choice of an event; None if nothing was chosen yet."""
    row = db.execute_sql(
        "SELECT id, version, created_at, changed_at, body FROM portfolios WHERE event_id = ? AND binned_at IS NULL",
        (event_id,),
    ).fetchone()
    return record_of(PortfolioChoice, row) if row else None
