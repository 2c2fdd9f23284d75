"""Organisations with roles: providers, companies, agencies, chambers; one record whatever they are to us."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nqdesk.domain.contacts import Contact
from nqdesk.domain.problem import Problem
from nqdesk.domain.record import Record


class Role(StrEnum):
    """What an organisation is to the centre; one may be several."""

    PROVIDER = "provider"
    COMPANY = "company"
    AGENTUR = "agentur"
    JOBCENTER = "jobcenter"
    KAMMER = "kammer"
    PARTNER = "partner"


@dataclass(frozen=True, kw_only=True)
class AzavCertificate:
    """Approval of a provider under §§ 176 ff. SGB III with AZAV (Trägerzulassung).

    Attributes:
        certifier: the fachkundige Stelle.
        number: number of the certificate, "" if not known.
        valid_until: last day of validity; None if not known, which never counts as valid.
    """

    certifier: str = ""
    number: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Organisation(Record):
    """An organisation.

    Attributes:
        numbers: (system, number) pairs under which sources know it, e.g. ("ba", "274125").
        source: where the information comes from; information_date: the day it was true.
    """

    name: str = ""
    short_name: str = ""
    roles: frozenset[Role] = frozenset()
    street: str = ""
    plz: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    azav: AzavCertificate | None = None
    contacts: tuple[Contact, ...] = ()
    note: str = ""
    source: str = ""
    information_date: date | None = None

    @property
    def label(self) -> str:
        """The name for lists and prints: the short one where there is one."""
        return self.short_name or self.name


class AzavState(StrEnum):
    """What can be said about a provider's approval on a day."""

    VALID = "valid"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


def azav_state(certificate: AzavCertificate | None, on: date) -> AzavState:
    """Return the state of an AZAV certificate on a day; without an expiry date it is unknown, never valid."""
    if certificate is None or certificate.valid_until is None:
        return AzavState.UNKNOWN
    return AzavState.VALID if on <= certificate.valid_until else AzavState.EXPIRED


def check_organisation(organisation: Organisation) -> list[Problem]:
    """Return what must be corrected before the record may be stored."""
    problems = []
    if not organisation.name.strip():
        problems.append(Problem("required", "name"))
    plz = organisation.plz.strip()
    if plz and not (len(plz) == 5 and plz.isascii() and plz.isdigit()):
        problems.append(Problem("plz_unreadable", "plz"))
    if organisation.email and "@" not in organisation.email:
        problems.append(Problem("email_unreadable", "email"))
    return problems
