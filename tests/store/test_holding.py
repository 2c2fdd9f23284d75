import subprocess
import sys
from pathlib import Path

import pytest

from nqdesk.store import holding
from nqdesk.store.database import open_store
from nqdesk.store.errors import StoreError
from nqdesk.store.files import OS_FILES
from nqdesk.store.holding import Holding
from tests.store.breaking import BreakingFiles
from tests.store.conftest import NOW, PASSWORD

ROOT = Path(__file__).parents[2]


def _other_process(path: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store.victim", str(path), "wait"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_another_process_is_named_and_the_file_is_free_when_it_ends(database: Path) -> None:
    with _other_process(database) as other:
        with pytest.raises(StoreError, match="held") as error:
            open_store(database, PASSWORD, now=NOW)
        assert error.value.values["who"] == "Anna"
        with open_store(database, PASSWORD, now=NOW, read_only=True) as reader:
            assert reader.person.name == "Anna"
        other.communicate("\n")
    with open_store(database, PASSWORD, now=NOW):
        pass


def test_a_killed_process_leaves_the_file_free_and_is_noticed(database: Path) -> None:
    with _other_process(database) as other:
        other.kill()
    taken = Holding(database, NOW, OS_FILES)
    assert taken.unclean
    taken.release()
    again = Holding(database, NOW, OS_FILES)
    assert not again.unclean
    again.release()


def test_a_file_given_back_damaged_is_checked_by_the_next(database: Path) -> None:
    Holding(database, NOW, OS_FILES).release(whole=False)
    taken = Holding(database, NOW, OS_FILES)
    assert taken.unclean
    taken.release()


def test_a_file_that_could_not_be_taken_bears_no_note(database: Path) -> None:
    counting = BreakingFiles()
    Holding(database, NOW, counting).release()
    for number in range(1, counting.done.index("remove") + 1):
        with pytest.raises(StoreError, match="disk_full"):
            Holding(database, NOW, BreakingFiles(number))
        assert holding.holder(database, OS_FILES) is None
    Holding(database, NOW, OS_FILES).release()


def test_an_unreadable_note_still_says_held(database: Path) -> None:
    taken = Holding(database, NOW, OS_FILES)
    holding.traces(database)[1].write_text("kaputt")
    with pytest.raises(StoreError, match="held"):
        Holding(database, NOW, OS_FILES)
    taken.release()


def test_the_note_says_who_once_the_person_is_known(database: Path) -> None:
    with open_store(database, PASSWORD, now=NOW):
        found = holding.holder(database, OS_FILES)
        assert found is not None
        assert found.who == "Anna"
    assert holding.holder(database, OS_FILES) is None
