"""A funding check with all that its papers need."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from nqdesk.domain.centre import Centre
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Result
from nqdesk.domain.funding.facts import Fact, FactCatalogue
from nqdesk.domain.funding.frozen import FrozenCheck, FrozenInstrument
from nqdesk.domain.funding.nearness import nearest_first


@dataclass(frozen=True)
class Elsewhere:
    """A programme of another Land by its name, open only because a place (by its label) is not known yet."""

    land: str
    place: str


@dataclass(frozen=True)
class NotCovered:
    """An instrument without a version on its decisive day, with the reason in words."""

    title: str
    day: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class CheckBook:
    """What a paper of a check needs; a check that was made just now is told like one that was kept.

    Attributes:
        questions: facts that are still worth asking for, the most useful first.
        subject: whom the check is about, "" if it was made without a name. printed_on: day of the paper.
        kept_on: day it was made and kept, None for one that was made for this paper.
        foreign: name and value of facts that the catalogue no longer knows.
        elsewhere: open programmes of other Länder, by id. not_covered: what the rules do not cover on the day.
            Both are empty for a kept check: it is told as it was kept.
    """

    checked: FrozenCheck
    case: Case
    catalogue: FactCatalogue
    questions: tuple[Fact, ...]
    centre: Centre
    printed_on: date
    subject: str = ""
    kept_on: date | None = None
    foreign: tuple[tuple[str, str], ...] = ()
    elsewhere: Mapping[str, Elsewhere] = field(default_factory=dict)
    not_covered: tuple[NotCovered, ...] = ()

    def of(self, *results: Result) -> list[FrozenInstrument]:
        """Return the instruments with one of these results."""
        return [found for found in self.checked.instruments if found.result in results]

    @property
    def open_here(self) -> list[FrozenInstrument]:
        """Return the open instruments without the programmes of other Länder, the nearest ones first."""
        return nearest_first(found for found in self.of(Result.OPEN) if found.id not in self.elsewhere)

    @property
    def open_elsewhere(self) -> list[FrozenInstrument]:
        """Return the open programmes of other Länder."""
        return [found for found in self.of(Result.OPEN) if found.id in self.elsewhere]
