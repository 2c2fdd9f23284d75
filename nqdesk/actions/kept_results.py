"""What a kept check said, from its own words, and what the same facts give today."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from nqdesk.actions import kept_checks
from nqdesk.domain.funding.check import POSITIVE, CheckResult, Engine, Result
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.domain.funding.frozen import FrozenCheck, FrozenDifference, differences
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.domain.funding.questions import Question
from nqdesk.exchange import case_files, check_results


def frozen(check: KeptCheck) -> FrozenCheck:
    """Return the result as it was kept; nothing is computed."""
    return check_results.frozen(check.results_text)


def foreign_facts(check: KeptCheck, catalogue: FactCatalogue) -> list[tuple[str, str]]:
    """Return the facts of a kept check that the catalogue no longer knows, each as it was written."""
    content = case_files.parsed(check.facts)
    known = kept_checks.case_of(check, catalogue)
    names = {*known.values, *known.refused}
    return [
        (f"{group}.{key}", str(value))
        for group, facts in content.items()
        for key, value in (facts or {}).items()
        if f"{group}.{key}" not in names and value is not None
    ]


@dataclass(frozen=True)
class Again:
    """The same facts checked on another day, beside the kept check.

    Attributes:
        same_rules: it was made with the rules that the kept check was made with.
        differences: the instruments that come out differently; before is the kept one.
        left_out: facts that these rules do not know.
    """

    on: date
    same_rules: bool
    differences: tuple[FrozenDifference, ...]
    left_out: tuple[str, ...]


def again(engine: Engine, check: KeptCheck, on: date) -> Again:
    """Hold a kept check against what its facts give on a day with an engine's rules; it stays as it is."""
    checked = kept_checks.checked_again(engine, check, on)
    left_out = tuple(name for name, _ in foreign_facts(check, engine.book.catalogue))
    return Again(on, checked.digest == check.rule_book, differences(frozen(check), told(engine, checked)), left_out)


def told(engine: Engine, checked: CheckResult, asked: tuple[Question, ...] = ()) -> FrozenCheck:
    """Return a check that an engine made as it would be kept."""
    return check_results.frozen(kept_checks.results_text(engine, checked, asked))


def counts(kinds: tuple[tuple[str, str], ...]) -> tuple[int, int, int]:
    """Return how many instruments a kept check called possible, open and excluded."""
    told = Counter(kind for _, kind in kinds)
    positive = sum(told[each.value] for each in POSITIVE)
    return positive, told[Result.OPEN.value], told[Result.EXCLUDED.value]
