"""Found by child processes instead of the real PySide6 when Qt is blocked (see tests/without_qt.py)."""

raise ModuleNotFoundError("PySide6 is blocked for this run", name="PySide6")
