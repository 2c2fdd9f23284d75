"""The program is killed while it saves, imports, backs up, upgrades, changes passwords and keys: nothing is lost."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from nqdesk.store import backup, meta, migrations, offers, people
from nqdesk.store.changing import batches
from nqdesk.store.database import Store, create_store, open_store
from nqdesk.store.errors import StoreError
from nqdesk.store.visibility import pending_batch
from tests.exchange.catalogue_maker import write_catalogue
from tests.faults.kill_victim import CATALOGUES, NOW, catalogue, opened, password
from tests.faults.trial import Trial
from tests.old_databases.facts import facts
from tests.old_databases.make import NAME, fill
from tests.store.breaking import parts
from tests.store.conftest import CHEAP, PASSWORD

FULL = 200
IMPORTED = 30
LONGEST_LIFE = 0.3  # seconds until the kill; opening takes about a tenth of it
LONGEST_LIVES = {"import": 0.9, "backup": 0.5}
_LIVES = 2  # the second begins where the first was killed
_PATIENCE = 60.0
_ROOT = Path(__file__).parents[2]
_MOST_SHOWN = 5


@dataclass
class _Outcome:
    """What the victims of one kind of work said."""

    acknowledged: int = 0
    kills: int = 0
    failures: list[str] = field(default_factory=list)


class _Victims:
    """A process that forks one victim after the other; each is killed by its own number."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.faults.kill_victim"]
        self._process = subprocess.Popen(
            command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        self._rest = b""

    def killed(self, path: Path, work: str, first: int, after: float) -> int:
        """Let a victim work, kill it after so many seconds, return the last acknowledged number (first - 1 if none)."""
        stdin = self._process.stdin
        assert stdin is not None
        stdin.write(json.dumps({"path": str(path), "work": work, "first": first}).encode() + b"\n")
        stdin.flush()
        last, child, until = first - 1, 0, time.monotonic() + _PATIENCE
        while True:
            line = self._line(until)
            if line is None and child:
                os.kill(child, signal.SIGKILL)
                child, until = 0, time.monotonic() + _PATIENCE
            elif line is None:
                raise RuntimeError(f"the victim of {work} says nothing")
            elif line == "ended":
                return last
            elif line.startswith("ready "):
                child, until = int(line.split()[1]), time.monotonic() + after
            elif line.startswith("done "):
                last = int(line.split()[1])
            else:
                raise RuntimeError(line)

    def _line(self, until: float) -> str | None:
        """Return the next line, None if there is none until then."""
        stdout = self._process.stdout
        assert stdout is not None
        while b"\n" not in self._rest:
            if not select.select([stdout], [], [], max(0.0, until - time.monotonic()))[0]:
                return None
            said = os.read(stdout.fileno(), 4096)
            if not said:
                raise RuntimeError("the victims are gone")
            self._rest += said
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode()

    def close(self) -> None:
        """Let it end."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.wait()


def _content_wrong(store: Store, before: dict[str, object]) -> str:
    """Say what is wrong with a file, whatever was done to it."""
    if found := backup.verify(store):
        return f"verify: {', '.join(found)}"
    if pending_batch(store.db):
        return "an import is still pending"
    now = facts(store)
    kept = before["organisations"]
    assert isinstance(kept, dict)
    if any(now["organisations"].get(name) != value for name, value in kept.items()):
        return "an organisation is not as it was"
    return ""


def _saves_wrong(store: Store, last: int) -> str:
    counter = int(meta.get(store.db, "counter") or 0)
    if not last <= counter <= last + 1:
        return f"save {last} was acknowledged, {counter} is there"
    if counter:
        offer = offers.get(store.db, f"offer {counter % 5}")
        if offer is None or offer.hours != counter:
            return f"save {counter} is there by half"
    return ""


def _imports_wrong(store: Store, last: int) -> str:
    for number in range(1, CATALOGUES + 1):
        text = "SELECT count(*) FROM offers WHERE source_id LIKE ? AND ended = 0"
        found = int(store.db.execute_sql(text, (f"{number}-%",)).fetchone()[0])
        if found not in (0, IMPORTED) or (number <= last and not found) or (number > last + 1 and found):
            return f"import {number} of {last} acknowledged: {found} of {IMPORTED} offers"
    for _ in batches.tidy(store, NOW):
        pass
    return ""


def _backups_wrong(store: Store, last: int) -> str:
    made = backup.backups(store.path)
    if not last <= len(made) <= last + _LIVES:
        return f"{last} backups were acknowledged, {len(made)} are there"
    return "" if all(b.ok for b in made) else "a backup is not whole"


def _removals_wrong(store: Store, last: int) -> str:
    names = {person.name for person in people.every(store.db)}
    if not names <= {"Anna", f"Kollege {last + 1}"} and last:
        return f"{len(names)} people are there after {last} removals"
    if last:
        try:
            open_store(store.path, f"Passwort von {last}", now=NOW, read_only=True).close()
        except StoreError as error:
            return "" if error.code == "wrong_password" else error.code
        return "a removed person's password opens the file"
    return ""


def _none(_store: Store, _last: int) -> str:
    return ""


_CHECKS: dict[str, Callable[[Store, int], str]] = {
    "save": _saves_wrong,
    "import": _imports_wrong,
    "backup": _backups_wrong,
    "password": _none,
    "remove": _removals_wrong,
}


def _what_is_wrong(path: Path, work: str, last: int, before: dict[str, object]) -> str:
    changes = last if work == "password" else 0
    with opened(path, changes) as store:
        wrong = _content_wrong(store, before) or _CHECKS[work](store, last)
    if wrong or parts(path.parent):
        return wrong or ("" if work == "backup" else "a file in the making is left")
    if work == "backup" and last:
        backup.restore(path, None, password(0), NOW)
        with open_store(path, PASSWORD, now=NOW) as store:
            wrong = _content_wrong(store, before) or _saves_wrong(store, last)
        return f"restored: {wrong}" if wrong else ""
    return ""


def _upgrades_wrong(path: Path, last: int) -> str:
    """Every copy is old or new, opens without a question and holds what it held; the copies before the upgrade too."""
    for folder in sorted(path.parent.glob("copy *")):
        number = int(folder.name.split()[1])
        if number < last - 1:
            continue
        with open_store(folder / path.name, PASSWORD, now=NOW) as store:
            if found := backup.verify(store):
                return f"copy {number}: {found}"
            if migrations.version(store.db) != migrations.latest() or len(meta.get(store.db, "filler 9")) != 40_000:
                return f"copy {number} is not what it was"
            made = backup.backups(store.path)
        # Killed between two steps, the next opening goes on from there and makes one more copy.
        if not all(b.ok and b.version < migrations.latest() for b in made) or 1 not in {b.version for b in made}:
            return f"copy {number}: no whole copy from before the upgrade"
    return ""


def _old_database(source: Path, folder: Path) -> None:
    """Make a database of the first version: what the later steps made is taken back."""
    folder.mkdir()
    _copy(source, folder)
    with open_store(folder / NAME, PASSWORD, now=NOW) as store:
        db = store.db
        db.execute_sql("PRAGMA foreign_keys = OFF")
        with store.write(NOW) as tx:
            found = db.execute_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
            for name, _text in sorted(found, key=lambda row: not str(row[1]).startswith("CREATE VIRTUAL")):
                if name not in ("meta", "people") and not name.startswith("sqlite_"):
                    db.execute_sql(f'DROP TABLE IF EXISTS "{name}"')
            for number in range(10):
                meta.put(tx.db, f"filler {number}", f"{number}" * 40_000)
            db.execute_sql("PRAGMA user_version = 1")


def _copy(source: Path, folder: Path) -> None:
    for file in source.iterdir():
        if file.is_file():
            shutil.copy(file, folder)


def _life(victims: _Victims, place: Path, work: str, dice: Random, before: dict[str, object]) -> tuple[int, int, str]:
    """Kill one or two victims on a fresh copy; return kills, acknowledged pieces and what is wrong."""
    path, last, lives = place / NAME, 0, dice.choice((1, 1, _LIVES))
    for _ in range(lives):
        last = victims.killed(path, work, last + 1, dice.uniform(0.0, LONGEST_LIVES.get(work, LONGEST_LIFE)))
    try:
        wrong = _upgrades_wrong(path, last) if work == "migration" else _what_is_wrong(path, work, last, before)
    except StoreError as error:
        wrong = f"does not open: {error.code}"
    return lives, last, wrong


def _killed(work: str, count: int, seed: int, victims: _Victims, folder: Path) -> _Outcome:
    dice, outcome = Random(f"{seed} {work}"), _Outcome()
    with open_store(folder / "template" / NAME, PASSWORD, now=NOW) as store:
        before = facts(store)
    number = 0
    while outcome.kills < count:
        place = folder / f"{work} {number}"
        place.mkdir()
        if work == "migration":
            shutil.copytree(folder / "old", place / "old")
        else:
            _copy(folder / "template", place)
        if work == "import":
            for n in range(1, CATALOGUES + 1):
                catalogue(place / NAME, n).hardlink_to(folder / f"katalog {n}.xml")
        kills, acknowledged, wrong = _life(victims, place, work, dice, before)
        outcome.kills += kills
        outcome.acknowledged += acknowledged
        if wrong:
            outcome.failures.append(f"seed {seed} {work} {number}: {wrong}")
        shutil.rmtree(place)
        number += 1
    return outcome


def run(full: bool, seed: int) -> Iterator[Trial]:
    """Kill 200 victims (a tenth: 20), as many of each kind of work."""
    if sys.platform == "win32":
        yield Trial("kills (POSIX only, left out here)", 1)
        return
    works = ("save", "import", "backup", "migration", "password", "remove")
    victims = _Victims()
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "template").mkdir()
            path = folder / "template" / NAME
            store, _ = create_store(path, person="Anna", password=PASSWORD, now=NOW, cost=CHEAP)
            with store:
                fill(store)
            _old_database(folder / "template", folder / "old")
            for number in range(1, CATALOGUES + 1):
                write_catalogue(catalogue(folder / NAME, number), IMPORTED, seed=number)
            count = FULL if full else FULL // 10
            for index, work in enumerate(works):
                share = count // len(works) + (index < count % len(works))
                outcome = _killed(work, share, seed, victims, folder)
                note = f"{outcome.acknowledged} pieces acknowledged"
                yield Trial(f"killed during {work}", outcome.kills, tuple(outcome.failures[:_MOST_SHOWN]), note)
    finally:
        victims.close()
