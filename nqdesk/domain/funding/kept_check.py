"""A funding check kept with a learner or a company: a dated snapshot that never changes, and what became of it."""

import zlib
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from nqdesk.domain.problem import Problem
from nqdesk.domain.record import Record

RETENTION_YEARS = 3
"""Kept so long after the year of the check unless somebody decides otherwise."""


class SubjectKind(StrEnum):
    """With whom a check is kept."""

    PERSON = "person"
    COMPANY = "company"


class OutcomeState(StrEnum):
    """What became of an instrument: what the applicants did and what the office decided."""

    NOT_APPLIED = "not_applied"
    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Outcome:
    """What became of one instrument (id), since which day, and why; a refusal needs its reason."""

    instrument: str
    state: OutcomeState
    day: date | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class KeptCheck(Record):
    """A funding check as it was made.

    Attributes:
        subject: name of the person or company, or a sign the centre knows them by; required.
        company_id: the organisation's record, "" without one.
        law_day: day of law asked for. made_on: day it was made.
        rule_book: digest of the rules it was made with.
        facts: the case as its JSON text, in the case format. results: the result's JSON text, see `results_text`.
        kinds: result of each instrument by its id, as `Result` writes it.
        purpose: what the data are kept for (Art. 5 Abs. 1 Buchst. b DSGVO). keep_until: last day they may be kept.
        outcomes: what became of the instruments, at most one each. closed: nothing more is expected.

    Only subject, company_id, purpose, keep_until, outcomes, closed and note may change after the first save.
    """

    subject_kind: SubjectKind = SubjectKind.PERSON
    subject: str = ""
    company_id: str = ""
    law_day: date = date.min
    made_on: date = date.min
    rule_book: str = ""
    facts: str = ""
    results: bytes = b""
    kinds: tuple[tuple[str, str], ...] = ()
    purpose: str = ""
    keep_until: date | None = None
    outcomes: tuple[Outcome, ...] = ()
    closed: bool = False
    note: str = ""

    @property
    def results_text(self) -> str:
        """Return the result as JSON text in the case format, with every criterion, amount, office and note."""
        return zlib.decompress(self.results).decode()

    def outcome_of(self, instrument: str) -> Outcome | None:
        """Return what became of an instrument; None if nothing is recorded."""
        return next((found for found in self.outcomes if found.instrument == instrument), None)

    def with_outcome(self, outcome: Outcome) -> "KeptCheck":
        """Return the check with what became of one instrument, instead of what was recorded of it before."""
        others = tuple(found for found in self.outcomes if found.instrument != outcome.instrument)
        return replace(self, outcomes=(*others, outcome))

    def without_outcome(self, instrument: str) -> "KeptCheck":
        """Return the check with nothing recorded of an instrument."""
        return replace(self, outcomes=tuple(found for found in self.outcomes if found.instrument != instrument))


def packed(results_text: str) -> bytes:
    """Return a result's JSON text as `KeptCheck.results` holds it: a tenth of its size."""
    return zlib.compress(results_text.encode(), 6)


def default_keep_until(made_on: date) -> date:
    """Return the last day a check is kept unless somebody decides otherwise: the end of the third year after it."""
    return date(made_on.year + RETENTION_YEARS, 12, 31)


def check_kept(check: KeptCheck, on: date) -> list[Problem]:
    """Return what must be corrected before the check may be stored on a day."""
    problems = [Problem("required", name) for name in ("subject", "purpose") if not getattr(check, name).strip()]
    if check.keep_until is None:
        problems.append(Problem("required", "keep_until"))
    elif check.keep_until < check.made_on:
        problems.append(Problem("keep_until_past", "keep_until"))
    for outcome in check.outcomes:
        if outcome.state is OutcomeState.REFUSED and not outcome.reason.strip():
            problems.append(Problem("outcome_reason", "reason"))
        if outcome.day is not None and outcome.day > on:
            problems.append(Problem("outcome_day", "day"))
    return problems
