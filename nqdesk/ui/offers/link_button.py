"""An address to click, on one line; too long a one ends in …"""

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button


class LinkButton(Button):
    """Opens a web page or begins a mail."""

    def __init__(self, address: str, parent: QWidget | None = None) -> None:
        """`address` is a web or mail address as the record has it."""
        super().__init__("", "link", tip=f"{address} öffnen", on_click=self.open, parent=parent)
        self._address = address
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(step(20))
        self._fit()

    @property
    def url(self) -> QUrl:
        """Return what is opened."""
        if "@" in self._address and "/" not in self._address:
            return QUrl(f"mailto:{self._address}")
        return QUrl(self._address if ":" in self._address else f"https://{self._address}")

    def open(self) -> None:
        """Open the address in the system's program for it."""
        QDesktopServices.openUrl(self.url)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(step(20), super().minimumSizeHint().height())

    def _fit(self) -> None:
        room = max(self.width() - step(4), step(20))
        shown = self.fontMetrics().elidedText(self._address, Qt.TextElideMode.ElideMiddle, room)
        self.setText(shown.replace("&", "&&"))
        self.setAccessibleName(self._address)
