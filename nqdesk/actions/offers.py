"""What can be done with offers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from nqdesk.actions import catalogue
from nqdesk.actions.refused import demand, demand_sound
from nqdesk.domain.change import Change
from nqdesk.domain.offers import OccupationCertainty, Offer, check_offer
from nqdesk.domain.people import Right
from nqdesk.store import offers as stored
from nqdesk.store.changing import offers as changing
from nqdesk.store.database import Store


def save_offer(store: Store, offer: Offer, now: datetime) -> Change:
    """Store an offer; Refused names what to correct, StoreError "stale" says somebody saved meanwhile."""
    demand(store.person, Right.BERATUNG)
    demand_sound(check_offer(offer))
    with store.write(now) as tx:
        return changing.save_offer(tx, offer)


def bin_offers(store: Store, ids: Sequence[str], now: datetime) -> Change:
    """Move offers to the bin."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        return changing.bin_offers(tx, ids)


def restore_offers(store: Store, ids: Sequence[str], now: datetime) -> Change:
    """Take offers out of the bin."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        return changing.restore_offers(tx, ids)


def erase_offers(store: Store, ids: Sequence[str], now: datetime) -> Change:
    """Erase offers for good; cannot be undone and needs the right Verwaltung."""
    demand(store.person, Right.VERWALTUNG)
    with store.write(now) as tx:
        return changing.erase_offers(tx, ids)


def decide_occupation(store: Store, offer_id: str, occupation_id: str, now: datetime) -> Change:
    """Assign an occupation by a person's decision; later imports keep it. "" takes the assignment away."""
    demand(store.person, Right.BERATUNG)
    if occupation_id and occupation_id not in catalogue.occupations().by_id:
        raise KeyError(occupation_id)
    with store.write(now) as tx:
        offer = stored.get(tx.db, offer_id)
        if offer is None:
            raise KeyError(offer_id)
        return changing.save_offer(
            tx,
            replace(
                offer,
                occupation_id=occupation_id,
                occupation_certainty=OccupationCertainty.CHOSEN,
                check_reasons=offer.check_reasons - {"occupation_doubtful"},
            ),
        )


def confirm_offers(store: Store, ids: Sequence[str], today: date, now: datetime) -> Change:
    """Record that a person looked: nothing is left to check, and the information is of today."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        checked = [
            replace(offer, check_reasons=frozenset(), information_date=today) for offer in stored.many(tx.db, ids)
        ]
        return changing.save_offers(tx, checked, verb="confirm_offers")


def withdraw_offers(store: Store, ids: Sequence[str], today: date, now: datetime) -> Change:
    """Mark offers as withdrawn from today."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        gone = [replace(offer, withdrawn_on=today) for offer in stored.many(tx.db, ids)]
        return changing.save_offers(tx, gone, verb="withdraw_offers")
