"""Follow-ups (Wiedervorlagen): what to do by when, and about which record."""

from dataclasses import dataclass
from datetime import date

from nqdesk.domain.problem import Problem
from nqdesk.domain.record import Record


@dataclass(frozen=True, kw_only=True)
class FollowUp(Record):
    """One thing to do.

    Attributes:
        due: day to do it. text: what; required, at most 300 signs. about_id: id of the kept check, "" for none.
        done_on: day it was done, None while open.
    """

    due: date | None = None
    text: str = ""
    about_id: str = ""
    done_on: date | None = None


def check_follow_up(found: FollowUp) -> list[Problem]:
    """Return what must be corrected before the follow-up may be stored."""
    problems = [] if found.text.strip() else [Problem("required", "text")]
    if len(found.text) > 300:
        problems.append(Problem("too_long", "text"))
    if found.due is None:
        problems.append(Problem("required", "due"))
    return problems
