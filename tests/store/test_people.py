import errno
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from nqdesk.domain.people import Person, Right
from nqdesk.store import backup, key_files, people, trail
from nqdesk.store.changing import people as changing
from nqdesk.store.database import Store, open_store, open_with_recovery
from nqdesk.store.errors import StoreError
from nqdesk.store.files import OS_FILES
from nqdesk.store.meta import put
from tests.store.breaking import BreakingFiles, content, parts
from tests.store.conftest import NOW, PASSWORD, Template

BERATUNG = frozenset({Right.BERATUNG})
BOTH = frozenset(Right)
BERND = "Bernds Passwort"
CLARA = "Claras Passwort"


def _with_three(path: Path) -> tuple[Person, Person]:
    with open_store(path, PASSWORD, now=NOW) as store:
        bernd = changing.add_person(store, "Bernd", BERND, BERATUNG, NOW)
        clara = changing.add_person(store, "Clara", CLARA, BERATUNG, NOW)
        with store.write(NOW) as tx:
            put(tx.db, "word", "wichtig")
    return bernd, clara


def _who(path: Path, password: str) -> str:
    """Return the name of whom a password opens the file for, or why not; the file is read whole."""
    try:
        with open_store(path, password, now=NOW) as store:
            assert backup.verify(store) == ()
            assert store.db.execute_sql("SELECT value FROM meta WHERE name = 'word'").fetchone() == ("wichtig",)
            assert store.person in people.every(store.db)
            return store.person.name
    except StoreError as error:
        return error.code


def test_each_person_opens_the_file_with_an_own_password(database: Path) -> None:
    _with_three(database)
    assert [_who(database, p) for p in (PASSWORD, BERND, CLARA)] == ["Anna", "Bernd", "Clara"]


def test_a_second_person_with_the_same_password_is_refused_because_it_says_who_works(store: Store) -> None:
    with pytest.raises(StoreError, match="password_taken"):
        changing.add_person(store, "Bernd", PASSWORD, BERATUNG, NOW)
    assert people.every(store.db) == [store.person]
    changing.add_person(store, "Bernd", BERND, BERATUNG, NOW)
    with pytest.raises(StoreError, match="password_taken"):
        changing.change_password(store, PASSWORD, BERND, NOW)


@pytest.mark.parametrize("name", ["Anna", "ANNA", "anna"])
def test_a_name_is_unique(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match="name_taken"):
        changing.add_person(store, name, BERND, BERATUNG, NOW)


def test_a_password_is_changed_only_by_whoever_knows_the_old_one(store: Store) -> None:
    with pytest.raises(StoreError, match="wrong_password"):
        changing.change_password(store, "geraten", "etwas Neues", NOW)
    changing.add_person(store, "Bernd", BERND, BERATUNG, NOW)
    with pytest.raises(StoreError, match="wrong_password"):
        changing.change_password(store, BERND, "etwas Neues", NOW)
    changing.change_password(store, PASSWORD, "etwas Neues", NOW)
    path = store.path
    store.close()
    with pytest.raises(StoreError, match="wrong_password"):
        open_store(path, PASSWORD, now=NOW)
    with open_store(path, "etwas Neues", now=NOW) as again:
        assert again.person.name == "Anna"


def test_name_and_rights_change_and_the_open_store_knows(store: Store) -> None:
    renamed = Person(store.person.id, "Anna Neumann", BOTH)
    changing.change_person(store, renamed, NOW)
    assert store.person == renamed
    assert people.every(store.db) == [renamed]


def test_one_person_with_verwaltung_always_remains(store: Store) -> None:
    anna = store.person
    with pytest.raises(StoreError, match="last_verwaltung"):
        changing.change_person(store, Person(anna.id, anna.name, BERATUNG), NOW)
    bernd = changing.add_person(store, "Bernd", BERND, BOTH, NOW)
    changing.change_person(store, Person(anna.id, anna.name, BERATUNG), NOW)
    assert store.person.rights == BERATUNG
    with pytest.raises(StoreError, match="last_verwaltung"):
        changing.remove_person(store, bernd.id, PASSWORD, NOW)
    assert len(people.every(store.db)) == 2


def test_who_is_not_there_cannot_be_changed_or_removed(store: Store) -> None:
    with pytest.raises(StoreError, match="missing_person"):
        changing.change_person(store, Person("x", "Xaver", BERATUNG), NOW)
    with pytest.raises(StoreError, match="missing_person"):
        changing.remove_person(store, "x", PASSWORD, NOW)
    with pytest.raises(StoreError, match="cannot_remove_self"):
        changing.remove_person(store, store.person.id, PASSWORD, NOW)


def test_a_removed_person_is_out_and_the_others_keep_their_passwords(template: Template, database: Path) -> None:
    bernd, _ = _with_three(database)
    with open_store(database, PASSWORD, now=NOW) as store:
        code = changing.remove_person(store, bernd.id, PASSWORD, NOW)
        assert [p.name for p in people.every(store.db)] == ["Anna", "Clara"]
        with store.write(NOW) as tx:
            put(tx.db, "after", "1")
    assert [_who(database, p) for p in (PASSWORD, BERND, CLARA)] == ["Anna", "wrong_password", "Clara"]
    with pytest.raises(StoreError, match="wrong_recovery_code"):
        open_with_recovery(database, template.code, "neues Passwort", NOW)
    store, _ = open_with_recovery(database, code, "neues Passwort", NOW)
    store.close()


def test_the_old_slots_with_the_removed_password_do_not_open_the_file_any_more(database: Path) -> None:
    bernd, _ = _with_three(database)
    old = key_files.beside(database)[0].read_bytes()
    with open_store(database, PASSWORD, now=NOW) as store:
        changing.remove_person(store, bernd.id, PASSWORD, NOW)
    for copy in key_files.beside(database):
        copy.write_bytes(old)
    data = database.read_bytes()
    with pytest.raises(StoreError, match="damaged"):
        open_store(database, BERND, now=NOW)
    assert database.read_bytes() == data


def test_removing_asks_for_the_own_password(store: Store) -> None:
    bernd = changing.add_person(store, "Bernd", BERND, BERATUNG, NOW)
    with pytest.raises(StoreError, match="wrong_password"):
        changing.remove_person(store, bernd.id, BERND, NOW)
    assert len(people.every(store.db)) == 2


def test_other_connections_of_the_process_go_on_after_a_change_of_key(store: Store) -> None:
    bernd = changing.add_person(store, "Bernd", BERND, BERATUNG, NOW)
    with store.another() as other:
        assert len(people.every(other.db)) == 2
        changing.remove_person(store, bernd.id, PASSWORD, NOW)
        assert [p.name for p in people.every(other.db)] == ["Anna"]
        with other.write(NOW) as tx:
            put(tx.db, "word", "danach")
        assert store.db.execute_sql("SELECT value FROM meta WHERE name = 'word'").fetchone() == ("danach",)


def test_a_connection_begun_while_the_key_changes_takes_the_new_one(store: Store) -> None:
    bernd = changing.add_person(store, "Bernd", BERND, BERATUNG, NOW)
    old = store.file.key
    changing.remove_person(store, bernd.id, PASSWORD, NOW)
    seen = [old]  # what a thread was told just before
    db = store.file.engine.database(store.path, lambda: seen[-1], settle=lambda: seen.append(store.file.key))
    db.connect()
    assert db.execute_sql("SELECT count(*) FROM people").fetchone() == (1,)
    db.close()
    unsettled = store.file.engine.database(store.path, lambda: old, settle=lambda: None)
    with pytest.raises(StoreError, match="damaged"):
        unsettled.connect()


def test_a_reader_of_another_process_learns_that_the_key_has_changed(store: Store) -> None:
    bernd = changing.add_person(store, "Bernd", BERND, BERATUNG, NOW)
    with open_store(store.path, PASSWORD, now=NOW, read_only=True) as reader:
        changing.remove_person(store, bernd.id, PASSWORD, NOW)
        with pytest.raises(StoreError, match="key_changed"):
            people.every(reader.db)


def test_what_is_done_with_people_stands_in_the_trail_without_passwords(store: Store) -> None:
    bernd = changing.add_person(store, "Bernd", BERND, BERATUNG, NOW)
    changing.change_person(store, Person(bernd.id, "Bernd B.", BOTH), NOW)
    changing.change_password(store, PASSWORD, "etwas Neues", NOW)
    changing.new_recovery_code(store, NOW)
    changing.remove_person(store, bernd.id, "etwas Neues", NOW)
    found = trail.entries(store.db, 10)
    assert [e.change.verb for e in reversed(found)] == [
        "add_person",
        "change_person",
        "change_password",
        "change_recovery_code",
        "remove_person",
    ]
    assert {e.change.who for e in found} == {"Anna"}
    changed = found[3].steps[0]
    assert (changed.before["name"], changed.after["name"]) == ("Bernd", "Bernd B.")
    assert BERND not in str(found)
    assert "etwas Neues" not in str(found)
    assert trail.last_undoable(store.db) is None


def test_a_restored_backup_from_before_does_not_bring_a_removed_person_back(database: Path) -> None:
    bernd, _ = _with_three(database)
    with open_store(database, PASSWORD, now=NOW) as store:
        for _ in backup.back_up(store, NOW):
            pass
        changing.remove_person(store, bernd.id, PASSWORD, NOW)
        changing.add_person(store, "Dora", "Doras Passwort", BERATUNG, NOW)
    backup.restore(database, None, PASSWORD, NOW)
    assert [_who(database, p) for p in (PASSWORD, BERND, CLARA)] == ["Anna", "wrong_password", "Clara"]
    assert _who(database, "Doras Passwort") == "Dora"
    with open_store(database, CLARA, now=NOW) as store:
        assert [p.name for p in people.every(store.db)] == ["Anna", "Clara", "Dora"]


def test_who_was_removed_after_the_backup_stays_removed_and_the_trail_says_so(database: Path) -> None:
    _with_three(database)
    with open_store(database, PASSWORD, now=NOW) as store:
        for _ in backup.back_up(store, NOW):
            pass
        bernd = next(p for p in people.every(store.db) if p.name == "Bernd")
        changing.remove_person(store, bernd.id, PASSWORD, NOW)
    backup.restore(database, None, PASSWORD, NOW)
    with open_store(database, PASSWORD, now=NOW) as store:
        assert [p.name for p in people.every(store.db)] == ["Anna", "Clara"]
        assert trail.entries(store.db, 1)[0].change.verb == "remove_person"


def _operations(
    path: Path, work: str, at: int, error_number: int = 0, *, lasting: bool = False
) -> tuple[BreakingFiles, StoreError | None, list[str]]:
    """Do something with people on files that fail at the n-th operation after the opening."""
    files = BreakingFiles(error=error_number)
    with open_store(path, PASSWORD, now=NOW, files=files) as store:
        done_at_opening = len(files.done)
        files.at = done_at_opening + at if at else 0
        files.lasting = lasting
        result: list[str] = []
        error = None
        try:
            if work == "add":
                changing.add_person(store, "Dora", "Doras Passwort", BERATUNG, NOW)
            elif work == "password":
                changing.change_password(store, PASSWORD, "neues Passwort", NOW)
            elif work == "remove":
                bernd = next(p for p in people.every(store.db) if p.name == "Bernd")
                result.append(changing.remove_person(store, bernd.id, PASSWORD, NOW))
            else:
                result.append(changing.new_recovery_code(store, NOW))
        except StoreError as caught:
            error = caught
        files.at = 0
        del files.done[:done_at_opening]
    return files, error, result


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize("work", ["add", "password", "remove", "code"])
def test_whichever_file_operation_fails_everybody_who_stays_gets_in(
    database: Path, tmp_path: Path, work: str, error: int, lasting: bool
) -> None:
    _with_three(database)
    before = content(database)
    count = len(_operations(database, work, 0)[0].done)
    assert count >= 10
    for number in range(1, count + 1):
        for file in tmp_path.glob("stelle.nqdesk*"):
            file.unlink()
        for name, data in before.items():
            (tmp_path / name).write_bytes(data)
        _, told, _ = _operations(database, work, number, error, lasting=lasting)
        passwords = [PASSWORD, "neues Passwort", CLARA]
        opened = [_who(database, p) for p in passwords]
        if told is None:
            assert opened[:2] == (["wrong_password", "Anna"] if work == "password" else ["Anna", "wrong_password"])
            continue
        assert told.code in ("disk_full", "io_error", "read_only_place"), number
        assert sorted(opened) in (["Anna", "Clara", "wrong_password"],), number
        assert _who(database, BERND) in (["Bernd", "wrong_password"] if work == "remove" else ["Bernd"]), number
        assert _who(database, "Doras Passwort") in ("wrong_password", "Dora")
        if not lasting:
            assert opened[0] == "Anna", number
            assert _who(database, "Doras Passwort") == "wrong_password"
        assert not parts(tmp_path)
        assert OS_FILES.read(key_files.beside(database)[0], 10**6) == OS_FILES.read(
            key_files.beside(database)[1], 10**6
        )


def test_a_removal_that_failed_at_the_end_can_be_done_again(database: Path) -> None:
    _with_three(database)
    files = BreakingFiles()
    with open_store(database, PASSWORD, now=NOW, files=files) as store:
        bernd = next(p for p in people.every(store.db) if p.name == "Bernd")
        for number in range(1, 60):
            files.at = len(files.done) + number
            try:
                changing.remove_person(store, bernd.id, PASSWORD, NOW + timedelta(minutes=number))
            except StoreError:
                continue
            break
        files.at = 0
        assert [p.name for p in people.every(store.db)] == ["Anna", "Clara"]
    assert [_who(database, p) for p in (PASSWORD, BERND, CLARA)] == ["Anna", "wrong_password", "Clara"]


def test_a_thread_that_reads_all_the_time_notices_nothing_of_a_change_of_key(store: Store) -> None:
    stop, failed, reads = threading.Event(), [], []

    def read() -> None:
        with store.another() as own:
            try:
                while not stop.is_set():
                    reads.append(len(people.every(own.db)))
            except Exception as error:  # noqa: BLE001 - reported below
                failed.append(error)

    with store.write(NOW) as tx:
        for number in range(60):
            put(tx.db, f"filler {number}", "x" * 30_000)
    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(4):
        person = changing.add_person(store, f"P{number}", f"Passwort {number}", BERATUNG, NOW)
        changing.remove_person(store, person.id, PASSWORD, NOW)
    stop.set()
    for thread in threads:
        thread.join()
    assert not failed
    assert set(reads) <= {1, 2}
    assert reads


def test_whoever_reads_without_end_does_not_lose_the_file_to_a_change_of_key(store: Store) -> None:
    bernd = changing.add_person(store, "Bernd", BERND, BERATUNG, NOW)
    with store.another() as other:
        cursor = other.db.execute_sql("SELECT id FROM people")
        cursor.fetchone()
        with pytest.raises(StoreError, match="busy"):
            changing.remove_person(store, bernd.id, PASSWORD, NOW)
        cursor.close()
        assert len(people.every(other.db)) == 2
    path = store.path
    store.close()
    with open_store(path, BERND, now=NOW) as again:
        assert again.person == bernd
