"""The portfolio as a PDF in a private folder that goes with the page: made when it is wanted, kept while it holds.

The folder holds offers only, nothing of attendees.
"""

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths, QTemporaryDir, QTimer, Signal

from nqdesk.actions import messages, portfolios
from nqdesk.actions.refused import Refused
from nqdesk.domain.failure import Failure
from nqdesk.domain.portfolio import Variant
from nqdesk.domain.progress import Progress
from nqdesk.store.database import Store
from nqdesk.ui.events.portfolio_state import PortfolioState
from nqdesk.ui.jobs import Job
from nqdesk.ui.session import Session

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME = 90


@dataclass(frozen=True)
class _Made:
    path: Path
    ticket: int
    error: Exception | None = None


class Paper(QObject):
    """What the open event's portfolio looks like on paper.

    Signals:
        making: the file is being made. progressed: a Progress. made: it is there, `path` says where.
        failed: it could not be made, or the person stopped it.
    """

    making = Signal()
    progressed = Signal(object)
    made = Signal()
    failed = Signal()

    def __init__(self, session: Session, state: PortfolioState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = state
        self._folder = QTemporaryDir()
        self._ticket = 0  # counts what makes a file out of date
        self._running = 0
        self._then: list[Callable[[Path], object]] = []
        self._kept: _Made | None = None
        self._job: Job | None = None
        folder = self._folder
        self.destroyed.connect(lambda: folder.remove())
        state.outdated.connect(self.forget)

    @property
    def path(self) -> Path | None:
        """The file, None while there is none that holds."""
        return self._kept.path if self._kept is not None and self._kept.ticket == self._ticket else None

    @property
    def is_running(self) -> bool:
        """Whether a file that will hold is being made."""
        return self._running == self._ticket and self._running > 0

    @property
    def name(self) -> str:
        """What the paper is called in messages and print queues."""
        return messages.word(self._state.variant)

    def forget(self) -> None:
        """Something changed: the next one who wants the file has it made anew."""
        self._ticket += 1

    def drop(self) -> None:
        """Another event is open: nobody waits for this one's paper any more."""
        self.forget()
        self._then.clear()

    def want(self, then: Callable[[Path], object] | None = None) -> None:
        """Have the file made if it does not hold any more; `then` gets it."""
        if (path := self.path) is not None:
            if then is not None:
                then(path)
            return
        if then is not None:
            self._then.append(then)
        if self.is_running:
            return
        if self._ticket == 0:
            self._ticket = 1
        self._running = ticket = self._ticket
        self.making.emit()
        out = Path(self._folder.path()) / f"{ticket}.pdf"
        steps = self._steps()

        def make(store: Store) -> Generator[Progress, None, _Made]:
            try:
                yield from steps(store, out)
            except (Failure, Refused) as error:  # told only if the paper is still wanted
                return _Made(out, ticket, error)
            return _Made(out, ticket)

        job = self._session.run(make, title="Vorschau", done=self._done, failed=self._fail, in_background=True)
        self._job = job if job in self._session.jobs.open else None
        job.progressed.connect(self.progressed)
        job.cancelled.connect(self._stopped)
        job.ended.connect(self._ended)

    def stop(self) -> None:
        """Stop making the file."""
        if self._job is not None:
            self._job.cancel()

    def save_as(self, path: Path, done: Callable[[Path], None]) -> None:
        """Write the paper to a place the person chose; `done` gets it."""
        steps = self._steps()

        def make(store: Store) -> Generator[Progress, None, Path]:
            yield from steps(store, path)
            return path

        self._session.run(make, title="Speichern", done=done)

    def suggested(self) -> Path:
        """Return where the paper may be saved: the documents folder, named after event and variant."""
        event = self._state.record
        day = f" {event.day.isoformat()}" if event.day else ""
        words = " ".join(_FORBIDDEN.sub(" ", f"{self.name} {event.title}").split())[:_LONGEST_NAME].strip(" .")
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        return (folder if folder.is_dir() else Path.home()) / f"{words}{day}.pdf"

    def _steps(self) -> Callable[[Store, Path], Generator[Progress, None, Any]]:
        state, on = self._state, self._session.today()
        event, choice, variant, occupation = state.record, state.choice, state.variant, state.occupation
        part = occupation if variant is Variant.OVERVIEW else ""

        def steps(store: Store, out: Path) -> Generator[Progress, None, Any]:
            book = portfolios.book_for(store, event, on, choice)
            return (yield from portfolios.print_book(book, variant, out, part))

        return steps

    def _done(self, made: _Made) -> None:
        if made.ticket != self._ticket:
            made.path.unlink(missing_ok=True)
            if self._then:
                self.want()
            return
        if made.error is not None:
            self._fail(made.error)
            return
        if self._kept is not None:
            self._kept.path.unlink(missing_ok=True)
        self._kept = made
        self._running = 0
        waiting, self._then = self._then, []
        self.made.emit()
        for then in waiting:
            QTimer.singleShot(0, self, partial(then, made.path))  # after the job is over: it may ask something

    def _ended(self) -> None:
        self._job = next((job for job in self._session.jobs.open if job is self._job), None)

    def _fail(self, error: Exception) -> None:
        self._stopped()
        self._session.tell_failure(error)

    def _stopped(self) -> None:
        self._running = 0
        self._then.clear()
        self.failed.emit()
