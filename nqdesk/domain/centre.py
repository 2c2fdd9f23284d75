"""The counselling centre itself: what stands on every cover."""

import re
from dataclasses import dataclass

from nqdesk.domain.problem import Problem

DEFAULT_COLOUR = "#10344C"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, kw_only=True)
class Centre:
    """The centre's identity.

    Attributes:
        logo: PNG or JPEG bytes as chosen by the user, at most 2 MiB, b"" for none.
        colour: ``#rrggbb``; papers compute the readable text colour themselves.
        agency_district: code of the Agentur district (three digits) from the regional data, "" if not chosen.
        responsible: who answers for printed matter (imprint).
    """

    name: str = ""
    street: str = ""
    plz: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    logo: bytes = b""
    colour: str = DEFAULT_COLOUR
    agency_district: str = ""
    region_name: str = ""
    responsible: str = ""


def check_centre(centre: Centre) -> list[Problem]:
    """Return what must be corrected before the centre's identity may be stored."""
    problems = []
    if not centre.name.strip():
        problems.append(Problem("required", "name"))
    if not _COLOUR.fullmatch(centre.colour):
        problems.append(Problem("colour_unreadable", "colour"))
    if centre.plz and not (len(centre.plz) == 5 and centre.plz.isascii() and centre.plz.isdigit()):
        problems.append(Problem("plz_unreadable", "plz"))
    if centre.email and "@" not in centre.email:
        problems.append(Problem("email_unreadable", "email"))
    if len(centre.logo) > 2 * 1024 * 1024:
        problems.append(Problem("logo_too_large", "logo"))
    return problems
