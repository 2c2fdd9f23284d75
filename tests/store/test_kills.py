import random
import subprocess
import sys
from pathlib import Path

import pytest

from nqdesk.domain.people import Right
from nqdesk.store import backup, people
from nqdesk.store.changing import people as changing
from nqdesk.store.database import open_store
from nqdesk.store.errors import StoreError
from nqdesk.store.meta import get, put
from tests.store.breaking import parts
from tests.store.conftest import NOW, PASSWORD

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and kills of POSIX")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def filled(database: Path) -> Path:
    """A database of some megabytes with two people."""
    with open_store(database, PASSWORD, now=NOW) as store:
        changing.add_person(store, "Bernd", "Bernds Passwort", frozenset({Right.BERATUNG}), NOW)
        with store.write(NOW) as tx:
            for number in range(40):
                put(tx.db, f"filler {number}", f"{number}" * 40_000)
    return database


def _killed(path: Path, work: str, after: float) -> int:
    """Let a process work, kill it after some seconds of work and return the last acknowledged number."""
    command = [sys.executable, "-m", "tests.store.victim", str(path), work]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline() == "ready\n"
        try:
            victim.wait(timeout=after)
        except subprocess.TimeoutExpired:
            victim.kill()
        said = victim.stdout.read().split("\n")
    whole = [line for line in said[:-1] if line.startswith("done ")]
    return int(whole[-1].split()[1]) if whole else 0


def _change_back(path: Path, between: str) -> None:
    """Where the kill fell between two changes of the password, the one in between holds."""
    try:
        store = open_store(path, between, now=NOW)
    except StoreError:
        return
    with store:
        changing.change_password(store, between, PASSWORD, NOW)


@pytest.mark.heavy
@pytest.mark.parametrize("work", ["save", "backup", "remove", "password"])
def test_a_killed_writer_loses_nothing_acknowledged_and_leaves_the_file_whole(filled: Path, work: str) -> None:
    dice = random.Random(work)
    for _ in range(4):
        with open_store(filled, PASSWORD, now=NOW) as store, store.write(NOW) as tx:
            put(tx.db, "first", "0")
            put(tx.db, "second", "0")
        last = _killed(filled, work, dice.uniform(0.01, 0.4))
        if work == "password":
            _change_back(filled, f"{PASSWORD} {last + 1}")
        with open_store(filled, PASSWORD, now=NOW) as store:
            assert backup.verify(store) == ()
            assert "Anna" in [p.name for p in people.every(store.db)]
            if work in ("save", "backup"):
                first, second = get(store.db, "first"), get(store.db, "second")
                assert first == second
                assert int(first) >= last
            assert get(store.db, "filler 39") == "39" * 40_000
            for made in backup.backups(filled):
                assert made.ok
        assert not parts(filled.parent) or work == "backup"
        if work == "backup" and backup.backups(filled):
            backup.restore(filled, None, PASSWORD, NOW)
        if work == "remove":
            with open_store(filled, PASSWORD, now=NOW) as store:
                if len(people.every(store.db)) == 1:
                    changing.add_person(store, "Neu", "neues Passwort 9", frozenset({Right.BERATUNG}), NOW)


def test_a_file_left_in_the_middle_of_a_commit_wants_writing_and_is_then_as_before(filled: Path) -> None:
    command = [sys.executable, "-m", "tests.store.victim", str(filled), "half"]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=60)
    journal = filled.with_name(f"{filled.name}-journal")
    half = filled.read_bytes()
    assert journal.stat().st_size > 100_000
    with pytest.raises(StoreError, match="unfinished"):
        open_store(filled, PASSWORD, now=NOW, read_only=True)
    with pytest.raises(StoreError, match="wrong_password"):
        open_store(filled, "falsch", now=NOW)
    assert filled.read_bytes() == half
    with open_store(filled, PASSWORD, now=NOW) as store:
        assert backup.verify(store) == ()
        assert get(store.db, "filler 39") == "39" * 40_000
    assert not journal.exists()


def test_a_file_left_in_the_middle_of_a_commit_can_be_replaced_by_a_backup(filled: Path) -> None:
    with open_store(filled, PASSWORD, now=NOW) as store:
        for _ in backup.back_up(store, NOW):
            pass
    command = [sys.executable, "-m", "tests.store.victim", str(filled), "half"]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=60)
    restored = backup.restore(filled, None, PASSWORD, NOW)
    assert restored.kept is not None
    for path in (filled, restored.kept):
        with open_store(path, PASSWORD, now=NOW) as store:
            assert backup.verify(store) == ()
            assert get(store.db, "filler 39") == "39" * 40_000


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
@pytest.mark.parametrize("work", ["remove", "backup", "save"])
def test_a_disk_that_takes_no_more_leaves_the_file_as_it_was(filled: Path, work: str, share: float) -> None:
    limit = int(filled.stat().st_size * share)
    command = [sys.executable, "-m", "tests.store.victim", str(filled), work, str(limit)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    lines = said.stdout.split("\n")
    assert said.stderr == ""
    assert lines[0] == "ready"
    assert lines[-2] in ("disk_full", "io_error"), lines
    acknowledged = sum(line.startswith("done") for line in lines)
    with open_store(filled, PASSWORD, now=NOW) as store:
        assert backup.verify(store) == ()
        assert get(store.db, "filler 39") == "39" * 40_000
        if work == "remove" and not acknowledged:
            assert [p.name for p in people.every(store.db)] == ["Anna", "Bernd"]
    if work == "remove" and not acknowledged:
        with open_store(filled, "Bernds Passwort", now=NOW) as store:
            assert store.person.name == "Bernd"
    assert not parts(filled.parent)
