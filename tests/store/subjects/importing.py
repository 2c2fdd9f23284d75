"""Files as a test writes them, and imports from the first row to the last."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from nqdesk.domain.change import Change
from nqdesk.domain.import_plan import ImportPreview
from nqdesk.domain.incoming import FileHead, Incoming, IncomingOffer
from nqdesk.domain.offer_query import OfferQuery, OfferSort
from nqdesk.domain.offers import Offer
from nqdesk.store import offers, organisations, search
from nqdesk.store.changing import batches, undo
from nqdesk.store.store import Store
from tests.builders import an_offer, an_organisation
from tests.store.conftest import NOW
from tests.store.subjects.conftest import TODAY

ALL = OfferQuery()
HEAD = FileHead(format="openqcat", encoding="utf-8", name="katalog.xml", day=TODAY)
COMPLETE = replace(HEAD, complete=True)


def incoming(offer: Offer, where: str = "", **provider: Any) -> IncomingOffer:
    """Return a file's record of an offer and its provider."""
    named = replace(an_organisation(azav=None), id="", **provider)
    return IncomingOffer(offer=replace(offer, provider_id=""), provider=named, where=where)


def a_row(number: int | str, **values: Any) -> IncomingOffer:
    """Return a file's record of the offer with this number."""
    return incoming(an_offer(**{"source_id": str(number), "title": f"Kurs {number}", **values}), f"PRODUCT_ID {number}")


def read(store: Store, records: Sequence[Incoming], head: FileHead = HEAD, chunk: int = 3) -> ImportPreview:
    """Read records into a pending import."""
    with store.write(NOW) as tx:
        batch = batches.begin(tx, head)
    for begin in range(0, len(records), chunk):
        with store.write(NOW) as tx:
            batches.add(tx, batch, records[begin : begin + chunk])
    list(batches.settle(store, batch, head, NOW))
    return batches.preview(store.db, batch)


def take(store: Store, batch: int) -> Change:
    """Make it visible and finish what follows."""
    with store.write(NOW) as tx:
        change = batches.finish(tx, batch)
    list(batches.tidy(store, NOW))
    return change


def imported(store: Store, records: Sequence[Incoming], head: FileHead = HEAD) -> tuple[ImportPreview, Change]:
    preview = read(store, records, head)
    return preview, take(store, preview.batch)


def undone(store: Store, change: Change) -> None:
    with store.write(NOW) as tx:
        undo.undo(tx, change.number)
    list(batches.tidy(store, NOW))


def titles(store: Store) -> list[str]:
    return [offer.title for offer in offers.each(store.db, OfferQuery(sort=OfferSort.TITLE), TODAY)]


def seen(store: Store) -> list[Any]:
    """Return all that reading functions show of offers and organisations."""
    db = store.db
    shown: list[Any] = [list(offers.each(db, OfferQuery(sort=sort), TODAY)) for sort in OfferSort]
    numbers = offers.numbers(db, ALL, TODAY)
    return [
        *shown,
        [(row.id, row.provider) for row in offers.rows(db, numbers, TODAY)],
        offers.state_counts(db, TODAY),
        [offers.count(db, OfferQuery(search=text), TODAY) for text in ("kurs", "beispiel", "offenburg", "neu")],
        organisations.every(db),
        organisations.search(db, "beispiel"),
        search.everything(db, "kurs", 50),
        [offers.by_source(db, "openqcat", "274125", str(n)) for n in range(4)],
    ]
