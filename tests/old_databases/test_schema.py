"""A database that was upgraded has the same tables as a new one, and its indexes say the same as its rows."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from nqdesk.store import arranging, offers
from nqdesk.store.database import Store, create_store, open_store
from nqdesk.store.words import index_text
from tests.old_databases.make import FOLDER, NAME
from tests.store.conftest import CHEAP, NOW, PASSWORD

VERSIONS = sorted(FOLDER.glob("version_*"))


@pytest.fixture(params=VERSIONS, ids=[v.name for v in VERSIONS])
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    folder = tmp_path / "old"
    shutil.copytree(request.param, folder)
    with open_store(folder / NAME, PASSWORD, now=NOW) as opened:
        yield opened


def schema(store: Store) -> list[tuple[str, ...]]:
    """Return everything the file defines, white space apart."""
    found = store.db.execute_sql("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    return sorted((kind, name, " ".join(sql.split())) for kind, name, sql in found)


def test_an_upgraded_database_has_the_tables_of_a_new_one(upgraded: Store, tmp_path: Path) -> None:
    new, _ = create_store(tmp_path / "neu.nqdesk", person="Anna", password=PASSWORD, now=NOW, cost=CHEAP)
    with new:
        assert schema(upgraded) == schema(new)


def test_no_row_of_an_upgraded_database_lacks_its_parent(upgraded: Store) -> None:
    assert upgraded.db.execute_sql("PRAGMA foreign_key_check").fetchall() == []
    assert upgraded.db.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_the_orders_of_an_upgraded_database_are_those_of_its_offers(upgraded: Store) -> None:
    tables = [row[0] for row in upgraded.db.execute_sql("SELECT name FROM pragma_table_list WHERE wr = 1").fetchall()]
    tables = [table for table in tables if table.startswith("offers_") and "_words" not in table]
    assert len(tables) == 10
    before = {table: upgraded.db.execute_sql(f"SELECT * FROM {table}").fetchall() for table in tables}
    with upgraded.write(NOW) as tx:
        for table in tables:
            tx.db.execute_sql(f"DELETE FROM {table}")
        for (n,) in tx.db.execute_sql("SELECT n FROM offers").fetchall():
            arranging.enter(tx.db, n)
    after = {table: upgraded.db.execute_sql(f"SELECT * FROM {table}").fetchall() for table in tables}
    assert before == after


def test_every_offer_of_an_upgraded_database_is_found_by_its_title(upgraded: Store) -> None:
    for offer in offers.records(upgraded.db, "1", ()).values():
        (body,) = upgraded.db.execute_sql(
            "SELECT w.body FROM offers o JOIN offers_words w ON w.rowid = o.n WHERE o.id = ? ORDER BY o.n DESC",
            (offer.id,),
        ).fetchone()
        assert set(index_text(offer.title).split()) <= set(body.split())
