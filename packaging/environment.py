"""The folder `.venv`: is it ready, and if not, how it is made. Standard library only; called by start.py."""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import debian
from place import ROOT, VENV, Qt, indented, say, venv_python

CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
STAMP = VENV / "nqdesk-start.json"
LOG = VENV / "nqdesk-start.log"

# The pip that is fetched where neither `ensurepip`, nor pip, nor a permitted package manager is there.
PIP_WHEEL = (
    "https://files.pythonhosted.org/packages/29/a2/d40fb2460e883eca5199c62cfc2463fd261f760556ae6290f88488c362c0/"
    "pip-25.1.1-py3-none-any.whl"
)
PIP_SHA256 = "2913a38a2abf4ea6b64ab507bd9e967f3b53dc1ede74b01b0931e1ce548751af"

NO_NETWORK = ("name resolution", "getaddrinfo", "Max retries", "ConnectionError", "NewConnectionError", "timed out")


def fingerprint() -> str:
    """Return a text that changes when an installation made before no longer fits this checkout."""
    parts = [(ROOT / "pyproject.toml").read_bytes(), CONSTRAINTS.read_bytes(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def interpreter() -> str:
    """Return which Python `.venv` runs on, "" if that is gone; another version of it changes the text."""
    real = os.path.realpath(venv_python())
    try:
        told = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return real
    homes = [line.partition("=")[2].strip() for line in told.splitlines() if line.startswith("home")]
    return real if all(Path(home).is_dir() for home in homes) else ""


def stamp() -> dict[str, object]:
    """Return what the last complete set-up left behind, empty if there was none."""
    try:
        left = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return left if isinstance(left, dict) else {}


def ready(*, dev: bool, qt: Qt) -> bool:
    """Return whether the last set-up still fits, so that nothing needs doing."""
    left = stamp()
    fits = left.get("fingerprint") == fingerprint() and left.get("interpreter") == interpreter() != ""
    able = left.get("qt")
    enough = isinstance(able, int) and able >= qt
    return fits and enough and (not dev or left.get("dev") is True) and venv_python().exists()


def works(*arguments: str) -> bool:
    """Return whether the interpreter of `.venv` runs these arguments without an error."""
    try:
        done = subprocess.run([venv_python(), *arguments], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def make_venv() -> bool:
    """Make `.venv` with pip in it; return False after having said why not."""
    if works("-m", "pip", "--version") or works("-m", "ensurepip"):
        return True
    say("· Eigene Python-Umgebung wird angelegt (.venv) …")
    if importlib.util.find_spec("ensurepip") is None:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        debian.install([version])
        importlib.invalidate_caches()
    bare = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", *bare, str(VENV)], capture_output=True, text=True, errors="replace", check=False
    )
    if made.returncode != 0:
        say(indented(made.stdout + made.stderr))
        say("Die Python-Umgebung ließ sich nicht anlegen. Ist der Ordner beschreibbar und genug Platz frei?")
        return False
    return not bare or bring_pip()


def bring_pip() -> bool:
    """Put pip into a `.venv` made without it: by the pip of this Python, else by the wheel named above."""
    if importlib.util.find_spec("pip"):
        call = [sys.executable, "-m", "pip", "--python", str(venv_python()), "install", "-q", "pip"]
        if subprocess.run(call, capture_output=True, check=False).returncode == 0:
            return True
    from urllib.error import URLError
    from urllib.request import urlopen

    wheel = VENV / PIP_WHEEL.rsplit("/", 1)[1]
    try:
        with urlopen(PIP_WHEEL, timeout=60) as answer:
            content = answer.read()
    except (URLError, OSError):
        content = b""
    if hashlib.sha256(content).hexdigest() == PIP_SHA256:
        wheel.write_bytes(content)
        if works(f"{wheel}/pip", "install", "-q", "--no-index", str(wheel)):
            return True
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    say(f"Diesem Python fehlt „pip“. Bitte einmal als Verwalter ausführen: apt-get install {version}")
    return False


def install(*, dev: bool) -> bool:
    """Install nqdesk from this checkout with the pinned versions; return False after having said why not."""
    say("· Bausteine werden geladen und eingerichtet (nur beim ersten Mal, ein bis drei Minuten) …")
    what = f"{ROOT}[dev]" if dev else str(ROOT)
    command = [str(venv_python()), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries=2"]
    with LOG.open("w", encoding="utf-8") as log:
        done = subprocess.run(
            [*command, "-c", str(CONSTRAINTS), "-e", what], stdout=log, stderr=subprocess.STDOUT, cwd=ROOT, check=False
        )
    if done.returncode == 0:
        return True
    text = LOG.read_text(encoding="utf-8", errors="replace")
    say(indented("\n".join(text.splitlines()[-12:])))
    if any(word in text for word in NO_NETWORK):
        say("Die Bausteine waren nicht erreichbar. Bitte die Internetverbindung prüfen und noch einmal starten.")
    elif "No space left" in text:
        say("Der Datenträger ist voll. Bitte etwa 1,5 GB freimachen und noch einmal starten.")
    else:
        say(f"Das Einrichten ist nicht gelungen. Was geschah, steht in {LOG.relative_to(ROOT)}.")
    return False


def fits_roughly(before: dict[str, object], *, dev: bool) -> bool:
    """Return whether an earlier, complete set-up can still start the program although it is not quite up to date."""
    return bool(before) and (not dev or before.get("dev") is True) and works("-P", "-c", "import nqdesk.app")


def site_packages() -> Path:
    """Return the folder in `.venv` that holds the installed packages."""
    found = sorted(VENV.glob("lib/python3*/site-packages")) or [VENV / "Lib" / "site-packages"]
    return found[-1]


def set_up(*, dev: bool, qt: Qt) -> bool:
    """Do all that is missing; return False after having said what stands in the way.

    Args:
        dev: with the tools of the tests.
        qt: what Qt is wanted for; where it cannot do that, nothing is started.
    """
    begun = time.monotonic()
    before = stamp()
    if before and before.get("interpreter") != interpreter():
        shutil.rmtree(VENV, ignore_errors=True)
    say("nqdesk wird eingerichtet.")
    dev = dev or (before.get("dev") is True and VENV.exists())
    if not make_venv():
        return False
    if not install(dev=dev):
        if fits_roughly(before, dev=dev):
            say("Es wird vorerst mit der bisherigen Einrichtung weitergearbeitet.")
            return True
        return False
    able = Qt.SCREEN
    if sys.platform.startswith("linux"):
        able = debian.qt_libraries(site_packages() / "PySide6", qt)
    if able < qt:
        return False
    left = {"fingerprint": fingerprint(), "interpreter": interpreter(), "dev": dev, "qt": int(able)}
    STAMP.write_text(json.dumps(left), encoding="utf-8")
    say(f"· Fertig nach {time.monotonic() - begun:.0f} Sekunden.")
    return True
