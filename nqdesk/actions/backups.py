"""Backups: made, listed, restored; the database checked."""

from collections.abc import Generator
from datetime import datetime
from pathlib import Path

from nqdesk.actions.refused import demand
from nqdesk.domain.people import Right
from nqdesk.domain.progress import Progress
from nqdesk.store import backup, restoring, settings
from nqdesk.store.backup import Backup, Restored
from nqdesk.store.database import Store


def back_up(store: Store, now: datetime) -> Generator[Progress, None, Backup]:
    """Make a checked copy beside the database and in the second folder if one is set."""
    second = settings.get(store.db).backup_folder
    return (yield from backup.back_up(store, now, second_folder=Path(second) if second else None))


def made(store: Store) -> list[Backup]:
    """Return the backups of an open database, the newest first, those of the second folder included."""
    second = settings.get(store.db).backup_folder
    return backup.backups(store.path, Path(second) if second else None)


def demand_restorable(store: Store, chosen: Path, password: str) -> None:
    """Make sure, while the database is open, that a backup can take its place; `restore` follows when it is closed.

    Raises Refused without the right Verwaltung, StoreError "wrong_password", "backup_damaged", "slots_lost".
    """
    demand(store.person, Right.VERWALTUNG)
    restoring.demand_restorable(store.path, chosen, password)


def restore(path: Path, chosen: Path | None, password: str, now: datetime) -> Restored:
    """Put a backup in the database's place, the newest good one if none is named; the present file is kept beside it.

    Raises StoreError "no_backup" if there is none, "wrong_password" if the password does not open it.
    """
    return backup.restore(path, chosen, password, now)


def verify(store: Store) -> tuple[str, ...]:
    """Return what is wrong with the file, as codes; empty if nothing is."""
    return backup.verify(store)


def check(store: Store) -> Generator[Progress, None, tuple[str, ...]]:
    """Do the same as a job."""
    yield Progress(0, 0, "backup_checking")
    return backup.verify(store)
