"""The file last_result.txt of the heavy trials: what came out, of which commit, on which kind of machine."""

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).parent


def commit() -> str:
    """Return the short name of the commit that was tried, with a word if files differed from it."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=FOLDER, capture_output=True, encoding="utf-8", check=False)
        return done.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", "../nqdesk", "../resources", ".")
    names = [line.split()[-1] for line in changed.splitlines()]
    touched = [name for name in names if not name.endswith("last_result.txt")]
    return (git("rev-parse", "--short", "HEAD") or "unknown") + (" with changes" if touched else "")


def keep(area: str, lines: Sequence[str]) -> Path:
    """Write the lines below a head that names commit, day and machine; return the file."""
    head = [
        f"commit {commit()}, {datetime.now(UTC):%Y-%m-%d}",
        f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors",
        "",
    ]
    file = FOLDER / area / "last_result.txt"
    file.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")
    return file
