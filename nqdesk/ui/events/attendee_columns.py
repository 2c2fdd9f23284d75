"""The columns of an attendance list."""

from collections.abc import Callable
from datetime import date

from nqdesk.domain.attendees import Attendee, is_due_for_erasure
from nqdesk.ui.events.event_lines import joined
from nqdesk.ui.paged_model import Column
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.text_field import show_day

_ATTENDED = {True: ("war da", Tone.POSSIBLE), False: ("war nicht da", Tone.NEUTRAL), None: ("offen", Tone.OPEN)}


def columns(today: Callable[[], date]) -> tuple[Column[Attendee], ...]:
    """Return the columns; `today` is asked while painting what is due."""

    def until_tone(attendee: Attendee) -> Tone | None:
        return Tone.NO if is_due_for_erasure(attendee, today()) else None

    return (
        Column(key="name", title="Name", text=lambda one: one.name, strong=True, width=170),
        Column(key="organisation", title="Organisation", text=lambda one: one.organisation or "–", stretch=True),
        Column(
            key="contact",
            title="Kontakt",
            text=lambda one: joined(one.email, one.phone) or "–",
            width=170,
            tip=lambda one: joined(one.email, one.phone),
        ),
        Column(
            key="consent",
            title="Einwilligung",
            text=lambda one: f"seit {show_day(one.consent_on)}" if one.consent_on else "keine",
            tone=lambda one: Tone.POSSIBLE if one.consent_on else Tone.NEUTRAL,
            tip=lambda one: one.consent_text,
            width=140,
        ),
        Column(
            key="keep_until",
            title="Löschen nach",
            text=lambda one: show_day(one.keep_until) if one.keep_until else "–",
            tone=until_tone,
            width=112,
        ),
        Column(
            key="attended",
            title="Teilnahme",
            text=lambda one: _ATTENDED[one.attended][0],
            tone=lambda one: _ATTENDED[one.attended][1],
            width=116,
        ),
    )
