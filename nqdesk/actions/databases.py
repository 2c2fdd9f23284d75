"""Making and opening a centre's database."""

from datetime import datetime
from pathlib import Path

import platformdirs

from nqdesk.actions import catalogue
from nqdesk.actions.refused import demand_sound, refuse
from nqdesk.domain.centre import Centre, check_centre
from nqdesk.domain.people import check_password
from nqdesk.store import database, occupation_titles
from nqdesk.store.changing import import_clearing
from nqdesk.store.database import Store

SUFFIX = ".nqdesk"


def default_path() -> Path:
    """Return where the database lies unless another file is named."""
    return platformdirs.user_data_path("nqdesk", appauthor=False) / f"beratungsstelle{SUFFIX}"


def create(
    path: Path, *, person: str, password: str, centre: Centre | None, now: datetime, demo: bool = False
) -> tuple[Store, str]:
    """Make a new database and return it open, with the recovery code that is shown only now.

    Raises Refused for a weak password, a missing name or a centre that cannot be stored, StoreError if the place
    cannot be used; then there is no file.
    """
    if not person.strip():
        raise refuse("required", "person")
    if code := check_password(password, password):
        raise refuse(code, "password")
    if centre is not None:
        demand_sound(check_centre(centre))
    from nqdesk.store.changing import centre as changing_centre
    from nqdesk.store.changing import names

    path.parent.mkdir(parents=True, exist_ok=True)
    store, recovery_code = database.create_store(path, person=person.strip(), password=password, now=now, demo=demo)
    try:
        with store.write(now) as tx:
            if centre is not None:
                changing_centre.save_centre(tx, centre)
            names.put_occupation_titles(tx, catalogue.occupation_titles())
    except BaseException:
        remove_new(store)
        raise
    return store, recovery_code


def remove_new(store: Store) -> None:
    """Close and remove a database that was made just now and that nobody needs, since what it was made for failed."""
    path = store.path
    store.close()
    database.remove_files(path)


def open_database(path: Path, password: str, now: datetime, *, read_only: bool = False) -> Store:
    """Open a database; raises StoreError with the reason. Rows left by a crashed import are removed."""
    store = database.open_store(path, password, read_only=read_only, now=now)
    if not read_only:
        make_ready(store, now)
    return store


def make_ready(store: Store, now: datetime) -> None:
    """Do what an opened database needs before work: crashed imports cleared, the catalogue's titles taken over."""
    import_clearing.clear_leftovers(store, now)
    titles = catalogue.occupation_titles()
    if occupation_titles.every(store.db) != titles:
        from nqdesk.store.changing import names

        with store.write(now) as tx:
            names.put_occupation_titles(tx, titles)


def remove_demo(path: Path, password: str, now: datetime) -> None:
    """Remove an older demo database and what lies beside it; any other file stays (StoreError "exists")."""
    if path.exists() or any(path.parent.glob(f"{path.name}.*")):
        database.remove_demo(path, password, now)
