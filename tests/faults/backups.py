"""A year of backups, thinned as it goes: each that is kept restores with its content, a damaged one is passed over."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from nqdesk.domain.people import Right
from nqdesk.store import backup, meta, people
from nqdesk.store.backup import Backup
from nqdesk.store.changing import people as changing_people
from nqdesk.store.database import create_store, open_store
from nqdesk.store.errors import StoreError
from tests.faults.trial import Trial
from tests.old_databases.facts import facts
from tests.old_databases.make import NAME, fill
from tests.store.breaking import parts
from tests.store.conftest import CHEAP, NOW, PASSWORD

FULL = 150
_PAGE = 4096
_MOST_SHOWN = 5


@dataclass(frozen=True)
class _Series:
    """A database with its backups, and the number in each of them by its name."""

    path: Path
    held: dict[str, str]
    end: datetime
    made: int


def _make(folder: Path, count: int, dice: Random) -> tuple[_Series, list[str]]:
    """Back up again and again in the course of about a year; changes, people and keys in between."""
    path, now = folder / NAME, NOW
    held: dict[str, str] = {}
    failures: list[str] = []
    store, _ = create_store(path, person="Anna", password=PASSWORD, now=NOW, cost=CHEAP)
    with store:
        fill(store)
        for number in range(1, count + 1):
            now += timedelta(hours=dice.choice((1, 8, 24, 24, 72, 140)))
            with store.write(now) as tx:
                meta.put(tx.db, "counter", str(number))
            if number % 20 == 10:
                person = changing_people.add_person(store, f"P{number}", f"Passwort {number}", frozenset(Right), now)
                if number % 40 == 30:
                    changing_people.remove_person(store, person.id, PASSWORD, now)
            for _ in backup.back_up(store, now):
                pass
            kept = backup.backups(path)
            held[kept[0].path.name] = str(number)
            if kept[0].at != now.replace(microsecond=0) or not all(b.ok for b in kept) or len(kept) < min(number, 3):
                failures.append(f"after backup {number}: {len(kept)} kept, not all whole")
    return _Series(path, held, now, count), failures


def _restored(series: _Series, chosen: Path | None, folder: Path) -> tuple[Path, str, str]:
    """Restore into a copy of the whole folder; return what was used, its counter and what is wrong."""
    shutil.copytree(series.path.parent, folder)
    path = folder / NAME
    inside = path.with_name(f"{NAME}.backups") / chosen.name if chosen else None
    try:
        restored = backup.restore(path, inside, PASSWORD, series.end + timedelta(days=1))
        with open_store(path, PASSWORD, now=series.end) as store:
            counter, wrong = meta.get(store.db, "counter"), ", ".join(backup.verify(store))
            if not wrong and not {p.name for p in people.every(store.db)} >= {"Anna", "Bernd"}:
                wrong = "a person is gone"
            if not wrong and len(facts(store)["offers"]) < 10:
                wrong = "offers are gone"
        left = parts(path.parent)
        return restored.used, counter, wrong or ", ".join(left)
    finally:
        shutil.rmtree(folder)


def _each_wrong(series: _Series, kept: list[Backup], folder: Path) -> list[str]:
    failures = []
    for one in kept:
        try:
            _, counter, wrong = _restored(series, one.path, folder)
        except StoreError as error:
            wrong, counter = error.code, ""
        if wrong or counter != series.held[one.path.name]:
            failures.append(f"backup {one.path.name}: {wrong or f'holds {counter}'}")
    return failures


def _damage(file: Path, dice: Random) -> None:
    data = bytearray(file.read_bytes())
    place = dice.randrange(len(data) - _PAGE)
    match dice.randrange(5):
        case 0:
            data[place] ^= dice.randint(1, 255)
        case 1:
            data[place : place + 512] = dice.randbytes(512)
        case 2:
            del data[place:]
        case 3:
            data[place : place + _PAGE] = bytes(_PAGE)
        case _:
            file.unlink()
            return
    file.write_bytes(data)


def _next_wrong(series: _Series, kept: list[Backup], number: int, dice: Random, folder: Path) -> str:
    """Damage the newest backups, one to all but one, and restore: the newest that is whole takes the place."""
    spoiled = min(dice.choice((1, 1, 2, 5, len(kept) - 1)), len(kept) - 1)
    copy = folder.with_name("spoiled")
    shutil.copytree(series.path.parent, copy)
    try:
        for one in kept[:spoiled]:
            _damage(copy / f"{NAME}.backups" / one.path.name, dice)
        broken = _Series(copy / NAME, series.held, series.end, series.made)
        used, counter, wrong = _restored(broken, None, folder)
    except StoreError as error:
        return f"{number}: {spoiled} damaged: {error.code}"
    finally:
        shutil.rmtree(copy)
    if wrong or used.name != kept[spoiled].path.name or counter != series.held[used.name]:
        return f"{number}: {spoiled} damaged: {wrong or used.name} was used"
    return ""


def _spoiled_database_wrong(series: _Series, number: int, dice: Random, folder: Path) -> str:
    """A damaged database is never backed up, and costs no backup however often it is tried."""
    shutil.copytree(series.path.parent, folder)
    try:
        path = folder / NAME
        before = {b.path.name: b.size for b in backup.backups(path)}
        data = bytearray(path.read_bytes())
        place = dice.randrange(1, len(data) // _PAGE) * _PAGE
        data[place : place + _PAGE] = bytes(_PAGE)
        path.write_bytes(data)
        for attempt in range(3):
            try:
                with open_store(path, PASSWORD, now=NOW) as store:
                    for _ in backup.back_up(store, series.end + timedelta(days=100 * attempt)):
                        pass
                return f"{number}: a damaged database was backed up"
            except StoreError as error:
                if error.code != "damaged":
                    return f"{number}: {error.code}"
        after = {b.path.name: b.size for b in backup.backups(path)}
        return "" if after == before else f"{number}: a backup is gone"
    finally:
        shutil.rmtree(folder)


def run(full: bool, seed: int) -> Iterator[Trial]:
    """Make 150 backups (a tenth: 15) and use what is kept of them."""
    dice = Random(f"{seed} backups")
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "series").mkdir()
        series, failures = _make(root / "series", FULL if full else FULL // 10, dice)
        kept = backup.backups(series.path)
        yield Trial("backups made and thinned", series.made, tuple(failures[:_MOST_SHOWN]), f"{len(kept)} kept")
        failures = _each_wrong(series, kept, root / "each")
        yield Trial("kept backups restored", len(kept), tuple(failures[:_MOST_SHOWN]))
        tries = 50 if full else 5
        failures = [w for n in range(tries) if (w := _next_wrong(series, kept, n, dice, root / "next"))]
        yield Trial("newest backups damaged, the next one restored", tries, tuple(failures[:_MOST_SHOWN]))
        failures = [w for n in range(tries) if (w := _spoiled_database_wrong(series, n, dice, root / "spoiled"))]
        yield Trial("damaged database backed up (must refuse)", tries, tuple(failures[:_MOST_SHOWN]))
