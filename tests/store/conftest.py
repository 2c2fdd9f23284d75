"""A database made once and copied for each test: making one costs more than most tests."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nqdesk.store.database import Store, create_store, open_store
from nqdesk.store.keys import Cost

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
PASSWORD = "sehr geheim 1"


@dataclass(frozen=True)
class Template:
    """A database of one person, "Anna", with both rights."""

    path: Path
    code: str


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    path = tmp_path_factory.mktemp("template") / "stelle.nqdesk"
    store, code = create_store(path, person="Anna", password=PASSWORD, now=NOW, cost=CHEAP)
    store.close()
    return Template(path, code)


@pytest.fixture
def database(template: Template, tmp_path: Path) -> Path:
    """A closed database of the test's own."""
    for file in template.path.parent.iterdir():
        shutil.copy(file, tmp_path)
    return tmp_path / template.path.name


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    """The same, opened for writing by Anna."""
    with open_store(database, PASSWORD, now=NOW) as opened:
        yield opened
