"""The rules in force for this program and database: shipped ones and the centre's own, as one book."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from nqdesk import resource_files
from nqdesk.actions import messages
from nqdesk.actions.refused import refuse
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


def in_force(engine: Engine, on: date) -> list[dict[str, str | None]]:
    """Return the versions in force on a day as JSON values."""
    found = []
    for instrument in engine.book.instruments:
        version = instrument.version_on(on)
        if version:
            found.append(
                {
                    "id": instrument.id,
                    "title": version.title or instrument.title,
                    "law": instrument.law,
                    "origin": instrument.origin.value,
                    "valid_from": version.valid_from.isoformat(),
                    "valid_to": version.valid_to.isoformat() if version.valid_to else None,
                    "as_of": version.as_of.isoformat(),
                }
            )
    return found


def described(engine: Engine, name: str) -> Iterator[str]:
    """Yield the lines that tell an instrument with all its versions; raises Refused for an unknown id."""
    instrument = engine.book.by_id.get(name)
    if instrument is None:
        raise refuse("rule_unknown_instrument", about=name)
    yield f"{instrument.title} ({instrument.law})"
    yield instrument.summary
    for version in instrument.versions:
        last = f"{version.valid_to:%d.%m.%Y}" if version.valid_to else ""
        values = {"first": f"{version.valid_from:%d.%m.%Y}", "last": last, "as_of": f"{version.as_of:%d.%m.%Y}"}
        yield ""
        yield messages.phrase("cli_version_until" if last else "cli_version_open", values)
        if version.change:
            yield f"    {version.change}"
        for criterion in version.criteria:
            grounds = criterion.grounds
            doubt = "" if grounds.confirmed else f" – {messages.word(grounds.proof)}"
            yield f"    – {criterion.text} ({grounds.law}{doubt})"
        for amount in version.amounts:
            yield f"    + {amount.text} ({amount.grounds.law})"
