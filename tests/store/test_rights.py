"""A database and what lies beside it may be read by their owner only, whatever the account's mask."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from nqdesk.domain.people import Right
from nqdesk.store import backup
from nqdesk.store.changing import people
from nqdesk.store.database import create_store, open_store
from nqdesk.store.meta import put
from tests.store.conftest import CHEAP, NOW, PASSWORD

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows knows no such rights")


@pytest.fixture(autouse=True)
def _open_mask() -> Iterator[None]:
    """Let the account give everybody everything."""
    before = os.umask(0)
    yield
    os.umask(before)


def rights(folder: Path) -> dict[str, str]:
    """Return the rights of all files in a folder and below, by kind of file."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.name: oct(path.stat().st_mode & 0o777) for path in found}


def only_the_owners(folder: Path) -> int:
    """Demand that and return how many files there are."""
    found = rights(folder)
    assert set(found.values()) == {"0o600"}, found
    return len(found)


def test_a_new_database_its_keys_lock_and_journal(tmp_path: Path) -> None:
    path = tmp_path / "stelle.nqdesk"
    store, _ = create_store(path, person="Anna", password=PASSWORD, now=NOW, cost=CHEAP)
    with store:
        with store.write(NOW) as tx:
            put(tx.db, "word", "1")
            assert f"{path.name}-journal" in rights(tmp_path)
            only_the_owners(tmp_path)
        people.add_person(store, "Ben", "auch geheim 2", frozenset(Right), NOW)
        assert only_the_owners(tmp_path) >= 4
    only_the_owners(tmp_path)


def test_backups_a_restored_database_and_the_one_kept_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "stelle.nqdesk"
    second = tmp_path / "b"
    path.parent.mkdir()
    second.mkdir()
    store, _ = create_store(path, person="Anna", password=PASSWORD, now=NOW, cost=CHEAP)
    with store:
        for _ in backup.back_up(store, NOW + timedelta(hours=1), second):
            pass
    before = only_the_owners(tmp_path)
    assert [file for file in rights(second) if file.endswith(".keys")]
    restored = backup.restore(path, None, PASSWORD, NOW + timedelta(hours=2))
    assert restored.kept is not None
    assert only_the_owners(tmp_path) > before
    with open_store(path, PASSWORD, now=NOW) as again, again.write(NOW) as tx:
        put(tx.db, "word", "2")
    only_the_owners(tmp_path)
