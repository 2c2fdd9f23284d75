"""A funding check with all that its papers need."""

from dataclasses import dataclass
from datetime import date

from nqdesk.domain.centre import Centre
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import CheckResult, InstrumentResult, Result
from nqdesk.domain.funding.facts import Fact, FactCatalogue


@dataclass(frozen=True, kw_only=True)
class CheckBook:
    """What a paper of a check needs.

    Attributes:
        questions: facts that are still worth asking for, the most useful first.
        subject: whom the check is about, "" if it was made without a name. printed_on: day of the paper.
    """

    checked: CheckResult
    case: Case
    catalogue: FactCatalogue
    questions: tuple[Fact, ...]
    centre: Centre
    printed_on: date
    subject: str = ""

    def of(self, *results: Result) -> list[InstrumentResult]:
        """Return the instruments with one of these results."""
        return [found for found in self.checked.instruments if found.result in results]
