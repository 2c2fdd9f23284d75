"""Files dropped on a page."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from nqdesk.ui.theme import step
from nqdesk.ui.widgets.empty_state import EmptyState


class DropTarget(QFrame):
    """A sign over a page while files are dragged over it; takes them when they are dropped."""

    def __init__(self, page: QWidget, take: Callable[[Sequence[Path]], None], is_allowed: Callable[[], bool]) -> None:
        super().__init__(page)
        self._page = page
        self._take = take
        self._is_allowed = is_allowed
        self.setProperty("role", "popup")
        text = "Sie sehen zuerst, was sich ändern würde."
        QVBoxLayout(self).addWidget(EmptyState("import", "Datei hier ablegen", detail=text))
        self.hide()
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            if self._is_allowed() and any(url.isLocalFile() for url in event.mimeData().urls()):
                event.acceptProposedAction()
                margin = step(6)
                self.setGeometry(self._page.rect().adjusted(margin, margin, -margin, -margin))
                self.show()
                self.raise_()
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hide()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.hide()
            event.acceptProposedAction()
            paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
            QTimer.singleShot(0, self, lambda: self._take(paths))
            return True
        return super().eventFilter(watched, event)
