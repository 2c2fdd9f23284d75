"""Which unknown facts it makes sense to ask for beside what is known of a case."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import CaseValues, CheckResult
from nqdesk.domain.funding.rules import RuleBook


def askable(book: RuleBook, case: Case, on: date) -> Callable[[str], bool]:
    """Return a function that says of a fact, by name, whether it may matter beside what is known.

    A fact that hangs on another unknown one matters if that one does.
    """
    first = asked_first(book, case, on)
    return lambda name: bool(first(name, ()))


def asked_first(book: RuleBook, case: Case, on: date) -> Callable[[str, Collection[str]], str]:
    """Return a function that says which fact is to be asked for in place of one, by name; "" if none is.

    A fact that hangs on another unknown one waits for that: until then nobody knows whether it can apply. Where it
    hangs on several, it is the one that is missing as well (second argument): a degree matters to BAföG at a school,
    not in a course of further training.
    """
    values, _ = CaseValues(book, case).on(on)

    def first(name: str, missing: Collection[str]) -> str:
        gate = book.gates.get(name)
        holds = True if gate is None else gate.value(values)
        if gate is None or holds:
            return name
        if holds is False:
            return ""
        others = gate.open(values)
        chosen = next((other for other in others if other in missing), next(iter(others), ""))
        return first(chosen, missing) if chosen else name

    return first


def without_idle(book: RuleBook, case: Case, checked: CheckResult) -> CheckResult:
    """Return a check that calls nothing missing that nobody would ask for yet.

    An instrument may hang on such a fact all the same (BAföG on a school, where the goal is another one): it stays
    open, and its office says what holds.
    """
    first = asked_first(book, case, checked.on)

    return replace(
        checked,
        instruments=tuple(
            replace(
                found,
                missing=tuple(dict.fromkeys(filter(None, (first(name, found.missing) for name in found.missing)))),
            )
            for found in checked.instruments
        ),
    )
