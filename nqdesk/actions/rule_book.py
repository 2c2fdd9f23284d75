"""The rules in force for this program and database: shipped ones and the centre's own, as one book."""

import gc
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from nqdesk import resource_files
from nqdesk.actions import messages, rule_changes
from nqdesk.actions.refused import refuse
from nqdesk.domain.funding.check import Engine
from nqdesk.domain.funding.rule_text import RuleText
from nqdesk.domain.funding.rules import Amount, Criterion, Instrument, Origin, RuleBook, Version
from nqdesk.domain.problem import Problem
from nqdesk.exchange import compiled_rules, rule_files, rule_names, rule_sources
from nqdesk.exchange.rule_files import ReadBefore
from nqdesk.exchange.rule_sources import RuleFault, RuleFaultsError, RuleSource
from nqdesk.store import rule_texts
from nqdesk.store.database import Store


@lru_cache(maxsize=1)
def shipped_sources() -> tuple[RuleSource, ...]:
    """Return the texts of the shipped rules."""
    return tuple(rule_sources.shipped_sources(resource_files.path("funding")))


@lru_cache(maxsize=1)
def shipped() -> Engine:
    """Return the shipped rules, ready to check; made once, from their compiled file if that stands for them."""
    folder = resource_files.path("funding")
    collects = gc.isenabled()
    gc.disable()  # what is read stays, with thousands of objects: looking through them costs as much as reading them
    try:
        book = compiled_rules.shipped_book(folder)
        return Engine(book or _compiled_anew(folder))
    finally:
        gc.freeze()
        if collects:
            gc.enable()


def _compiled_anew(folder: Path) -> RuleBook:
    """Return the rules below a folder from their texts, and keep them compiled for the next time where possible."""
    names = compiled_rules.names_of(folder)
    book = rule_files.read_rules(rule_sources.shipped_sources(folder))
    if names == compiled_rules.names_of(folder):  # nobody wrote to the texts meanwhile
        compiled_rules.keep_compiled(book, folder, names)
    return book


def compile_for_bundle() -> bool:
    """Compile the shipped rules for a bundle, which holds no texts of programs; return whether that was possible."""
    folder = resource_files.path("funding")
    book = rule_files.read_rules(rule_sources.shipped_sources(folder))
    return compiled_rules.keep_compiled(book, folder, compiled_rules.names_of(folder, bundled=True))


@dataclass(frozen=True)
class SetAside:
    """A text of the database that does not count: why, as a problem."""

    text: RuleText
    problem: Problem


@dataclass(frozen=True)
class RulesInUse:
    """The rules that count for a database, with those of its texts that do not.

    Attributes:
        texts: what the rules were read from; None: the shipped texts as they are.
    """

    engine: Engine
    texts: tuple[RuleSource, ...] | None = None
    set_aside: tuple[SetAside, ...] = ()

    @property
    def sources(self) -> tuple[RuleSource, ...]:
        """Return the texts of the rules; the shipped ones are read when they are first wanted."""
        return shipped_sources() if self.texts is None else self.texts

    @property
    def before(self) -> ReadBefore:
        """Return them as what was read before, for reading them with another text put over them."""
        return ReadBefore(self.engine.book, self.sources)


def in_use(store: Store | None) -> Engine:
    """Return the rules that count for a database: shipped ones, packages and the centre's own."""
    return rules_in_use(store).engine


def rules_in_use(store: Store | None) -> RulesInUse:
    """Return the rules that count for a database; made anew only when its texts changed."""
    if store is None:
        return RulesInUse(shipped())
    state = tuple(rule_texts.state(store.db))
    if not state:
        return RulesInUse(shipped())
    if state not in _made:
        if len(_made) > 3:
            _made.clear()
        _made[state] = combined(rule_texts.effective(store.db))
    return _made[state]


_made: dict[tuple[str, ...], RulesInUse] = {}


def is_ready(store: Store) -> bool:
    """Tell whether the rules that count for a database are at hand: otherwise the next to ask for them waits."""
    state = tuple(rule_texts.state(store.db))
    return state in _made if state else shipped.cache_info().currsize > 0


def combined(texts: Sequence[RuleText]) -> RulesInUse:
    """Return the shipped rules with these texts put over them.

    A text that no longer fits is set aside, and so is one of a package where the program has been read more lately:
    the rules of a database never stop working.
    """
    aside: list[SetAside] = []
    over: dict[str, RuleText] = {}
    present = {source.name: source for source in shipped_sources()}
    for text in texts:
        older = text.name in present and newest_reading(text.text) < newest_reading(present[text.name].text)
        if older and text.origin is Origin.PACKAGE:
            aside.append(SetAside(text, Problem("rule_superseded", where=text.name)))
        else:
            over[text.name] = text
    while over:
        sources = put_over(shipped_sources(), [source_of(text) for text in over.values()])
        try:
            return RulesInUse(
                Engine(rule_files.read_rules(sources, RulesInUse(shipped()).before)), sources, tuple(aside)
            )
        except RuleFaultsError as error:
            found = {fault.file: fault for fault in reversed(error.faults) if fault.file in over}
            # A fault in a shipped file comes from what is put over it, whichever that is: then none counts.
            found = found or {name: replace(error.faults[0], file=name, line=0) for name in over}
            aside += [SetAside(over.pop(name), problem(fault)) for name, fault in found.items()]
    return RulesInUse(shipped(), None, tuple(aside))


def source_of(text: RuleText) -> RuleSource:
    """Return the source of a text of the database."""
    return RuleSource(text.name, text.text, text.origin)


def put_over(present: Sequence[RuleSource], given: Sequence[RuleSource]) -> tuple[RuleSource, ...]:
    """Return the sources with the given ones in place of those of the same name, others added; empty ones taken out."""
    found = {source.name: source for source in present}
    found.update({source.name: source for source in given})
    return tuple(source for _, source in sorted(found.items()) if source.text)


def newest_reading(text: str) -> str:
    """Return the latest day, as text, on which anything of a rule file was read ("" without one)."""
    return max(re.findall(r"^as_of = (\d{4}-\d{2}-\d{2})\s*$", text, re.MULTILINE), default="")


def lint(files: Sequence[Path]) -> list[Problem]:
    """Return what is wrong with rule files, each looked at together with the shipped facts and shared criteria.

    A file stands in for the shipped one that it is named like or that it is a copy of, wherever it lies and whatever
    it is called: one that declares more than half of what the shipped one does. Raises ExchangeError for what is no
    file that can be read.
    """
    given, unreadable = [], []
    for path in files:
        name = f"{path.resolve().parent.name}/{path.name}"
        try:
            given.append(rule_sources.source_file(path, name))
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            unreadable.append(problem(RuleFault(name, line, "not_utf8", path.name)))
    names = {source.name for source in given}
    copied = [rule_names.declared(source.text) for source in given]
    kept = [each for each in shipped_sources() if each.name not in names and not _is_copied(each, copied)]
    try:
        rule_files.read_rules([*kept, *given])
    except RuleFaultsError as error:
        return unreadable + [problem(fault) for fault in error.faults]
    return unreadable


def _is_copied(shipped: RuleSource, given: Sequence[frozenset[tuple[str, str]]]) -> bool:
    declared = rule_names.declared(shipped.text) if any(given) else frozenset()
    return any(2 * len(declared & names) > len(declared) for names in given)


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


def _known(engine: Engine, name: str) -> Instrument:
    instrument = engine.book.by_id.get(name)
    if instrument is None:
        raise refuse("rule_unknown_instrument", about=name)
    return instrument


def told(engine: Engine, name: str) -> dict[str, object]:
    """Return an instrument with all its versions as JSON values; raises Refused for an unknown id."""
    instrument = _known(engine, name)
    return {
        "id": instrument.id,
        "title": instrument.title,
        "law": instrument.law,
        "origin": instrument.origin.value,
        "summary": instrument.summary,
        "gaps": [
            {"from": gap.first.isoformat(), "to": gap.last.isoformat(), "reason": gap.reason} for gap in instrument.gaps
        ],
        "versions": [_version(version) for version in instrument.versions],
    }


def _version(version: Version) -> dict[str, object]:
    return {
        "valid_from": version.valid_from.isoformat(),
        "valid_to": version.valid_to.isoformat() if version.valid_to else None,
        "as_of": version.as_of.isoformat(),
        "source": version.source,
        "change": version.change,
        "criteria": [_part(criterion) for criterion in version.criteria],
        "amounts": [{**_part(amount), "cap": amount.cap} for amount in version.amounts],
    }


def _part(part: Criterion | Amount) -> dict[str, object]:
    return {
        "id": part.id,
        "text": part.text,
        "law": part.grounds.law,
        "expr": part.expression.text,
        "quote": part.grounds.quote,
        "confirmed": part.grounds.confirmed,
    }


def described(engine: Engine, name: str) -> Iterator[str]:
    """Yield the lines that tell an instrument with all its versions; raises Refused for an unknown id."""
    instrument = _known(engine, name)
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
            yield f"    + {rule_changes.amount_text(amount)} ({amount.grounds.law})"
