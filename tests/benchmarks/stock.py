"""Databases with many offers, made once in a run of the measurements and removed at its end."""

import atexit
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from nqdesk.actions import databases, importing
from nqdesk.domain.centre import Centre
from tests.benchmarks.password import PASSWORD
from tests.builders import NOW
from tests.exchange.catalogue_maker import write_catalogue

__all__ = ["LARGE", "PASSWORD", "SMALL", "catalogue", "database", "folder"]
LARGE = 100_000
SMALL = 1_000


@lru_cache(maxsize=1)
def folder() -> Path:
    """Return a folder that is gone when the process ends."""
    made = Path(tempfile.mkdtemp(prefix="nqdesk-measured-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@lru_cache(maxsize=4)
def catalogue(offers: int) -> Path:
    """Return an openQ-cat file with so many offers."""
    return write_catalogue(folder() / f"katalog{offers}.xml", offers).path


@lru_cache(maxsize=4)
def database(offers: int) -> Path:
    """Return a closed database with so many offers, its key derived with the product's own setting."""
    path = folder() / f"stelle{offers}.nqdesk"
    store, _ = databases.create(path, person="Anna", password=PASSWORD, centre=Centre(name="Stelle"), now=NOW)
    with store:
        for _ in importing.import_files(store, [catalogue(offers)], NOW):
            pass
    return path
