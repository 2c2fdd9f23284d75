"""Where the checkout and its `.venv` lie, and how to speak to the person at the keyboard. Standard library only."""

from __future__ import annotations

import os
import sys
from enum import IntEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"


class Qt(IntEnum):
    """What Qt is wanted for, or able to do: nothing, tests without a screen, a real window."""

    NOT = 0
    OFFSCREEN = 1
    SCREEN = 2


def venv_python() -> Path:
    """Return where the interpreter of `.venv` lies, whether or not it exists."""
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def say(text: str) -> None:
    """Print one line for the person at the keyboard, whatever letters their console knows."""
    try:
        print(text, flush=True)
    except UnicodeEncodeError:
        print(text.encode("ascii", "replace").decode("ascii"), flush=True)


def indented(text: str) -> str:
    """Return text set in by four spaces, for output of other programs."""
    return "\n".join(f"    {line}" for line in text.strip().splitlines())


def has_display() -> bool:
    """Return whether a window can be shown."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)
