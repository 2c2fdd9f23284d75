"""Long jobs and background reads: the only place of the window that knows threads.

A job is a generator that yields `Progress` and returns its result. It runs on a worker thread with a context of its
own (a second connection to the database); between two steps it can be cancelled, which closes the generator. Reads go
through a second worker so that no list waits for an import.
"""

import queue
import time
from collections.abc import Callable, Generator
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QThread, QTimer, Signal

from nqdesk.domain.progress import Progress

Context = TypeVar("Context")
Result = TypeVar("Result")
Make = Callable[[Context], Generator[Progress, None, Result]]

_REPORT_EVERY = 0.04  # seconds between two progress signals


class Job(QObject):
    """One job, from its start to its end. All signals arrive on the window's thread.

    Signals:
        progressed: a Progress.
        done: the result. failed: the exception. cancelled: it was stopped between two steps.
        ended: after any of the three.
    """

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, title: str, *, can_cancel: bool, in_background: bool, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.in_background = in_background
        self.can_cancel = can_cancel
        self.progress: Progress | None = None
        self.is_cancelling = False

    def cancel(self) -> None:
        """Ask for a stop at the next step."""
        self.is_cancelling = True


class _Task(Generic[Context]):
    """What a lane works on: a generator made with the lane's context, and whether it is still wanted."""

    def __init__(
        self,
        make: Callable[[Context], Generator[Progress, None, object]],
        wanted: Callable[[], bool],
        on_progress: Callable[[Progress], None],
        on_end: Callable[[object, Exception | None, bool], None],
    ) -> None:
        self.make = make
        self.wanted = wanted
        self.on_progress = on_progress
        self.on_end = on_end


def _work(
    task: _Task[Context], context: Context, report: Callable[[Progress], None]
) -> tuple[object, Exception | None, bool]:
    """Run a task to its end; return result, error and whether it was stopped."""
    if not task.wanted():
        return None, None, True
    steps = task.make(context)
    reported = 0.0
    try:
        while True:
            progress = next(steps)
            now = time.monotonic()
            if now - reported >= _REPORT_EVERY:
                reported = now
                report(progress)
            if not task.wanted():
                steps.close()
                return None, None, True
            time.sleep(0)  # lets the window's thread run
    except StopIteration as finished:
        return finished.value, None, False
    except Exception as error:  # noqa: BLE001 - handed over to the window's thread, where it is shown
        return None, error, False


class Lane(QObject, Generic[Context]):
    """Where tasks run, one after the other."""

    def submit(self, task: _Task[Context]) -> None:
        raise NotImplementedError

    def submit_later(self, task: _Task[Context], after: int) -> None:  # noqa: ARG002 - for lanes with a worker
        """Submit a task in so many milliseconds if it is still wanted then; a lane without a worker does so at once."""
        self.submit(task)

    def stop(self) -> None:
        """End after the step being worked on; tasks not begun are dropped."""


class InlineLane(Lane[Context]):
    """Runs each task at once on the caller's thread; for tests and for programs without a worker."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def submit(self, task: _Task[Context]) -> None:
        task.on_end(*_work(task, self._context, task.on_progress))


class _Thread(QThread, Generic[Context]):
    """Takes tasks from a queue; the context is opened, used and closed here."""

    reported = Signal(object, object)
    finished_task = Signal(object, object, object, bool)

    def __init__(self, open_context: Callable[[], Context], close: Callable[[Context], None], parent: QObject) -> None:
        super().__init__(parent)
        self._open = open_context
        self._close = close
        self.tasks: queue.SimpleQueue[_Task[Context] | None] = queue.SimpleQueue()
        self.is_stopping = False

    def run(self) -> None:
        context: list[Context] = []
        try:
            while (task := self.tasks.get()) is not None and not self.is_stopping:
                try:
                    if not context:
                        context.append(self._open())
                except Exception as error:  # noqa: BLE001 - handed over to the window's thread
                    self.finished_task.emit(task, None, error, False)
                    continue
                ended = _work(task, context[0], lambda progress, task=task: self.reported.emit(task, progress))  # type: ignore[misc]
                self.finished_task.emit(task, *ended)
        finally:
            for opened in context:
                self._close(opened)


class WorkerLane(Lane[Context]):
    """One worker thread with a context of its own, started with the first task."""

    def __init__(
        self, open_context: Callable[[], Context], close: Callable[[Context], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._thread = _Thread(open_context, close, self)
        self._thread.reported.connect(self._report)
        self._thread.finished_task.connect(self._end)

    @property
    def is_running(self) -> bool:
        """Whether the worker is alive, working or waiting."""
        return self._thread.isRunning()

    def submit(self, task: _Task[Context]) -> None:
        if not self._thread.isRunning():
            self._thread.start()
        self._thread.tasks.put(task)

    def submit_later(self, task: _Task[Context], after: int) -> None:
        # The time runs from when the window has come to rest: what is being shown now may take longer than that.
        QTimer.singleShot(0, self, lambda: QTimer.singleShot(after, self, lambda: self._submit_wanted(task)))

    def _submit_wanted(self, task: _Task[Context]) -> None:
        if task.wanted():
            self.submit(task)

    def stop(self) -> None:
        self._thread.is_stopping = True
        self._thread.tasks.put(None)
        self._thread.wait()

    def _report(self, task: _Task[Context], progress: Progress) -> None:
        if not self._thread.is_stopping:
            task.on_progress(progress)

    def _end(self, task: _Task[Context], result: object, error: Exception | None, stopped: bool) -> None:
        if not self._thread.is_stopping:
            task.on_end(result, error, stopped)


class Jobs(QObject, Generic[Context]):
    """Runs jobs one after the other.

    Signals:
        started: a Job was begun (or waits for the one before it). ended: a Job is over.
    """

    started = Signal(object)
    ended = Signal(object)

    def __init__(self, lane: Lane[Context], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._open: list[Job] = []

    @property
    def open(self) -> tuple[Job, ...]:
        """Jobs that are not over, the running one first."""
        return tuple(self._open)

    def run(
        self,
        make: Callable[[Context], Generator[Progress, None, Result]],
        *,
        title: str,
        done: Callable[[Result], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        can_cancel: bool = True,
        in_background: bool = False,
    ) -> Job:
        """Begin a job. `make` is called on the worker with its context; `done` and `failed` on the window's thread.

        Whoever gives no `failed` leaves errors to listeners of `Job.failed`. `in_background`: nobody waits for it.
        """
        job = Job(title, can_cancel=can_cancel, in_background=in_background, parent=self)
        if done is not None:
            job.done.connect(done)
        if failed is not None:
            job.failed.connect(failed)
        self._open.append(job)
        self.started.emit(job)

        def progress(step: Progress) -> None:
            job.progress = step
            job.progressed.emit(step)

        def end(result: object, error: Exception | None, stopped: bool) -> None:
            self._open.remove(job)
            if stopped:
                job.cancelled.emit()
            elif error is not None:
                job.failed.emit(error)
            else:
                job.done.emit(result)
            job.ended.emit()
            self.ended.emit(job)
            job.deleteLater()

        self._lane.submit(_Task(make, lambda: not job.is_cancelling, progress, end))
        return job

    def cancel_all(self) -> None:
        """Ask every open job to stop at its next step."""
        for job in self._open:
            job.cancel()

    def stop(self) -> None:
        """End the worker; waits for the step being worked on."""
        self.cancel_all()
        self._lane.stop()
        self._open.clear()


class Reads(QObject, Generic[Context]):
    """Short reads away from the window's thread; of several with one key only the newest is answered."""

    def __init__(self, lane: Lane[Context], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._newest: dict[object, int] = {}
        self._count = 0

    def ask(
        self,
        key: object,
        read: Callable[[Context], Result],
        then: Callable[[Result], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        after: int = 0,
    ) -> None:
        """Run `read` with the worker's context and hand its result to `then` on the window's thread.

        An error goes to `failed`; without it, it is raised on the window's thread. `after`: milliseconds to wait, for
        what nobody looks at yet; it neither delays what is painted first nor runs at all if the next key makes it old.
        """
        self._count += 1
        ticket = self._count
        self._newest[key] = ticket

        def steps(context: Context) -> Generator[Progress, None, Result]:
            yield from ()  # a generator without a step
            return read(context)

        def end(result: object, error: Exception | None, stopped: bool) -> None:
            if stopped or self._newest.get(key) != ticket:
                return
            del self._newest[key]
            if error is None:
                then(result)  # type: ignore[arg-type]
            elif failed is not None:
                failed(error)
            else:
                raise error

        task = _Task(steps, lambda: self._newest.get(key) == ticket, lambda _: None, end)
        if after:
            self._lane.submit_later(task, after)
        else:
            self._lane.submit(task)

    def forget(self, key: object) -> None:
        """Drop what was asked under a key."""
        self._newest.pop(key, None)

    def forget_all(self) -> None:
        """Drop everything that was asked: whoever asked is gone."""
        self._newest.clear()

    def stop(self) -> None:
        """End the worker."""
        self._newest.clear()
        self._lane.stop()


def run_now(steps: Generator[Progress, None, Result]) -> Result:
    """Run a job to its end on this thread and return its result."""
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            result: Result = finished.value
            return result
