"""What can be done with the offers chosen in the list, each with its question where one is due."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from nqdesk.actions import offers as actions
from nqdesk.domain.change import Area
from nqdesk.domain.draft import Draft
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.dialog import ask


class OfferActs(QObject):
    """Actions on offers, announced by the session; each takes ids."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window

    def confirm(self, ids: Sequence[str]) -> None:
        """Record that a person looked: the information is of today."""
        if ids:
            today = self._session.today()
            self._session.perform(lambda store, now: actions.confirm_offers(store, ids, today, now))

    def withdraw(self, ids: Sequence[str]) -> None:
        """Mark as withdrawn."""
        if ids:
            today = self._session.today()
            self._session.perform(lambda store, now: actions.withdraw_offers(store, ids, today, now))

    def bin(self, ids: Sequence[str]) -> None:
        """Move to the bin; the message offers the way back, so there is no question."""
        if ids:
            self._session.perform(lambda store, now: actions.bin_offers(store, ids, now))

    def restore(self, ids: Sequence[str]) -> None:
        """Take out of the bin."""
        if ids:
            self._session.perform(lambda store, now: actions.restore_offers(store, ids, now))

    def erase(self, ids: Sequence[str]) -> None:
        """Erase for good, after a question."""
        if not ids:
            return
        what = "Dieses Angebot wird" if len(ids) == 1 else f"Diese {len(ids)} Angebote werden"
        if ask(
            self._window,
            "Endgültig löschen?",
            f"{what} mit allen Angaben gelöscht, auch aus dem Verlauf. Das lässt sich nicht rückgängig machen.",
            yes="Endgültig löschen",
            is_danger=True,
        ):
            self._session.perform(lambda store, now: actions.erase_offers(store, ids, now))

    def decide_occupation(self, offer_id: str, occupation_id: str) -> None:
        """Assign an occupation by a person's decision."""
        self._session.perform(lambda store, now: actions.decide_occupation(store, offer_id, occupation_id, now))

    def edit_provider(self, organisation_id: str) -> None:
        """Show a provider's record."""
        from nqdesk.ui.offers.provider_form import edit_provider

        edit_provider(self._session, organisation_id, self._window)

    def resume_provider(self, draft: Draft) -> bool:
        """Go on with a provider that was not stored; the dialog is closed when this returns False."""
        from nqdesk.ui.offers.provider_form import resume_provider

        resume_provider(self._session, draft, self._window)
        return False

    def add_to_event(self, ids: Sequence[str]) -> None:
        """Put offers into the portfolio of an event the person picks."""
        if not ids:
            return
        from nqdesk.actions import portfolios
        from nqdesk.ui.offers.event_picker import pick_event

        event = pick_event(self._session, len(ids), self._window)
        if event is None:
            return
        choice = portfolios.choice_of(self._session.store, event)
        wanted = frozenset(ids)
        if wanted <= choice.added and not wanted & choice.removed:
            self._session.tell(f"Steht schon im Portfolio von „{event.title}“.")
            return
        added = replace(choice, added=choice.added | wanted, removed=choice.removed - wanted)
        done = self._session.perform(lambda store, now: portfolios.save_choice(store, added, now), quiet=True)
        if done:
            what = "Angebot" if len(ids) == 1 else f"{len(ids)} Angebote"
            self._session.tell(
                f"{what} zu „{event.title}“ hinzugefügt",
                Tone.POSSIBLE,
                action="Veranstaltung öffnen",
                act=lambda: self._session.open_record(Area.EVENTS, event.id),
            )
