"""The language of the rules for somebody who writes one: what an expression means here, and the names there are."""

import re
from dataclasses import dataclass

from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.rules import RuleBook
from nqdesk.domain.funding.syntax import ExpressionError, parse
from nqdesk.domain.funding.typing import Typing, expanded, ranked
from nqdesk.domain.problem import Problem

FUNCTIONS = (
    "min(",
    "max(",
    "wenn(",
    "stufe(",
    "alter(",
    "plus_jahre(",
    "minus_jahre(",
    "plus_monate(",
    "minus_monate(",
    "plus_tage(",
    "minus_tage(",
    "monate_zwischen(",
    "tage_zwischen(",
    "wenn_bekannt(",
)
_COMPARED = re.compile(r"([\w.]+)\s*(?:!?=|in\s*\{(?:[^{}]*,)?)\s*$")
WORDS = ("und", "oder", "nicht", "in {", "ja", "nein", "unbekannt")


@dataclass(frozen=True)
class Name:
    """Something an expression may name: how it is written, and what it is in words ("" for signs of the language)."""

    written: str
    label: str = ""


class RuleLanguage:
    """Facts, figures and shared criteria of one rule book."""

    def __init__(self, book: RuleBook) -> None:
        """Take the names from a book."""
        self.catalogue = book.catalogue
        self._terms = {term.id: term.tree for term in book.terms}
        self._typing = Typing(book.catalogue, {parameter.id: parameter.unit for parameter in book.parameters})
        self.names = (
            *(Name(fact.name, fact.label) for fact in book.catalogue.facts),
            *(Name(f"begriff.{term.id}", term.text) for term in book.terms),
            *(Name(f"parameter.{parameter.id}", parameter.text) for parameter in book.parameters),
            *map(Name, (*FUNCTIONS, *WORDS)),
        )

    def values_after(self, before: str) -> tuple[Name, ...]:
        """Return the values that may stand behind a text: those of the fact of choice that it compares; often none."""
        compared = _COMPARED.search(before)
        fact = self.catalogue.by_name.get(compared[1]) if compared else None
        return tuple(Name(value, fact.label_of(value)) for value in fact.values) if fact else ()

    def expression(self, text: str, wanted: str) -> Expression:
        """Return an expression that must be ``yes_no``, ``number`` or ``day``; raises ExpressionError."""
        tree = expanded(parse(text), self._terms)
        self._typing.check(tree, wanted)
        return Expression(text, ranked(tree, self.catalogue))

    def problem(self, text: str, wanted: str, field: str = "") -> Problem | None:
        """Return what is wrong with an expression, None if nothing is."""
        if not text.strip():
            return Problem("required", field)
        try:
            self.expression(text, wanted)
        except ExpressionError as error:
            about = error.about or text[error.place :].strip() or text.strip()
            return Problem(f"rule_{error.code}", field, values={"about": about[:80]})
        return None
