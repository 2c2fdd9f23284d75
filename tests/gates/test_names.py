"""Names and sizes of files: one noun a file, no drawers for odds and ends."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.gates.source_code import ROOT

FORBIDDEN = {"misc", "util", "utils", "common", "helper", "helpers", "core", "manager", "managers"}
MOST_LINES = 450


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """Return the Python files of the project, relative to the checkout."""
    found: list[Path] = []
    for folder in ("nqdesk", "tests", "packaging"):
        found += [path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.py")]
    return sorted(found)


def test_no_folder_or_module_is_a_drawer_for_odds_and_ends(files: list[Path]) -> None:
    words = {path: set(re.split(r"[/_.]", path.as_posix().lower())) for path in files}
    assert not [str(path) for path, found in words.items() if found & FORBIDDEN]


def test_no_file_of_the_program_is_too_long_for_one_noun(files: list[Path]) -> None:
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in files}
    assert not [f"{path}: {number}" for path, number in lengths.items() if number > MOST_LINES]


def test_every_folder_of_tests_is_a_package_so_that_equal_file_names_do_not_collide(files: list[Path]) -> None:
    folders = {path.parent for path in files if path.parts[0] == "tests" and path.name.startswith("test_")}
    assert not [str(folder) for folder in folders if not (ROOT / folder / "__init__.py").exists()]


def test_tests_hold_no_mock_and_no_sleep(files: list[Path]) -> None:
    banned = re.compile(r"unittest\.mock|\bMagicMock\b|\btime\.sleep\(|qtbot\.keyClicks\(|QTest\.keyClicks\(")
    own = Path(__file__).relative_to(ROOT)
    tests = [path for path in files if path.parts[0] == "tests" and path != own]
    assert not [str(path) for path in tests if banned.search((ROOT / path).read_text(encoding="utf-8"))]


def test_no_machine_path_stands_in_the_project() -> None:
    listed = subprocess.run(
        ["git", "grep", "-nIE", r"(^|[^A-Za-z])(/work/|/root/|/home/[a-z]+/|C:\\\\Users\\\\)"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    own = Path(__file__).relative_to(ROOT).as_posix()
    assert not [line for line in listed.stdout.splitlines() if not line.startswith(own)]
