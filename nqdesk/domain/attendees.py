"""Attendance lists: personal data with purpose, consent and an end."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from nqdesk.domain.problem import Problem
from nqdesk.domain.record import Record

DEFAULT_RETENTION_MONTHS = 24


@dataclass(frozen=True, kw_only=True)
class Attendee(Record):
    """One person on the attendance list of one event.

    Attributes:
        purpose: what the data are kept for; required (Art. 5 Abs. 1 Buchst. b DSGVO).
        consent_on: day consent was given, None without consent: then contact data must be empty and only the
            name on the list of participants is kept.
        consent_text: version of the consent text that was signed.
        keep_until: last day the data may be kept; required.
        attended: True, False or None for "registered, not known".
    """

    event_id: str = ""
    name: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    purpose: str = ""
    consent_on: date | None = None
    consent_text: str = ""
    keep_until: date | None = None
    attended: bool | None = None


def check_attendee(attendee: Attendee) -> list[Problem]:
    """Return what must be corrected before the record may be stored."""
    problems = [Problem("required", f) for f in ("name", "purpose") if not getattr(attendee, f).strip()]
    if attendee.keep_until is None:
        problems.append(Problem("required", "keep_until"))
    if (attendee.email or attendee.phone) and attendee.consent_on is None:
        problems.append(Problem("consent_missing", "consent_on"))
    return problems


def default_keep_until(event_day: date) -> date:
    """Return the last day an attendance list is kept unless somebody decides otherwise: 24 months after the event."""
    months = event_day.month - 1 + DEFAULT_RETENTION_MONTHS
    year, month = event_day.year + months // 12, months % 12 + 1
    return date(year, month, min(event_day.day, monthrange(year, month)[1]))


def is_due_for_erasure(attendee: Attendee, on: date) -> bool:
    """Tell whether the retention period is over on `on`; the last day itself still counts as within."""
    return attendee.keep_until is not None and attendee.keep_until < on
