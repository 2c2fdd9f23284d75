"""How many offers there are, as head and filters of the page say it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.offers import OfferState
from nqdesk.store import offers
from nqdesk.store.database import Store


@dataclass(frozen=True)
class OfferCounts:
    """Numbers of offers.

    Attributes:
        latest_batch: number of the import that was taken last, 0 for none. latest: how many of its offers there are.
    """

    states: Mapping[OfferState, int] = field(default_factory=dict)
    binned: int = 0
    latest_batch: int = 0
    latest: int = 0

    @property
    def words(self) -> str:
        """The line below the page's title."""
        total, to_check = sum(self.states.values()), self.states.get(OfferState.TO_CHECK, 0)
        words = ["1 Angebot" if total == 1 else f"{total:,} Angebote".replace(",", ".")]
        if to_check:
            words.append(f"{to_check:,} zu prüfen".replace(",", "."))
        return " · ".join(words)


def read_counts(store: Store, on: date) -> OfferCounts:
    """Count the offers."""
    batch = offers.latest_batch(store.db)
    latest = offers.count(store.db, OfferQuery(batch=batch), on) if batch else 0
    binned = offers.count(store.db, OfferQuery(in_bin=True), on)
    return OfferCounts(offers.state_counts(store.db, on), binned, batch, latest)
