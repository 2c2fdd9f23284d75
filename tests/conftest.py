"""For all tests: Qt draws nowhere, and where Qt is blocked the window's tests are left out."""

import gc
import os
import sys

os.environ["QT_QPA_PLATFORM"] = os.environ.get("NQDESK_TEST_PLATFORM", "offscreen")

QT_IS_BLOCKED = bool(os.environ.get("NQDESK_NO_QT")) or ("PySide6" in sys.modules and sys.modules["PySide6"] is None)
if QT_IS_BLOCKED:
    sys.modules["PySide6"] = None  # type: ignore[assignment]  # documented way to make an import fail

collect_ignore = ["ui"] if QT_IS_BLOCKED else []


def pytest_collection_finish() -> None:
    """Keep what is imported and collected out of every later search for garbage: it stays until the end."""
    gc.collect()
    gc.freeze()
