"""An open database, filled from the demo catalogue once and copied for each test."""

import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from nqdesk import resource_files
from nqdesk.actions import databases, demo, importing
from nqdesk.domain.progress import Progress
from nqdesk.store.database import Store, create_store, open_store
from nqdesk.store.keys import Cost
from tests.builders import NOW

PASSWORD = "ein gutes Passwort"
CATALOGUE = resource_files.path(demo.CATALOGUE)
Result = TypeVar("Result")


def finish(job: Generator[Progress, None, Result]) -> Result:
    """Run a job to its end and return its result."""
    while True:
        try:
            next(job)
        except StopIteration as ended:
            result: Result = ended.value
            return result


def _make(path: Path) -> Store:
    cheap = Cost(memory_kib=64, passes=1, lanes=1)
    store, _ = create_store(path, person="Anna", password=PASSWORD, now=NOW, cost=cheap)
    databases.make_ready(store, NOW)
    return store


@pytest.fixture(scope="session")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "stelle.nqdesk"
    _make(path).close()
    return path


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "stelle.nqdesk"
    with _make(path) as store:
        finish(importing.import_files(store, [CATALOGUE], NOW))
    return path


def _copy(template: Path, folder: Path) -> Path:
    for file in template.parent.iterdir():
        if file.is_file():
            shutil.copy(file, folder)
    return folder / template.name


@pytest.fixture
def store(_empty: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty database, opened by Anna who has both rights."""
    with open_store(_copy(_empty, tmp_path), PASSWORD, now=NOW) as opened:
        yield opened


@pytest.fixture
def filled(_filled: Path, tmp_path: Path) -> Iterator[Store]:
    """A database with the demo catalogue."""
    with open_store(_copy(_filled, tmp_path), PASSWORD, now=NOW) as opened:
        yield opened
