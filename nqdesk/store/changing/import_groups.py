"""The rows of a file that are one offer."""

from collections.abc import Sequence
from dataclasses import replace

from nqdesk.domain.import_plan import join_rows
from nqdesk.domain.offers import Offer, OfferDate
from nqdesk.store.changing.import_reading import NUMBERED
from nqdesk.store.changing.import_writing import new_ordered_id
from nqdesk.store.offer_rows import OwnRows, decode_own, encode_own


class Group:
    """One offer of a file: as rows, as a record, or gone if neither is given; each is made of the other when asked.

    Most offers are new and are never read as a record, most others are never written.
    """

    def __init__(
        self,
        identity: str,
        place: str,
        provider_id: str = "",
        *,
        rows: OwnRows | None = None,
        offer: Offer | None = None,
    ) -> None:
        self.identity = identity
        self.place = place
        self.provider_id = provider_id
        self._rows = rows
        self._said = offer
        self._offer: Offer | None = None

    @property
    def has_number(self) -> bool:
        return self.identity.startswith(NUMBERED)

    @property
    def is_gone(self) -> bool:
        """Whether the file says that the offer is no longer there."""
        return self._rows is None and self._said is None

    @property
    def rows(self) -> OwnRows:
        """The offer as it will be written; not for one that is gone."""
        if self._rows is None:
            self._rows = encode_own(self.offer)
        return self._rows

    @property
    def offer(self) -> Offer:
        """The offer as a new record of its provider; not for one that is gone."""
        if self._offer is None and self._said is not None:
            self._offer = replace(self._said, id=new_ordered_id(), provider_id=self.provider_id)
        elif self._offer is None:
            self._offer = decode_own(self.rows, new_ordered_id(), self.provider_id)
        return self._offer


def joined(rows: Sequence[Offer]) -> Offer:
    """Return one offer of its rows in the order of the file; a run that several rows name stands in it once.

    Of two runs that come to the same, one saying itself what the other leaves to the offer, the first counts.
    """
    offer: Offer | None = None
    for row in rows:
        bare = replace(row, dates=())
        offer = join_rows(offer, bare) if offer is not None else bare
    if offer is None:
        raise ValueError("no rows")
    runs: dict[OfferDate, OfferDate] = {}
    for row in rows:
        for run in row.dates:
            runs.setdefault(run.in_full(offer), run)
    return replace(offer, dates=tuple(runs.values()))
