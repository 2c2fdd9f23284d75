"""The wheel holds everything that is shipped, and runs away from the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.gates.source_code import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that the wheel was installed to."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--disable-pip-version-check"]
    subprocess.run([*command, "--target", str(folder), str(wheel)], check=True, capture_output=True)
    return folder


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the installed wheel, outside the checkout."""
    clean = {**os.environ, "PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=installed, env=clean, capture_output=True, encoding="utf-8", check=False)


def test_every_shipped_file_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        inside = set(packed.namelist())
    kept = subprocess.run(
        ["git", "ls-files", "nqdesk", "resources"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout.splitlines()
    wanted = {
        name.replace("resources/", "nqdesk/_resources/", 1) if name.startswith("resources/") else name for name in kept
    }
    assert wanted
    assert not {name for name in wanted - inside if (ROOT / name.replace("nqdesk/_resources", "resources")).exists()}


def test_the_installed_program_finds_its_resources(installed: Path) -> None:
    program = "from nqdesk import resource_files as r; print(r.root()); print(r.path('texts').is_dir())"
    done = run(installed, "-c", program)
    assert done.stdout.splitlines() == [str(installed / "nqdesk" / "_resources"), "True"], done.stderr


def test_the_installed_program_answers(installed: Path) -> None:
    done = run(installed, "-m", "nqdesk", "--help")
    assert done.returncode == 0, done.stderr
    assert "portfolio" in done.stdout
