"""What a list of offers asks for; the store turns it into SQL."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from nqdesk.domain.offers import Form, FundingMark, OccupationCertainty, OfferKind, OfferState


class OfferSort(StrEnum):
    """Sort orders a list offers; each has a covering index."""

    TITLE = "title"
    PROVIDER = "provider"
    OCCUPATION = "occupation"
    START = "start"
    PRICE = "price"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class OfferQuery:
    """Filters of a list; empty means no limit, several values of one filter are alternatives.

    Attributes:
        search: as typed; every word must begin a word of the offer, its provider, occupation, place or numbers.
        batch: number of an import whose offers are wanted, as it wrote them or as they were changed since; 0 for all.
        in_bin: list the bin instead of the living records.
    """

    search: str = ""
    states: frozenset[OfferState] = frozenset()
    kinds: frozenset[OfferKind] = frozenset()
    forms: frozenset[Form] = frozenset()
    funding: frozenset[FundingMark] = frozenset()
    occupations: frozenset[str] = frozenset()
    provider_id: str = ""
    plzs: frozenset[str] = frozenset()
    batch: int = 0
    in_bin: bool = False
    sort: OfferSort = OfferSort.START
    descending: bool = False


@dataclass(frozen=True, kw_only=True)
class OfferRow:
    """What one line of a list shows; read without loading the whole offer.

    Attributes:
        n: row number, local to this database file.
        occupation: title in the catalogue or the free field.
        next_start: first day of the next run on or after the asked day, else the last one; None if rolling or unknown.
        more_dates: runs beyond the one shown.
    """

    n: int
    id: str
    title: str
    provider: str
    occupation: str
    kind: OfferKind
    certainty: OccupationCertainty
    tq_number: int | None
    state: OfferState
    rolling: bool
    next_start: date | None
    more_dates: int
    place: str
    price: Decimal | None
    form: Form | None
    information_date: date | None
