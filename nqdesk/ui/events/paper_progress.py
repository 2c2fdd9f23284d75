"""What stands in the preview's place while the paper is made: how far it is, and a way to stop."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from nqdesk.domain.progress import Progress
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.progress_dialog import stage_text


class PaperProgress(QWidget):
    """Signals: stop_wanted: the person does not want to wait."""

    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setSpacing(step(3))
        layout.addStretch(2)
        title = Label("Die Vorschau wird vorbereitet", "section")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(title)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Fortschritt")
        self._bar.setFixedWidth(step(70))
        layout.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        self._stage = Label("", "small")
        self._stage.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._stage)
        self._stop = Button("Abbrechen", on_click=self.stop_wanted.emit)
        layout.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.begin()

    def begin(self) -> None:
        """Nothing is known yet."""
        self._bar.setRange(0, 0)
        self._stage.setText(stage_text(None))

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        self._bar.setRange(0, progress.total)
        self._bar.setValue(min(progress.done, progress.total))
        self._stage.setText(stage_text(progress))
