"""Reading the catalogue of facts."""

import re
from collections.abc import Iterable, Iterator

from nqdesk.domain.funding.facts import GROUPS, NUMERIC, Effort, Fact, FactKind
from nqdesk.exchange.rule_tables import RuleTable

LONGEST_TEXT = 300
NAME = re.compile(r"[a-z][a-z0-9_]{0,79}")
"""What names in rules look like."""
FIGURE = re.compile(r"[0-9]{1,6}")
"""A usual answer: whole figures are answered by a click, others are typed."""


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
            usual=place.words("usual"),
            usual_labels=place.words("usual_labels"),
            effort=place.one_of("effort", Effort, Effort.LOOK_UP, needed=False),
        )
        if (fact.kind is FactKind.CHOICE) is not bool(fact.values):
            place.fault("wrong_entry", f"{name}: values")
        if fact.value_labels and len(fact.value_labels) != len(fact.values):
            place.fault("wrong_entry", f"{name}: value_labels")
        if not _is_usual(fact):
            place.fault("wrong_entry", f"{name}: usual", near="usual =")
        place.finish()
        yield fact


def _is_usual(fact: Fact) -> bool:
    """Return whether the usual answers are figures that the fact can have, each with its words."""
    if len(fact.usual) != len(fact.usual_labels) or (fact.usual and fact.kind not in NUMERIC):
        return False
    return all(FIGURE.fullmatch(figure) for figure in fact.usual) and all(fact.usual_labels)
