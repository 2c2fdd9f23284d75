"""Who did what to an offer, from the trail."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.store import trail
from nqdesk.store.trail import TrailEntry
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.label import Label, rule

_MOST = 12
_NAMED = 4  # fields named in a line


def history_card(session: Session, record_id: str) -> Card | None:
    """Return the latest changes of a record; None if there is none."""
    entries = trail.entries(session.store.db, _MOST, record_id)
    if not entries:
        return None
    card = Card("Verlauf")
    for number, entry in enumerate(entries):
        if number:
            card.add(rule())
        card.add(_line(entry))
    return card


def _line(entry: TrailEntry) -> QWidget:
    shown = QWidget()
    layout = QVBoxLayout(shown)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(step(0.5))
    text = messages.verb(entry.change.verb)
    layout.addWidget(Label(f"{text} · zurückgenommen" if entry.undone else text, "strong"))
    layout.addWidget(Label(f"{entry.change.at.astimezone():%d.%m.%Y, %H:%M} Uhr · {entry.change.who}", "small"))
    fields = _fields(entry.steps)
    if fields:
        layout.addWidget(Label(fields, "small"))
    return shown


def _fields(steps: Sequence[Any]) -> str:
    names: list[str] = []
    for step_ in steps:
        if step_.what == "changed":
            after: Mapping[str, Any] = step_.after
            names.extend(messages.field(name) for name in after)
    names = list(dict.fromkeys(names))
    if not names:
        return ""
    more = f" und {len(names) - _NAMED} weitere Felder" if len(names) > _NAMED else ""
    return f"Geändert: {', '.join(names[:_NAMED])}{more}"
