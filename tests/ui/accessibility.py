"""Walks through widgets as a screen reader does."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)


def nameless(root: QWidget) -> list[str]:
    """Return the widgets below `root` that the keyboard reaches but that say nothing about themselves."""
    labelled = {label.buddy() for label in root.findChildren(QLabel) if label.buddy() is not None}
    found = []
    for widget in root.findChildren(QWidget):
        if (
            not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            or widget.isHidden()
            or isinstance(widget, QScrollBar)
            or _is_part(widget)
        ):
            continue
        if widget in labelled or widget.accessibleName().strip():
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is not None and interface.text(QAccessible.Text.Name).strip():
            continue
        if isinstance(widget, QPushButton | QToolButton) and (widget.text().strip() or widget.toolTip().strip()):
            continue
        found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


def _is_part(widget: QWidget) -> bool:
    """Tell whether a widget is the inside of another one that speaks for it."""
    parent = widget.parentWidget()
    if isinstance(parent, QTabBar):
        return True
    if isinstance(widget, QLineEdit) and parent is not None and parent.focusProxy() is widget:
        return True
    return isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget


def words(root: QWidget) -> str:
    """Return every text that stands in a window: labels, fields, titles, tool tips, accessible names."""
    parts = []
    for widget in [root, *root.findChildren(QWidget)]:
        for reading in ("text", "toPlainText", "windowTitle", "toolTip", "accessibleName", "accessibleDescription"):
            read = getattr(widget, reading, None)
            if callable(read):
                value = read()
                if isinstance(value, str):
                    parts.append(value)
    return "\n".join(parts)
