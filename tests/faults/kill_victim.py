"""Works on a database until it is killed: ``python -m tests.faults.kill_victim``, POSIX only.

Reads lines of JSON with "path", "work" and "first" (number of the first piece). For each it forks a child that says
"ready PID", then "done N" after each acknowledged piece; "ended" is said when the child is gone, however it went.
"""

import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nqdesk.actions import databases, importing
from nqdesk.domain.people import Right
from nqdesk.store import backup, meta, offers, people
from nqdesk.store.changing import offers as changing_offers
from nqdesk.store.changing import people as changing_people
from nqdesk.store.database import Store, open_store
from nqdesk.store.errors import StoreError
from tests.builders import an_offer
from tests.store.conftest import PASSWORD

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
CATALOGUES = 12


def password(number: int) -> str:
    """Return the password after so many changes."""
    return PASSWORD if number == 0 else f"{PASSWORD} {number}"


def opened(path: Path, number: int) -> Store:
    """Open with the password of the last acknowledged change or of the one that was under way."""
    try:
        return databases.open_database(path, password(number), NOW)
    except StoreError as error:
        if error.code != "wrong_password":
            raise
        return databases.open_database(path, password(number + 1), NOW)


def catalogue(path: Path, number: int) -> Path:
    """Return where the course file of an import lies."""
    return path.parent / f"katalog {number}.xml"


def _save(store: Store, number: int, now: datetime) -> None:
    name = f"offer {number % 5}"
    with store.write(now) as tx:
        stored = offers.get(tx.db, name) or an_offer(id=name, source_id=name)
        changing_offers.save_offer(tx, replace(stored, hours=number))
        meta.put(tx.db, "counter", str(number))


def _import(store: Store, number: int, now: datetime) -> None:
    if number > CATALOGUES:
        signal.pause()  # until the kill
    for _ in importing.import_files(store, [catalogue(store.path, number)], now):
        pass


def _back_up(store: Store, number: int, now: datetime) -> None:
    _save(store, number, now)
    for _ in backup.back_up(store, now):
        pass


def _change_password(store: Store, number: int, now: datetime) -> None:
    changing_people.change_password(store, password(number - 1), password(number), now)


def _remove(store: Store, number: int, now: datetime) -> None:
    for person in people.every(store.db):
        if person.id != store.person.id:  # of a life that was killed in between
            changing_people.remove_person(store, person.id, PASSWORD, now)
    person = changing_people.add_person(
        store, f"Kollege {number}", f"Passwort von {number}", frozenset({Right.BERATUNG}), now
    )
    changing_people.remove_person(store, person.id, PASSWORD, now)


_PIECES: dict[str, Callable[[Store, int, datetime], None]] = {
    "save": _save,
    "import": _import,
    "backup": _back_up,
    "password": _change_password,
    "remove": _remove,
}


def _migrate(path: Path, number: int) -> None:
    """Bring a copy of the old database up to date; the copy gets its name when it is whole."""
    making, folder = path.parent / "making", path.parent / f"copy {number}"
    shutil.copytree(path.parent / "old", making)
    making.rename(folder)
    open_store(folder / path.name, PASSWORD, now=NOW).close()


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def _work(path: Path, work: str, first: int) -> None:
    _say(f"ready {os.getpid()}")
    if work == "migration":
        shutil.rmtree(path.parent / "making", ignore_errors=True)
        while (path.parent / f"copy {first}").exists():
            first += 1  # the life before ended before it could say so
        for number in range(first, 1_000_000):
            _migrate(path, number)
            _say(f"done {number}")
    with opened(path, first - 1 if work == "password" else 0) as store:
        if work == "password" and not _fits(store, password(first - 1)):
            _say(f"done {first}")  # the change that was under way when the life before was killed
            first += 1
        for number in range(first, 1_000_000):
            _PIECES[work](store, number, NOW + timedelta(minutes=number))
            _say(f"done {number}")


def _fits(store: Store, own: str) -> bool:
    try:
        open_store(store.path, own, now=NOW, read_only=True).close()
    except StoreError:
        return False
    return True


def main() -> None:
    """Fork a child for each line until there are no more."""
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                _work(Path(asked["path"]), asked["work"], asked["first"])
            except BaseException:  # noqa: BLE001 - all of it goes to the trial
                _say(f"failed {traceback.format_exc(limit=-3)!r}")
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        _say("ended")


if __name__ == "__main__":
    main()
