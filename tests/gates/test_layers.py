"""The layers hold, and each contract bites: a planted violation breaks it."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.gates.source_code import PACKAGE, ROOT, modules

# (contract, layer to plant it in, statement that it must not contain)
VIOLATIONS = [
    ("layers", "domain", "import nqdesk.store"),
    ("layers", "domain", "import nqdesk.actions.messages"),
    ("layers", "store", "import nqdesk.exchange"),
    ("layers", "exchange", "import nqdesk.papers"),
    ("layers", "papers", "import nqdesk.store"),
    ("layers", "store", "import nqdesk.actions.messages"),
    ("layers", "actions", "import nqdesk.ui"),
    ("layers", "ui", "import nqdesk.cli"),
    ("layers", "ui", "import nqdesk.app"),
    ("no-qt-below-ui", "actions", "from PySide6 import QtCore"),
    ("no-qt-below-ui", "papers", "def later():\n    import PySide6.QtGui"),
    ("no-peewee-outside-store", "ui", "import peewee"),
    ("no-peewee-outside-store", "actions", "from playhouse import sqlcipher_ext"),
    ("no-reportlab-outside-papers", "exchange", "from reportlab.lib import units"),
    ("one-door-for-writing", "ui", "import nqdesk.store.changing"),
    ("one-door-for-writing", "ui", "import nqdesk.exchange"),
]


def contracts() -> dict[str, str]:
    """Return the names of the contracts in pyproject.toml by their ids."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return {c["id"]: c["name"] for c in tomllib.load(file)["tool"]["importlinter"]["contracts"]}


def lint(folder: Path) -> str:
    """Return what import-linter says of the copy of the package in a folder."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    clean = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, encoding="utf-8", check=False)
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the package and of its contracts."""
    folder = tmp_path_factory.mktemp("layers")
    shutil.copytree(PACKAGE, folder / "nqdesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture(scope="module")
def sound(copied: Path) -> str:
    """Return what import-linter says of the program as it is."""
    return lint(copied)


@pytest.fixture(scope="module")
def broken(copied: Path, sound: str) -> dict[str, str]:
    """Return, by contract, what import-linter says when every violation is planted in a file of its own."""
    assert sound
    for number, (_, layer, statement) in enumerate(VIOLATIONS):
        (copied / "nqdesk" / layer / f"planted_{number}.py").write_text(statement + "\n", encoding="utf-8")
    details = lint(copied).split("Broken contracts", 1)[1]
    parts = {}
    for identity, name in contracts().items():
        after = details.partition(f"\n{name}\n")[2]
        ends = [after.find(f"\n{other}\n") for other in contracts().values()]
        parts[identity] = after[: min((end for end in ends if end >= 0), default=len(after))]
    return parts


def test_every_contract_has_a_planted_violation() -> None:
    assert {contract for contract, _, _ in VIOLATIONS} == contracts().keys()


def test_the_program_as_it_is_keeps_every_contract(sound: str) -> None:
    assert f"Contracts: {len(contracts())} kept, 0 broken." in sound


@pytest.mark.parametrize("number", range(len(VIOLATIONS)), ids=[" ".join(planted) for planted in VIOLATIONS])
def test_a_planted_violation_breaks_its_contract(broken: dict[str, str], number: int) -> None:
    contract, layer, _ = VIOLATIONS[number]
    assert f"nqdesk.{layer}.planted_{number} -> " in broken[contract]


def test_the_domain_needs_the_standard_library_only() -> None:
    foreign = {
        (module.path, name)
        for module in modules()
        if module.name.startswith("nqdesk.domain")
        for name in module.imported()
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("nqdesk.domain")
    }
    assert not foreign


def test_a_start_does_not_pay_for_files_and_papers() -> None:
    heavy = ("reportlab", "openpyxl", "lxml", "pikepdf", "pypdfium2", "pyphen", "uharfbuzz")
    program = f"import sys, nqdesk.app; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr
