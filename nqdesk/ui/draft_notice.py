"""The offer to go on with what was typed and not stored, above the list of the page it belongs to."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtWidgets import QWidget

from nqdesk.actions import drafts as actions
from nqdesk.domain.draft import Draft, DraftForm
from nqdesk.store import drafts
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.dialog import ask
from nqdesk.ui.widgets.notice import Notice

_NEW = {
    DraftForm.OFFER: "Angefangenes Angebot",
    DraftForm.ORGANISATION: "Angefangener Anbieter",
    DraftForm.EVENT: "Angefangene Veranstaltung",
    DraftForm.RULE: "Angefangenes eigenes Instrument",
}
_STORED = {
    DraftForm.OFFER: "im Angebot",
    DraftForm.ORGANISATION: "beim Anbieter",
    DraftForm.EVENT: "in der Veranstaltung",
    DraftForm.RULE: "im eigenen Instrument",
}


class DraftNotice(Notice):
    """Names the newest draft that can be taken up; hidden while there is none."""

    def __init__(
        self,
        session: Session,
        resume: Mapping[DraftForm, Callable[[Draft], bool]],
        parent: QWidget | None = None,
    ) -> None:
        """`resume` opens the form of a draft and tells whether it is open now."""
        super().__init__("", Tone.OPEN, parent=parent)
        self._session = session
        self._resume = resume
        self._draft: Draft | None = None
        self.add_button("Wieder aufnehmen", self.take_up)
        self.add_button("Verwerfen …", self.discard)
        self.hide()

    @property
    def draft(self) -> Draft | None:
        """What is offered."""
        return self._draft

    def renew(self, *, without: str = "") -> None:
        """Read what there is to go on with; `without` is a record that is being edited now."""
        store = self._session.store
        found = drafts.every(store.db, store.person) if self._session.can_write else []
        of_page = (d for d in found if d.form in self._resume and d.record_id != without)
        self._draft = next((d for d in of_page if drafts.is_usable(store.db, d)), None)
        self.set(_words(self._draft, self._session.now()) if self._draft is not None else "")

    def take_up(self) -> None:
        """Go on with it."""
        shown = self._draft
        self.renew()
        if shown is not None and shown == self._draft:
            self.set("")
            if not self._resume[shown.form](shown):
                self.renew()

    def discard(self) -> None:
        """Throw it away, after a question."""
        draft = self._draft
        if draft is not None and ask(
            self.window(),
            "Eingaben verwerfen?",
            "Was Sie eingegeben haben, ist noch nicht gespeichert.",
            yes="Verwerfen",
            no="Behalten",
            is_danger=True,
        ):
            self._session.perform(lambda store, now: actions.drop_draft(store, draft.record_id, now))
            self.renew()


def _words(draft: Draft, now: datetime) -> str:
    name = f"„{draft.title}“" if draft.title else "noch ohne Namen"
    when = ""
    if draft.kept_at is not None:
        local = draft.kept_at.astimezone()
        day = "heute" if local.date() == now.astimezone().date() else f"{local:%d.%m.%Y}"
        when = f", zuletzt {day} um {local:%H:%M} Uhr"
    if draft.is_new:
        return f"{_NEW[draft.form]}, noch nicht gespeichert: {name}{when}."
    return f"Noch nicht gespeicherte Eingaben {_STORED[draft.form]} {name}{when}."
