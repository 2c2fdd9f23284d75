"""Offers as plain values for other programs."""

from collections.abc import Iterator
from datetime import date

from nqdesk.actions import catalogue
from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.offers import Offer, state
from nqdesk.store import offers as stored
from nqdesk.store import organisations
from nqdesk.store.database import Store


def offers(store: Store, query: OfferQuery, today: date) -> Iterator[dict[str, object]]:
    """Yield the offers of a query as JSON values: days as YYYY-MM-DD, prices as text with two places or None."""
    providers = {p.id: p.name for p in organisations.every(store.db)}
    occupations = catalogue.occupations().by_id
    for offer in stored.each(store.db, query, today):
        occupation = occupations.get(offer.occupation_id)
        yield _plain(
            offer, occupation.title if occupation else offer.field, providers.get(offer.provider_id, ""), today
        )


def _plain(offer: Offer, occupation: str, provider: str, today: date) -> dict[str, object]:
    return {
        "id": offer.id,
        "source_id": offer.source_id,
        "title": offer.title,
        "kind": offer.kind.value,
        "occupation": occupation,
        "provider": provider,
        "state": state(offer, today).value,
        "dates": [
            {
                "start": run.start.isoformat() if run.start else None,
                "end": run.end.isoformat() if run.end else None,
                "place": run.place,
                "plz": run.plz,
            }
            for run in offer.dates
        ],
        "hours": offer.hours,
        "price": f"{offer.price:.2f}" if offer.price is not None else None,
        "form": offer.form.value if offer.form else None,
        "time_model": offer.time_model.value if offer.time_model else None,
        "measure_number": offer.measure_number,
        "source": offer.source_system,
    }
