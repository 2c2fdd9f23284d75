"""Files on their way into the database: chosen, read as a job, looked at, taken or dropped; one after the other."""

from collections import deque
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from nqdesk.actions import importing, messages, undoing
from nqdesk.domain.change import Change
from nqdesk.domain.failure import Failure
from nqdesk.domain.import_plan import ImportPreview
from nqdesk.domain.progress import Progress
from nqdesk.store.database import Store
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.file_choice import choose_files

if TYPE_CHECKING:
    from nqdesk.ui.offers.import_dialog import ImportDialog

KINDS = (
    ("Angebotsdateien", "*.xml *.json *.csv *.xlsx *.txt"),
    ("Alle Dateien", "*"),
)


class ImportRun(QObject):
    """Leads files through the import."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._waiting: deque[Path] = deque()
        self._dialog: ImportDialog | None = None
        self._is_reading = False

    @property
    def dialog(self) -> "ImportDialog | None":
        """The preview that is open."""
        return self._dialog

    def choose(self) -> None:
        """Ask for files and begin."""
        if self._session.can_write:
            self.start(choose_files(self._window, "Angebotsdatei einlesen", KINDS))

    def start(self, paths: Sequence[Path]) -> None:
        """Read files, each with its own preview."""
        self._waiting.extend(paths)
        self._next()

    def _next(self) -> None:
        if self._waiting and not self._is_reading and self._dialog is None:
            self._read(self._waiting.popleft())

    def _read(self, path: Path) -> None:
        self._is_reading = True
        now = self._session.now()

        def work(store: Store) -> Generator[Progress, None, ImportPreview]:
            return importing.read_file(store, path, now)

        job = self._session.run(
            work,
            title=f"„{path.name}“ einlesen",
            done=self._show,
            failed=lambda error: self._failed(error, path),
        )
        job.cancelled.connect(self._stopped)
        self.destroyed.connect(job.cancel)  # the window was locked: nobody would see the preview

    def _stopped(self) -> None:
        self._is_reading = False
        self._waiting.clear()

    def _failed(self, error: Exception, path: Path) -> None:
        self._is_reading = False
        if isinstance(error, Failure) and error.code == "layout_unknown":
            QTimer.singleShot(0, self, lambda: self._ask_layout(path))  # the job is over first
            return
        self._session.tell_failure(error)
        self._next()

    def _ask_layout(self, path: Path) -> None:
        from nqdesk.ui.offers.column_mapping import ask_layout

        if ask_layout(self._session, path, self._window):
            self._waiting.appendleft(path)
        self._next()

    # -- the preview -------------------------------------------------------------------------------------------

    def _show(self, preview: ImportPreview) -> None:
        self._is_reading = False
        counts = preview.offers
        if not (counts.new or counts.changed or counts.withdrawn or counts.refused):
            self._drop(preview.batch)
            self._session.tell(f"„{preview.file_name}“: Nichts hat sich geändert, alles ist schon so gespeichert.")
            self._next()
            return
        from nqdesk.ui.offers.import_dialog import ImportDialog

        self._dialog = ImportDialog(self._session, preview, self._window.window())
        self._dialog.finished.connect(lambda answer: self._answered(preview, answer))
        self._dialog.open()

    def _answered(self, preview: ImportPreview, answer: int) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()
        if answer == QDialog.DialogCode.Accepted:
            self._take(preview)
            self._window.setFocus()
        else:
            self._drop(preview.batch)
            self._session.tell(f"„{preview.file_name}“ verworfen. Es wurde nichts geändert.")
        self._next()

    def _take(self, preview: ImportPreview) -> None:
        done = self._session.perform(lambda store, now: importing.take(store, preview.batch, now), quiet=True)
        if done.change is None:
            return
        self._tell_taken(preview, done.change)
        self.tidy()

    def tidy(self) -> None:
        """Clear away what a taken or undone import leaves behind."""
        now = self._session.now()
        self._session.run(
            lambda store: importing.tidy(store, now),
            title="Import abschließen",
            done=_nothing,
            can_cancel=False,
            in_background=True,
        )

    def _undo(self, change: Change) -> None:
        done = self._session.perform(lambda store, now: undoing.undo_change(store, change.number, now), quiet=True)
        if done:
            self._session.tell(f"Zurückgenommen: {change.title}")

    def _tell_taken(self, preview: ImportPreview, change: Change) -> None:
        counts = preview.offers
        parts = [
            f"{number:,} {word}".replace(",", ".")
            for number, word in (
                (counts.new, "neu"),
                (counts.changed, "geändert"),
                (counts.withdrawn, "zurückgezogen"),
                (counts.refused, "abgelehnt"),
            )
            if number
        ]
        self._session.tell(
            f"{messages.verb(change.verb)}: {', '.join(parts)}",
            Tone.POSSIBLE,
            action="Rückgängig" if change.undoable else "",
            act=(lambda: self._undo(change)) if change.undoable else None,
        )

    def _drop(self, batch: int) -> None:
        now = self._session.now()

        def work(store: Store) -> Generator[Progress]:
            yield Progress(0, 0, "clearing")
            importing.drop(store, batch, now)

        self._session.run(work, title="Datei verwerfen", done=_nothing, can_cancel=False, in_background=True)


def _nothing(_: object) -> None:
    """There is nothing to tell of a tidy end."""
