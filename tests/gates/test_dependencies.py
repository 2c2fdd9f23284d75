"""What is imported is declared, what is declared is pinned, and nothing of one machine is in it."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.gates.source_code import ROOT, modules

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()


def declared(*extras: str) -> set[str]:
    """Return the canonical names of what the project asks for, with these extras."""
    asked = list(PROJECT["dependencies"])
    for extra in extras:
        asked += PROJECT["optional-dependencies"][extra]
    return {canonicalize_name(Requirement(text).name) for text in asked}


def test_every_package_the_program_imports_is_declared() -> None:
    owners = packages_distributions()
    names = {name.split(".")[0] for module in modules() for name in module.imported()}
    foreign = names - set(sys.stdlib_module_names) - {"nqdesk"}
    undeclared = {
        name for name in foreign if not {canonicalize_name(owner) for owner in owners.get(name, [])} & declared()
    }
    assert not undeclared


def test_every_pin_is_a_name_and_an_exact_version() -> None:
    assert not [line for line in PINS if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9.+!]+( ; .+)?", line)]


def test_everything_declared_is_pinned_within_its_range() -> None:
    pinned = {canonicalize_name(line.split("==")[0]): line.split("==")[1].split(" ")[0] for line in PINS}
    asked = [Requirement(text) for text in PROJECT["dependencies"]]
    for extra in PROJECT["optional-dependencies"].values():
        asked += [Requirement(text) for text in extra]
    assert not [str(r) for r in asked if not r.specifier.contains(pinned.get(canonicalize_name(r.name), "0"))]
