"""A funding check with all that its papers need."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from nqdesk.domain.centre import Centre
from nqdesk.domain.funding.check import POSITIVE, Result
from nqdesk.domain.funding.elsewhere import in_order, open_place
from nqdesk.domain.funding.frozen import FrozenCheck, FrozenFact, FrozenInstrument
from nqdesk.domain.funding.nearness import distance


@dataclass(frozen=True)
class Elsewhere:
    """A programme of another Land by its name, open only because a place (by its label) is not known yet."""

    land: str
    place: str


@dataclass(frozen=True, kw_only=True)
class CheckBook:
    """What a paper of a check needs; a check that was made just now is told like one that was kept.

    Attributes:
        checked: the results and the facts, all in the words of the day of the check.
        subject: whom the check is about, "" if it was made without a name. printed_on: day of the paper.
        kept_on: day it was made and kept, None for one that was made for this paper.
    """

    checked: FrozenCheck
    centre: Centre
    printed_on: date
    subject: str = ""
    kept_on: date | None = None

    def of(self, *results: Result) -> list[FrozenInstrument]:
        """Return the instruments with one of these results."""
        return [found for found in self.checked.instruments if found.result in results]

    @cached_property
    def elsewhere(self) -> dict[str, Elsewhere]:
        """Return the open programmes of other Länder, by id."""
        places = {found.id: open_place(found, self.checked.values) for found in self.checked.with_version}
        return {
            found.id: Elsewhere(found.land_name, self.checked.labels([places[found.id]])[0])
            for found in self.checked.with_version
            if places[found.id]
        }

    @property
    def open_here(self) -> list[FrozenInstrument]:
        """Return the open instruments without the programmes of other Länder, the nearest ones first."""
        ordered = in_order(self.checked.with_version, self.checked.values)
        return [found for found in ordered if found.result is Result.OPEN and found.id not in self.elsewhere]

    @property
    def open_near(self) -> list[FrozenInstrument]:
        """Return those open instruments of which something is met by what is known: only they deserve a closer look.

        What comes beside an instrument that does deserves it as well.
        """
        known = {found.id for found in self.of(*POSITIVE, Result.OPEN) if distance(found)[0] < 0}
        return [found for found in self.open_here if known.intersection((found.id, *found.accompanies))]

    @property
    def open_elsewhere(self) -> list[FrozenInstrument]:
        """Return the open programmes of other Länder."""
        return [found for found in self.of(Result.OPEN) if found.id in self.elsewhere]

    @property
    def questions(self) -> list[FrozenFact]:
        """Return the facts that are still worth asking for, the most useful first."""
        return [self.checked.fact[name] for name in self.checked.questions if name in self.checked.fact]
