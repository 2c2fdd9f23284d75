"""Typing into widgets. `qtbot.keyClicks` aborts the process at the first umlaut, so nothing else is used."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_NONE = Qt.KeyboardModifier.NoModifier


def type_text(widget: QWidget, text: str) -> None:
    """Type a text, letter by letter, into the widget."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, _NONE, letter))


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
    """Press and release one key."""
    text = {Qt.Key.Key_Return: "\r", Qt.Key.Key_Tab: "\t", Qt.Key.Key_Space: " "}.get(key, "")
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, text))


def retype(widget: QWidget, text: str) -> None:
    """Replace what stands in a line of text."""
    press(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(widget, Qt.Key.Key_Delete)
    type_text(widget, text)


def leave(widget: QWidget) -> None:
    """Take the focus away, as Tab does."""
    widget.clearFocus()
    QApplication.processEvents()
