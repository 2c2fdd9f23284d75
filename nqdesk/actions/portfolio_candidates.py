"""The offers a choice may hold, found by the store as far as it can, so that a large stock is not walked through."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from nqdesk.actions import catalogue
from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.offers import Form, Offer, OfferState, state
from nqdesk.domain.portfolio import OfferRule, PortfolioChoice
from nqdesk.store import offers
from nqdesk.store.database import Store

_PRINTED = frozenset({OfferState.ACTIVE, OfferState.TO_CHECK})


def of(store: Store, choice: PortfolioChoice, on: date) -> Iterator[Offer]:
    """Yield every offer the choice may hold on a day, each once: active ones and those to be checked.

    Whether it does is for `portfolio_book.chosen` to say; this only leaves out what cannot.
    """
    seen: set[str] = set()
    if choice.by_rule:
        for query in _queries(choice.rule):
            for offer in offers.each(store.db, query, on):
                if offer.id not in seen:
                    seen.add(offer.id)
                    yield offer
    for offer in offers.many(store.db, sorted(choice.added - seen)):
        if state(offer, on) in _PRINTED:
            yield offer


def _queries(rule: OfferRule) -> Iterator[OfferQuery]:
    """Yield queries that together find everything a rule can take in."""
    query = OfferQuery(
        states=_PRINTED,
        kinds=rule.kinds,
        forms=rule.forms,
        funding=rule.funding,
        occupations=_occupations(rule),
        provider_id=next(iter(rule.providers)) if len(rule.providers) == 1 else "",
    )
    near = _plzs(rule)
    if near is None:
        yield query
        return
    if near:
        yield replace(query, plzs=near)
    if not rule.forms or Form.ONLINE in rule.forms:
        yield replace(query, forms=frozenset({Form.ONLINE}))
    else:  # a run may be online though another one has the form asked for
        yield query


def _occupations(rule: OfferRule) -> frozenset[str]:
    """Return the occupations a rule is limited to, none if it also takes free fields."""
    catalogued = catalogue.occupations().by_id.values()
    if not rule.fields <= {occupation.field_code for occupation in catalogued}:
        return frozenset()
    return rule.occupations | {o.id for o in catalogued if o.field_code in rule.fields}


def _plzs(rule: OfferRule) -> frozenset[str] | None:
    """Return the postcodes a rule is limited to, None if to none."""
    around = bool(rule.centre_plz) and rule.radius_km is not None
    if not rule.kreise and not around:
        return None
    region = catalogue.region()
    near = frozenset[str]().union(*(region.plzs_of_kreis(ags) for ags in rule.kreise))
    return near | region.plzs_within(rule.centre_plz, rule.radius_km) if around and rule.radius_km is not None else near
