"""A form that saves itself: what can be stored is stored, what cannot be read is said beside its field."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from nqdesk.domain.change import Change
from nqdesk.domain.draft import Draft
from nqdesk.domain.problem import Problem
from nqdesk.domain.record import Record
from nqdesk.store.database import Store
from nqdesk.store.drafts import applied
from nqdesk.ui.draft_keeper import DraftKeeper
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.form import Form

R = TypeVar("R", bound=Record)


class SelfSaving(Generic[R]):
    """Mixed into a widget that has a form of one record.

    Attributes:
        record: as it was read. is_saving: a change is this form's own. labels: names of fields for messages.
        drafts: keeps what cannot be stored; None where that is given up when the form is left.
    """

    session: Session
    form: Form
    record: R
    is_saving = False
    drafts: DraftKeeper | None = None
    labels: Mapping[str, str]

    def show_record(self, record: R) -> None:
        """Show another record."""
        raise NotImplementedError

    def entered(self) -> tuple[R, list[Problem]]:
        """Return the record with every field that is sound, and the problems of the others by key of the form."""
        raise NotImplementedError

    def write(self, store: Store, wanted: R, now: datetime) -> Change:
        """Store a record."""
        raise NotImplementedError

    def stored(self, record_id: str) -> R | None:
        """Return a record as it is stored."""
        raise NotImplementedError

    def after_saving(self) -> None:
        """Do what is to be done once something was stored."""

    def refresh(self, record: R) -> None:
        """Show what was stored elsewhere, unless something is being typed here."""
        if self.is_saving:
            return
        if self.form.is_edited:
            self.record = record
        else:
            self.show_record(record)

    def save(self) -> None:
        """Store what can be stored, if anything was edited."""
        if not self.is_saving and self.form.is_edited:
            self.store_entered()

    def store_entered(self) -> None:
        """Store what can be stored; say beside its field what cannot."""
        wanted, problems = self.entered()
        self.form.show_problems(problems)
        if wanted != self.record:
            problems += self._store(wanted, problems)
        self._keep_draft(wanted, problems)

    def _store(self, wanted: R, problems: Sequence[Problem]) -> Sequence[Problem]:
        """Store a record whose sound fields are `wanted`; return what stood in the way of that."""
        self.is_saving = True
        try:
            done = self.session.perform(
                lambda store, now: self.write(store, wanted, now), quiet=True, show_problems=False
            )
        finally:
            self.is_saving = False
        if not done:
            self.form.show_problems((*problems, *done.problems))
            return done.problems
        self.record = self.stored(wanted.id) or self.record
        if not problems:
            self.form.mark_saved()
        self.after_saving()
        return ()

    def _keep_draft(self, wanted: R, problems: Sequence[Problem]) -> None:
        """Keep what could not be stored, so that it is there after a crash or a lock."""
        if self.drafts is None:
            return
        if problems:
            texts = self.form.texts({problem.field for problem in problems})
            self.drafts.keep(wanted, self.record, texts, title=self.title_of(self.record))
        else:
            self.drafts.drop()

    def title_of(self, record: R) -> str:
        """Return what the person knows a record by, for its draft."""
        raise NotImplementedError

    def resume(self, draft: Draft) -> None:
        """Show what was typed about the record shown, and not stored."""
        stored = self.record
        self.show_record(applied(draft, stored))
        self.record = stored
        self.form.type_texts(draft.unread)
        self.form.mark_edited()
        if self.drafts is not None:
            self.drafts.take_up(draft)
        self.store_entered()

    def leave(self) -> None:
        """Store, and say what could not be."""
        if not self.form.is_edited:
            return
        self.save()
        problems = self.entered()[1]
        if problems and self.form.is_edited:
            names = ", ".join(sorted({self.labels.get(problem.field, problem.field) for problem in problems}))
            self.session.tell(f"Nicht gespeichert, weil nicht lesbar oder leer: {names}.", Tone.OPEN)
            self.show_record(self.record)
        if self.drafts is not None:
            self.drafts.let_go()
