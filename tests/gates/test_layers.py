"""The layers hold, and each contract bites: a planted violation breaks it."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.gates.source_code import PACKAGE, ROOT, modules

# contract -> (file to write, statement that it must not contain)
VIOLATIONS = [
    ("layers", "domain/planted.py", "import nqdesk.store"),
    ("layers", "domain/planted.py", "import nqdesk.actions.messages"),
    ("layers", "store/planted.py", "import nqdesk.exchange"),
    ("layers", "exchange/planted.py", "import nqdesk.papers"),
    ("layers", "papers/planted.py", "import nqdesk.store"),
    ("layers", "store/planted.py", "import nqdesk.actions.messages"),
    ("layers", "actions/planted.py", "import nqdesk.ui"),
    ("layers", "ui/planted.py", "import nqdesk.cli"),
    ("no-qt-below-ui", "actions/planted.py", "from PySide6 import QtCore"),
    ("no-qt-below-ui", "papers/planted.py", "def later():\n    import PySide6.QtGui"),
    ("no-peewee-outside-store", "ui/planted.py", "import peewee"),
    ("no-peewee-outside-store", "actions/planted.py", "from playhouse import sqlcipher_ext"),
    ("no-reportlab-outside-papers", "exchange/planted.py", "from reportlab.lib import units"),
    ("one-door-for-writing", "ui/planted.py", "import nqdesk.store.changing"),
    ("one-door-for-writing", "ui/planted.py", "import nqdesk.exchange"),
]


def contracts() -> set[str]:
    """Return the ids of the contracts in pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return {contract["id"] for contract in tomllib.load(file)["tool"]["importlinter"]["contracts"]}


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the package and of its contracts."""
    folder = tmp_path_factory.mktemp("layers")
    shutil.copytree(PACKAGE, folder / "nqdesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def broken(folder: Path, contract: str) -> bool:
    """Return whether import-linter finds this contract broken in the copy."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--contract", contract]
    clean = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, encoding="utf-8", check=False)
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    return "1 broken" in done.stdout


def test_every_contract_has_a_planted_violation() -> None:
    assert {contract for contract, _, _ in VIOLATIONS} == contracts()


@pytest.mark.parametrize("contract", sorted({contract for contract, _, _ in VIOLATIONS}))
def test_the_program_as_it_is_keeps_the_contract(copied: Path, contract: str) -> None:
    assert not broken(copied, contract)


@pytest.mark.parametrize(("contract", "file", "statement"), VIOLATIONS)
def test_a_planted_violation_breaks_its_contract(copied: Path, contract: str, file: str, statement: str) -> None:
    planted = copied / "nqdesk" / file
    planted.write_text(statement + "\n", encoding="utf-8")
    try:
        assert broken(copied, contract)
    finally:
        planted.unlink()


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
