"""Labels with a role: title, subtitle, section, strong, small, hint, label, problem."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

_COMPOUND = re.compile(r"[^\W\d_]{25,}")  # letters alone: what stands in a path or an address is left as it is
_BREAK = "\u200b"
_CITED = re.compile(r"(§|Abs\.|Satz|Nr\.|Art\.) (?=\d)")  # a number stays with the word it belongs to


class Label(QLabel):
    """Plain text in a role of the style sheet; wraps unless told otherwise. Never interprets markup."""

    def __init__(self, text: str = "", role: str = "", *, wrap: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._text = ""
        self.setText(text)
        if role:
            self.setProperty("role", role)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        """Show another text. A long compound may be broken, so that it is never wider than the window."""
        self._text = text
        if self.wordWrap():
            text = _CITED.sub("\\1\u00a0", text)
            text = _COMPOUND.sub(lambda word: _BREAK.join(re.findall(".{1,15}", word.group())), text)
        super().setText(text)

    def text(self) -> str:
        """Return the text as it was given."""
        return self._text

    def setVisible(self, visible: bool) -> None:
        """Show or hide; a label without a parent is never shown, because it would be a window of its own."""
        if not visible or self.parent() is not None:
            super().setVisible(visible)


def rule(parent: QWidget | None = None) -> QFrame:
    """Return a thin horizontal line."""
    line = QFrame(parent)
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line
