"""The catalogue of facts: what may be known of a case, of which kind, and how it is asked for."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from nqdesk.domain.funding.spans import ANY_DAY, INFINITY, ZERO, Span


class FactKind(StrEnum):
    """What kind of value a fact has."""

    YES_NO = "ja_nein"
    CHOICE = "wahl"
    DAY = "datum"
    MONEY = "geld"
    COUNT = "anzahl"
    NUMBER = "zahl"
    MONTHS = "monate"
    HOURS = "stunden"
    SHARE = "anteil"
    TEXT = "text"


class Effort(StrEnum):
    """What it takes to answer: nothing, a look into papers, asking others, or waiting until it has come so far."""

    AT_ONCE = "gleich"
    LOOK_UP = "nachsehen"
    ASK_OTHERS = "nachfragen"
    LATER = "spaeter"


NUMERIC = frozenset({FactKind.MONEY, FactKind.COUNT, FactKind.NUMBER, FactKind.MONTHS, FactKind.HOURS, FactKind.SHARE})
"""The kinds whose values are exact decimals."""

STEPS = {FactKind.MONEY: Decimal("0.01"), FactKind.COUNT: Decimal(1)}
"""Kinds whose values lie on a grid: euro in cents, counts in whole numbers. The others are continuous."""

GROUPS = ("person", "betrieb", "massnahme", "antrag")
"""The groups of a case, in their order."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that may be known of a case.

    ``name`` is group and name with a dot between; ``values`` are the admissible values of a choice in their order;
    ``asked_if`` is an expression; ``precedes`` names facts that it goes before when both are known; ``effort`` says how
    easily the person asked answers. ``usual`` are figures that most people answer a question for a number with, to be
    offered beside a field.
    """

    name: str
    kind: FactKind
    label: str
    help: str = ""
    ask_person: str = ""
    ask_company: str = ""
    section: str = ""
    source: str = ""
    prognosis: bool = False
    values: tuple[str, ...] = ()
    value_labels: tuple[str, ...] = ()
    ordered: bool = False
    asked_if: str = ""
    precedes: tuple[str, ...] = ()
    common: bool = False
    effort: Effort = Effort.LOOK_UP
    usual: tuple[str, ...] = ()
    usual_labels: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """Return the group of the case that the fact belongs to."""
        return self.name.partition(".")[0]

    @property
    def unknown(self) -> Span | None:
        """Return what stands for the fact while it is unknown: None, or everything that a number or day may be."""
        if self.kind is FactKind.DAY:
            return ANY_DAY
        if self.kind is FactKind.SHARE:
            return Span(ZERO, Decimal(1))
        return Span(ZERO, INFINITY) if self.kind in NUMERIC else None

    @property
    def usual_answers(self) -> tuple[tuple[Decimal, str], ...]:
        """Return the figures that most people answer with, and their German words."""
        return tuple((Decimal(figure), label) for figure, label in zip(self.usual, self.usual_labels, strict=True))

    def label_of(self, value: str) -> str:
        """Return the German label of one admissible value of a choice."""
        index = self.values.index(value) if value in self.values else -1
        return self.value_labels[index] if 0 <= index < len(self.value_labels) else value


@dataclass(frozen=True)
class FactCatalogue:
    """All facts, in the order of their files; `sections` has the order in which they are shown."""

    facts: tuple[Fact, ...]
    by_name: dict[str, Fact] = field(init=False, repr=False, compare=False)
    blank: dict[str, object] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the look-up by name and the values of a case of which nothing is known."""
        object.__setattr__(self, "by_name", {fact.name: fact for fact in self.facts})
        object.__setattr__(self, "blank", {fact.name: fact.unknown for fact in self.facts})

    @cached_property
    def sections(self) -> dict[str, tuple[Fact, ...]]:
        """Return the facts by section, as they are shown.

        What everybody is asked for comes first, among sections and inside each; what only the office can judge comes
        last.
        """
        found: dict[str, list[Fact]] = {}
        for fact in sorted(self.facts, key=lambda fact: (not fact.common, GROUPS.index(fact.group))):
            found.setdefault(fact.section, []).append(fact)
        last = [title for title, facts in found.items() if all(fact.prognosis for fact in facts)]
        order = sorted(found, key=lambda title: (title in last, GROUPS.index(found[title][0].group)))
        return {title: tuple(found[title]) for title in order}


FactValue = bool | str | Decimal | date
"""The value of a known fact."""
