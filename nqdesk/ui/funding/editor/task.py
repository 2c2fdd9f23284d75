"""What is being written of an own instrument, and keeping it until it is saved: no crash or power cut takes it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from nqdesk.actions import drafts as actions
from nqdesk.actions import rule_drafts
from nqdesk.domain.draft import Draft, DraftForm
from nqdesk.domain.funding.rule_draft import CriterionDraft, InstrumentDraft, VersionDraft
from nqdesk.store import drafts
from nqdesk.ui.session import Session

_NEW = "new-rule"


@dataclass(frozen=True)
class Task:
    """What is being written: an instrument with the versions it has, and one version of it.

    Attributes:
        place: that of the version which this one stands in place of, None for one more.
        needs_reason: the version was not made today: why it is corrected is kept with the text. reason: why.
        kept_as: under which name a new instrument is kept until it is saved.
    """

    draft: InstrumentDraft
    version: VersionDraft
    place: int | None = None
    needs_reason: bool = False
    reason: str = ""
    kept_as: str = ""

    @property
    def is_new(self) -> bool:
        """Whether the instrument was never saved."""
        return not self.draft.versions

    @property
    def record_id(self) -> str:
        """Under which name it is kept."""
        return self.draft.id or self.kept_as or _NEW

    @property
    def title(self) -> str:
        """What the page is called."""
        if self.is_new:
            return "Neues eigenes Instrument"
        return "Fassung berichtigen" if self.place is not None else "Neue Fassung"


def new_task(session: Session) -> Task:
    """Return an empty instrument that begins today."""
    today = session.today()
    version = VersionDraft(valid_from=today, as_of=today, criteria=(CriterionDraft(confirmed=True),))
    return Task(InstrumentDraft(), version, kept_as=f"{_NEW}-{uuid4().hex}")


def version_task(session: Session, instrument: str, place: int | None) -> Task:
    """Return the next version of an own instrument, as the latest one stands, or one of its own to be corrected."""
    draft = rule_drafts.draft_of(session.store, instrument)
    today = session.today()
    if place is not None:
        is_new = rule_drafts.was_made_today(session.store, draft, today, place=place)
        return Task(draft, draft.versions[place], place, needs_reason=not is_new)
    begun = draft.last.valid_from or today
    first = max(today, begun + timedelta(days=1))
    return Task(draft, replace(draft.last, valid_from=first, valid_to=None, as_of=today, change=""))


class TaskKeeper:
    """Keeps a task as the person's draft; it writes only when something is another than last time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: Task | None = None

    def keep(self, task: Task) -> None:
        """Keep what stands there now in place of what was kept before."""
        if task == self._kept or not self._session.can_write:
            return
        draft = Draft(
            form=DraftForm.RULE,
            record_id=task.record_id,
            is_new=task.is_new,
            title=task.draft.title.strip(),
            fields=drafts.whole(task),
        )
        done = self._session.perform(lambda store, now: actions.keep_draft(store, draft, now))
        self._kept = None if done.problems else task

    def drop(self, task: Task) -> None:
        """Forget it: it is saved, or the person gave it up."""
        self._kept = None
        if self._session.can_write:
            self._session.perform(lambda store, now: actions.drop_draft(store, task.record_id, now))


def kept_task(session: Session, draft: Draft) -> Task | None:
    """Return what was kept; None where the instrument has other versions by now, or another program wrote it."""
    task = drafts.read_whole(Task, draft)
    if task is None or task.is_new:
        return task
    return task if rule_drafts.draft_of(session.store, task.draft.id).versions == task.draft.versions else None
