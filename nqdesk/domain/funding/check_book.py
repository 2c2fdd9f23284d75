"""A funding check with all that its papers need."""

from dataclasses import dataclass
from datetime import date

from nqdesk.domain.centre import Centre
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Result
from nqdesk.domain.funding.facts import Fact, FactCatalogue
from nqdesk.domain.funding.frozen import FrozenCheck, FrozenInstrument


@dataclass(frozen=True, kw_only=True)
class CheckBook:
    """What a paper of a check needs; a check that was made just now is told like one that was kept.

    Attributes:
        questions: facts that are still worth asking for, the most useful first.
        subject: whom the check is about, "" if it was made without a name. printed_on: day of the paper.
        kept_on: day it was made and kept, None for one that was made for this paper.
        foreign: name and value of facts that the catalogue no longer knows.
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

    def of(self, *results: Result) -> list[FrozenInstrument]:
        """Return the instruments with one of these results."""
        return [found for found in self.checked.instruments if found.result in results]
