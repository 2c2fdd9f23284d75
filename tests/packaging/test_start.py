"""The first command of the README: set up once, start at once afterwards, say clearly what is missing."""

import hashlib
import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.gates.source_code import ROOT

posix_only = pytest.mark.skipif(os.name == "nt", reason="shell scripts stand in for system programs")


@pytest.fixture
def packaging(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the modules of packaging/ importable."""
    folder = ROOT / "packaging"
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def debian(packaging: Path) -> ModuleType:
    """Return packaging/debian.py as a module."""
    assert (packaging / "debian.py").is_file()
    return importlib.import_module("debian")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a small checkout that has been set up: its nqdesk only says what it was asked."""
    root = tmp_path / "Ordner mit Umlaut ä"
    shutil.copytree(ROOT / "packaging", root / "packaging", ignore=shutil.ignore_patterns("__pycache__", "windows"))
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "nqdesk").mkdir()
    (root / "nqdesk" / "__init__.py").touch()
    (root / "nqdesk" / "app.py").touch()
    (root / "nqdesk" / "__main__.py").write_text("import sys\nprint('nqdesk', *sys.argv[1:])\n", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", "--system-site-packages", str(root / ".venv")], check=True
    )
    library = next((root / ".venv").rglob("site-packages"))
    (library / "nqdesk.pth").write_text(str(root) + "\n", encoding="utf-8")
    stamp = (
        "import environment as e, json; from place import Qt; e.STAMP.write_text(json.dumps("
        "{'fingerprint': e.fingerprint(), 'interpreter': e.interpreter(), 'dev': False, 'qt': int(Qt.SCREEN)}))"
    )
    subprocess.run([sys.executable, "-c", stamp], cwd=root / "packaging", check=True)
    return root


def start(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run start.py of a checkout from another folder, without a network and without a display unless one is given."""
    clean = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    clean |= {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PYTHONIOENCODING": "utf-8", **variables}
    clean.pop("PIP_FIND_LINKS", None)
    command = [sys.executable, str(root / "packaging" / "start.py"), *arguments]
    return subprocess.run(command, cwd=root.parent, env=clean, capture_output=True, encoding="utf-8", check=False)


def test_a_later_start_hands_over_at_once_and_needs_no_network(checkout: Path) -> None:
    done = start(checkout, "offers", "--json")
    assert (done.stdout, done.stderr, done.returncode) == ("nqdesk offers --json\n", "", 0)


@posix_only
def test_without_a_display_the_demo_runs_without_a_window(checkout: Path) -> None:
    assert start(checkout).stdout.endswith("nqdesk demo\n")


@posix_only
def test_with_a_display_the_window_opens_with_the_demo_database(checkout: Path) -> None:
    assert start(checkout, DISPLAY=":0").stdout == "nqdesk --demo\n"


def test_a_checkout_newer_than_its_set_up_still_starts_without_a_network(checkout: Path) -> None:
    with (checkout / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("# newer\n")
    done = start(checkout, "--version")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "mit der bisherigen Einrichtung weitergearbeitet" in done.stdout
    assert done.stdout.endswith("nqdesk --version\n")


def test_without_an_earlier_set_up_and_a_network_it_says_so_and_starts_nothing(checkout: Path) -> None:
    (checkout / ".venv" / "nqdesk-start.json").unlink()
    done = start(checkout, "--version")
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stdout.rstrip().endswith(("noch einmal starten.", "nqdesk-start.log."))


@posix_only
def test_missing_libraries_are_found_by_asking_the_linker(
    debian: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ldd = tmp_path / "ldd"
    told = r"x.so:\n\tlibGL.so.1 => not found\n\tlibm.so.6 => /lib/libm.so.6 (0x0)\n\tlibxcb.so.1 => not found\n"
    ldd.write_text(f"#!/bin/sh\nprintf '{told}'\n", encoding="utf-8")
    ldd.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    library = tmp_path / "PySide6" / "Qt" / "lib" / "libQt6Widgets.so.6"
    library.parent.mkdir(parents=True)
    library.touch()
    lacking = debian.missing(tmp_path / "PySide6", debian.ALWAYS)
    assert lacking == ["libGL.so.1", "libxcb.so.1"]
    assert debian.packages_for([*lacking, "libelsewhere.so.1"]) == ["libgl1", "libxcb1"]


@posix_only
def test_without_a_right_to_install_the_sentence_names_the_packages(
    debian: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in {"ldd": "printf '\\tlibEGL.so.1 => not found\\n'", "apt-get": "exit 100"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin{os.pathsep}/usr/bin")
    library = tmp_path / "PySide6" / "Qt" / "lib" / "libQt6Widgets.so.6"
    library.parent.mkdir(parents=True)
    library.touch()
    assert debian.qt_libraries(tmp_path / "PySide6", debian.Qt.SCREEN) is debian.Qt.NOT
    assert "Bitte als Verwalter ausführen: apt-get install libegl1" in capsys.readouterr().out


def test_the_pip_to_fetch_is_named_with_its_version_and_a_digest(packaging: Path) -> None:
    text = (packaging / "environment.py").read_text(encoding="utf-8")
    assert "https://files.pythonhosted.org/" in text
    digest = next(line.split('"')[1] for line in text.splitlines() if line.startswith("PIP_SHA256"))
    assert len(digest) == hashlib.sha256().digest_size * 2
