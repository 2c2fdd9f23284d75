"""Writing what events' portfolios hold."""

from typing import TYPE_CHECKING, Any

from peewee import Database

from nqdesk.domain.change import Area, Change
from nqdesk.domain.portfolio import PortfolioChoice
from nqdesk.store import portfolios
from nqdesk.store.changing.shelves import Shelf
from nqdesk.store.changing.trail import Recording
from nqdesk.store.errors import StoreError

if TYPE_CHECKING:
    from nqdesk.store.store import Tx


class _Portfolios(Shelf[PortfolioChoice]):
    area = Area.PORTFOLIOS
    kind = PortfolioChoice
    table = "portfolios"
    columns = ("event_id",)

    def title(self, record: PortfolioChoice) -> str:
        return record.title

    def values(self, record: PortfolioChoice) -> tuple[Any, ...]:
        return (record.event_id,)

    def must_be_free(self, db: Database, record: PortfolioChoice) -> None:
        other = portfolios.of_event(db, record.event_id)
        if other is not None and other.id != record.id:
            raise StoreError("stale")


PORTFOLIOS = _Portfolios()


def save_portfolio(tx: "Tx", choice: PortfolioChoice) -> Change:
    """Store an event's choice; raises StoreError "stale" if it was changed, or another made, since it was read."""
    PORTFOLIOS.must_be_free(tx.db, choice)
    recording = Recording(tx, "save_portfolio")
    recording.save(PORTFOLIOS, choice)
    return recording.done()
