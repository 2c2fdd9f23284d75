"""Databases that only knew whether entry is rolling learn until when it is."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from nqdesk.domain import offers as domain
from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.offers import Offer, OfferState
from nqdesk.store import migrations, offers
from nqdesk.store.changing.offers import save_offer
from nqdesk.store.store import Store
from tests.builders import a_run, an_offer
from tests.store.subjects import strategies
from tests.store.subjects.conftest import Write, empty

slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_BEFORE = 3  # the version that held 0 or 1


def rolling(store: Store) -> list[tuple[int, ...]]:
    text = "SELECT o.n, o.rolling, k.rolling FROM offers o LEFT JOIN offers_latest k ON k.n = o.n ORDER BY o.n"
    return [tuple(row) for row in store.db.execute_sql(text).fetchall()]


def forget_the_end(store: Store) -> None:
    """Make the file one of the version before."""
    for table in ("offers", "offers_latest"):
        store.db.execute_sql(f"UPDATE {table} SET rolling = 1 WHERE rolling > 1")
    store.db.execute_sql(f"PRAGMA user_version = {_BEFORE}")


@pytest.mark.heavy
@slow
@given(record=strategies.offers())
def test_the_end_of_rolling_entry_is_taken_from_the_runs(store: Store, write: Write, record: Offer) -> None:
    empty(store)
    write(save_offer, record)
    wanted = rolling(store)
    forget_the_end(store)
    assert migrations.migrate(store.db) == migrations.latest() - _BEFORE
    assert rolling(store) == wanted


def test_an_offer_whose_rolling_entry_has_ended_is_past_after_the_upgrade(store: Store, write: Write) -> None:
    last = date(2027, 2, 28)
    write(save_offer, an_offer(dates=(a_run(start=date(2026, 9, 1), end=last, rolling=True),)))
    forget_the_end(store)
    (n,) = offers.numbers(store.db, OfferQuery(), last)
    assert offers.rows(store.db, [n], date(2027, 3, 1))[0].state is OfferState.ACTIVE
    migrations.migrate(store.db)
    assert offers.rows(store.db, [n], last)[0].state is OfferState.ACTIVE
    (row,) = offers.rows(store.db, [n], date(2027, 3, 1))
    assert (row.state, row.rolling) == (OfferState.PAST, False)
    (found,) = offers.many(store.db, [row.id])
    assert domain.state(found, date(2027, 3, 1)) is OfferState.PAST
