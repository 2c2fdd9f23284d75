"""Records of a file as they come: an offer whose every row is there is settled at once, all others are laid aside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from nqdesk.domain.incoming import FileHead, Incoming, IncomingOffer, IncomingRemoval, RowCounts
from nqdesk.store.changing.import_clearing import a_while
from nqdesk.store.changing.import_groups import Group, joined
from nqdesk.store.changing.import_reading import add, identity_of, provider_number, source_identity
from nqdesk.store.changing.import_settling import Settling

if TYPE_CHECKING:
    from nqdesk.store.store import Store, Tx

_AT_ONCE = 25  # records between two looks at the clock
_MOST_WAITING = 1000  # rows whose further rows have not come yet


@dataclass(frozen=True)
class _Waiting:
    """The rows of one offer that have come so far."""

    provider_id: str
    rows: list[IncomingOffer]

    def group(self, identity: str) -> Group:
        offers = [row.offer for row in self.rows]
        offer = joined(offers) if len(offers) > 1 else offers[0]
        return Group(identity, self.rows[0].where, self.provider_id, offer=offer)


class Arriving:
    """Takes the records of one import in the order of the file."""

    def __init__(self, store: "Store", batch: int, head: FileHead, counts: RowCounts | None) -> None:
        """Begin.

        Args:
            counts: how many rows name each number. None: unknown; then every record is laid aside.
        """
        self.settling = Settling(store.db, batch, head)
        self._store = store
        self._batch = batch
        self._counts = counts
        self._waiting: dict[str, _Waiting] = {}
        self._waiting_rows = 0
        self._aside: set[str] = set()  # identities of which a row was laid aside

    def take(self, records: Sequence[Incoming], now: datetime) -> Iterator[None]:
        """Take the next records, in transactions of at most about 50 ms."""
        done = 0
        while done < len(records):
            with self._store.write(now) as tx:
                enough = a_while()
                while done < len(records) and not enough():
                    self._some(tx, records[done : done + _AT_ONCE])
                    done += _AT_ONCE
            yield

    def end(self, now: datetime) -> None:
        """Settle what waits: no further row came."""
        with self._store.write(now) as tx:
            self.settling.settle(tx, [waiting.group(identity) for identity, waiting in self._waiting.items()])
        self._waiting.clear()

    def _some(self, tx: "Tx", records: Sequence[Incoming]) -> None:
        providers = self._provider_ids(tx, records)
        if self._counts is None:
            add(tx, self._batch, records)
            return
        aside: list[Incoming] = []
        whole: list[Group] = []
        for record, provider in zip(records, providers, strict=True):
            if isinstance(record, IncomingRemoval):
                self._lay_aside(source_identity(record.source_system, record.source_provider, record.source_id), aside)
                aside.append(record)
            elif isinstance(record, IncomingOffer) and record.offer.source_id:
                group = self._arrived(record, provider, self._counts, aside)
                if group is not None:
                    whole.append(group)
            else:
                aside.append(record)
        if self._waiting_rows > _MOST_WAITING:
            for identity in list(self._waiting):
                self._lay_aside(identity, aside)
        if aside:
            add(tx, self._batch, aside)
        self.settling.settle(tx, whole)

    def _provider_ids(self, tx: "Tx", records: Sequence[Incoming]) -> list[str]:
        """Find or make the providers in the order of the file: the first row that names one counts."""
        known: dict[tuple[Any, ...], int] = {}
        return [
            self.settling.provider(tx, provider_number(tx.db, self._batch, record.provider, known))
            if isinstance(record, IncomingOffer)
            else ""
            for record in records
        ]

    def _lay_aside(self, identity: str, aside: list[Incoming]) -> None:
        """Leave an offer to the time when all rows are there."""
        self._aside.add(identity)
        waiting = self._waiting.pop(identity, None)
        if waiting is not None:
            self._waiting_rows -= len(waiting.rows)
            aside.extend(waiting.rows)

    def _arrived(self, record: IncomingOffer, provider: str, counts: RowCounts, aside: list[Incoming]) -> Group | None:
        """Return the offer that this row makes whole, if it does."""
        identity = identity_of(record)
        if identity in self._aside:
            aside.append(record)
            return None
        wanted = counts.several.get(record.offer.source_id, 1)
        waiting = self._waiting.setdefault(identity, _Waiting(provider, []))
        waiting.rows.append(record)
        self._waiting_rows += 1
        if len(waiting.rows) < wanted:
            return None
        del self._waiting[identity]
        self._waiting_rows -= len(waiting.rows)
        return waiting.group(identity)
