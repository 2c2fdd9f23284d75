"""Taking a widget away for good."""

from PySide6.QtWidgets import QWidget


def discard(widget: QWidget) -> None:
    """Take a widget out of its layout and window at once; it is deleted when the event loop comes to it."""
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()
