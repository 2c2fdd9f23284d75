"""Ctrl+Z in a field: takes back typing while there is any, otherwise it belongs to the window."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence


def belongs_to_window(event: QEvent, *, can_undo: bool) -> bool:
    """Tell whether a field shall leave this event to the window's own undo."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.matches(QKeySequence.StandardKey.Undo)
        and not can_undo
    )
