"""How an event reads in German: when, for whom, where."""

from datetime import date

from PySide6.QtCore import QDate, QLocale

from nqdesk.domain.events import Event, EventKind
from nqdesk.ui.paged_model import RowFace
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.text_field import show_day, show_time

DOT = " · "
KINDS = (
    (EventKind.MULTIPLIER, "Multiplikatoren"),
    (EventKind.COMPANY, "Unternehmen"),
    (EventKind.LEARNER, "Lernende"),
)
_KIND = dict(KINDS)


def joined(*parts: str) -> str:
    """Return what is not empty, with dots between."""
    return DOT.join(part for part in parts if part)


def kind_word(kind: EventKind) -> str:
    """Return for whom an event is, in one word."""
    return _KIND[kind]


def long_day(day: date) -> str:
    """Return a day in words: Donnerstag, 3. Dezember 2026."""
    return QLocale("de_DE").toString(QDate(day.year, day.month, day.day), "dddd, d. MMMM yyyy")


def times(event: Event) -> str:
    """Return the hours: 14:00–16:30 Uhr, ab 14:00 Uhr, bis 16:30 Uhr, or ""."""
    if event.begins and event.ends:
        return f"{show_time(event.begins)}–{show_time(event.ends)}\u00a0Uhr"
    if event.begins:
        return f"{show_time(event.begins)}\u00a0Uhr"
    return f"bis {show_time(event.ends)}\u00a0Uhr" if event.ends else ""


def where(event: Event) -> str:
    """Return the place: the one to print, or the town."""
    return event.place or event.city


def subtitle(event: Event) -> str:
    """Return the line under the title."""
    day = long_day(event.day) if event.day else "Termin steht noch nicht fest"
    return joined(day, times(event), kind_word(event.kind), where(event))


def is_past(event: Event, on: date) -> bool:
    """Tell whether the event's day is over."""
    return event.day is not None and event.day < on


def face(event: Event, on: date, *, is_due: bool) -> RowFace:
    """Return an event's two lines in the list; `is_due` says that attendees' data must be erased."""
    pill: tuple[str, Tone] | None = None
    if is_due:
        pill = ("Löschfrist", Tone.NO)
    elif event.day == on:
        pill = ("heute", Tone.ACCENT)
    elif is_past(event, on):
        pill = ("vorbei", Tone.NEUTRAL)
    day = show_day(event.day) if event.day else "ohne Termin"
    return RowFace(
        title=event.title,
        detail=joined(day, kind_word(event.kind), event.city or event.place),
        pill=pill,
    )
