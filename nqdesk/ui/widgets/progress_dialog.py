"""How far a job has come; appears when it takes longer than a moment."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from nqdesk.actions import messages
from nqdesk.domain.progress import Progress
from nqdesk.ui.jobs import Job
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.label import Label

DELAY = 600  # milliseconds


def stage_text(progress: Progress | None) -> str:
    """Return what a job is doing, with numbers where they are known."""
    if progress is None:
        return "Einen Augenblick …"
    numbers = ""
    if progress.total:
        numbers = f" · {progress.done:,} von {progress.total:,}".replace(",", ".")
    elif progress.done:
        numbers = f" · {progress.done:,}".replace(",", ".")
    return f"{messages.stage(progress.stage)}{numbers}"


class ProgressDialog(Dialog):
    """Shows one job. It does not block the window; hiding it lets the job go on."""

    def __init__(self, job: Job, parent: QWidget | None) -> None:
        super().__init__(job.title, parent, detail="Sie können währenddessen weiterarbeiten.")
        self.setModal(False)
        self._job = job
        self.setMinimumWidth(step(110))
        self._stage = Label(stage_text(job.progress))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Fortschritt")
        self._bar.setRange(0, 0)
        self.body.addWidget(self._stage)
        self.body.addWidget(self._bar)
        self.body.addStretch(1)
        self._cancel = self.add_button("Abbrechen", on_click=self._stop)
        self._cancel.setVisible(job.can_cancel)
        self._hide = self.add_button("Ausblenden", "primary", on_click=self.hide)
        job.progressed.connect(self._show_progress)
        job.ended.connect(self._end)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.show)
        if not job.in_background:
            self._timer.start(DELAY)

    def reject(self) -> None:
        """Esc hides the dialog; the job goes on."""
        self.hide()

    def _show_progress(self, progress: Progress) -> None:
        if not self._job.is_cancelling:
            self._stage.setText(stage_text(progress))
        self._bar.setRange(0, progress.total)
        self._bar.setValue(min(progress.done, progress.total))

    def _stop(self) -> None:
        self._job.cancel()
        self._cancel.setEnabled(False)
        self._stage.setText("Wird abgebrochen …")

    def _end(self) -> None:
        self._timer.stop()
        self.accept()
        self.deleteLater()


class WaitDialog(ProgressDialog):
    """Shows a job that everything else waits for, from its first moment; the window is not locked until it is over."""

    forbids_lock = True

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(job, parent)
        self.set_title(job.title)
        self.setModal(True)
        self._hide.hide()
        self._is_over = False

    def wait(self) -> None:
        """Return when the job is over."""
        if not self._is_over:
            self.exec()
        self.deleteLater()

    def reject(self) -> None:
        """Esc and closing ask the job to stop, if it can be stopped."""
        if self._job.can_cancel:
            self._stop()

    def _end(self) -> None:
        self._timer.stop()
        self._is_over = True
        self.accept()
