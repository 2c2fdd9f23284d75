"""The program is killed while it saves, imports, backs up, upgrades, changes passwords and keys: nothing is lost."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.people import Right
from nqdesk.store import backup, migrations, offers, people
from nqdesk.store.changing import batches
from nqdesk.store.changing import people as changing
from nqdesk.store.database import Store, create_store, open_store
from nqdesk.store.errors import StoreError
from nqdesk.store.meta import get, put
from tests.faults.trial import Trial
from tests.store.conftest import CHEAP, NOW, PASSWORD
from tests.store.victim import IMPORTED

ROOT = Path(__file__).parents[2]
WORKS = {"save": 40, "import": 40, "backup": 35, "upgrade": 25, "password": 35, "remove": 25}
LONGEST = {"save": 0.3, "import": 0.6, "backup": 0.4, "upgrade": 0.25, "password": 0.3, "remove": 0.4}
NAME = "stelle.nqdesk"
FILLERS = 20


def run(full: bool, seed: int) -> Iterator[Trial]:
    """Kill 200 times (a tenth: 20) at random moments."""
    if sys.platform == "win32":
        return
    for work, times in WORKS.items():
        dice = Random(f"{seed} {work}")
        count = times if full else max(2, times // 10)
        failures, acknowledged = [], 0
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / NAME
            _make(path)
            for number in range(count):
                if work == "upgrade":
                    _age(path)
                last = _kill(path, work, dice.uniform(0.0, LONGEST[work]))
                acknowledged += last
                wrong = _what_is_wrong(path, work, last, number)
                if wrong:
                    failures.append(f"seed {seed} kill {number}: {wrong}")
        yield Trial(f"killed during: {work}", count, tuple(failures[:5]), f"{acknowledged} acknowledged")


def _make(path: Path) -> None:
    store, _ = create_store(path, person="Anna", password=PASSWORD, now=NOW, cost=CHEAP)
    with store:
        changing.add_person(store, "Bernd", "Bernds Passwort", frozenset({Right.BERATUNG}), NOW)
        with store.write(NOW) as tx:
            for number in range(FILLERS):
                put(tx.db, f"filler {number}", f"{number:04}" * 10_000)


def _kill(path: Path, work: str, after: float) -> int:
    """Let a process work for some seconds, kill it and return the number of the last acknowledged piece."""
    command = [sys.executable, "-m", "tests.store.victim", str(path), work]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        victim.stdout.readline()
        try:
            victim.wait(timeout=after)
        except subprocess.TimeoutExpired:
            victim.kill()
        said = victim.stdout.read().split("\n")[:-1]
    done = [int(line.split()[1]) for line in said if line.startswith("done ")]
    return done[-1] if done else 0


def _what_is_wrong(path: Path, work: str, last: int, number: int) -> str:
    try:
        store = _opened(path, work, last)
    except StoreError as error:
        return f"does not open: {error.code}"
    with store:
        if found := backup.verify(store):
            return f"not whole: {', '.join(found)}"
        if "Anna" not in [p.name for p in people.every(store.db)]:
            return "a person is gone"
        if any(get(store.db, f"filler {n}") != f"{n:04}" * 10_000 for n in range(FILLERS)):
            return "content is gone"
        if wrong := _work_lost(store, work, last):
            return wrong
        if any(not made.ok for made in backup.backups(path)):
            return "a backup is not whole"
    if work == "backup" and number % 5 == 0 and backup.backups(path):
        try:
            restored = backup.restore(path, None, PASSWORD, NOW + timedelta(days=1))
        except StoreError as error:
            return f"the newest backup does not restore: {error.code}"
        if restored.kept is not None:
            shutil.move(restored.kept, path)
    return ""


def _opened(path: Path, work: str, last: int) -> Store:
    try:
        return open_store(path, PASSWORD, now=NOW)
    except StoreError as error:
        if (work, error.code) != ("password", "wrong_password"):
            raise
    # Between the two changes of one piece the password in between holds.
    between = f"{PASSWORD} {last + 1}"
    store = open_store(path, between, now=NOW)
    changing.change_password(store, between, PASSWORD, NOW)
    return store


def _work_lost(store: Store, work: str, last: int) -> str:
    """Return what of the acknowledged work is missing or half there; prepares the next piece."""
    if work in ("save", "backup"):
        first, second = get(store.db, "first") or "0", get(store.db, "second") or "0"
        with store.write(NOW) as tx:
            put(tx.db, "first", "0")
            put(tx.db, "second", "0")
        return "" if first == second and int(first) >= last else f"{first} and {second} of {last} saved"
    if work == "import":
        batches.clear_leftovers(store, NOW)
        listed = sum(1 for _ in offers.each(store.db, OfferQuery(), date(2027, 3, 1)))
        whole = listed % IMPORTED == 0 and listed >= last * IMPORTED
        return "" if whole else f"{listed} offers after {last} imports of {IMPORTED}"
    if work == "remove" and len(people.every(store.db)) == 1:
        changing.add_person(store, "Neu", "neues Passwort 9", frozenset({Right.BERATUNG}), NOW)
    if work == "upgrade" and migrations.version(store.db) != migrations.latest():
        return "not brought up to date"
    return ""


def _age(path: Path) -> None:
    """Take the tables back to the first step."""
    with open_store(path, PASSWORD, now=NOW) as store:
        store.db.execute_sql("PRAGMA foreign_keys = OFF")
        with store.write(NOW) as tx:
            found = tx.db.execute_sql(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC, name DESC"
            ).fetchall()
            for (name,) in found:
                if name not in ("people", "meta") and not name.startswith("sqlite_"):
                    tx.db.execute_sql(f"DROP TABLE IF EXISTS {name}")
            tx.db.execute_sql("PRAGMA user_version = 1")
