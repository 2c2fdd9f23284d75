"""Own instruments while they are written: read from the rules that count, checked, looked at, tried on cases, saved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from nqdesk import resource_files
from nqdesk.actions import kept_checks, messages, rule_book, rule_packages
from nqdesk.actions.refused import Refused, refuse
from nqdesk.actions.rule_packages import RulesPreview
from nqdesk.domain.change import Change
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Engine, InstrumentResult
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.domain.funding.language import RuleLanguage
from nqdesk.domain.funding.rule_draft import (
    LONGEST,
    InstrumentDraft,
    VersionDraft,
    check_version,
    named,
    with_corrected_version,
    with_next_version,
)
from nqdesk.domain.funding.rules import Maker, Origin
from nqdesk.domain.problem import Problem
from nqdesk.exchange import rule_comments, rule_files, rule_writer
from nqdesk.exchange.errors import ExchangeError
from nqdesk.exchange.rule_sources import RuleFaultsError, RuleSource
from nqdesk.store import checks as stored_checks
from nqdesk.store import rule_texts
from nqdesk.store.database import Store

_TRIED = 30
"""Kept checks that a draft is tried on, the latest ones."""
_EARLY = date(1950, 1, 1)


def language_of(engine: Engine) -> RuleLanguage:
    """Return the language that expressions are written in."""
    return RuleLanguage(engine.book)


def draft_of(store: Store, instrument: str) -> InstrumentDraft:
    """Return an own instrument as a draft; raises Refused for one that is not the centre's own."""
    name = rule_packages.file_of(store, instrument)
    source = next(each for each in rule_book.rules_in_use(store).sources if each.name == name)
    if source.origin is not Origin.CENTRE:
        raise refuse("draft_not_own")
    return rule_writer.draft_of(source.text, source.name)


def was_made_today(store: Store, draft: InstrumentDraft, today: date, *, place: int = -1) -> bool:
    """Return whether a version was written today, so that nobody can have counted on it yet."""
    first = draft.versions[place].valid_from if draft.versions else None
    if not draft.id or first is None:
        return False
    for text in rule_texts.history(store.db, _file(draft)):
        if text.created_at is not None and text.created_at.astimezone().date() < today:
            return first not in _first_days(text.text)
    return True


def _first_days(text: str) -> set[date | None]:
    try:
        return {version.valid_from for version in rule_writer.draft_of(text).versions} if text else set()
    except ExchangeError:
        return set()


def _file(draft: InstrumentDraft) -> str:
    return f"instruments/{draft.id}.toml"


def preview(
    store: Store,
    draft: InstrumentDraft,
    version: VersionDraft,
    today: date,
    *,
    place: int | None = None,
    reason: str = "",
) -> RulesPreview:
    """Return what saving a version of an instrument would change; raises Refused with what to correct.

    `draft` holds the versions so far; with `place` the version stands in place of one of them. The text before stays
    as history, and a version that was not made today is corrected only with a reason.
    """
    engine = rule_book.in_use(store)
    language = language_of(engine)
    problems = [*check_version(draft, version, today, place=place), *faults(language, version)]
    if place is not None and not was_made_today(store, draft, today, place=place) and not reason.strip():
        problems.insert(0, Problem("required", "reason"))
    if len(reason) > LONGEST:
        problems.append(Problem("too_long", "reason"))
    if problems:
        raise Refused(problems)
    together = with_next_version(draft, version) if place is None else with_corrected_version(draft, version, place)
    whole = named(together, engine.book.by_id.keys())
    name = _file(whole)
    before = next((each.text for each in rule_book.rules_in_use(store).sources if each.name == name), "")
    text = rule_comments.carried(before, rule_writer.written(whole))
    return rule_packages.preview_of(store, [RuleSource(name, text, Origin.CENTRE)])


def faults(language: RuleLanguage, version: VersionDraft) -> Iterator[Problem]:
    """Yield what is wrong with the expressions of a version, with the place of each ("criteria.0.expr")."""
    for group, wanted in (("criteria", "yes_no"), ("amounts", "number")):
        for place, part in enumerate(getattr(version, group)):
            if part.expr.strip() and (found := language.problem(part.expr, wanted, f"{group}.{place}.expr")):
                yield found
            when = getattr(part, "when", "")
            if when and (found := language.problem(when, "yes_no", f"{group}.{place}.when")):
                yield found


def save(store: Store, found: RulesPreview, now: datetime, *, reason: str) -> Change:
    """Make a previewed draft count: a new text, the ones before stay as history. Needs the right Verwaltung."""
    return rule_packages.take_over(store, found, now, reason=reason)


def without(store: Store, instrument: str) -> RulesPreview:
    """Return what taking an own instrument out would change; its texts stay as history when that is saved.

    Raises Refused for one that is not the centre's own.
    """
    draft = draft_of(store, instrument)
    return rule_packages.preview_of(store, [RuleSource(_file(draft), "")])


def aside_draft(store: Store, name: str) -> tuple[InstrumentDraft, VersionDraft]:
    """Return an own text that does not count as a new instrument and its latest version, to be mended.

    Raises Refused if there is no such text, ExchangeError if it cannot be read at all.
    """
    text = next((found.text for found in rule_book.rules_in_use(store).set_aside if found.text.name == name), None)
    if text is None or text.origin is not Origin.CENTRE:
        raise refuse("draft_not_own")
    draft = rule_writer.draft_of(text.text, name)
    return replace(draft, id="", versions=(), gaps=()), draft.last


def take_out_text(store: Store, name: str, now: datetime, *, reason: str) -> Change:
    """Take an own text out of the rules that does not count. Needs the right Verwaltung."""
    return rule_packages.save_own(store, RuleSource(name, ""), now, reason=reason)


# -- trying ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trial:
    """A case to try a draft on: an invented example, or a kept check."""

    name: str
    case: Case
    is_example: bool


@dataclass(frozen=True)
class Tried:
    """What a draft gives on a case."""

    trial: Trial
    result: InstrumentResult


@lru_cache(maxsize=1)
def _example_texts() -> tuple[tuple[str, str], ...]:
    files = sorted(resource_files.path("funding/examples").glob("*.json"))
    return tuple((path.stem, path.read_text(encoding="utf-8")) for path in files)


def examples(catalogue: FactCatalogue) -> list[Trial]:
    """Return the shipped example cases; their people are invented."""
    return [
        Trial(messages.phrase(f"example_case_{name}"), kept_checks.case_of_text(text, catalogue), is_example=True)
        for name, text in _example_texts()
    ]


def trials(store: Store, catalogue: FactCatalogue) -> list[Trial]:
    """Return the kept checks of the database, the latest first, and the shipped examples."""
    kept = stored_checks.latest(store.db, _TRIED)
    return [
        *(Trial(each.subject, kept_checks.case_of(each, catalogue), is_example=False) for each in kept),
        *examples(catalogue),
    ]


class DraftTrial:
    """One version of a draft, ready to be tried; what is still missing or wrong in it is passed over.

    Attributes:
        left_out: how many criteria and amounts have no expression that can be used.
    """

    def __init__(self, store: Store, draft: InstrumentDraft, version: VersionDraft) -> None:
        """Read the version as a rule that holds on every day."""
        engine = rule_book.in_use(store)
        sound = _sound(language_of(engine), version)
        self.left_out = len(version.criteria) + len(version.amounts) - len(sound.criteria) - len(sound.amounts)
        self._id = "centre_draft"
        self._engine = (
            self._made(store, replace(draft, id=self._id, versions=(sound,), gaps=())) if sound.criteria else None
        )

    def _made(self, store: Store, draft: InstrumentDraft) -> Engine | None:
        present = rule_book.rules_in_use(store)
        filled = replace(draft, title=draft.title or "–", law=draft.law or "–", summary=draft.summary or "–")
        if filled.maker is not Maker.CENTRE:
            filled = replace(filled, district=filled.district or "–")
        text = rule_writer.written(named(filled, ()))
        try:
            sources = [*present.sources, RuleSource(_file(filled), text, Origin.CENTRE)]
            return Engine(rule_files.read_rules(sources, present.before))
        except RuleFaultsError:
            return None

    @property
    def is_possible(self) -> bool:
        """Whether there is anything to try."""
        return self._engine is not None

    def on(self, cases: Sequence[Trial], day: date) -> list[Tried]:
        """Return what the version gives on cases asked for on a day."""
        if self._engine is None:
            return []
        found = []
        for trial in cases:
            result = self._engine.check(trial.case, day, [self._id]).of(self._id)
            if result is not None:
                found.append(Tried(trial, result))
        return found


def _sound(language: RuleLanguage, version: VersionDraft) -> VersionDraft:
    wrong = {problem.field.rpartition(".")[0] for problem in faults(language, version)}
    criteria = tuple(
        replace(part, text=part.text or "–", law=part.law or "–")
        for place, part in enumerate(version.criteria)
        if part.use or (part.expr.strip() and f"criteria.{place}" not in wrong)
    )
    amounts = tuple(
        replace(part, text=part.text or "–", law=part.law or "–")
        for place, part in enumerate(version.amounts)
        if part.expr.strip() and f"amounts.{place}" not in wrong
    )
    return replace(
        version,
        valid_from=_EARLY,
        valid_to=None,
        as_of=version.as_of or _EARLY,
        source=version.source or "–",
        criteria=criteria,
        amounts=amounts,
        offices=tuple(office for office in version.offices if office.text),
    )
