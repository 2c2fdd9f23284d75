"""Pages of which one is shown, as large as that one needs to be."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


class FittingStack(QWidget):
    """A stack whose size follows the page that is shown; QStackedWidget takes the height of its highest page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._pages: list[QWidget] = []
        self._index = 0

    def addWidget(self, page: QWidget) -> None:
        """Add a page; the first one is shown."""
        self._layout.addWidget(page)
        page.setVisible(not self._pages)
        self._pages.append(page)

    def currentIndex(self) -> int:
        """Return which page is shown."""
        return self._index

    def currentWidget(self) -> QWidget:
        """Return the page that is shown."""
        return self._pages[self._index]

    def setCurrentIndex(self, index: int) -> None:
        """Show a page."""
        self._index = index
        for number, page in enumerate(self._pages):
            page.setVisible(number == index)
        self.updateGeometry()
