"""An action that was not carried out because of what was asked, with the reasons as data."""

from collections.abc import Sequence

from nqdesk.domain.people import Person, Right
from nqdesk.domain.problem import Problem


class Refused(Exception):  # noqa: N818 - it is no error of the program
    """Nothing was changed; `problems` says what to correct."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(p.code for p in problems))
        self.problems = tuple(problems)


def refuse(code: str, field: str = "", **values: str) -> Refused:
    """Return a Refused with one problem, to be raised."""
    return Refused([Problem(code, field, values=values)])


def demand(person: Person, right: Right) -> None:
    """Raise Refused unless the person has the right."""
    if not person.may(right):
        raise refuse("right_missing" if right is Right.VERWALTUNG else "right_beratung_missing")


def demand_sound(problems: Sequence[Problem]) -> None:
    """Raise Refused if there is any problem."""
    if problems:
        raise Refused(problems)
