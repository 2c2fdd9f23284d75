import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from nqdesk.domain.people import Right
from nqdesk.store import key_files, migrations, people
from nqdesk.store.changing import people as changing_people
from nqdesk.store.database import Store, create_store, open_store, open_with_recovery, remove_demo
from nqdesk.store.errors import StoreError
from nqdesk.store.files import Files
from nqdesk.store.meta import put
from tests.store.breaking import BreakingFiles, content, parts
from tests.store.conftest import CHEAP, NOW, PASSWORD, Template

CANARY = "Kanarienvogel Zwölfboxkämpfer"


def _refused(path: Path, password: str = PASSWORD, *, read_only: bool = False) -> StoreError:
    """Return the error of an opening that must leave everything as it was."""
    before = content(path)
    with pytest.raises(StoreError) as error:
        open_store(path, password, now=NOW, read_only=read_only)
    assert content(path) == before
    return error.value


def test_a_new_database_has_one_person_with_both_rights(store: Store) -> None:
    assert store.person.name == "Anna"
    assert store.person.rights == frozenset(Right)
    assert people.every(store.db) == [store.person]
    assert not store.demo


def test_a_new_file_is_made_by_running_all_steps(store: Store) -> None:
    assert migrations.version(store.db) == migrations.latest()


def test_the_password_opens_it_again_and_what_was_written_is_there(database: Path) -> None:
    with open_store(database, PASSWORD, now=NOW) as store, store.write(NOW) as tx:
        put(tx.db, "word", CANARY)
    with open_store(database, PASSWORD, now=NOW) as store:
        assert store.db.execute_sql("SELECT value FROM meta WHERE name = 'word'").fetchone() == (CANARY,)


def test_no_text_is_readable_in_any_file_while_open_or_after(database: Path) -> None:
    with open_store(database, PASSWORD, now=NOW) as store:
        with store.write(NOW) as tx:
            for number in range(200):
                put(tx.db, f"{CANARY} {number}", CANARY * 20)
            tx.db.execute_sql("DELETE FROM meta WHERE name LIKE ?", (f"{CANARY} 1%",))
        journals = [p for p in database.parent.iterdir() if p.name.endswith("-journal")]
        read = [p.read_bytes() for p in (*journals, *key_files.beside(database))]
    read.append(database.read_bytes())
    needles = [CANARY.encode(), CANARY.encode("utf-16-le"), b"CREATE TABLE", b"SQLite format", PASSWORD.encode()]
    assert not [n for n in needles for data in read if n in data]


def test_every_other_password_is_wrong(database: Path) -> None:
    for password in ("", PASSWORD.upper(), PASSWORD + " ", "x" * 1000):
        assert _refused(database, password).code == "wrong_password"
        assert _refused(database, password, read_only=True).code == "wrong_password"


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="missing"):
        open_store(tmp_path / "x.nqdesk", PASSWORD, now=NOW)
    with pytest.raises(StoreError, match="missing"):
        open_store(tmp_path / "folder" / "x.nqdesk", PASSWORD, now=NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "data",
    [b"Hallo Welt\n" * 5000, b"PK\x03\x04" + bytes(range(256)) * 64, b"%PDF-1.7" + b"x" * 8192, b"", b"\0" * 8192],
    ids=["text", "zip", "pdf", "empty", "zeros"],
)
def test_a_foreign_file_is_told_apart_and_nothing_is_left_beside_it(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "brief.docx"
    path.write_bytes(data)
    assert _refused(path).code == "not_ours"
    assert [p.name for p in tmp_path.iterdir()] == ["brief.docx"]


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not_ours"):
        open_store(tmp_path, PASSWORD, now=NOW)


@pytest.mark.parametrize("size", [9, 5000, 4096 * 30])
def test_a_foreign_file_in_the_place_of_the_database_is_told_apart(database: Path, size: int) -> None:
    database.write_bytes((b"Protokoll der Sitzung. " * 6000)[:size])
    assert _refused(database).code == "not_ours"


def test_another_database_in_the_place_of_this_one_is_told_apart(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    store, _ = create_store(folder / "x.nqdesk", person="Eva", password="ganz anderes", now=NOW, cost=CHEAP)
    store.close()
    shutil.copy(folder / "x.nqdesk", database)
    assert _refused(database).code == "not_ours"


def test_an_unencrypted_database_is_refused(database: Path) -> None:
    database.unlink()
    plain = sqlite3.connect(database)
    plain.execute("CREATE TABLE people (n)")
    plain.commit()
    plain.close()
    assert _refused(database).code == "not_encrypted"
    assert _refused(database, read_only=True).code == "not_encrypted"


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2 // 4096 * 4096 + 100]


def _flip(place: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        _flip(0),
        _flip(15),
        _flip(16),
        _flip(4095),
        _cut,
        lambda d: d[:4096],
        lambda d: d[:100],
        lambda d: d[:0],
        lambda d: bytes(4096) + d[4096:],
        lambda d: d[:16] + bytes(512) + d[528:],
        lambda d: d[4096:8192] + d[:4096] + d[8192:],
    ],
    ids=["salt", "salt end", "header", "page end", "cut", "one page", "stump", "empty", "zeroed", "noise", "swapped"],
)
def test_a_damaged_file_is_told_apart_from_a_wrong_password(database: Path, damage: Callable[[bytes], bytes]) -> None:
    database.write_bytes(damage(database.read_bytes()))
    assert _refused(database).code == "damaged"
    assert _refused(database, read_only=True).code == "damaged"
    assert _refused(database, "falsches Passwort").code == "wrong_password"


def test_a_newer_file_is_refused_as_too_new(database: Path) -> None:
    with open_store(database, PASSWORD, now=NOW) as store, store.write(NOW) as tx:
        tx.db.execute_sql(f"PRAGMA user_version = {migrations.latest() + 1}")
    assert _refused(database).code == "too_new"
    assert _refused(database, read_only=True).code == "too_new"


def test_reading_is_possible_while_the_file_is_held(store: Store) -> None:
    with open_store(store.path, PASSWORD, now=NOW, read_only=True) as reader:
        assert reader.person == store.person
        with store.write(NOW) as tx:
            put(tx.db, "word", "neu")
        assert reader.db.execute_sql("SELECT value FROM meta WHERE name = 'word'").fetchone() == ("neu",)


def test_a_second_writer_learns_who_holds_the_file(store: Store) -> None:
    error = _refused(store.path)
    assert error.code == "held"
    assert error.values["who"] == "Anna"
    assert error.values["host"]
    assert error.values["since"].startswith(f"{NOW.astimezone():%d.%m.%Y}")
    assert _refused(store.path, "falsch").code == "held"


def test_a_read_only_store_refuses_to_write(database: Path) -> None:
    before = content(database)
    with open_store(database, PASSWORD, now=NOW, read_only=True) as reader:
        with pytest.raises(StoreError, match="read_only"), reader.write(NOW):
            pass
        with pytest.raises(StoreError, match="read_only_place"):
            reader.db.execute_sql("DELETE FROM meta")
    assert content(database) == before


def test_the_file_is_free_after_closing_and_after_a_failed_opening(database: Path) -> None:
    with pytest.raises(StoreError, match="wrong_password"):
        open_store(database, "falsch", now=NOW)
    with open_store(database, PASSWORD, now=NOW):
        pass
    with open_store(database, PASSWORD, now=NOW):
        pass
    assert not [p for p in database.parent.iterdir() if p.suffix == ".holder"]


def test_the_recovery_code_gives_a_new_password_and_a_new_code(template: Template, database: Path) -> None:
    store, new_code = open_with_recovery(database, template.code.lower(), "neues Passwort", NOW)
    with store:
        assert store.person.name == "Anna"
    assert new_code != template.code
    assert _refused(database).code == "wrong_password"
    with open_store(database, "neues Passwort", now=NOW):
        pass
    with pytest.raises(StoreError, match="wrong_recovery_code"):
        open_with_recovery(database, template.code, "noch eines 123", NOW)
    store, _ = open_with_recovery(database, new_code, "noch eines 123", NOW)
    store.close()


def test_a_mistyped_recovery_code_is_told_apart_from_a_wrong_one(template: Template, database: Path) -> None:
    before = content(database)
    mistyped = ("1" if template.code[0] != "1" else "2") + template.code[1:]
    with pytest.raises(StoreError, match="recovery_code_mistyped"):
        open_with_recovery(database, mistyped, "neues Passwort", NOW)
    with pytest.raises(StoreError, match="wrong_recovery_code"):
        open_with_recovery(database, "0" * 25, "neues Passwort", NOW)
    assert content(database) == before


def test_the_recovery_code_can_be_used_for_a_named_person(database: Path) -> None:
    with open_store(database, PASSWORD, now=NOW) as store:
        bernd = changing_people.add_person(store, "Bernd", "Bernds Passwort", frozenset({Right.BERATUNG}), NOW)
        code = changing_people.new_recovery_code(store, NOW)
    store, _ = open_with_recovery(database, code, "Bernds zweites", NOW, person_id=bernd.id)
    with store:
        assert store.person == bernd
    with open_store(database, PASSWORD, now=NOW) as store:
        assert store.person.name == "Anna"


def test_a_database_is_not_made_over_another_file(database: Path, tmp_path: Path) -> None:
    before = content(database)
    with pytest.raises(StoreError, match="exists"):
        create_store(database, person="Eva", password=PASSWORD, now=NOW, cost=CHEAP)
    assert content(database) == before
    with pytest.raises(StoreError, match="missing"):
        create_store(tmp_path / "nowhere" / "x.nqdesk", person="Eva", password=PASSWORD, now=NOW, cost=CHEAP)


@pytest.mark.parametrize("left", [".keys", ".keys2", "-journal", ".backups"])
def test_a_database_is_not_made_where_keys_or_backups_of_another_lie(tmp_path: Path, left: str) -> None:
    path = tmp_path / "x.nqdesk"
    path.with_name(f"x.nqdesk{left}").write_bytes(b"")
    with pytest.raises(StoreError, match="leftovers"):
        create_store(path, person="Eva", password=PASSWORD, now=NOW, cost=CHEAP)
    assert not path.exists()


def test_names_with_umlauts_blanks_and_signs_of_addresses_work(tmp_path: Path) -> None:
    path = tmp_path / "Büro & Co. #1 [100%]?" / "stelle ä ?#%41 [x].nqdesk"
    path.parent.mkdir()
    store, _ = create_store(path, person="Eva", password=PASSWORD, now=NOW, cost=CHEAP)
    with store, store.write(NOW) as tx:
        put(tx.db, "word", "da")
    with open_store(path, PASSWORD, now=NOW):
        assert path.exists()
    assert sorted(p.name for p in path.parent.iterdir())[0].startswith("stelle ä ?#%41 [x].nqdesk")


def test_a_leftover_of_a_crash_is_removed_at_the_next_opening(database: Path) -> None:
    left = database.with_name(f"{database.name}.keys.ab12.part")
    left.write_bytes(b"x")
    mine = database.with_name("brief.part")
    mine.write_bytes(b"x")
    with open_store(database, PASSWORD, now=NOW):
        pass
    assert not left.exists()
    assert mine.exists()


def test_after_an_unclean_end_a_damaged_page_is_noticed_at_once(database: Path) -> None:
    with open_store(database, PASSWORD, now=NOW) as store, store.write(NOW) as tx:
        put(tx.db, "long", "x" * 50_000)
    data = bytearray(database.read_bytes())
    data[-5000] ^= 1
    database.write_bytes(data)
    database.with_name(f"{database.name}.holder").write_text("{}")
    assert _refused(database).code == "damaged"
    assert database.with_name(f"{database.name}.holder").exists()


def test_after_an_unclean_end_a_whole_file_opens(database: Path) -> None:
    note = database.with_name(f"{database.name}.holder")
    note.write_text("{}")
    with open_store(database, PASSWORD, now=NOW):
        pass
    assert not note.exists()


def test_only_a_demo_database_can_be_removed(database: Path, tmp_path: Path) -> None:
    before = content(database)
    with pytest.raises(StoreError, match="exists"):
        remove_demo(database, PASSWORD, NOW)
    with pytest.raises(StoreError, match="exists"):
        remove_demo(database, "falsch", NOW)
    assert content(database) == before
    folder = tmp_path / "demo"
    folder.mkdir()
    path = folder / "demo.nqdesk"
    store, _ = create_store(path, person="Eva", password="nqdesk-demo", now=NOW, demo=True, cost=CHEAP)
    assert store.demo
    with pytest.raises(StoreError, match="held"):
        remove_demo(path, "nqdesk-demo", NOW)
    store.close()
    remove_demo(path, "nqdesk-demo", NOW)
    assert list(folder.iterdir()) == []
    remove_demo(path, "nqdesk-demo", NOW)


def test_a_foreign_file_is_never_removed_as_a_demo(tmp_path: Path) -> None:
    path = tmp_path / "demo.nqdesk"
    path.write_text("Brief")
    with pytest.raises(StoreError, match="exists"):
        remove_demo(path, "nqdesk-demo", NOW)
    assert path.read_text() == "Brief"


def test_a_store_in_a_cloud_folder_is_refused_and_names_the_service(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive - Beratungsstelle"
    folder.mkdir()
    for file in list(tmp_path.glob("stelle.nqdesk*")):
        shutil.copy(file, folder)
    error = _refused(folder / database.name)
    assert (error.code, error.values) == ("cloud_folder", {"service": "OneDrive"})
    with pytest.raises(StoreError, match="cloud_folder"):
        create_store(folder / "neu.nqdesk", person="Eva", password=PASSWORD, now=NOW, cost=CHEAP)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES])
def test_whichever_file_operation_fails_no_half_database_is_made(tmp_path: Path, error: int) -> None:
    counting = BreakingFiles()
    store, _ = create_store(tmp_path / "a.nqdesk", person="Eva", password=PASSWORD, now=NOW, cost=CHEAP, files=counting)
    count = len(counting.done)
    store.close()
    for number in range(1, count + 1):
        path = tmp_path / str(number) / "b.nqdesk"
        path.parent.mkdir()
        files = BreakingFiles(number, error)
        with pytest.raises(StoreError) as told:
            create_store(path, person="Eva", password=PASSWORD, now=NOW, cost=CHEAP, files=files)[0].close()
        assert told.value.code in ("disk_full", "read_only_place")
        assert [p.name for p in path.parent.iterdir() if p.suffix not in (".lock", ".holder")] == []
        store, _ = create_store(path, person="Eva", password=PASSWORD, now=NOW, cost=CHEAP)
        store.close()


class _ReadOnlyFolder(Files):
    def create(self, path: Path) -> int:
        raise PermissionError(13, "Permission denied", str(path))


def test_a_folder_without_the_right_to_write_is_named_so_and_reading_works(database: Path) -> None:
    before = content(database)
    with pytest.raises(StoreError, match="read_only_place"):
        open_store(database, PASSWORD, now=NOW, files=_ReadOnlyFolder())
    assert content(database) == before
    with open_store(database, PASSWORD, now=NOW, read_only=True, files=_ReadOnlyFolder()) as reader:
        assert people.every(reader.db)
    assert not parts(database.parent)


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let go of an open file")
def test_a_file_taken_away_while_it_is_open_is_called_so(database: Path) -> None:
    with open_store(database, PASSWORD, now=NOW) as store:
        database.unlink()
        with pytest.raises(StoreError, match="moved"), store.write(NOW) as tx:
            put(tx.db, "word", CANARY)
