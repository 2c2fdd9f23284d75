"""What the store finds for a rule holds all that the rule takes in."""

from dataclasses import replace

import pytest

from nqdesk.actions import catalogue, portfolios
from nqdesk.domain import portfolio_book
from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.offers import Form, FundingMark, OfferKind, OfferState
from nqdesk.domain.portfolio import OfferRule, PortfolioChoice
from nqdesk.store import offers, organisations
from nqdesk.store.database import Store
from tests.builders import TODAY

_RULES = [
    OfferRule(),
    OfferRule(kinds=frozenset({OfferKind.TQ, OfferKind.LANGUAGE})),
    OfferRule(forms=frozenset({Form.ONLINE})),
    OfferRule(funding=frozenset({FundingMark.BILDUNGSGUTSCHEIN})),
    OfferRule(occupations=frozenset({"51312-fachlagerist"})),
    OfferRule(fields=frozenset({"51"})),
    OfferRule(fields=frozenset({"51", "Grundkompetenzen"})),
    OfferRule(occupations=frozenset({"51312-fachlagerist"}), fields=frozenset({"25"})),
    OfferRule(centre_plz="77652", radius_km=10),
    OfferRule(centre_plz="77652", radius_km=30, kinds=frozenset({OfferKind.UMSCHULUNG})),
    OfferRule(centre_plz="79098", radius_km=20, forms=frozenset({Form.PRESENCE})),
    OfferRule(kreise=frozenset({"08317"})),
    OfferRule(kreise=frozenset({"08317"}), centre_plz="79098", radius_km=5),
    OfferRule(centre_plz="00000", radius_km=50),
]


@pytest.mark.parametrize("rule", _RULES)
def test_the_store_leaves_out_nothing_the_rule_takes_in(filled: Store, rule: OfferRule) -> None:
    region, occupations = catalogue.region(), catalogue.occupations().by_id
    shown = frozenset({OfferState.ACTIVE, OfferState.TO_CHECK})
    everything = list(offers.each(filled.db, OfferQuery(states=shown), TODAY))
    one_provider = organisations.every(filled.db)[0].id
    for full in (rule, replace(rule, providers=frozenset({one_provider}))):
        choice = PortfolioChoice(rule=full, added=frozenset({everything[-1].id}))
        wanted = portfolio_book.chosen(
            everything,
            choice,
            TODAY,
            occupations,
            region.kreis_of,
            lambda plz, rule=full: region.distance_km(rule.centre_plz, plz) if rule.centre_plz else None,  # type: ignore[misc]
        )
        found = portfolios.offers_of(filled, choice, None, TODAY)
        assert sorted(offer.id for offer in found) == sorted(offer.id for offer in wanted)
        assert len({offer.id for offer in found}) == len(found)
