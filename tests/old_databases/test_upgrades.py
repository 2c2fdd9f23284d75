import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from nqdesk.store import backup, migrations
from nqdesk.store.database import open_store
from tests.old_databases.facts import facts
from tests.old_databases.make import FOLDER, NAME
from tests.store.conftest import NOW, PASSWORD

VERSIONS = sorted(FOLDER.glob("version_*"))


def _missing(then: Any, now: Any, where: str = "") -> list[str]:
    """Return what was there then and is not, or not the same, now; what has been added since is no loss."""
    if isinstance(then, dict):
        return [m for key, value in then.items() for m in _missing(value, now.get(key), f"{where}/{key}")]
    return [] if then == now else [f"{where}: {then!r} is {now!r}"]


@pytest.mark.parametrize("folder", VERSIONS, ids=[v.name for v in VERSIONS])
def test_a_database_of_every_version_opens_with_all_it_held(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        shutil.copy(file, tmp_path)
    with open_store(tmp_path / NAME, PASSWORD, now=NOW) as store:
        assert migrations.version(store.db) == migrations.latest()
        assert backup.verify(store) == ()
        assert not _missing(json.loads((folder / "content.json").read_text("utf-8")), facts(store))
    version = int(folder.name.removeprefix("version_"))
    copies = [b.version for b in backup.backups(tmp_path / NAME)]
    assert copies == ([version] if version < migrations.latest() else [])


def test_todays_version_is_among_them() -> None:
    assert FOLDER / f"version_{migrations.latest()}" in VERSIONS
