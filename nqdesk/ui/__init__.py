"""The window: PySide6, German for the user."""

from nqdesk.ui.true_count import raise_count

raise_count()
