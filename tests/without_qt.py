"""A pytest plugin (`-p tests.without_qt`) that makes PySide6 impossible to import, here and in child processes.

It shows that everything below the window works where Qt is not installed. One case of each test is enough for that: all
cases run in the ordinary run.
"""

import os
import sys
from pathlib import Path

import pytest

BLOCKED = Path(__file__).parent / "blocked"

sys.modules["PySide6"] = None  # type: ignore[assignment]  # documented way to make an import fail
sys.modules["shiboken6"] = None  # type: ignore[assignment]
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(BLOCKED), os.environ.get("PYTHONPATH")]))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know the setting of pytest-qt, which is switched off in this run."""
    parser.addini("qt_log_level_fail", "read by pytest-qt where it is on")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the first case of each test."""
    first: dict[str, pytest.Item] = {}
    for item in items:
        first.setdefault(item.nodeid.partition("[")[0], item)
    kept = set(map(id, first.values()))
    left_out = [item for item in items if id(item) not in kept]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = list(first.values())
