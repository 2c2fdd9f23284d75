import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from peewee import IntegrityError

from nqdesk.store import backup, people
from nqdesk.store.database import Store, open_store
from nqdesk.store.errors import StoreError
from nqdesk.store.meta import get, put
from tests.store.conftest import NOW, PASSWORD


def test_a_transaction_is_there_as_a_whole(store: Store) -> None:
    with store.write(NOW) as tx:
        put(tx.db, "a", "1")
        put(tx.db, "b", "2")
        assert (tx.who, tx.now) == (store.person, NOW)
    assert (get(store.db, "a"), get(store.db, "b")) == ("1", "2")


def _fail_in_the_middle(store: Store) -> None:
    with store.write(NOW) as tx:
        put(tx.db, "a", "1")
        raise ZeroDivisionError


def test_an_exception_takes_everything_back_and_the_next_transaction_works(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        _fail_in_the_middle(store)
    assert get(store.db, "a") == ""
    with store.write(NOW) as tx:
        put(tx.db, "a", "2")
    assert get(store.db, "a") == "2"


def test_changes_count_only_when_they_are_kept_and_on_all_connections(store: Store) -> None:
    assert store.total_changes == 0
    with pytest.raises(ZeroDivisionError):
        _fail_in_the_middle(store)
    assert store.total_changes == 0
    with store.another() as other, other.write(NOW) as tx:
        put(tx.db, "a", "1")
    assert store.total_changes == 1


def test_a_full_file_says_disk_full_and_keeps_what_was_there(store: Store) -> None:
    with store.write(NOW) as tx:
        put(tx.db, "a", "1")
    pages = store.db.execute_sql("PRAGMA page_count").fetchone()[0]
    store.db.execute_sql(f"PRAGMA max_page_count = {pages}").fetchone()
    with pytest.raises(StoreError, match="disk_full"), store.write(NOW) as tx:
        tx.db.cursor().executemany("UPDATE meta SET value = ? WHERE name = ?", [("2", "a"), ("x" * 1_000_000, "a")])
    assert get(store.db, "a") == "1"
    with store.write(NOW) as tx:
        put(tx.db, "a", "3")
    assert get(store.db, "a") == "3"


def test_faults_of_the_program_stay_what_they_are(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write(NOW) as tx:
        tx.db.execute_sql("INSERT INTO meta (name, value) VALUES ('x', NULL)")


def test_foreign_keys_hold(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write(NOW) as tx:
        tx.db.execute_sql("INSERT INTO trail (change, area, record_id, what) VALUES (99, 'people', 'x', 'created')")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "delete"), ("foreign_keys", 1), ("secure_delete", 1), ("cache_spill", 0), ("temp_store", 2)],
)
def test_every_connection_is_told_the_same(store: Store, pragma: str, value: object) -> None:
    with store.another() as other:
        for one in (store, other):
            assert one.db.execute_sql(f"PRAGMA {pragma}").fetchone() == (value,)


def test_every_connection_syncs_fully(store: Store) -> None:
    with store.another() as other:
        for one in (store, other):
            assert one.db.execute_sql("PRAGMA synchronous").fetchone()[0] >= 2


def test_a_reader_does_not_wait_for_a_long_transaction_however_much_it_writes(store: Store) -> None:
    with store.another() as reader:
        with store.write(NOW) as tx:
            for number in range(500):
                put(tx.db, f"filler {number}", "x" * 60_000)
            assert reader.db.execute_sql("SELECT count(*) FROM meta WHERE name LIKE 'filler%'").fetchone() == (0,)
            assert people.every(reader.db) == [store.person]
        assert reader.db.execute_sql("SELECT count(*) FROM meta WHERE name LIKE 'filler%'").fetchone() == (500,)


def test_a_commit_waits_for_a_reader_and_a_reader_for_a_commit(store: Store) -> None:
    with store.write(NOW) as tx:
        for number in range(100):
            put(tx.db, f"row {number}", "x" * 1000)
    reading, done = threading.Event(), threading.Event()

    def read() -> None:
        with store.another() as reader:
            cursor = reader.db.execute_sql("SELECT name FROM meta")
            cursor.fetchone()
            reading.set()
            done.wait(timeout=0.1)
            cursor.fetchall()

    thread = threading.Thread(target=read)
    thread.start()
    reading.wait()
    with store.write(NOW) as tx:
        put(tx.db, "after", "1")
    done.set()
    thread.join()
    assert get(store.db, "after") == "1"


def test_threads_that_write_at_the_same_time_lose_nothing(store: Store) -> None:
    def work(name: str) -> None:
        with store.another() as own:
            for number in range(25):
                with own.write(NOW) as tx:
                    put(tx.db, f"{name}{number}", "1")
                assert get(own.db, f"{name}{number}") == "1"

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.db.execute_sql("SELECT count(*) FROM meta WHERE value = '1'").fetchone() == (100,)


def test_a_store_may_be_made_in_one_thread_and_used_in_another(store: Store) -> None:
    other = store.another()
    found: list[str] = []

    def use() -> None:
        with other:
            found.extend(p.name for p in people.every(other.db))

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert found == ["Anna"]


def test_the_file_stays_held_until_the_last_connection_is_closed(database: Path) -> None:
    store = open_store(database, PASSWORD, now=NOW)
    other = store.another()
    store.close()
    store.close()
    with pytest.raises(StoreError, match="held"):
        open_store(database, PASSWORD, now=NOW)
    with other.write(NOW) as tx:
        put(tx.db, "a", "1")
    other.close()
    with open_store(database, PASSWORD, now=NOW) as again:
        assert get(again.db, "a") == "1"


def test_a_closed_store_gives_no_other(database: Path) -> None:
    store = open_store(database, PASSWORD, now=NOW)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.another()


@pytest.mark.skipif(sys.platform != "linux", reason="asks for locks as Linux keeps them")
def test_looking_at_an_open_file_by_another_name_does_not_loosen_its_locks(store: Store, tmp_path: Path) -> None:
    """On POSIX closing any descriptor of a file drops the process's locks on it."""
    link = tmp_path / "verweis.nqdesk"
    link.symlink_to(store.path)
    with store.write(NOW) as tx:
        put(tx.db, "a", "1")
        for name in (store.path, link):
            with pytest.raises(StoreError, match="wrong_password"):
                open_store(name, "falsch", now=NOW, read_only=True)
        with open_store(store.path, PASSWORD, now=NOW, read_only=True) as reader:
            assert get(reader.db, "a") == ""
        assert _other_process_can_write(store.path) == "busy"
    assert get(store.db, "a") == "1"
    with open_store(store.path, PASSWORD, now=NOW, read_only=True) as reader:
        job = backup.back_up(reader, NOW)
        next(job)
    with store.write(NOW) as tx:
        put(tx.db, "a", "1")
        job.close()
        assert _other_process_can_write(store.path) == "busy"
    assert get(store.db, "a") == "1"


def _other_process_can_write(path: Path) -> str:
    """Return "busy" if another process sees SQLite's write lock on the file."""
    script = (
        "import fcntl, struct, sys\n"
        "file = open(sys.argv[1], 'rb+')\n"
        "ask = struct.pack('hhqqi4x', fcntl.F_WRLCK, 0, 0x40000001, 1, 0)\n"
        "kind = struct.unpack('hhqqi4x', fcntl.fcntl(file, fcntl.F_GETLK, ask))[0]\n"
        "print('free' if kind == fcntl.F_UNLCK else 'busy')\n"
    )
    said = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    return said.stdout.strip()


def test_times_of_any_zone_are_stored_as_utc(store: Store) -> None:
    summer = datetime(2027, 7, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    with store.write(summer) as tx:
        assert tx.now.astimezone(UTC).hour == 10
