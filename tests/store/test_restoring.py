import errno
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from nqdesk.domain.people import Right
from nqdesk.store import backup, key_files, migrations, restoring
from nqdesk.store.changing import people
from nqdesk.store.database import open_store
from nqdesk.store.errors import StoreError
from nqdesk.store.meta import get, put
from tests.store.breaking import BreakingFiles, content, parts
from tests.store.conftest import NOW, PASSWORD

HOUR = timedelta(hours=1)


@pytest.fixture
def with_backups(database: Path) -> Path:
    """A database with the word "3" and backups of "1" and "2"."""
    with open_store(database, PASSWORD, now=NOW) as store:
        for number in (1, 2):
            with store.write(NOW) as tx:
                put(tx.db, "word", str(number))
            for _ in backup.back_up(store, NOW + number * HOUR):
                pass
        with store.write(NOW) as tx:
            put(tx.db, "word", "3")
    return database


def _word(path: Path) -> str:
    with open_store(path, PASSWORD, now=NOW) as store:
        assert backup.verify(store) == ()
        return get(store.db, "word")


def _damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_the_newest_backup_takes_the_place_and_the_present_file_is_kept_beside(with_backups: Path) -> None:
    restored = backup.restore(with_backups, None, PASSWORD, NOW)
    assert restored.used == backup.backups(with_backups)[0].path
    assert _word(with_backups) == "2"
    assert restored.kept is not None
    assert restored.kept.parent == with_backups.parent
    assert _word(restored.kept) == "3"


def test_every_kept_backup_restores(with_backups: Path) -> None:
    for made in backup.backups(with_backups):
        backup.restore(with_backups, made.path, PASSWORD, NOW)
        assert _word(with_backups) == {1: "1", 2: "2"}[(made.at - NOW) // HOUR]


def test_a_damaged_newest_backup_leads_to_the_next(with_backups: Path) -> None:
    newest, older = backup.backups(with_backups)
    _damage(newest.path)
    assert backup.restore(with_backups, None, PASSWORD, NOW).used == older.path
    assert _word(with_backups) == "1"


def test_a_damaged_backup_that_was_chosen_is_refused_and_nothing_changes(with_backups: Path) -> None:
    newest = backup.backups(with_backups)[0]
    _damage(newest.path)
    before = content(with_backups)
    with pytest.raises(StoreError, match="backup_damaged"):
        backup.restore(with_backups, newest.path, PASSWORD, NOW)
    assert content(with_backups) == before
    assert not parts(with_backups.parent)


def test_a_foreign_file_is_no_backup(with_backups: Path, tmp_path: Path) -> None:
    letter = tmp_path / "Brief.txt"
    letter.write_text("Guten Tag " * 1000)
    with pytest.raises(StoreError, match="backup_damaged"):
        backup.restore(with_backups, letter, PASSWORD, NOW)
    with pytest.raises(StoreError, match="backup_damaged"):
        backup.restore(with_backups, tmp_path / "nicht da", PASSWORD, NOW)
    assert _word(with_backups) == "3"


def test_a_wrong_password_restores_nothing(with_backups: Path) -> None:
    before = content(with_backups)
    with pytest.raises(StoreError, match="wrong_password"):
        backup.restore(with_backups, None, "falsch", NOW)
    assert content(with_backups) == before
    assert not parts(with_backups.parent)


def test_without_any_backup_the_restore_says_so(database: Path) -> None:
    with pytest.raises(StoreError, match="no_backup"):
        backup.restore(database, None, PASSWORD, NOW)


def test_an_open_database_is_not_replaced(with_backups: Path) -> None:
    with open_store(with_backups, PASSWORD, now=NOW), pytest.raises(StoreError, match="open_here"):
        backup.restore(with_backups, None, PASSWORD, NOW)
    assert _word(with_backups) == "3"


def test_whether_a_backup_can_be_restored_is_known_while_the_database_is_open(with_backups: Path) -> None:
    newest, older = backup.backups(with_backups)
    _damage(older.path)
    with open_store(with_backups, PASSWORD, now=NOW):
        restoring.demand_restorable(with_backups, newest.path, PASSWORD)
        for chosen, password, code in (
            (newest.path, "falsch", "wrong_password"),
            (older.path, PASSWORD, "backup_damaged"),
            (with_backups, PASSWORD, "open_here"),
        ):
            with pytest.raises(StoreError, match=code):
                restoring.demand_restorable(with_backups, chosen, password)


@pytest.mark.parametrize("harm", ["damaged", "missing", "foreign", "slots", "everything"])
def test_a_backup_is_restored_whatever_became_of_the_database(with_backups: Path, harm: str) -> None:
    if harm == "damaged":
        with_backups.write_bytes(with_backups.read_bytes()[:5000])
    elif harm == "foreign":
        with_backups.write_text("Brief")
    if harm in ("slots", "everything"):
        for copy in key_files.beside(with_backups):
            copy.unlink()
    if harm in ("missing", "everything"):
        with_backups.unlink()
    restored = backup.restore(with_backups, None, PASSWORD, NOW)
    assert (restored.kept is None) == (harm in ("missing", "everything"))
    assert _word(with_backups) == "2"


def test_a_backup_without_its_slots_is_opened_with_those_of_the_database(with_backups: Path) -> None:
    newest = backup.backups(with_backups)[0]
    key_files.of_backup(newest.path).unlink()
    assert backup.restore(with_backups, newest.path, PASSWORD, NOW).used == newest.path
    assert _word(with_backups) == "2"


def test_a_backup_alone_makes_a_new_database_on_another_computer(with_backups: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Neuer Rechner"
    folder.mkdir()
    newest = backup.backups(with_backups)[0]
    for file in (newest.path, key_files.of_backup(newest.path)):
        shutil.copy(file, folder)
    path = folder / "stelle.nqdesk"
    backup.restore(path, folder / newest.path.name, PASSWORD, NOW)
    assert _word(path) == "2"


def test_a_half_written_transaction_of_the_present_file_does_not_spoil_the_restored_one(with_backups: Path) -> None:
    journal = with_backups.with_name(f"{with_backups.name}-journal")
    journal.write_bytes(bytes.fromhex("d9d505f920a163d7") + os.urandom(8000))
    restored = backup.restore(with_backups, None, PASSWORD, NOW)
    assert restored.kept is not None
    assert not journal.exists()
    assert restored.kept.with_name(f"{restored.kept.name}-journal").exists()
    assert _word(with_backups) == "2"


def test_a_backup_from_a_newer_program_is_refused(with_backups: Path) -> None:
    with open_store(with_backups, PASSWORD, now=NOW) as store:
        with store.write(NOW) as tx:
            tx.db.execute_sql(f"PRAGMA user_version = {migrations.latest() + 1}")
        for _ in backup.back_up(store, NOW + 5 * HOUR):
            pass
    with pytest.raises(StoreError, match="too_new"):
        backup.restore(with_backups, None, PASSWORD, NOW)


def test_an_old_backup_is_opened_with_the_password_of_its_time_if_that_is_all_there_is(with_backups: Path) -> None:
    newest = backup.backups(with_backups)[0]
    with open_store(with_backups, PASSWORD, now=NOW) as store:
        bernd = people.add_person(store, "Bernd", "Bernds Passwort", frozenset(Right), NOW)
        people.remove_person(store, bernd.id, PASSWORD, NOW)
        people.change_password(store, PASSWORD, "ganz neues Passwort", NOW)
    with pytest.raises(StoreError, match="wrong_password"):
        backup.restore(with_backups, newest.path, "ganz neues Passwort", NOW)
    backup.restore(with_backups, newest.path, PASSWORD, NOW)
    assert _word(with_backups) == "2"


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_whichever_file_operation_fails_the_old_file_or_the_restored_one_is_there(
    with_backups: Path, error: int, lasting: bool
) -> None:
    counting = BreakingFiles()
    before = {p: p.read_bytes() for p in with_backups.parent.rglob("*") if p.is_file()}
    backup.restore(with_backups, None, PASSWORD, NOW, files=counting)
    for number in range(1, len(counting.done) + 1):
        for path in with_backups.parent.glob("stelle*"):
            if path.is_file():
                path.unlink()
        for path, data in before.items():
            path.write_bytes(data)
        code = ""
        try:
            backup.restore(with_backups, None, PASSWORD, NOW, files=BreakingFiles(number, error, lasting=lasting))
        except StoreError as told:
            code = told.code
        assert code in ("", "disk_full", "io_error"), number
        assert _word(with_backups) in ("2", "3"), number
        assert not parts(with_backups.parent)
