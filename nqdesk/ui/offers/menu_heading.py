"""A heading inside a menu: the style sheet makes Qt's own sections plain lines."""

from PySide6.QtWidgets import QMenu


def menu_heading(menu: QMenu, text: str) -> None:
    """Add a line that says what the entries below it are for; it cannot be chosen."""
    menu.addAction(text.replace("&", "&&")).setEnabled(False)
