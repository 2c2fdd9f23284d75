"""Works on a database until it is killed: ``python -m tests.store.victim PATH WORK``.

Says "ready", then works without end; says "done N" after each piece of work that is acknowledged.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

from nqdesk.domain.people import Right
from nqdesk.store import backup, people
from nqdesk.store.changing import people as changing
from nqdesk.store.database import Store, open_store
from nqdesk.store.errors import StoreError
from nqdesk.store.meta import put
from tests.store.conftest import NOW, PASSWORD


def _piece(store: Store, work: str, number: int) -> None:
    now = NOW + timedelta(seconds=number)
    if work == "save":
        with store.write(now) as tx:
            put(tx.db, "first", str(number))
            put(tx.db, "second", str(number))
    elif work == "backup":
        with store.write(now) as tx:
            put(tx.db, "first", str(number))
            put(tx.db, "second", str(number))
        for _ in backup.back_up(store, now):
            pass
    elif work == "remove":
        goes = next(p for p in people.every(store.db) if p.name != "Anna")
        changing.remove_person(store, goes.id, PASSWORD, now)
        changing.add_person(store, f"P{number}", f"Passwort {number}", frozenset({Right.BERATUNG}), now)
    elif work == "half":
        store.db.execute_sql("PRAGMA cache_size = 10")
        store.db.execute_sql("PRAGMA cache_spill = ON")
        with store.write(now) as tx:
            for filler in range(40):
                put(tx.db, f"filler {filler}", "y" * 90_000)
            os._exit(1)  # pages are written over already, their old content is in the journal
    elif work == "wait":
        sys.stdin.readline()
        raise StoreError("closed")
    elif work == "password":
        changing.change_password(store, PASSWORD, f"{PASSWORD} {number}", now)
        changing.change_password(store, f"{PASSWORD} {number}", PASSWORD, now)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Work; with a third argument no file may grow beyond so many bytes, and the first refusal is printed."""
    path, work = Path(sys.argv[1]), sys.argv[2]
    store = open_store(path, PASSWORD, now=NOW)
    if len(sys.argv) > 3:
        import resource  # POSIX only
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
    _say("ready")
    for number in range(1, 1_000_000):
        try:
            _piece(store, work, number)
        except StoreError as error:
            _say(error.code)
            store.close()
            return
        _say(f"done {number}")


if __name__ == "__main__":
    main()
