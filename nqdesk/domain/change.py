"""What an action did: announced to the window, kept for undo."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Area(StrEnum):
    """Kinds of records; a page refreshes when its area is named in a Change."""

    OFFERS = "offers"
    ORGANISATIONS = "organisations"
    EVENTS = "events"
    ATTENDEES = "attendees"
    PORTFOLIOS = "portfolios"
    IMPORT_LAYOUTS = "import_layouts"
    CENTRE = "centre"
    SETTINGS = "settings"
    PEOPLE = "people"
    CHECKS = "checks"
    RULES = "rules"
    FOLLOW_UPS = "follow_ups"


@dataclass(frozen=True)
class Change:
    """One finished change, as written to the trail.

    Attributes:
        number: the trail's own number of this change, ascending.
        verb: stable name of what was done (``"save_offer"``, ``"import_offers"``); its German text is in the window.
        areas: which kinds of records changed.
        ids: records changed; empty when there are too many to name (imports).
        who: name of the person.
        at: when (UTC).
        count: how many records changed.
        undoable: whether `actions.undo` can take it back.
        title: what the change was about, for "Rückgängig: …"; without content of erased people.
    """

    number: int
    verb: str
    areas: frozenset[Area]
    ids: tuple[str, ...]
    who: str
    at: datetime
    count: int = 1
    undoable: bool = True
    title: str = ""
