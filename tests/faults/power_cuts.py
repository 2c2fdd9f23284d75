"""The power fails while the store saves, imports, backs up, changes passwords and keys: nothing acknowledged is lost.

The store's own code runs on a recorded disk (`recorded_disk`), with plain SQLite in SQLCipher's place. The same trial
with `synchronous` turned down must find losses, otherwise it proves nothing.
"""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import apsw

from nqdesk.domain.incoming import FileHead, IncomingOffer
from nqdesk.domain.people import Right
from nqdesk.store import backup, meta, offers, people
from nqdesk.store.changing import batches
from nqdesk.store.changing import offers as changing_offers
from nqdesk.store.changing import people as changing_people
from nqdesk.store.database import Store, create_store, open_store
from nqdesk.store.errors import StoreError
from nqdesk.store.files import Files
from nqdesk.store.keys import Cost
from tests.builders import an_offer, an_organisation
from tests.faults.plain_engine import PlainEngine
from tests.faults.recorded_disk import RecordedDisk, Replay
from tests.faults.recording_files import RecordingFiles
from tests.faults.trial import Trial

FULL = 2_000
NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
NAME = "stelle.nqdesk"
ROUNDS = 12
IMPORTED = 25
_MOST_SHOWN = 5


def _password(number: int) -> str:
    return f"ein Passwort Nummer {number}"


class _Work:
    """What the program does while the power may fail; every acknowledged piece is noted on the disk."""

    def __init__(self, store: Store, disk: RecordedDisk) -> None:
        self.store = store
        self.disk = disk
        self._saved = 0

    def run(self) -> None:
        for number in range(1, ROUNDS + 1):
            now = NOW + timedelta(hours=number)
            for _ in range(4):
                self._save(now)
            self._round(number, now)

    def _save(self, now: datetime) -> None:
        self._saved += 1
        number = self._saved
        with self.store.write(now) as tx:
            stored = offers.get(tx.db, f"offer {number % 5}") or an_offer(id=f"offer {number % 5}", source_id="")
            changing_offers.save_offer(tx, replace(stored, hours=number))
            meta.put(tx.db, "counter", str(number))
        self.disk.acknowledge(f"save {number}")

    def _round(self, number: int, now: datetime) -> None:
        if number % 3 == 0:
            changing_people.change_password(self.store, _password(number // 3 - 1), _password(number // 3), now)
            self.disk.acknowledge(f"password {number // 3}")
        if number % 3 == 1:
            for _ in backup.back_up(self.store, now):
                pass
            newest = backup.backups(self.store.path)[0]
            self.disk.acknowledge(f"backup {newest.path.name}")
        if number % 4 == 2:
            person = changing_people.add_person(
                self.store, f"Kollege {number}", f"Passwort von {number}", frozenset({Right.BERATUNG}), now
            )
            self.disk.acknowledge(f"person {number}")
            if number % 8 == 2:
                changing_people.remove_person(self.store, person.id, _password(number // 3), now)
                self.disk.acknowledge(f"removed {number}")
        if number % 4 == 3:
            self._import(number, now)

    def _import(self, number: int, now: datetime) -> None:
        head = FileHead(format="openqcat", name=f"katalog {number}.xml")
        rows = [
            IncomingOffer(
                offer=an_offer(source_id=f"{number}-{i}", title=f"Kurs {i} im Katalog {number}"),
                provider=an_organisation(),
            )
            for i in range(IMPORTED)
        ]
        with self.store.write(now) as tx:
            batch = batches.begin(tx, head)
        with self.store.write(now) as tx:
            batches.add(tx, batch, rows)
        for _ in batches.settle(self.store, batch, head, now):
            pass
        with self.store.write(now) as tx:
            batches.finish(tx, batch)
        self.disk.acknowledge(f"import {number}")
        for _ in batches.tidy(self.store, now):
            pass


def _record(folder: Path, synchronous: str | None) -> tuple[RecordedDisk, dict[str, bytes]]:
    disk = RecordedDisk(folder)
    engine = PlainEngine(disk, f"recording {synchronous}", synchronous)
    files = RecordingFiles(disk)
    path = folder / NAME
    store, _ = create_store(path, person="Anna", password=_password(0), now=NOW, cost=CHEAP, engine=engine, files=files)
    with closing(store):
        start = disk.begin()
        _Work(store, disk).run()
    disk.recording = False
    engine.close()
    return disk, start


def _last(acknowledged: list[str], kind: str) -> int:
    numbers = [int(word.split()[1]) for word in acknowledged if word.startswith(f"{kind} ")]
    return numbers[-1] if numbers else 0


def _opened(path: Path, password: int, engine: PlainEngine) -> Store:
    """Open with the acknowledged password or the one that was just being set."""
    try:
        return open_store(path, _password(password), now=NOW, engine=engine)
    except StoreError as error:
        if error.code != "wrong_password":
            raise
        return open_store(path, _password(password + 1), now=NOW, engine=engine)


def _what_is_wrong(folder: Path, acknowledged: list[str], engine: PlainEngine, *, restore: bool) -> str:
    path = folder / NAME
    password = _last(acknowledged, "password")
    try:
        store = _opened(path, password, engine)
    except StoreError as error:
        return f"does not open: {error.code}"
    with closing(store):
        if wrong := _content_wrong(store, acknowledged):
            return wrong
    kept = [word.removeprefix("backup ") for word in acknowledged if word.startswith("backup ")]
    if kept:
        there = {b.path.name: b for b in backup.backups(path)}
        if kept[-1] not in there or not there[kept[-1]].ok:
            return f"backup {kept[-1]} is lost"
        if restore and (wrong := _restored_wrong(path, there[kept[-1]].path, password, engine)):
            return wrong
    return ""


def _content_wrong(store: Store, acknowledged: list[str]) -> str:
    db = store.db
    if broken := [row[0] for row in db.execute_sql("PRAGMA integrity_check").fetchall() if row[0] != "ok"]:
        return f"damaged: {broken[0][:80]}"
    if db.execute_sql("PRAGMA foreign_key_check").fetchall():
        return "a reference points nowhere"
    counter = int(meta.get(db, "counter") or 0)
    if counter < _last(acknowledged, "save"):
        return f"save {_last(acknowledged, 'save')} is lost, {counter} is there"
    if counter:
        offer = offers.get(db, f"offer {counter % 5}")
        if offer is None or offer.hours != counter:
            return f"save {counter} is there by half"
    batches.clear_leftovers(store, NOW)
    for number in range(3, ROUNDS + 1, 4):
        text = "SELECT count(*) FROM offers WHERE source_id LIKE ?"
        imported = int(db.execute_sql(text, (f"{number}-%",)).fetchone()[0])
        if imported not in (0, IMPORTED) or (not imported and f"import {number}" in acknowledged):
            return f"import {number}: {imported} of {IMPORTED} offers"
    names = {person.name for person in people.every(db)}
    for word in acknowledged:
        kind, _, which = word.partition(" ")
        removed = f"removed {which}" in acknowledged
        if kind == "person" and not removed and f"Kollege {which}" not in names and int(which) % 8 != 2:
            return f"person {which} is lost"
        if kind == "removed" and f"Kollege {which}" in names:
            return f"person {which} is back"
    return ""


def _restored_wrong(path: Path, chosen: Path, password: int, engine: PlainEngine) -> str:
    """A backup opens with the present password, or, if the file has got a new key since, with the one of its day."""
    for attempt in range(password + 1, -1, -1):
        try:
            backup.restore(path, chosen, _password(attempt), NOW + timedelta(days=1), engine=engine)
        except StoreError as error:
            if error.code == "wrong_password":
                continue
            return f"backup {chosen.name} does not restore: {error.code}"
        return ""
    return f"backup {chosen.name} opens with no password that ever held"


def cut(count: int, seed: int, synchronous: str | None = None) -> tuple[list[str], int]:
    """Cut the power `count` times at random moments; return what was wrong and how many events there were."""
    dice = Random(seed)
    failures = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "recorded"
        folder.mkdir()
        disk, start = _record(folder, synchronous)
        moments = sorted(dice.randint(1, len(disk.events)) for _ in range(count))
        replay, done = Replay(start), 0
        engine = PlainEngine(RecordedDisk(folder), f"checking {synchronous}")
        for number, moment in enumerate(moments):
            while done < moment:
                replay.apply(disk.events[done])
                done += 1
            after = Path(name) / f"cut{number}"
            for path, content in replay.after_cut(dice).items():
                target = after / Path(path).relative_to(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            try:
                wrong = _what_is_wrong(after, replay.acknowledged, engine, restore=number % 10 == 0)
            except (StoreError, apsw.Error) as error:
                wrong = f"{type(error).__name__}: {str(error)[:100]}"
            if wrong:
                failures.append(f"seed {seed} event {moment}: {wrong}")
            _clear(after)
        engine.close()
        return failures, len(disk.events)


def _clear(folder: Path) -> None:
    files = Files()
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir()
        else:
            files.remove(path)
    folder.rmdir()


def run(full: bool, seed: int) -> Iterator[Trial]:
    """Cut the power 2,000 times (a tenth: 200), then fewer times with syncing turned down."""
    count = FULL if full else FULL // 10
    failures, events = cut(count, seed)
    yield Trial("power cuts", count, tuple(failures[:_MOST_SHOWN]), f"{events} events recorded")
    control, _ = cut(count // 2, seed, "OFF")
    missed = () if control else (f"seed {seed}: with synchronous OFF nothing was lost, the trial proves nothing",)
    yield Trial("power cuts with syncing off (must lose)", count // 2, missed, f"{len(control)} cuts lost something")
