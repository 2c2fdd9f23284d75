"""What a kept check said, from its own words, and what the same facts give today."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from nqdesk.actions import kept_checks
from nqdesk.domain.funding import fact_words
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import POSITIVE, CheckResult, Engine, Result
from nqdesk.domain.funding.facts import FactCatalogue, FactKind
from nqdesk.domain.funding.frozen import FrozenCheck, FrozenDifference, FrozenFact, differences
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.domain.funding.questions import Question
from nqdesk.exchange import case_files, check_results


def frozen(check: KeptCheck) -> FrozenCheck:
    """Return the result as it was kept; nothing is computed."""
    return check_results.frozen(check.results_text)


def in_words(check: KeptCheck, catalogue: FactCatalogue) -> FrozenCheck:
    """Return the result as it was kept, its facts in the words of that day.

    Checks that were kept without these words are told by a catalogue. Facts that neither knows come last, without a
    section, each as it was written.
    """
    told = frozen(check)
    facts = told.facts
    if not facts:
        missing = (*told.questions, *(name for found in told.instruments for name in found.missing))
        facts = tuple(fact_words.in_words(kept_checks.case_of(check, catalogue), catalogue, missing))
    known = {fact.name for fact in facts if fact.is_answered}
    foreign = tuple(
        FrozenFact(name, name, FactKind.TEXT, value=value) for name, value in _written(check) if name not in known
    )
    return replace(told, facts=(*(fact for fact in facts if fact.name not in {f.name for f in foreign}), *foreign))


def _written(check: KeptCheck) -> Iterator[tuple[str, str]]:
    """Yield name and value of each fact of a kept check as it was written."""
    for group, facts in case_files.parsed(check.facts).items():
        yield from ((f"{group}.{key}", str(value)) for key, value in (facts or {}).items() if value is not None)


def foreign_facts(check: KeptCheck, catalogue: FactCatalogue) -> list[tuple[str, str]]:
    """Return the facts of a kept check that the catalogue no longer knows, each as it was written."""
    known = kept_checks.case_of(check, catalogue)
    names = {*known.values, *known.refused}
    return [(name, value) for name, value in _written(check) if name not in names]


@dataclass(frozen=True)
class Again:
    """The same facts checked on another day, beside the kept check.

    Attributes:
        same_rules: it was made with the rules that the kept check was made with.
        differences: the instruments that come out differently; before is the kept one.
        left_out: what the facts were called that these rules do not know.
    """

    on: date
    same_rules: bool
    differences: tuple[FrozenDifference, ...]
    left_out: tuple[str, ...]


def again(engine: Engine, check: KeptCheck, on: date) -> Again:
    """Hold a kept check against what its facts give on a day with an engine's rules; it stays as it is."""
    catalogue = engine.book.catalogue
    before = in_words(check, catalogue)
    case = kept_checks.case_of(check, catalogue)
    checked = kept_checks.checked_again(engine, check, on)
    left_out = before.labels(name for name, _ in foreign_facts(check, catalogue))
    now = told(engine, case, checked)
    return Again(on, checked.digest == check.rule_book, differences(before, now), tuple(left_out))


def told(engine: Engine, case: Case, checked: CheckResult, asked: tuple[Question, ...] = ()) -> FrozenCheck:
    """Return a check that an engine made as it would be kept."""
    return check_results.frozen(kept_checks.results_text(engine, case, checked, asked))


def counts(kinds: tuple[tuple[str, str], ...]) -> tuple[int, int, int]:
    """Return how many instruments a kept check called possible, open and excluded."""
    told = Counter(kind for _, kind in kinds)
    positive = sum(told[each.value] for each in POSITIVE)
    return positive, told[Result.OPEN.value], told[Result.EXCLUDED.value]
