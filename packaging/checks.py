"""Run every check of the project with the interpreter of `.venv` and say how each went. Called by `start.py test`."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from place import ROOT, indented, say

# Suites that need PySide6, that look at the project's files rather than run the program, or that only repeat others.
NOT_BLOCKED = ("tests/ui", "tests/gates", "tests/packaging", "tests/faults")
ROOM = 3 * 2**30  # bytes; much more than one run leaves at any moment


@dataclass(frozen=True)
class Outcome:
    """How one check went: its name, whether it passed, what it printed, how long it took in seconds."""

    name: str
    passed: bool
    output: str
    seconds: float

    @property
    def line(self) -> str:
        """Return the line of the summary."""
        return (
            f"{'ok    ' if self.passed else 'FEHLER'}  {self.name:<28} {self.seconds:6.1f} s  {self.closing}".rstrip()
        )

    @property
    def closing(self) -> str:
        """Return pytest's own closing words, "" for the other tools."""
        found = re.findall(r"^=*\s*((?:\d+ \w+(?:, )?)+ in [\d.]+s.*?)\s*=*$", self.output, re.MULTILINE)
        return str(found[-1]) if found else ""


def module(name: str, *arguments: str) -> list[str]:
    """Return the call of a Python module in `.venv`."""
    return [sys.executable, "-m", name, *arguments]


def quick_place() -> Path | None:
    """Return a folder in memory for what the tests write, as many of them wait for a disk; None where there is none."""
    memory = Path("/dev") / "shm"
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= ROOM
    return memory if roomy else None


def call(name: str, command: list[str]) -> Outcome:
    """Run one check to its end, with a folder of its own for what it writes."""
    begun = time.monotonic()
    quiet = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryDirectory(prefix="nqdesk-", dir=quick_place()) as place:
        quiet |= {"TMPDIR": place}
        done = subprocess.run(command, cwd=ROOT, env=quiet, stdout=out, stderr=subprocess.STDOUT, check=False)
        out.seek(0)
        text = out.read().decode("utf-8", "replace")
    return Outcome(name, done.returncode == 0, text, time.monotonic() - begun)


def beside_each_other() -> list[Callable[[], Outcome]]:
    """Return the checks of one process each: the suites below the window without PySide6, and what reads the code."""
    lint_imports = str(Path(sys.executable).with_name("lint-imports"))
    without_qt = ("-p", "tests.without_qt", "-p", "no:pytest-qt", "-m", "not gui and not heavy")
    ignored = (f"--ignore={path}" for path in NOT_BLOCKED)
    return [
        lambda: call("pytest ohne PySide6", module("pytest", *without_qt, *ignored)),
        lambda: call("mypy (strict)", module("mypy")),
        lambda: call("ruff format", module("ruff", "format", "--check", "--quiet", ".")),
        lambda: call("ruff", module("ruff", "check", "--quiet", ".")),
        lambda: call("import-linter", [lint_imports, "--no-cache"]),
    ]


def all_tests() -> Outcome:
    """Run every test, on two processes."""
    return call("pytest", module("pytest", "-n", "2", "--dist", "worksteal"))


def report(outcome: Outcome) -> Outcome:
    """Say how a check went, with all it printed if it failed."""
    say(outcome.line)
    if not outcome.passed:
        say(indented(outcome.output))
    return outcome


def main() -> int:
    """Run all checks; return 0 if every one passed."""
    begun = time.monotonic()
    say("nqdesk wird geprüft.")
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = [report(outcome) for outcome in pool.map(lambda check: check(), beside_each_other())]
    outcomes.append(report(all_tests()))
    failed = [outcome for outcome in outcomes if not outcome.passed]
    say("")
    for outcome in outcomes:
        if outcome.closing:
            say(f"{outcome.name}: {outcome.closing}")
    taken = f"{time.monotonic() - begun:.0f} Sekunden"
    if failed:
        say(f"Nicht bestanden: {', '.join(outcome.name for outcome in failed)} ({taken}).")
        return 1
    say(f"Alle {len(outcomes)} Prüfungen bestanden ({taken}).")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
