"""What an update file (openQ-cat UPDATE_CATALOG) does to the runs of a stored offer: it names only what changes."""

from collections.abc import Collection
from dataclasses import replace

from nqdesk.domain.offers import Offer


def with_updated_runs(stored: Offer, incoming: Offer) -> Offer:
    """Return what an update makes of a stored offer: runs it does not name stay.

    Rows of an update that name only further runs (none bears the offer's own number) change nothing but the runs;
    otherwise everything but the other runs comes from the update. A run is known by its source_id;
    runs without one cannot be told apart and give way to those of the update.
    """
    named = {run.source_id: run for run in incoming.dates if run.source_id}
    runs = [named.get(run.source_id, run) for run in stored.dates if run.source_id or not incoming.dates]
    further = incoming.dates and all(run.source_id not in ("", incoming.source_id) for run in incoming.dates)
    base = stored if further else incoming
    return replace(
        base,
        dates=(*runs, *(run for run in incoming.dates if run not in runs)),
        rolling_entry=base.rolling_entry or incoming.rolling_entry,
        check_reasons=base.check_reasons | incoming.check_reasons,
        information_date=incoming.information_date,
        withdrawn_on=None,
    )


def without_runs(stored: Offer, run_ids: Collection[str]) -> Offer:
    """Return a stored offer without the runs of these numbers; the same offer if it has no such run."""
    left = tuple(run for run in stored.dates if run.source_id not in run_ids)
    return stored if len(left) == len(stored.dates) else replace(stored, dates=left)
