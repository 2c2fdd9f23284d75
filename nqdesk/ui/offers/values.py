"""How values of an offer read in German: states, runs, ages, and any field before and after an import."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from nqdesk.actions import catalogue, messages
from nqdesk.domain.contacts import Contact
from nqdesk.domain.offers import Offer, OfferDate, OfferKind, OfferState, age_in_days, is_old
from nqdesk.domain.organisations import AzavState
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.text_field import show_amount, show_count, show_day

NOTHING = "–"
DOT = " · "

_STATE_TONES = {
    OfferState.ACTIVE: Tone.POSSIBLE,
    OfferState.TO_CHECK: Tone.OPEN,
    OfferState.PAST: Tone.NEUTRAL,
    OfferState.WITHDRAWN: Tone.NO,
}
_AZAV_TONES = {AzavState.VALID: Tone.POSSIBLE, AzavState.EXPIRED: Tone.NO, AzavState.UNKNOWN: Tone.OPEN}
_SYSTEMS = {
    "openqcat": "openQ-cat-Datei",
    "ba": "Weiterbildungssuche der Agentur für Arbeit",
    "csv": "CSV-Tabelle",
    "xlsx": "Excel-Tabelle",
    "manual": "von Hand eingetragen",
}


def state_tone(state: OfferState) -> Tone:
    """Return the colour of an offer's state."""
    return _STATE_TONES[state]


def azav_tone(state: AzavState) -> Tone:
    """Return the colour of what is known of a provider's approval."""
    return _AZAV_TONES[state]


def system_name(system: str) -> str:
    """Return what a source system is called."""
    return _SYSTEMS.get(system, system)


def joined(*parts: str) -> str:
    """Return what is not empty, with dots between."""
    return DOT.join(part for part in parts if part)


def kind_word(kind: OfferKind, tq_number: int | None) -> str:
    """Return the kind for a pill or a line: "TQ 3", "Umschulung"."""
    if kind is OfferKind.TQ:
        return f"TQ\u00a0{tq_number}" if tq_number else messages.word(kind)
    return messages.word(kind)


def span(start: date | None, end: date | None) -> str:
    """Return first and last day: 09.02.–30.04.2027; "" if neither is known."""
    if start and end:
        if start == end:
            return show_day(start)
        return f"{start:%d.%m.}–{show_day(end)}" if start.year == end.year else f"{show_day(start)}–{show_day(end)}"
    if start:
        return f"ab {show_day(start)}"
    return f"bis {show_day(end)}" if end else ""


def run_when(run: OfferDate) -> str:
    """Return when a run takes place."""
    return span(run.start, run.end) or ("Laufender Einstieg" if run.rolling else "Termin offen")


def run_where(run: OfferDate) -> str:
    """Return where a run takes place, in one line."""
    town = " ".join(part for part in (run.plz, run.place) if part)
    return ", ".join(part for part in (run.venue, run.street, town) if part)


def run_how(run: OfferDate) -> str:
    """Return what is special about a run: form, time model, hours, seats, price."""
    return joined(
        messages.word(run.form) if run.form else "",
        messages.word(run.time_model) if run.time_model else "",
        f"{show_count(run.hours)}\u00a0UStd." if run.hours else "",
        f"{show_count(run.seats)} Plätze" if run.seats else "",
        show_amount(run.price) if run.price is not None else "",
        run.note,
    )


def age_text(offer: Offer, on: date) -> str:
    """Return how old the information is: "Angaben vom 01.11.2026 · 22 Tage alt"."""
    age = age_in_days(offer, on)
    if offer.information_date is None or age is None:
        return "Stand der Angaben unbekannt"
    when = f"Angaben vom {show_day(offer.information_date)}"
    if age <= 0:
        return f"{when}{DOT}von heute" if age == 0 else when
    return f"{when}{DOT}1 Tag alt" if age == 1 else f"{when}{DOT}{show_count(age)} Tage alt"


def age_tone(offer: Offer, on: date) -> Tone:
    """Return the colour of the information's age."""
    return Tone.OPEN if is_old(offer, on) else Tone.NEUTRAL


def months_text(months: Decimal) -> str:
    """Return a duration: 6 Monate, 1,5 Monate."""
    number = f"{months.normalize():f}".replace(".", ",")
    return f"{number}\u00a0Monat" if number == "1" else f"{number}\u00a0Monate"


def occupation_title(occupation_id: str) -> str:
    """Return the catalogue's title of an occupation, "" if there is none."""
    found = catalogue.occupations().by_id.get(occupation_id)
    return found.title if found else ""


def contact_text(contact: Contact | None) -> str:
    """Return a contact in one line."""
    if contact is None:
        return ""
    return ", ".join(
        part for part in (contact.name, contact.role, contact.phone, contact.mobile, contact.email, contact.web) if part
    )


def _runs(runs: tuple[OfferDate, ...]) -> str:
    return "\n".join(joined(run_when(run), run_where(run), run_how(run)) for run in runs)


_BY_FIELD: dict[str, Callable[[Any], str]] = {
    "dates": _runs,
    "price": show_amount,
    "duration_months": months_text,
    "occupation_id": occupation_title,
    "contact": contact_text,
    "source_system": system_name,
    "check_reasons": lambda codes: "\n".join(messages.sentence(code) for code in sorted(codes)),
    "numbers": lambda numbers: ", ".join(number for _, number in numbers),
}


def shown(field: str, value: object) -> str:
    """Return any value of an offer's or organisation's field as German text; "–" for nothing."""
    if value is None or value == "" or value == () or value == frozenset():
        return NOTHING
    if field in _BY_FIELD:
        return _BY_FIELD[field](value) or NOTHING
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, Enum):
        return messages.word(value)
    if isinstance(value, date):
        return show_day(value)
    if isinstance(value, int):
        return show_count(value)
    if isinstance(value, frozenset | tuple):
        return ", ".join(sorted(shown(field, one) for one in value))
    return str(value)
