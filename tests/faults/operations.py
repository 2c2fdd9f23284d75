"""What a person lets the store do, one operation each, to be tried while the disk fails."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from nqdesk.actions import importing
from nqdesk.domain.people import Right
from nqdesk.domain.settings import Settings
from nqdesk.store import backup, people, trail
from nqdesk.store.changing import batches
from nqdesk.store.changing import offers as changing_offers
from nqdesk.store.changing import people as changing_people
from nqdesk.store.changing import settings as changing_settings
from nqdesk.store.database import Store, create_store, open_store
from nqdesk.store.engine import Engine
from nqdesk.store.errors import StoreError
from nqdesk.store.files import Files
from tests.builders import an_offer
from tests.exchange.catalogue_maker import supplier_number, write_catalogue
from tests.old_databases.facts import facts
from tests.old_databases.make import NAME, fill
from tests.store.conftest import CHEAP, NOW, PASSWORD

NEW_PASSWORD = "ein ganz neues Passwort"
OTHER = "andere.nqdesk"
IMPORTED = 8  # offers of a course file
_LATER = NOW + timedelta(days=3)


class Bench:
    """One copy of the database, on a disk that fails when armed."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self.engine = engine

    @property
    def files(self) -> Files:
        """The store's file operations."""
        raise NotImplementedError

    def arm(self) -> None:
        """Let what was planned happen from now on."""
        raise NotImplementedError

    def disarm(self) -> None:
        """Let nothing fail any more."""
        raise NotImplementedError

    def open(self, password: str = PASSWORD) -> Store:
        """Open the database."""
        return open_store(self.path, password, now=NOW, engine=self.engine, files=self.files)


def make_template(folder: Path, engine: Engine) -> None:
    """Make a filled database with one backup."""
    store, _ = create_store(folder / NAME, person="Anna", password=PASSWORD, now=NOW, cost=CHEAP, engine=engine)
    with store:
        fill(store)
        for _ in backup.back_up(store, NOW):
            pass


def _create(bench: Bench) -> None:
    bench.arm()
    path = bench.path.with_name(OTHER)
    store, _ = create_store(
        path, person="Eva", password=PASSWORD, now=NOW, cost=CHEAP, engine=bench.engine, files=bench.files
    )
    store.close()


def _open(bench: Bench) -> None:
    bench.arm()
    bench.open().close()


def _save(bench: Bench) -> None:
    with bench.open() as store:
        bench.arm()
        with store.write(NOW) as tx:
            changing_offers.save_offer(tx, an_offer(id="neu", source_id="neu", description="lang " * 2_000))


def _settings(bench: Bench) -> None:
    with bench.open() as store:
        bench.arm()
        with store.write(NOW) as tx:
            changing_settings.save_settings(tx, Settings(lock_after_minutes=33))


def _change_password(bench: Bench) -> None:
    with bench.open() as store:
        bench.arm()
        changing_people.change_password(store, PASSWORD, NEW_PASSWORD, NOW)


def _add_person(bench: Bench) -> None:
    with bench.open() as store:
        bench.arm()
        changing_people.add_person(store, "Cem", "Passwort von Cem", frozenset({Right.BERATUNG}), NOW)


def _remove_person(bench: Bench) -> None:
    with bench.open() as store:
        bernd = next(p for p in people.every(store.db) if p.name == "Bernd")
        bench.arm()
        changing_people.remove_person(store, bernd.id, PASSWORD, NOW)


def _back_up(bench: Bench) -> None:
    with bench.open() as store:
        bench.arm()
        for _ in backup.back_up(store, _LATER):
            pass


def _save_first(bench: Bench) -> None:
    with bench.open() as store, store.write(NOW) as tx:
        changing_settings.save_settings(tx, Settings(lock_after_minutes=44))


def _import(bench: Bench) -> None:
    file = bench.path.with_name("katalog.xml")
    write_catalogue(file, IMPORTED, further_runs=0)
    with bench.open() as store:
        bench.arm()
        for _ in importing.import_files(store, [file], NOW):
            pass


def _restore(bench: Bench) -> None:
    _save_first(bench)
    bench.arm()
    backup.restore(bench.path, None, PASSWORD, _LATER, engine=bench.engine, files=bench.files)


@dataclass(frozen=True)
class Operation:
    """What is done.

    Attributes:
        may_be_done: a fault in its last steps may come after it is done.
        first: what is done before the disk may fail.
    """

    name: str
    do: Callable[[Bench], None]
    may_be_done: bool = False
    first: Callable[[Bench], None] | None = None


OPERATIONS = (
    Operation("creating", _create),
    Operation("opening", _open),
    Operation("saving an offer", _save),
    Operation("saving the settings", _settings),
    Operation("changing the password", _change_password),
    Operation("adding a person", _add_person),
    Operation("removing a person", _remove_person, may_be_done=True),
    Operation("backing up", _back_up),
    Operation("importing", _import, may_be_done=True),
    Operation("restoring", _restore, may_be_done=True, first=_save_first),
)


def state_of(bench: Bench) -> dict[str, object]:
    """Return all that a person can find: content, the password that fits, backups, another database."""
    bench.disarm()
    try:
        store, password = bench.open(), "old"
    except StoreError as error:
        if error.code != "wrong_password":
            raise
        store, password = bench.open(NEW_PASSWORD), "new"
    with store:
        batches.clear_leftovers(store, NOW)
        known = facts(store)
        imported = {
            kind: [i for i, content in known[kind].items() if supplier_number(1) in str(content)]
            for kind in ("offers", "organisations")
        }
        for kind, ids in imported.items():  # which are new each time
            known[kind] = {i: content for i, content in known[kind].items() if i not in ids}
        standing = [e for e in trail.entries(store.db, 1_000) if not e.undone and e.change.verb != "undo"]
        known["changes"] = len(standing)  # an import that fails at its end is undone
        numbers = {kind: len(ids) for kind, ids in imported.items()}
        found: dict[str, object] = {**known, "password": password, "imported": numbers}
        found["verify"] = backup.verify(store)
    found["backups"] = [(b.at.isoformat(), b.ok) for b in backup.backups(bench.path)]
    other = bench.path.with_name(OTHER)
    if other.exists():
        open_store(other, PASSWORD, now=NOW, engine=bench.engine, files=bench.files).close()
    found["another"] = sorted(p.name for p in other.parent.glob(f"{OTHER}*") if not p.name.endswith(".lock"))
    return found
