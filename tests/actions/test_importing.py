import re
from pathlib import Path

import pytest

from nqdesk.actions import importing, offers, undoing
from nqdesk.domain.failure import Failure
from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.offers import OccupationCertainty
from nqdesk.store import offers as stored
from nqdesk.store import organisations
from nqdesk.store.database import Store
from tests.actions.conftest import CATALOGUE, finish
from tests.builders import NOW, TODAY


def all_offers(store: Store) -> list[object]:
    return list(stored.each(store.db, OfferQuery(), TODAY))


def test_a_read_file_is_invisible_until_it_is_taken(store: Store) -> None:
    preview = finish(importing.read_file(store, CATALOGUE, NOW))
    assert preview.offers.new > 30
    assert all_offers(store) == []
    assert organisations.every(store.db) == []
    importing.take(store, preview.batch, NOW)
    assert len(all_offers(store)) == preview.offers.new


def test_a_dropped_file_leaves_nothing(store: Store) -> None:
    preview = finish(importing.read_file(store, CATALOGUE, NOW))
    importing.drop(store, preview.batch, NOW)
    assert all_offers(store) == []
    for table in ("offers", "organisations", "offer_dates", "import_rows", "import_problems"):
        assert store.db.execute_sql(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_cancelling_while_reading_leaves_nothing(store: Store) -> None:
    job = importing.read_file(store, CATALOGUE, NOW)
    next(job)
    job.close()
    assert store.db.execute_sql("SELECT count(*) FROM import_rows").fetchone() == (0,)
    assert finish(importing.read_file(store, CATALOGUE, NOW)).offers.new > 30


def test_a_cut_off_file_leaves_nothing_and_says_so(store: Store, tmp_path: Path) -> None:
    cut = tmp_path / "halb.xml"
    cut.write_bytes(CATALOGUE.read_bytes()[:60_000])
    with pytest.raises(Failure):
        finish(importing.read_file(store, cut, NOW))
    assert all_offers(store) == []
    assert store.db.execute_sql("SELECT pending FROM import_state").fetchone() == (0,)


def test_an_import_is_one_change_with_one_undo(store: Store) -> None:
    preview = finish(importing.read_file(store, CATALOGUE, NOW))
    change = importing.take(store, preview.batch, NOW)
    assert change.count == preview.offers.new
    undoing.undo_last(store, NOW)
    assert all_offers(store) == []
    assert organisations.every(store.db) == []


def test_the_same_file_again_changes_nothing_and_keeps_a_person_s_decision(filled: Store) -> None:
    doubtful = next(
        o for o in stored.each(filled.db, OfferQuery(), TODAY) if o.occupation_certainty is OccupationCertainty.DOUBTFUL
    )
    offers.decide_occupation(filled, doubtful.id, "51312-fachlagerist", NOW)
    again = finish(importing.read_file(filled, CATALOGUE, NOW))
    assert (again.offers.new, again.offers.changed, again.offers.withdrawn) == (0, 0, 0)
    importing.take(filled, again.batch, NOW)
    kept = stored.get(filled.db, doubtful.id)
    assert kept is not None
    assert (kept.occupation_id, kept.occupation_certainty) == ("51312-fachlagerist", OccupationCertainty.CHOSEN)


def test_a_complete_file_withdraws_what_it_no_longer_names(filled: Store, tmp_path: Path) -> None:
    text = CATALOGUE.read_text(encoding="utf-8")
    services = re.findall(r"<SERVICE mode.*?</SERVICE>", text, re.DOTALL)
    number = re.search(r"<COURSE_ID>.*?</COURSE_ID>", services[0])
    assert number is not None
    for service in services:
        if number.group() in service:  # all runs of one offer
            text = text.replace(service, "")
    shorter = tmp_path / "kuerzer.xml"
    shorter.write_text(text, encoding="utf-8")
    preview = finish(importing.read_file(filled, shorter, NOW))
    assert (preview.offers.withdrawn, preview.offers.new, preview.offers.changed) == (1, 0, 0)


def _without_price(text: str, number: str) -> str:
    """The catalogue with an unreadable price in the records of one offer."""
    services = re.findall(r"<SERVICE mode.*?</SERVICE>", text, re.DOTALL)
    for service in services:
        if f"<COURSE_ID>{number}</COURSE_ID>" in service:
            text = text.replace(service, re.sub(r"<PRICE_AMOUNT>.*?<", "<PRICE_AMOUNT>viel<", service))
    return text


def test_an_offer_whose_record_cannot_be_read_this_time_is_not_withdrawn(filled: Store, tmp_path: Path) -> None:
    broken = tmp_path / "fehler.xml"
    broken.write_text(_without_price(CATALOGUE.read_text(encoding="utf-8"), "BSP-001"), encoding="utf-8")
    preview = finish(importing.read_file(filled, broken, NOW))
    assert preview.offers.refused > 0
    assert preview.offers.withdrawn == 0


def _as_update(text: str, *, keep: str, delete: str = "") -> str:
    """An update catalogue with the service of one PRODUCT_ID, or with a deletion."""
    services = re.findall(r"<SERVICE mode.*?</SERVICE>", text, re.DOTALL)
    new = "".join(s for s in services if f"<PRODUCT_ID>{keep}</PRODUCT_ID>" in s)
    supplier = re.search(r"<SUPPLIER_ID_REF.*?</SUPPLIER_ID_REF>", services[0])
    assert supplier is not None
    gone = f"<SERVICE mode='delete'><PRODUCT_ID>{delete}</PRODUCT_ID>{supplier.group()}</SERVICE>" if delete else ""
    body = (f"<DELETE>{gone}</DELETE>" if gone else "") + (f"<NEW>{new}</NEW>" if new else "")
    return re.sub(
        r"<NEW_CATALOG.*</NEW_CATALOG>",
        lambda _: f'<UPDATE_CATALOG seq_number="1">{body}</UPDATE_CATALOG>',
        text,
        flags=re.DOTALL,
    )


def _runs(store: Store, number: str) -> list[str]:
    offer = next(o for o in stored.each(store.db, OfferQuery(), TODAY) if o.source_id == number)
    return [run.source_id for run in offer.dates]


def test_an_update_that_names_one_run_keeps_the_others_and_takes_a_deleted_one_away(
    filled: Store, tmp_path: Path
) -> None:
    text = CATALOGUE.read_text(encoding="utf-8")
    before = _runs(filled, "BSP-001")
    assert len(before) == 2
    update = tmp_path / "neu.xml"
    update.write_text(_as_update(text, keep="BSP-001-2"), encoding="utf-8")
    preview = finish(importing.read_file(filled, update, NOW))
    assert (preview.offers.new, preview.offers.changed, preview.offers.withdrawn) == (0, 0, 0)
    importing.take(filled, preview.batch, NOW)
    assert _runs(filled, "BSP-001") == before
    update.write_text(_as_update(text, keep="", delete="BSP-001-2"), encoding="utf-8")
    preview = finish(importing.read_file(filled, update, NOW))
    importing.take(filled, preview.batch, NOW)
    assert (preview.offers.changed, preview.offers.withdrawn) == (1, 0)
    assert _runs(filled, "BSP-001") == ["BSP-001"]


def test_a_record_that_stands_twice_in_a_file_is_one_run(filled: Store, tmp_path: Path) -> None:
    text = CATALOGUE.read_text(encoding="utf-8")
    before = _runs(filled, "BSP-001")
    again = next(s for s in re.findall(r"<SERVICE mode.*?</SERVICE>", text, re.DOTALL) if ">BSP-001<" in s)
    twice = tmp_path / "doppelt.xml"
    twice.write_text(text.replace("</NEW_CATALOG>", f"{again}</NEW_CATALOG>"), encoding="utf-8")
    preview = finish(importing.read_file(filled, twice, NOW))
    assert (preview.offers.new, preview.offers.changed, preview.offers.refused) == (0, 0, 0)
    importing.take(filled, preview.batch, NOW)
    assert _runs(filled, "BSP-001") == before
