"""Rows of one file that belong to one offer become that offer with several runs."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from nqdesk.domain.import_plan import join_rows
from nqdesk.domain.incoming import IncomingOffer
from nqdesk.domain.offers import Offer

# What may differ from run to run; a run that says nothing means "as the offer says".
_OF_RUN = ("form", "time_model", "hours", "seats", "price")


def join(first: Offer, second: Offer) -> Offer:
    """Return one offer of two rows; where the rows differ, their runs say so themselves.

    What a person should look at in either row counts for both. The later information date stays.
    """
    differing = [name for name in _OF_RUN if getattr(first, name) != getattr(second, name)]
    if differing:
        runs = tuple(
            replace(run, **{n: getattr(second, n) for n in differing if getattr(run, n) is None})
            for run in second.dates
        )
        second = replace(second, dates=runs)
    joined = join_rows(first, second)
    days = [day for day in (first.information_date, second.information_date) if day]
    return replace(
        joined,
        check_reasons=first.check_reasons | second.check_reasons,
        information_date=max(days, default=None),
    )


def grouped(records: Iterable[IncomingOffer]) -> Iterator[IncomingOffer]:
    """Return each offer once, with the runs of all its rows, in the order of first appearance.

    Rows belong together by source_system, source_provider and source_id; rows without an id stay alone.
    """
    found: dict[tuple[str, ...], list[IncomingOffer]] = {}
    for number, record in enumerate(records):
        offer = record.offer
        key = (offer.source_provider, offer.source_id) if offer.source_id else ("", "", str(number))
        found.setdefault(key, []).append(record)
    for rows in found.values():
        first = rows[0]
        yield replace(first, offer=_all(rows)) if len(rows) > 1 else first


def _all(rows: list[IncomingOffer]) -> Offer:
    joined = rows[0].offer
    runs = dict.fromkeys(joined.dates)
    for row in rows[1:]:
        joined = join(replace(joined, dates=()), row.offer)
        runs.update((run, None) for run in joined.dates)
    return replace(joined, dates=tuple(runs))
