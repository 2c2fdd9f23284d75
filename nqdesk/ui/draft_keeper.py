"""What is typed and cannot be stored yet is kept with the forms' own rhythm, and offered again later."""

from typing import Any

from nqdesk.actions import drafts as actions
from nqdesk.domain.draft import Draft, DraftForm
from nqdesk.store import drafts
from nqdesk.ui.session import Session


class DraftKeeper:
    """The draft of one form; it writes only when something is another than last time."""

    def __init__(self, session: Session, form: DraftForm) -> None:
        self._session = session
        self._form = form
        self._kept: Draft | None = None

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft that is stored."""
        self._kept = draft

    def keep(self, record: Any, base: Any, texts: dict[str, str], *, title: str) -> None:
        """Keep in what a record differs from `base`, which is stored or was never, and texts that cannot be read."""
        draft = Draft(
            form=self._form,
            record_id=base.id,
            is_new=not base.version,
            title=title.strip(),
            fields=drafts.difference(record, base),
            unread=texts,
            kept_at=self._kept.kept_at if self._kept else None,
        )
        if not draft.fields and not draft.unread:
            self.drop()
        elif draft != self._kept and self._session.can_write:
            done = self._session.perform(lambda store, now: actions.keep_draft(store, draft, now))
            self._kept = None if done.problems else draft

    def drop(self) -> None:
        """Forget the draft: everything is stored, or the person gave it up."""
        kept, self._kept = self._kept, None
        if kept is not None:
            self._session.perform(lambda store, now: actions.drop_draft(store, kept.record_id, now))

    def let_go(self) -> None:
        """Leave the draft where it is; another record comes into the form."""
        self._kept = None
