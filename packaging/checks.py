"""Run every check of the project with the interpreter of `.venv` and say how each went. Called by `start.py test`."""

import os
import re
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


def call(name: str, command: list[str]) -> Outcome:
    """Run one check to its end."""
    begun = time.monotonic()
    quiet = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"}
    with tempfile.TemporaryFile() as out:
        done = subprocess.run(command, cwd=ROOT, env=quiet, stdout=out, stderr=subprocess.STDOUT, check=False)
        out.seek(0)
        text = out.read().decode("utf-8", "replace")
    return Outcome(name, done.returncode == 0, text, time.monotonic() - begun)


def pytest(name: str, *arguments: str) -> Callable[[], Outcome]:
    """Return a check that runs pytest on two processes."""
    return lambda: call(name, module("pytest", "-n", "2", "--dist", "worksteal", *arguments))


def static_checks() -> list[Callable[[], Outcome]]:
    """Return the checks that only read the code; they may run side by side."""
    lint_imports = str(Path(sys.executable).with_name("lint-imports"))
    return [
        lambda: call("mypy (strict)", module("mypy")),
        lambda: call("ruff format", module("ruff", "format", "--check", "--quiet", ".")),
        lambda: call("ruff", module("ruff", "check", "--quiet", ".")),
        lambda: call("import-linter", [lint_imports, "--no-cache"]),
    ]


def suites() -> list[Callable[[], Outcome]]:
    """Return the test suites, one after the other: all, then those below the window with PySide6 blocked."""
    chosen = ["-m", "not gui and not heavy", *(f"--ignore={path}" for path in NOT_BLOCKED)]
    return [
        pytest("pytest"),
        pytest("pytest ohne PySide6", "-p", "tests.without_qt", "-p", "no:pytest-qt", *chosen),
    ]


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
        outcomes = [report(outcome) for outcome in pool.map(lambda check: check(), static_checks())]
    outcomes += [report(suite()) for suite in suites()]
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
