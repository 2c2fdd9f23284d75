"""Buttons: plain, primary, danger, link, and small tool buttons with an icon only."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from nqdesk.ui import theme


class Button(QPushButton):
    """A button; `kind` is "", "primary", "danger" or "link". One primary button a view."""

    def __init__(
        self,
        text: str,
        kind: str = "",
        *,
        icon: str = "",
        tip: str = "",
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._has_icon = bool(icon)
        self.setText(text)
        if kind:
            self.setProperty("kind", kind)
        if icon:
            tint = {"primary": "on_accent", "danger": "no", "link": "accent"}.get(kind, "ink")
            self.setIconSize(QSize(18, 18))
            theme.set_icon(self, icon, tint)
        if tip:
            self.setToolTip(tip)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if on_click is not None:
            self.clicked.connect(lambda: on_click())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as Space does; the default one only where none has it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            event.accept()
            return
        super().keyPressEvent(event)

    def setText(self, text: str) -> None:
        """Change the word; beside an icon it keeps a little distance."""
        super().setText(f" {text}" if self._has_icon and text else text)
        self.setAccessibleName(text.replace("&", ""))


class IconButton(QToolButton):
    """A small button that shows only an icon; its name is tool tip and accessible name."""

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        tint: str = "muted",
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setIconSize(QSize(18, 18))
        theme.set_icon(self, icon, tint)
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if on_click is not None:
            self.clicked.connect(lambda: on_click())
