"""Funding checks kept with a person or company: keeping them, and noting what became of them."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from nqdesk.actions import checking
from nqdesk.actions.refused import demand, demand_sound
from nqdesk.domain.change import Change
from nqdesk.domain.funding.case import Case, read_case
from nqdesk.domain.funding.check import CheckResult, Engine
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.domain.funding.kept_check import (
    KeptCheck,
    OutcomeState,
    SubjectKind,
    check_kept,
    default_keep_until,
    packed,
)
from nqdesk.domain.funding.questions import Question
from nqdesk.domain.people import Right
from nqdesk.exchange import case_files, check_results
from nqdesk.store import checks as stored_checks
from nqdesk.store.changing import checks as changing
from nqdesk.store.database import Store


def snapshot(
    engine: Engine,
    case: Case,
    checked: CheckResult,
    asked: tuple[Question, ...],
    *,
    made_on: date,
    subject: str = "",
    subject_kind: SubjectKind = SubjectKind.PERSON,
    purpose: str = "",
) -> KeptCheck:
    """Return a check as it can be kept: the facts, the result with all its reasons, and the name of the rules."""
    return KeptCheck(
        subject_kind=subject_kind,
        subject=subject,
        law_day=checked.on,
        made_on=made_on,
        rule_book=checked.digest,
        facts=case_files.written(case, engine.book.catalogue),
        results=packed(results_text(engine, case, checked, asked)),
        kinds=tuple((found.instrument.id, found.result.value) for found in checked.instruments),
        purpose=purpose,
        keep_until=default_keep_until(made_on),
    )


def results_text(engine: Engine, case: Case, checked: CheckResult, asked: tuple[Question, ...]) -> str:
    """Return a check that an engine made as the JSON text that a kept check holds."""
    reasons = {found.instrument.id: checking.why_uncovered(found) for found in checked.without_version}
    results = check_results.kept(checked, asked, engine.book, case, reasons)
    return json.dumps(results, ensure_ascii=False, sort_keys=True, default=str)


def case_of(check: KeptCheck, catalogue: FactCatalogue) -> Case:
    """Return the case of a kept check; facts that the catalogue no longer knows are left out."""
    return case_of_text(check.facts, catalogue)


def case_of_text(text: str, catalogue: FactCatalogue) -> Case:
    """Return the case of a case file's text; facts that the catalogue does not know are left out."""
    content = case_files.parsed(text)
    case, problems = read_case(content, catalogue)
    for problem in problems:
        group, _, key = problem.fact.partition(".")
        content.get(group, {}).pop(key, None)
    return case if not problems else read_case(content, catalogue)[0]


def keep(store: Store, check: KeptCheck, now: datetime) -> Change:
    """Store a check for the first time; Refused names what to correct."""
    demand(store.person, Right.BERATUNG)
    demand_sound(check_kept(check, now.date()))
    with store.write(now) as tx:
        return changing.keep_check(tx, check)


def save(store: Store, check: KeptCheck, now: datetime) -> Change:
    """Store what became of a check; its facts and result can never change (StoreError "check_frozen")."""
    demand(store.person, Right.BERATUNG)
    demand_sound(check_kept(check, now.date()))
    with store.write(now) as tx:
        return changing.save_check(tx, check)


def bin_checks(store: Store, ids: Sequence[str], now: datetime) -> Change:
    """Move checks to the bin."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        return changing.bin_checks(tx, ids)


def restore_checks(store: Store, ids: Sequence[str], now: datetime) -> Change:
    """Take checks out of the bin."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        return changing.restore_checks(tx, ids)


def erase_checks(store: Store, ids: Sequence[str], now: datetime) -> Change:
    """Erase checks and their follow-ups for good; cannot be undone and needs the right Verwaltung."""
    demand(store.person, Right.VERWALTUNG)
    with store.write(now) as tx:
        return changing.erase_checks(tx, ids)


def erase_due_checks(store: Store, today: date, now: datetime) -> Change | None:
    """Erase all checks whose retention period is over; None if there is none."""
    demand(store.person, Right.VERWALTUNG)
    with store.write(now) as tx:
        due = [found.id for found in stored_checks.due_for_erasure(tx.db, today)]
        return changing.erase_checks(tx, due) if due else None


@dataclass(frozen=True)
class TrackRecord:
    """How right the checks of one instrument were: what the check said against what the office decided.

    Attributes:
        granted, refused: decisions of the office, by the result that the check had told ("kann", "pruefen" …).
        reasons: the reasons for refusals, each once, the latest first.
    """

    instrument: str
    granted: Counter[str]
    refused: Counter[str]
    reasons: tuple[str, ...]


def track_records(checks: Iterable[KeptCheck]) -> list[TrackRecord]:
    """Return how right the checks were, for every instrument that an office has decided on; the most decided first."""
    granted: dict[str, Counter[str]] = {}
    refused: dict[str, Counter[str]] = {}
    reasons: dict[str, dict[str, None]] = {}
    for check in sorted(checks, key=lambda found: found.made_on, reverse=True):
        told = dict(check.kinds)
        for outcome in check.outcomes:
            counters = {OutcomeState.GRANTED: granted, OutcomeState.REFUSED: refused}.get(outcome.state)
            if counters is not None:
                counters.setdefault(outcome.instrument, Counter())[told.get(outcome.instrument, "")] += 1
            if outcome.state is OutcomeState.REFUSED:
                reasons.setdefault(outcome.instrument, {})[outcome.reason] = None
    found = [
        TrackRecord(name, granted.get(name, Counter()), refused.get(name, Counter()), tuple(reasons.get(name, ())))
        for name in {*granted, *refused}
    ]
    return sorted(found, key=lambda each: (-each.granted.total() - each.refused.total(), each.instrument))


def checked_again(engine: Engine, check: KeptCheck, on: date) -> CheckResult:
    """Return the same facts checked anew, with other rules or on another day; the kept check stays as it is."""
    return engine.check(case_of(check, engine.book.catalogue), on)
