#!/usr/bin/env python3
"""Set nqdesk up and start it. Standard library only; Windows, macOS and Linux; Python 3.11 to 3.14.

    python3 packaging/start.py             opens nqdesk with the demo database
    python3 packaging/start.py test        runs every check
    python3 packaging/start.py ARGUMENTS   runs ``nqdesk ARGUMENTS``

The first run makes ``.venv`` beside this folder, installs nqdesk with the versions of ``packaging/constraints.txt``
and adds what the operating system lacks, where it may. A stamp in ``.venv`` lets each later run start at once and
without a network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from place import ROOT, WINDOWS, Qt, has_display, say, venv_python

PYTHONS = ((3, 11), (3, 14))


def hand_over(arguments: list[str]) -> int:
    """Run the interpreter of `.venv` with these arguments in place of this process where the system can do that."""
    command = [str(venv_python()), *arguments]
    if not WINDOWS:
        os.execv(command[0], command)  # noqa: S606 - our own interpreter, no shell wanted
    return subprocess.call(command)


def another_python() -> list[str]:
    """Return how to call a Python here that nqdesk runs with, when this one does not fit; empty if there is none."""
    for minor in range(PYTHONS[1][1], PYTHONS[0][1] - 1, -1):
        command = ["py", f"-3.{minor}"] if WINDOWS else [f"python3.{minor}"]
        if shutil.which(command[0]) and subprocess.run([*command, "-c", ""], capture_output=True).returncode == 0:
            return command
    return []


def main(arguments: list[str]) -> int:
    """Set up what is missing, then do what was asked; return the exit code."""
    if not PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
        found = another_python()
        if found:
            return subprocess.call([*found, __file__, *arguments])
        say(f"nqdesk braucht Python 3.11 bis 3.14, hier läuft {sys.version.split()[0]}. Bitte von python.org holen.")
        return 2
    import environment

    testing = arguments[:1] == ["test"]
    qt = Qt.OFFSCREEN if testing else Qt.SCREEN if has_display() and not arguments else Qt.NOT
    if not environment.ready(dev=testing, qt=qt) and not environment.set_up(dev=testing, qt=qt):
        return 2
    if testing:
        return hand_over([str(ROOT / "packaging" / "checks.py"), *arguments[1:]])
    if arguments:
        return hand_over(["-P", "-m", "nqdesk", *arguments])
    if has_display():
        return hand_over(["-P", "-m", "nqdesk", "--demo"])
    say("Hier gibt es keinen Bildschirm. nqdesk macht die Arbeit deshalb ohne Fenster:")
    return hand_over(["-P", "-m", "nqdesk", "demo"])


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("\nAbgebrochen. Der nächste Start macht an dieser Stelle weiter.")
        raise SystemExit(130) from None
