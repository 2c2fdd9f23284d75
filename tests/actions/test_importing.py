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
