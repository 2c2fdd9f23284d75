"""What a database holds, as JSON values by kind and id; the same question is put to old and new files."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.record import Record
from nqdesk.store import (
    attendees,
    centre,
    checks,
    events,
    follow_ups,
    offers,
    organisations,
    people,
    portfolios,
    rule_texts,
    settings,
    trail,
)
from nqdesk.store.bodies import content
from nqdesk.store.database import Store

DAY = date(2027, 3, 1)


def facts(store: Store) -> dict[str, Any]:
    """Return the content of every record, the number of changes in the trail, and who found which offers."""
    db = store.db
    listed = list(offers.each(db, OfferQuery(), DAY))
    binned = list(offers.each(db, OfferQuery(in_bin=True), DAY))
    planned = events.every(db)
    records: dict[str, Sequence[Record]] = {
        "offers": listed,
        "offers in the bin": binned,
        "organisations": organisations.every(db),
        "events": planned,
        "attendees": [a for e in planned for a in attendees.of_event(db, e.id)],
        "portfolios": [p for e in planned if (p := portfolios.of_event(db, e.id)) is not None],
        "checks": checks.latest(db),
        "follow-ups": follow_ups.open_ones(db),
        "rules": rule_texts.history(db),
    }
    return {
        **{kind: {r.id: content(r) for r in found} for kind, found in records.items()},
        "centre": centre.get(db).name,
        "lock after": settings.get(db).lock_after_minutes,
        "people": sorted(f"{p.name}: {' '.join(sorted(p.rights))}" for p in people.every(db)),
        "changes": len(trail.entries(db, 1000)),
        "found by mueller": offers.count(db, OfferQuery(search="mueller"), DAY),
    }
