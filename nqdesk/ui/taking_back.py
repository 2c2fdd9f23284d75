"""The button "Rückgängig" of a message: it takes back exactly the change the message speaks of."""

from collections.abc import Callable

from nqdesk.actions import undoing
from nqdesk.domain.change import Change
from nqdesk.ui.session import Session


def taking_back(session: Session, change: Change) -> Callable[[], None]:
    """Return what takes a change back and says so."""

    def act() -> None:
        if session.perform(lambda store, now: undoing.undo_change(store, change.number, now), quiet=True):
            session.tell("Zurückgenommen.")

    return act


def tell_with_way_back(session: Session, text: str, change: Change) -> None:
    """Say what was done, with the button."""
    session.tell(text, action="Rückgängig", act=taking_back(session, change))
