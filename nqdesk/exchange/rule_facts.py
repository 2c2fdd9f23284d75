"""Reading the catalogue of facts."""

import re
from collections.abc import Iterable, Iterator

from nqdesk.domain.funding.facts import GROUPS, Effort, Fact, FactKind
from nqdesk.exchange.rule_tables import RuleTable

LONGEST_TEXT = 300
NAME = re.compile(r"[a-z][a-z0-9_]{0,79}")
"""What names in rules look like."""


def read_facts(tables: Iterable[RuleTable]) -> Iterator[Fact]:
    """Yield the facts of the catalogue; what is wrong with one is kept with its table."""
    seen: set[str] = set()
    for place in tables:
        name = place.text("name")
        group, _, rest = name.partition(".")
        if group not in GROUPS or not NAME.fullmatch(rest) or name in seen:
            place.fault("bad_name" if name not in seen else "twice", name)
            continue
        seen.add(name)
        fact = Fact(
            name=name,
            kind=place.one_of("type", FactKind, FactKind.TEXT),
            label=place.text("label", longest=LONGEST_TEXT),
            help=place.text("help", needed=False),
            ask_person=place.text("ask_person", needed=False),
            ask_company=place.text("ask_company", needed=False),
            section=place.text("section", needed=False),
            source=place.text("source", needed=False),
            prognosis=place.flag("prognosis"),
            values=place.words("values"),
            value_labels=place.words("value_labels"),
            ordered=place.flag("ordered"),
            asked_if=place.text("asked_if", needed=False),
            precedes=place.words("precedes"),
            common=place.flag("common"),
            effort=place.one_of("effort", Effort, Effort.LOOK_UP, needed=False),
        )
        if (fact.kind is FactKind.CHOICE) is not bool(fact.values):
            place.fault("wrong_entry", f"{name}: values")
        if fact.value_labels and len(fact.value_labels) != len(fact.values):
            place.fault("wrong_entry", f"{name}: value_labels")
        place.finish()
        yield fact
