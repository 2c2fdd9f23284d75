import errno
import os
import shutil
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path

import pytest

from nqdesk.domain.progress import Progress
from nqdesk.store import backup, key_files
from nqdesk.store.backup import Backup
from nqdesk.store.database import Store, open_store
from nqdesk.store.errors import StoreError
from nqdesk.store.meta import get, put
from tests.store.breaking import BreakingFiles, content, parts
from tests.store.conftest import NOW, PASSWORD

HOUR = timedelta(hours=1)


def _run(job: Generator[Progress, None, Backup]) -> Backup:
    while True:
        try:
            next(job)
        except StopIteration as end:
            made: Backup = end.value
            return made


def _fill(store: Store, size: int = 3_000_000) -> None:
    with store.write(NOW) as tx:
        for number in range(size // 30_000):
            put(tx.db, f"filler {number}", f"{number:05}" * 6_000)


def _damage(path: Path, place: int = -3000) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def test_a_backup_is_whole_encrypted_and_named_by_its_time(store: Store) -> None:
    with store.write(NOW) as tx:
        put(tx.db, "word", "Kanarienvogel")
    made = _run(backup.back_up(store, NOW))
    assert made.path.parent == key_files.backup_folder(store.path)
    assert made.path.name == "2027-03-01T093000Z.nqdesk"
    assert (made.ok, made.size, made.problem) == (True, made.path.stat().st_size, "")
    assert not made.path.read_bytes().startswith(b"SQLite format 3")
    assert b"Kanarienvogel" not in made.path.read_bytes()
    assert backup.backups(store.path) == [made]
    assert not parts(store.path.parent)


def test_a_backup_opens_like_the_database_with_the_slots_beside_it(store: Store, tmp_path: Path) -> None:
    made = _run(backup.back_up(store, NOW))
    folder = tmp_path / "anderswo"
    folder.mkdir()
    shutil.copy(made.path, folder / "x.nqdesk")
    shutil.copy(key_files.of_backup(made.path), folder / "x.nqdesk.keys")
    with open_store(folder / "x.nqdesk", PASSWORD, now=NOW) as opened:
        assert backup.verify(opened) == ()


def test_a_backup_is_read_where_it_lies_but_never_written_to(store: Store) -> None:
    made = _run(backup.back_up(store, NOW))
    data = made.path.read_bytes()
    with pytest.raises(StoreError, match="is_backup"):
        open_store(made.path, PASSWORD, now=NOW)
    with open_store(made.path, PASSWORD, now=NOW, read_only=True) as reader:
        assert reader.person == store.person
    assert made.path.read_bytes() == data
    assert sorted(p.name for p in made.path.parent.iterdir()) == [made.path.name, f"{made.path.name}.keys"]


def test_progress_is_told_and_a_backup_given_up_leaves_nothing(store: Store) -> None:
    _fill(store)
    job = backup.back_up(store, NOW)
    stages = [next(job).stage for _ in range(4)]
    assert stages == ["backup_copying"] * 4
    job.close()
    assert backup.backups(store.path) == []
    assert not parts(store.path.parent)
    assert _run(backup.back_up(store, NOW)).ok


def test_what_is_saved_during_a_backup_is_in_it_or_not_but_never_half(store: Store) -> None:
    _fill(store)
    with store.another() as writer:
        job = backup.back_up(store, NOW)
        number = 0
        while True:
            try:
                next(job)
            except StopIteration:
                break
            if number < 10:
                number += 1
                with writer.write(NOW) as tx:
                    put(tx.db, "first", str(number))
                    put(tx.db, "last", str(number))
    path = store.path
    store.close()
    backup.restore(path, None, PASSWORD, NOW)
    with open_store(path, PASSWORD, now=NOW) as again:
        assert get(again.db, "first") == get(again.db, "last")
        assert get(again.db, "filler 99") == "00099" * 6_000


def test_a_backup_works_from_a_read_only_store_while_another_holds_the_file(store: Store) -> None:
    with open_store(store.path, PASSWORD, now=NOW, read_only=True) as reader:
        assert _run(backup.back_up(reader, NOW)).ok


def test_two_backups_of_the_same_second_are_both_kept(store: Store) -> None:
    first, second = _run(backup.back_up(store, NOW)), _run(backup.back_up(store, NOW))
    assert first.path != second.path
    assert len(backup.backups(store.path)) == 2


def test_backups_are_thinned_and_the_newest_stay(store: Store) -> None:
    for number in range(40):
        _run(backup.back_up(store, NOW + number * 6 * HOUR))
    found = backup.backups(store.path)
    assert found[0].at == NOW + 39 * 6 * HOUR
    assert [b.at for b in found] == sorted((b.at for b in found), reverse=True)
    assert 15 <= len(found) <= 20
    files = {p.name for p in key_files.backup_folder(store.path).iterdir()}
    assert files == {b.path.name for b in found} | {f"{b.path.name}.keys" for b in found}


def test_a_second_folder_gets_the_same_backup_and_is_thinned_too(store: Store, tmp_path: Path) -> None:
    stick = tmp_path / "Stick"
    for number in range(12):
        made = _run(backup.back_up(store, NOW + number * 12 * HOUR, stick))
    assert made.second is not None
    assert made.second.read_bytes() == made.path.read_bytes()
    first = [b.path.name for b in backup.backups(store.path)]
    assert sorted(p.name for p in made.second.parent.glob("*.nqdesk")) == sorted(first)
    assert backup.backups(store.path, stick) == backup.backups(store.path)


def test_a_second_folder_that_cannot_be_used_does_not_cost_the_backup(store: Store, tmp_path: Path) -> None:
    blocked = tmp_path / "Datei"
    blocked.write_text("kein Ordner")
    made = _run(backup.back_up(store, NOW, blocked / "Ordner"))
    assert (made.ok, made.second, made.problem) == (True, None, "second_folder_failed")


def test_a_lost_first_folder_is_replaced_by_the_second(store: Store, tmp_path: Path) -> None:
    stick = tmp_path / "Stick"
    made = _run(backup.back_up(store, NOW, stick))
    path = store.path
    store.close()
    shutil.rmtree(made.path.parent)
    path.unlink()
    assert backup.restore(path, None, PASSWORD, NOW, second_folder=stick).used == made.second
    with open_store(path, PASSWORD, now=NOW):
        pass


@pytest.mark.parametrize("how", ["byte", "zeroed", "cut"])
def test_a_damaged_file_is_never_backed_up_and_no_backup_is_lost(database: Path, how: str) -> None:
    with open_store(database, PASSWORD, now=NOW) as store:
        _fill(store)
        good = _run(backup.back_up(store, NOW))
    data = bytearray(database.read_bytes())
    if how == "byte":
        data[-3000] ^= 1
    elif how == "zeroed":
        data[-4096 * 20 : -4096 * 19] = bytes(4096)
    else:
        del data[-4096 * 3 :]
    database.write_bytes(data)
    if how == "cut":
        with pytest.raises(StoreError, match="damaged"):
            open_store(database, PASSWORD, now=NOW)
        return
    with open_store(database, PASSWORD, now=NOW) as store:
        assert "damaged_pages" in backup.verify(store)
        with pytest.raises(StoreError, match="damaged"):
            _run(backup.back_up(store, NOW + HOUR))
        assert backup.backups(database) == [good]
        assert not parts(database.parent)
    assert bytes(data) == database.read_bytes()


def test_a_backup_cut_short_later_is_shown_as_not_whole(store: Store) -> None:
    made = _run(backup.back_up(store, NOW))
    os.truncate(made.path, made.size - 4096)
    assert [b.ok for b in backup.backups(store.path)] == [False]
    key_files.of_backup(made.path).unlink()
    assert [b.ok for b in backup.backups(store.path)] == [False]


def test_foreign_files_in_the_folder_are_neither_listed_nor_deleted(store: Store) -> None:
    folder = key_files.backup_folder(store.path)
    folder.mkdir()
    (folder / "Notizen.txt").write_text("wichtig")
    (folder / "2027-03-01.nqdesk").write_text("von Hand")
    for number in range(20):
        _run(backup.back_up(store, NOW + number * 12 * HOUR))
    assert (folder / "Notizen.txt").read_text() == "wichtig"
    assert (folder / "2027-03-01.nqdesk").read_text() == "von Hand"
    assert all(b.at >= NOW for b in backup.backups(store.path))


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_whichever_file_operation_fails_a_backup_is_whole_or_not_there(database: Path, error: int) -> None:
    with open_store(database, PASSWORD, now=NOW) as store:
        before = _run(backup.back_up(store, NOW - HOUR))
    files = BreakingFiles(error=error)
    with open_store(database, PASSWORD, now=NOW, files=files) as store:
        start = len(files.done)
        _run(backup.back_up(store, NOW))
        count = len(files.done) - start
        assert count >= 8
        for number in range(1, count + 1):
            files.at = len(files.done) + number
            code = ""
            try:
                assert _run(backup.back_up(store, NOW + number * HOUR)).ok
            except StoreError as told:
                code = told.code
            assert code in ("", "disk_full", "io_error")
            files.at = 0
            assert all(b.ok for b in backup.backups(database))
            assert before in backup.backups(database)
            assert not parts(database.parent)


def test_a_crash_in_the_middle_of_a_backup_is_tidied_up_a_day_later(store: Store) -> None:
    folder = key_files.backup_folder(store.path)
    folder.mkdir()
    old, young = folder / "x.nqdesk.ab.part", folder / "y.nqdesk.cd.part"
    for left in (old, young):
        left.write_bytes(b"x")
    os.utime(old, (0, 0))
    _run(backup.back_up(store, NOW))
    assert (old.exists(), young.exists()) == (False, True)


def test_verifying_finds_nothing_in_a_whole_file_and_changes_nothing(database: Path) -> None:
    with open_store(database, PASSWORD, now=NOW) as store:
        _fill(store)
    before = content(database)
    with open_store(database, PASSWORD, now=NOW, read_only=True) as store:
        assert backup.verify(store) == ()
    assert content(database) == before


def test_verifying_finds_rows_whose_parent_is_gone(store: Store) -> None:
    with store.another() as other:
        other.db.execute_sql("PRAGMA foreign_keys = OFF")
        with other.write(NOW) as tx:
            tx.db.execute_sql("INSERT INTO trail (change, area, record_id, what) VALUES (99, 'people', 'x', 'created')")
    assert backup.verify(store) == ("damaged_links",)
