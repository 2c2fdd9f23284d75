"""For all tests: Qt draws nowhere, and where Qt is blocked the window's tests are left out."""

import os
import sys

os.environ["QT_QPA_PLATFORM"] = os.environ.get("NQDESK_TEST_PLATFORM", "offscreen")

QT_IS_BLOCKED = bool(os.environ.get("NQDESK_NO_QT")) or ("PySide6" in sys.modules and sys.modules["PySide6"] is None)
if QT_IS_BLOCKED:
    sys.modules["PySide6"] = None  # type: ignore[assignment]  # documented way to make an import fail

collect_ignore = ["ui"] if QT_IS_BLOCKED else []
