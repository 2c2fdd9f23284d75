import itertools
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from nqdesk.domain.people import Right
from nqdesk.store import backup, key_files, keys
from nqdesk.store.changing import people
from nqdesk.store.database import create_store, open_store
from nqdesk.store.errors import StoreError
from nqdesk.store.files import OS_FILES
from nqdesk.store.store import open_here
from tests.store.breaking import BreakingFiles
from tests.store.conftest import CHEAP, NOW, PASSWORD

NEW = "ganz neues Passwort"


def _finish(path: Path) -> None:
    with open_store(path, PASSWORD, now=NOW) as store:
        for _ in backup.back_up(store, NOW):
            pass


def _harm(path: Path, how: str) -> None:
    if how == "lost":
        path.unlink()
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:300])
    elif how == "byte":
        data = bytearray(path.read_bytes())
        data[400] ^= 1
        path.write_bytes(data)
    elif how == "empty":
        path.write_bytes(b"")
    else:
        path.write_text("{}")


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("how", ["lost", "cut", "byte", "empty", "foreign"])
def test_one_lost_or_damaged_copy_of_the_slots_loses_nothing_and_is_written_anew(
    database: Path, which: int, how: str
) -> None:
    copies = key_files.beside(database)
    whole = copies[0].read_bytes()
    _harm(copies[which], how)
    with open_store(database, PASSWORD, now=NOW, read_only=True) as reader:
        assert "slots_incomplete" in backup.verify(reader)
    with open_store(database, PASSWORD, now=NOW) as store:
        assert backup.verify(store) == ()
    assert [c.read_bytes() for c in copies] == [whole, whole]


@pytest.mark.parametrize(("first", "second"), list(itertools.product(["lost", "cut", "byte"], repeat=2)))
def test_with_both_copies_gone_those_of_a_backup_open_the_database(database: Path, first: str, second: str) -> None:
    _finish(database)
    copies = key_files.beside(database)
    for copy, how in zip(copies, (first, second), strict=True):
        _harm(copy, how)
    with pytest.raises(StoreError, match="wrong_password"):
        open_store(database, "falsch", now=NOW)
    with open_store(database, PASSWORD, now=NOW) as store:
        assert store.person.name == "Anna"
        assert backup.verify(store) == ()
    assert all(c.exists() for c in copies)


def test_with_all_copies_gone_the_database_says_so_and_is_not_touched(database: Path) -> None:
    for copy in key_files.beside(database):
        copy.unlink()
    data = database.read_bytes()
    with pytest.raises(StoreError, match="slots_lost"):
        open_store(database, PASSWORD, now=NOW)
    for copy in key_files.beside(database):
        copy.write_text("kaputt")
    with pytest.raises(StoreError, match="slots_lost"):
        open_store(database, PASSWORD, now=NOW)
    assert database.read_bytes() == data


def test_the_newer_copy_counts_so_that_an_old_password_stays_old(database: Path) -> None:
    first, second = key_files.beside(database)
    old = second.read_bytes()
    with open_store(database, PASSWORD, now=NOW) as store:
        people.change_password(store, PASSWORD, NEW, NOW)
    for copy in (first, second):
        whole = copy.read_bytes()
        copy.write_bytes(old)
        with pytest.raises(StoreError, match="wrong_password"):
            open_store(database, PASSWORD, now=NOW)
        with open_store(database, NEW, now=NOW):
            pass
        assert copy.read_bytes() == whole


def test_the_slots_of_another_database_do_not_stand_in_the_way(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    other, _ = create_store(folder / "x.nqdesk", person="Eva", password="ganz anderes", now=NOW, cost=CHEAP)
    for number in range(5):
        people.add_person(other, f"P{number}", f"Passwort Nummer {number}", frozenset({Right.BERATUNG}), NOW)
    other.close()
    first, _ = key_files.beside(database)
    first.write_bytes(key_files.beside(folder / "x.nqdesk")[0].read_bytes())
    with open_store(database, PASSWORD, now=NOW) as store:
        assert store.person.name == "Anna"
        assert backup.verify(store) == ()


def test_forged_slots_are_passed_over_for_the_true_ones(database: Path) -> None:
    first, second = key_files.beside(database)
    document = key_files.read(first, OS_FILES)
    assert document is not None
    first.write_bytes(keys.to_bytes(replace(document, generation=99, demo=True)))
    with open_store(database, PASSWORD, now=NOW) as store:
        assert not store.demo
    assert first.read_bytes() == second.read_bytes()


def test_a_copy_that_cannot_be_written_anew_leaves_the_file_closed_and_free(database: Path) -> None:
    whole = key_files.beside(database)[0].read_bytes()
    codes = set()
    for number in range(1, 20):
        key_files.beside(database)[1].unlink()
        try:
            open_store(database, PASSWORD, now=NOW, files=BreakingFiles(number)).close()
        except StoreError as error:
            codes.add(error.code)
        assert open_here(database) is None
        with open_store(database, PASSWORD, now=NOW) as store:
            assert backup.verify(store) == ()
        assert [c.read_bytes() for c in key_files.beside(database)] == [whole, whole]
    assert codes == {"disk_full"}


def test_a_changed_password_reaches_the_slots_of_the_backups(database: Path) -> None:
    _finish(database)
    with open_store(database, PASSWORD, now=NOW) as store:
        people.change_password(store, PASSWORD, NEW, NOW)
    made = backup.backups(database)[0]
    assert made.ok
    with pytest.raises(StoreError, match="wrong_password"):
        backup.restore(database, made.path, PASSWORD, NOW)
    assert backup.restore(database, made.path, NEW, NOW + timedelta(hours=1)).used == made.path
    with open_store(database, NEW, now=NOW):
        pass
