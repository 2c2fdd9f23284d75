"""The recipes for the bundle and the installer name what exists. They were run on Linux at most, never on Windows."""

import re
from fnmatch import fnmatch

import pytest

from nqdesk import __version__
from tests.gates.source_code import ROOT, modules

SPEC = (ROOT / "packaging" / "nqdesk.spec").read_text(encoding="utf-8")
INSTALLER = (ROOT / "packaging" / "windows" / "nqdesk.iss").read_text(encoding="utf-8-sig")


def test_the_bundle_recipe_is_python() -> None:
    compile(SPEC, "nqdesk.spec", "exec")


def test_every_path_in_the_bundle_recipe_exists() -> None:
    paths = ["/".join(re.findall(r'"([^"]+)"', tail)) for tail in re.findall(r'ROOT((?: / "[^"]+")+)', SPEC)]
    assert "packaging/launch.py" in paths
    assert not [path for path in paths if not (ROOT / path).exists()]


def test_the_bundle_leaves_out_nothing_that_the_program_imports() -> None:
    block = SPEC.split("EXCLUDED = [", 1)[1].split("]", 1)[0]
    excluded = set(re.findall(r'"([\w.]+)"', block))
    used = {name for module in modules() for name in module.imported()}
    assert "tkinter" in excluded
    assert not {name for name in used for left_out in excluded if f"{name}.".startswith(f"{left_out}.")}


def test_the_bundle_brings_every_file_that_is_not_python() -> None:
    other = {
        path.relative_to(ROOT).parent.as_posix()
        for path in (ROOT / "nqdesk").rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }
    assert other <= {"nqdesk/store/migrations"}


def test_every_file_of_the_installer_exists_or_is_built_by_the_bundle() -> None:
    sources = re.findall(r'^Source: "([^"]+)"', INSTALLER, re.MULTILINE)
    sources += re.findall(r"^(?:SetupIconFile|LicenseFile)=(.+)$", INSTALLER, re.MULTILINE)
    assert len(sources) >= 5
    missing = [name for name in sources if not (ROOT / name.replace("\\", "/")).exists()]
    assert not [name for name in missing if not fnmatch(name, "dist\\nqdesk\\*")]
    built = set(re.findall(r'program\("([\w-]+)"', SPEC))
    started = set(re.findall(r"\{app\}\\([\w-]+)\.exe", INSTALLER))
    assert started == {"nqdesk"}
    assert started <= built


def test_the_installer_needs_no_administrator_and_has_the_version_of_the_program() -> None:
    assert "PrivilegesRequired=lowest" in INSTALLER
    assert f'#define Version "{__version__}"' in INSTALLER


@pytest.mark.parametrize("section", ["Setup", "Languages", "Files", "Icons", "Run"])
def test_the_installer_has_its_sections_once(section: str) -> None:
    assert len(re.findall(rf"^\[{section}\]$", INSTALLER, re.MULTILINE)) == 1
