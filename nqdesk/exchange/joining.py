"""Rows of one file that belong to one offer become that offer with several runs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from nqdesk.domain.incoming import IncomingOffer
from nqdesk.domain.offers import FundingMark, Offer, OfferDate

# What may differ from run to run; a run that says nothing means "as the offer says".
_OF_RUN = ("form", "time_model", "hours", "seats", "price")


@dataclass
class _Joined:
    first: IncomingOffer
    runs: dict[OfferDate, None]
    rolling: bool
    funding: frozenset[FundingMark]
    reasons: frozenset[str]
    day: date | None


class Joiner:
    """Collects rows and gives each offer once; of further rows only their runs are kept.

    Rows belong together by source_provider and source_id; rows without an id stay alone. What a further row says
    otherwise of form, time, hours, seats or price stands in its runs; reasons to check count for the whole offer.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, ...], _Joined] = {}

    def add(self, record: IncomingOffer) -> None:
        """Take one row."""
        offer = record.offer
        key = (offer.source_provider, offer.source_id) if offer.source_id else ("", "", str(len(self._found)))
        known = self._found.get(key)
        if known is None:
            runs = dict.fromkeys(offer.dates)
            self._found[key] = _Joined(
                record, runs, offer.rolling_entry, offer.funding, offer.check_reasons, offer.information_date
            )
            return
        known.runs.update(dict.fromkeys(_own_runs(known.first.offer, offer)))
        known.rolling = known.rolling and offer.rolling_entry
        known.funding |= offer.funding
        known.reasons |= offer.check_reasons
        known.day = max((d for d in (known.day, offer.information_date) if d), default=None)

    def offers(self) -> Iterator[IncomingOffer]:
        """Yield the offers in the order of their first rows."""
        for joined in self._found.values():
            record = joined.first
            if len(joined.runs) > len(record.offer.dates) or joined.reasons != record.offer.check_reasons:
                offer = replace(
                    record.offer,
                    dates=tuple(joined.runs),
                    rolling_entry=joined.rolling,
                    funding=joined.funding,
                    check_reasons=joined.reasons,
                    information_date=joined.day,
                )
                record = replace(record, offer=offer)
            yield record


class FurtherRows:
    """Passes rows on one by one; of a further row of an offer the runs say themselves what differs from its first row.

    Of each offer only the few values are kept that may differ, so that long tables need little memory.
    """

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], tuple[object, ...]] = {}

    def row(self, record: IncomingOffer) -> IncomingOffer:
        """Return a row as it is to be stored."""
        offer = record.offer
        if not offer.source_id:
            return record
        values = tuple(getattr(offer, name) for name in _OF_RUN)
        first = self._first.setdefault((offer.source_provider, offer.source_id), values)
        if first == values:
            return record
        runs = _with_values(offer, {n: v for n, v, f in zip(_OF_RUN, values, first, strict=True) if v != f})
        return replace(record, offer=replace(offer, dates=tuple(runs)))


def _own_runs(first: Offer, second: Offer) -> Iterable[OfferDate]:
    """Return the runs of a further row, saying themselves what differs from the first row."""
    differing = {name: getattr(second, name) for name in _OF_RUN if getattr(second, name) != getattr(first, name)}
    return _with_values(second, differing)


def _with_values(offer: Offer, differing: Mapping[str, Any]) -> Iterator[OfferDate]:
    for run in offer.dates:
        missing = {name: value for name, value in differing.items() if getattr(run, name) is None}
        yield replace(run, **missing) if missing else run


def grouped(records: Iterable[IncomingOffer]) -> Iterator[IncomingOffer]:
    """Return each offer of these rows once, with all its runs."""
    joiner = Joiner()
    for record in records:
        joiner.add(record)
    return joiner.offers()
