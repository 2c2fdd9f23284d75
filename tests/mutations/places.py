"""Where the shipped rules can be changed, and the rules as each change leaves them."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.rules import Instrument, Parameter, RuleBook, Version
from nqdesk.domain.funding.syntax import Tree, parse, walk
from nqdesk.domain.funding.typing import BARE, expanded, ranked
from nqdesk.exchange.rule_sources import RuleSource
from tests.mutations.mutants import Mutator
from tests.mutations.written import written

Changed = tuple[Mapping[str, Instrument], Mapping[str, Parameter]]
"""The instruments and the parameters that a mutant changes, by id."""


@dataclass(frozen=True)
class Mutant:
    """One change: in which instrument (or "shared", "parameter"), version (first day) and part; the texts of both.

    ``changed`` makes the rules that it changes; ``touches`` names the instruments, with the first day of the version
    that is changed, or None where it may be any.
    """

    instrument: str
    version: str
    part: str
    original: str
    mutant: str
    touches: Mapping[str, Any]
    changed: Callable[[], Changed]

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return what names the mutant in equivalent.toml."""
        return (self.instrument, self.version, self.part, self.mutant)


@dataclass(frozen=True)
class _Slot:
    """One expression of a version: the part it belongs to, its text, and how another one takes its place."""

    part: str
    text: str
    unit: str
    put: Callable[[Version, "Places", Tree], Version]


class Places:
    """All that can be changed in a rule book."""

    def __init__(self, book: RuleBook, sources: tuple[RuleSource, ...]) -> None:
        """Take the book and the texts it was read from."""
        self.book = book
        shared = [entry for source in sources for entry in tomllib.loads(source.text).get("shared", ())]
        self.terms = {entry["id"]: parse(entry["expr"]) for entry in shared}
        units = {parameter.id: parameter.unit for parameter in book.parameters}
        self._mutator = Mutator(book.catalogue, units, self.terms)

    def mutants(self) -> list[Mutant]:
        """Return every mutant, in the order of the rules."""
        found: list[Mutant] = []
        for instrument in self.book.instruments:
            for version in instrument.versions:
                for slot in _slots(version):
                    found += self._of_slot(instrument, version, slot)
                found += _left_out(instrument, version)
            found += _periods(instrument)
        for name in self.terms:
            found += self._of_term(name)
        for parameter in self.book.parameters:
            found += self._of_parameter(parameter)
        return found

    def expression(self, text: str, tree: Tree, terms: Mapping[str, Tree] | None = None) -> Expression:
        """Return a tree with its shared terms put in, ready to be used."""
        return Expression(text, ranked(expanded(tree, self.terms if terms is None else terms), self.book.catalogue))

    def _of_slot(self, instrument: Instrument, version: Version, slot: _Slot) -> Iterator[Mutant]:
        tree = parse(slot.text)
        if tree[0] == "term" and slot.part.startswith("criterion"):
            return
        for mutant in self._mutator.mutants(tree, slot.unit):
            yield Mutant(
                instrument.id,
                version.valid_from.isoformat(),
                slot.part,
                written(tree),
                written(mutant),
                {instrument.id: version.valid_from},
                partial(self._changed_slot, instrument, version, slot, mutant),
            )

    def _changed_slot(self, instrument: Instrument, version: Version, slot: _Slot, mutant: Tree) -> Changed:
        return {instrument.id: _with(instrument, version, slot.put(version, self, mutant))}, {}

    def _of_term(self, name: str) -> Iterator[Mutant]:
        tree = self.terms[name]
        users = {
            instrument.id: None
            for instrument in self.book.instruments
            if any(self._uses(slot, name) for version in instrument.versions for slot in _slots(version))
        }
        for mutant in self._mutator.mutants(tree, BARE):
            yield Mutant(
                "shared",
                "",
                name,
                written(tree),
                written(mutant),
                users,
                partial(self._changed_term, name, mutant, users),
            )

    def _changed_term(self, name: str, mutant: Tree, users: Mapping[str, None]) -> Changed:
        other = _OtherTerms(self, {**self.terms, name: mutant})
        changed = {}
        for user in users:
            instrument = self.book.by_id[user]
            for version in instrument.versions:
                put_in = version
                for slot in _slots(version):
                    if self._uses(slot, name):
                        put_in = slot.put(put_in, other, parse(slot.text))
                instrument = _with(instrument, version, put_in)
            changed[user] = instrument
        return changed, {}

    def _uses(self, slot: _Slot, name: str) -> bool:
        todo, seen = [parse(slot.text)], set[str]()
        while todo:
            for node in walk(todo.pop()):
                if node[0] == "term" and node[1] not in seen:
                    seen.add(node[1])
                    todo.append(self.terms[node[1]])
        return name in seen

    def _of_parameter(self, parameter: Parameter) -> Iterator[Mutant]:
        users = {
            instrument.id: None
            for instrument in self.book.instruments
            if any(parameter.id in part.parameters for version in instrument.versions for part in version.expressions())
        }
        step = Decimal("0.01") if parameter.unit in ("geld", "anteil") else Decimal(1)
        for index, dated in enumerate(parameter.values):
            for value in (dated.value + step, dated.value - step):
                values = (*parameter.values[:index], replace(dated, value=value), *parameter.values[index + 1 :])
                changed = replace(parameter, values=values)
                yield Mutant(
                    "parameter",
                    dated.valid_from.isoformat(),
                    parameter.id,
                    str(dated.value),
                    str(value),
                    users,
                    partial(_changed_parameter, changed),
                )


class _OtherTerms(Places):
    """The places of a book whose shared terms are changed."""

    def __init__(self, of: Places, terms: Mapping[str, Tree]) -> None:
        self.book = of.book
        self.terms = dict(terms)


def _changed_parameter(parameter: Parameter) -> Changed:
    return {}, {parameter.id: parameter}


def _with(instrument: Instrument, version: Version, other: Version) -> Instrument:
    """Return an instrument with one of its versions exchanged, known by its first day."""
    versions = tuple(other if found.valid_from == version.valid_from else found for found in instrument.versions)
    return replace(instrument, versions=versions)


def _slots(version: Version) -> Iterator[_Slot]:
    for index, criterion in enumerate(version.criteria):
        yield _Slot(f"criterion {criterion.id}", criterion.expression.text, BARE, partial(_put_criterion, index))
    for index, amount in enumerate(version.amounts):
        unit = "monate" if amount.in_months else "geld"
        yield _Slot(f"amount {amount.id}", amount.expression.text, unit, partial(_put_amount, index))
        if amount.when:
            yield _Slot(f"amount {amount.id} when", amount.when.text, BARE, partial(_put_amount_when, index))
    for index, outcome in enumerate(version.outcomes):
        if outcome.when:
            part = f"outcome {outcome.kind.value}"
            yield _Slot(part, outcome.when.text, BARE, partial(_put_when, "outcomes", index))
    for index, precedence in enumerate(version.yields_to):
        if precedence.when:
            part = f"yields_to {precedence.instrument}"
            yield _Slot(part, precedence.when.text, BARE, partial(_put_when, "yields_to", index))


def _exchanged(parts: tuple[Any, ...], index: int, **changes: object) -> tuple[Any, ...]:
    return (*parts[:index], parts[index]._replace(**changes), *parts[index + 1 :])


def _put_criterion(index: int, version: Version, places: Places, tree: Tree) -> Version:
    expression = places.expression(version.criteria[index].expression.text, tree)
    return replace(version, criteria=_exchanged(version.criteria, index, expression=expression))


def _put_amount(index: int, version: Version, places: Places, tree: Tree) -> Version:
    amount = version.amounts[index]
    expression = places.expression(amount.expression.text, tree)
    if amount.when:
        whole = ("if", amount.when.tree, expression.tree, ("num", "0"))
        expression = Expression(amount.expression.text, whole)
    return replace(version, amounts=_exchanged(version.amounts, index, expression=expression))


def _put_amount_when(index: int, version: Version, places: Places, tree: Tree) -> Version:
    amount = version.amounts[index]
    assert amount.when
    when = places.expression(amount.when.text, tree)
    whole = ("if", when.tree, amount.expression.tree[2], ("num", "0"))
    expression = Expression(amount.expression.text, whole)
    return replace(version, amounts=_exchanged(version.amounts, index, when=when, expression=expression))


def _put_when(parts: str, index: int, version: Version, places: Places, tree: Tree) -> Version:
    found = getattr(version, parts)
    when = places.expression(found[index].when.text, tree)
    changes: Any = {parts: _exchanged(found, index, when=when)}
    return replace(version, **changes)


def _left_out(instrument: Instrument, version: Version) -> Iterator[Mutant]:
    """Yield the mutants in which one criterion is left out."""

    def without(index: int) -> Changed:
        criteria = (*version.criteria[:index], *version.criteria[index + 1 :])
        return {instrument.id: _with(instrument, version, replace(version, criteria=criteria))}, {}

    for index, criterion in enumerate(version.criteria):
        first = version.valid_from
        part, text = f"criterion {criterion.id}", criterion.expression.text
        touches = {instrument.id: first}
        yield Mutant(instrument.id, first.isoformat(), part, text, "(left out)", touches, partial(without, index))


def _periods(instrument: Instrument) -> Iterator[Mutant]:
    """Yield the mutants in which a version begins or ends a day earlier or later."""
    for index, version in enumerate(instrument.versions):
        before = instrument.versions[index - 1] if index else None
        following = instrument.versions[index + 1] if index + 1 < len(instrument.versions) else None
        adjacent = before is not None and before.valid_to == version.valid_from - timedelta(days=1)
        for days in (1, -1):
            first = version.valid_from + timedelta(days)
            yield _period(instrument, index, "valid_from", version.valid_from, first, adjacent=adjacent)
            if version.valid_to and not (following and following.valid_from == version.valid_to + timedelta(days=1)):
                last = version.valid_to + timedelta(days)
                yield _period(instrument, index, "valid_to", version.valid_to, last, adjacent=False)


def _period(instrument: Instrument, index: int, key: str, was: Any, day: Any, *, adjacent: bool) -> Mutant:
    def changed() -> Changed:
        versions = list(instrument.versions)
        if key == "valid_from":
            versions[index] = replace(versions[index], valid_from=day)
        else:
            versions[index] = replace(versions[index], valid_to=day)
        if adjacent:
            versions[index - 1] = replace(versions[index - 1], valid_to=day - timedelta(days=1))
        return {instrument.id: replace(instrument, versions=tuple(versions))}, {}

    version = instrument.versions[index]
    return Mutant(
        instrument.id, version.valid_from.isoformat(), key, str(was), str(day), {instrument.id: None}, changed
    )
