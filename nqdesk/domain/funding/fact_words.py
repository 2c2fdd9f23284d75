"""The facts of a case in the words of a catalogue, as they are written down with a check."""

from collections.abc import Iterable, Iterator

from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import CheckResult
from nqdesk.domain.funding.facts import Fact, FactCatalogue
from nqdesk.domain.funding.frozen import FrozenFact
from nqdesk.domain.funding.questions import Question


def in_words(case: Case, catalogue: FactCatalogue, missing: Iterable[str]) -> Iterator[FrozenFact]:
    """Yield the facts that are known, refused or missing, in the order in which they are shown."""
    wanted = {*case.values, *case.refused, *missing}
    for section, facts in catalogue.sections.items():
        yield from (_fact(fact, section, case) for fact in facts if fact.name in wanted)


def _fact(fact: Fact, section: str, case: Case) -> FrozenFact:
    value = case.values.get(fact.name)
    return FrozenFact(
        name=fact.name,
        text=fact.label,
        kind=fact.kind,
        section=section,
        question=question_of(fact),
        value=value,
        label=fact.label_of(value) if fact.values and isinstance(value, str) else "",
        refused=fact.name in case.refused,
    )


def question_of(fact: Fact) -> str:
    """Return how a fact is asked for: its question, else its label."""
    asked = (fact.ask_company, fact.ask_person) if fact.group == "betrieb" else (fact.ask_person, fact.ask_company)
    return next((text for text in asked if text), fact.label)


def missing_in(checked: CheckResult, asked: Iterable[Question]) -> Iterator[str]:
    """Yield the names of the facts that a check calls missing or asks for."""
    for found in checked.instruments:
        yield from found.missing
    yield from (question.fact for question in asked)
