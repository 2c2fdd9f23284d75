"""The rules in force for this program and database: shipped ones and the centre's own, as one book."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from nqdesk import resource_files
from nqdesk.domain.funding.check import Engine
from nqdesk.domain.problem import Problem
from nqdesk.exchange import rule_files, rule_sources
from nqdesk.exchange.rule_sources import RuleFault, RuleFaultsError, RuleSource


@lru_cache(maxsize=1)
def shipped_sources() -> tuple[RuleSource, ...]:
    """Return the texts of the shipped rules."""
    return tuple(rule_sources.shipped_sources(resource_files.path("funding")))


@lru_cache(maxsize=1)
def shipped() -> Engine:
    """Return the shipped rules, ready to check; made once."""
    return Engine(rule_files.read_rules(shipped_sources()))


def lint(files: Sequence[Path]) -> list[Problem]:
    """Return what is wrong with rule files, each looked at together with the shipped facts and shared criteria.

    A file named like a shipped one stands in for it.
    """
    given, unreadable = [], []
    for path in files:
        name = f"{path.parent.name}/{path.name}"
        try:
            given.append(RuleSource(name, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            unreadable.append(Problem("rule_not_toml", where=name, values={"about": path.name}))
    names = {source.name for source in given}
    try:
        rule_files.read_rules([*(source for source in shipped_sources() if source.name not in names), *given])
    except RuleFaultsError as error:
        return unreadable + [problem(fault) for fault in error.faults]
    return unreadable


def problem(fault: RuleFault) -> Problem:
    """Return a fault of a rule as a problem with its place in front."""
    where = f"{fault.file}, Zeile {fault.line}" if fault.line else fault.file
    return Problem(f"rule_{fault.code}", where=where, values={"about": fault.about})
