import random
from pathlib import Path

import pytest

from nqdesk.store import backup
from nqdesk.store.database import open_store
from nqdesk.store.errors import StoreError
from nqdesk.store.meta import put
from tests.store.conftest import NOW, PASSWORD

PAGE = 4096
TRIALS = 25


@pytest.fixture
def filled(database: Path) -> Path:
    """A database with short rows, long ones and freed pages."""
    with open_store(database, PASSWORD, now=NOW) as store:
        with store.write(NOW) as tx:
            for number in range(60):
                put(tx.db, f"long {number}", f"{number:04}" * 3_000)
                put(tx.db, f"short {number}", f"{number}")
        with store.write(NOW) as tx:
            tx.db.execute_sql("DELETE FROM meta WHERE name LIKE 'long 1%'")
    return database


def _harm(data: bytearray, how: str, dice: random.Random) -> None:
    pages = len(data) // PAGE
    page = dice.randrange(pages) * PAGE
    if how == "byte":
        data[dice.randrange(len(data))] ^= dice.randint(1, 255)
    elif how == "noise":
        place = dice.randrange(len(data) - 512)
        data[place : place + 512] = dice.randbytes(512)
    elif how == "cut":
        del data[dice.randrange(len(data)) :]
    elif how == "zeroed":
        data[page : page + PAGE] = bytes(PAGE)
    else:
        other = (page // PAGE + dice.randrange(1, pages)) % pages * PAGE
        data[page : page + PAGE], data[other : other + PAGE] = data[other : other + PAGE], data[page : page + PAGE]


def _read(path: Path) -> list[tuple[str, str]] | str:
    """Return all that can be read, or the code of the refusal."""
    try:
        with open_store(path, PASSWORD, now=NOW, read_only=True) as store:
            rows: list[tuple[str, str]] = store.db.execute_sql("SELECT name, value FROM meta ORDER BY name").fetchall()
            return rows
    except StoreError as error:
        return error.code


def _verified(path: Path) -> bool:
    with open_store(path, PASSWORD, now=NOW, read_only=True) as store:
        return backup.verify(store) == ()


@pytest.mark.parametrize("how", ["byte", "noise", "cut", "zeroed", "swapped"])
def test_damage_is_noticed_and_never_written_to(filled: Path, how: str) -> None:
    whole, truth = filled.read_bytes(), _read(filled)
    dice = random.Random(how)
    for number in range(TRIALS):
        data = bytearray(whole)
        _harm(data, how, dice)
        filled.write_bytes(data)
        found = _read(filled)
        if isinstance(found, str):
            assert found == "damaged", number
        else:
            assert found == truth, number
            assert not _verified(filled), number
        assert filled.read_bytes() == data


def test_a_page_lost_within_a_letter_is_damage_and_its_text_stands_in_no_error(database: Path) -> None:
    with open_store(database, PASSWORD, now=NOW) as store, store.write(NOW) as tx:
        put(tx.db, "long", "€" * 8_000)
    whole, truth = database.read_bytes(), _read(database)
    noticed = 0
    for page in range(len(whole) - 12 * PAGE, len(whole), PAGE):
        database.write_bytes(whole[:page] + bytes(PAGE) + whole[page + PAGE :])
        found = _read(database)
        assert found in ("damaged", truth), page
        noticed += found == "damaged"
    assert noticed >= 5
