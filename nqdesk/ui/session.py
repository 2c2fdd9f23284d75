"""What every page works with: the open database, the clock, jobs, messages, and the one way to change something."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from nqdesk.actions import catalogue, messages
from nqdesk.actions.refused import Refused
from nqdesk.domain.change import Area, Change
from nqdesk.domain.failure import Failure
from nqdesk.domain.people import Right
from nqdesk.domain.problem import Problem
from nqdesk.domain.progress import Progress
from nqdesk.store import trail
from nqdesk.store.database import Store
from nqdesk.ui.jobs import Job, Jobs, Reads
from nqdesk.ui.preferences import Preferences
from nqdesk.ui.theme import Tone

if TYPE_CHECKING:
    from nqdesk.domain.occupation_index import OccupationIndex
    from nqdesk.domain.region import Region
    from nqdesk.store.backup import Backup

Result = TypeVar("Result")


@dataclass(frozen=True)
class Message:
    """Something to tell the person.

    Attributes:
        text: what happened, in German. tone: `Tone.NO` stays until it is closed, others go by themselves.
        action: word on the button, "" for none; `act` is what it does.
    """

    text: str
    tone: Tone = Tone.NEUTRAL
    action: str = ""
    act: Callable[[], None] | None = None


@dataclass(frozen=True)
class Done:
    """What became of an action: the Change, or the problems that stood in the way (then nothing changed)."""

    change: Change | None = None
    problems: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        return self.change is not None


class Session(QObject):
    """One open database, seen by the window.

    Signals:
        changed: a Change; pages whose areas it names read anew.
        told: a Message.
        asked_to_open: area and id of a record another page shall show.
        backed_up: a Backup was made.
        restore_wanted: path of a backup and its password: the window shall go and come back with it.
    """

    changed = Signal(object)
    told = Signal(object)
    asked_to_open = Signal(object, str)
    backed_up = Signal(object)
    restore_wanted = Signal(object, str)

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], datetime],
        preferences: Preferences,
        jobs: Jobs[Store],
        reads: Reads[Store],
        password_fits: Callable[[str], bool],
        is_demo: bool = False,
        parent: QObject | None = None,
    ) -> None:
        """`clock` gives the time with its zone; `password_fits` tells whether a password opens this database."""
        super().__init__(parent)
        self.store = store
        self.preferences = preferences
        self.jobs = jobs
        self.reads = reads
        self.password_fits = password_fits
        self.is_demo = is_demo
        self.changes_backed_up = store.total_changes
        self.unsaved: dict[str, object] = {}  # what a page could not save when the window was locked; in memory only
        self._clock = clock

    # -- what is -----------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """Return the time (UTC)."""
        return self._clock()

    def today(self) -> date:
        """Return the day on this computer's calendar."""
        return self._clock().astimezone().date()

    def may(self, right: Right) -> bool:
        """Tell whether the person may do something; with a file opened to read nobody may write."""
        return self.store.person.may(right) and not self.store.read_only

    @property
    def can_write(self) -> bool:
        """Whether daily work may be saved."""
        return self.may(Right.BERATUNG)

    @property
    def occupations(self) -> "OccupationIndex":
        """The catalogue of occupations."""
        return catalogue.occupations()

    @property
    def region(self) -> "Region":
        """Länder, Kreise, postcodes."""
        return catalogue.region()

    # -- what is done ------------------------------------------------------------------------------------------

    def perform(
        self,
        action: Callable[[Store, datetime], Change | None],
        *,
        quiet: bool = False,
        show_problems: bool = True,
    ) -> Done:
        """Run a write action, announce its Change and show what stood in the way.

        `action` gets the store and the time. `quiet` leaves the message out (forms that save themselves);
        `show_problems` = False leaves Refused problems to the caller, who shows them beside the fields.
        """
        try:
            change = action(self.store, self.now())
        except Refused as refused:
            if show_problems:
                self.tell(" ".join(messages.problem(p) for p in refused.problems), Tone.NO)
            return Done(problems=refused.problems)
        except Failure as failure:
            self.tell_failure(failure)
            return Done(problems=(Problem(failure.code, values=failure.values),))
        if change is None:
            return Done()
        self.announce(change, quiet=quiet)
        return Done(change)

    def announce(self, change: Change, *, quiet: bool = False) -> None:
        """Tell all pages of a Change, and the person unless `quiet`."""
        self.changed.emit(change)
        if not quiet:
            text = messages.verb(change.verb)
            if change.title:
                text = f"{text}: {change.title}"
            elif change.count > 1:
                text = f"{text} ({change.count})"
            undo = self.may_undo(change)
            act = partial(self.undo_change, change.number) if undo else None
            self.told.emit(Message(text, action="Rückgängig" if undo else "", act=act))

    def run(
        self,
        make: Callable[[Store], Generator[Progress, None, Result]],
        *,
        title: str,
        done: Callable[[Result], None],
        failed: Callable[[Exception], None] | None = None,
        can_cancel: bool = True,
        in_background: bool = False,
    ) -> Job:
        """Run a long job on the worker; `make` gets the worker's own store. Failures are told by themselves.

        A job `in_background` shows no dialog by itself, only its line in the sidebar.
        """
        return self.jobs.run(
            make,
            title=title,
            done=done,
            failed=failed or self.tell_failure,
            can_cancel=can_cancel,
            in_background=in_background,
        )

    def back_up(self, *, in_background: bool = False) -> Job:
        """Make a backup as a job; `changes_backed_up` is the count of changes that the last one holds."""
        from nqdesk.actions import backups

        now, changes = self.now(), self.store.total_changes

        def done(made: "Backup") -> None:
            self.changes_backed_up = changes
            self.backed_up.emit(made)
            if made.problem:
                self.tell(messages.sentence(made.problem), Tone.OPEN)

        return self.run(
            lambda store: backups.back_up(store, now), title="Sicherung", done=done, in_background=in_background
        )

    def undo(self) -> None:
        """Take back the last change."""
        from nqdesk.actions import undoing

        self._take_back(undoing.undo_last, trail.last_undoable(self.store.db))

    def undo_change(self, number: int) -> None:
        """Take back one change by its number."""
        from nqdesk.actions import undoing

        found = trail.get(self.store.db, number)
        self._take_back(lambda store, now: undoing.undo_change(store, number, now), found)

    def may_undo(self, change: Change) -> bool:
        """Tell whether the person may take a change back."""
        from nqdesk.actions import undoing

        return undoing.may_undo(self.store.person, change) and not self.store.read_only

    def _take_back(self, action: Callable[[Store, datetime], Change], found: Change | None) -> None:
        done = self.perform(action, quiet=True)
        if done.change is not None:
            undone = found or done.change
            self.tell(f"Zurückgenommen: {done.change.title or messages.verb(undone.verb)}")

    # -- what is said ------------------------------------------------------------------------------------------

    def tell(
        self, text: str, tone: Tone = Tone.NEUTRAL, *, action: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """Show a message."""
        self.told.emit(Message(text, tone, action, act))

    def tell_failure(self, error: Exception) -> None:
        """Show what went wrong; an error that is none of our own is raised, so that it is logged."""
        if isinstance(error, Refused):
            self.tell(" ".join(messages.problem(p) for p in error.problems), Tone.NO)
        elif isinstance(error, Failure):
            self.tell(messages.sentence(error.code, error.values), Tone.NO)
        else:
            raise error

    def open_record(self, area: Area, record_id: str) -> None:
        """Show a record on its page."""
        self.asked_to_open.emit(area, record_id)

    def close(self) -> None:
        """End workers and close the database."""
        self.jobs.stop()
        self.reads.stop()
        self.store.close()
