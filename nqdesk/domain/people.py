"""Who works with the database and what they may do."""

from dataclasses import dataclass
from enum import StrEnum


class Right(StrEnum):
    """Two rights; Verwaltung includes nothing of Beratung by itself, most people in charge have both."""

    VERWALTUNG = "verwaltung"  # people, settings, rules, erasure
    BERATUNG = "beratung"  # daily work


@dataclass(frozen=True)
class Person:
    """A person with an own password.

    Attributes:
        id: UUID; name: as the trail shows it, unique in a database.
    """

    id: str
    name: str
    rights: frozenset[Right]

    def may(self, right: Right) -> bool:
        """Tell whether the person has a right."""
        return right in self.rights


MINIMUM_PASSWORD_LENGTH = 10


def check_password(password: str, again: str) -> str:
    """Return "" or the code of the problem: "password_short", "password_differs"."""
    if len(password) < MINIMUM_PASSWORD_LENGTH:
        return "password_short"
    return "" if password == again else "password_differs"
