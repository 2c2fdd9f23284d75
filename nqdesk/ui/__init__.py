"""The window: PySide6, German for the user."""
