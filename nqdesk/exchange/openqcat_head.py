"""The HEADER of an openQ-cat file: who offers, and when the file was made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from lxml import etree

from nqdesk.domain.contacts import Contact
from nqdesk.domain.organisations import AzavCertificate, Organisation, Role
from nqdesk.exchange import addresses, codes
from nqdesk.exchange.days import DayError, local_day
from nqdesk.exchange.html_text import clean_line, identifier

MOST_CONTACTS = 20


@dataclass(frozen=True)
class Head:
    """What a HEADER says.

    Attributes:
        day: GENERATION_DATE as German day, None if it is missing or unreadable.
        suppliers: by their number; default: the first one, None if the file names none.
    """

    day: date | None = None
    suppliers: Mapping[str, Organisation] = field(default_factory=dict)
    default: Organisation | None = None


def first_children(element: etree._Element) -> dict[str, etree._Element]:
    """Return the children of an element by tag, of several the first."""
    found: dict[str, etree._Element] = {}
    for child in element:
        tag = child.tag
        if tag not in found:
            found[tag] = child
    return found


_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def flag(text: str | None) -> bool | None:
    """Return an xsd:boolean, None if it is none."""
    return _FLAGS.get(text.strip().lower()) if text else None


def raw(children: dict[str, etree._Element], tag: str) -> str:
    """Return the text of a child as it is, "" if it is missing."""
    child = children.get(tag)
    return (child.text or "") if child is not None else ""


def text_of(parent: etree._Element, path: str) -> str:
    """Return the text of the first element at a path as one clean line, "" if it is missing."""
    return clean_line(parent.findtext(path))


def read_head(header: etree._Element | None, file_name: str) -> Head:
    """Return what the HEADER element says; an unreadable date or an empty supplier is left out."""
    if header is None:
        return Head()
    try:
        day = local_day(header.findtext("CATALOG/GENERATION_DATE") or "")
    except DayError:
        day = None
    suppliers: dict[str, Organisation] = {}
    default = None
    for element in header.iterchildren("SUPPLIER"):
        organisation = _supplier(element, file_name, day)
        if organisation is None:
            continue
        default = default or organisation
        for _, number in organisation.numbers:
            suppliers.setdefault(number, organisation)
    return Head(day, suppliers, default)


def supplier_numbers(elements: Iterable[etree._Element]) -> tuple[tuple[str, str], ...]:
    """Return (system, number) of supplier ids; the agency's own system comes first."""
    numbers = []
    for found in elements:
        number = identifier(found.text or "")[:60]
        if number:
            system = (found.get("type") or "").strip()[:30]
            numbers.append((codes.AGENCY if system in ("", codes.SUPPLIER_SPECIFIC) else system, number))
    if len(numbers) > 1:
        numbers.sort(key=lambda pair: pair[0] != codes.AGENCY)
    return tuple(numbers)


def _supplier(element: etree._Element, file_name: str, day: date | None) -> Organisation | None:
    address = element.find("ADDRESS")
    name = text_of(element, "SUPPLIER_NAME")
    if not name and address is not None:
        name = " ".join(filter(None, (text_of(address, tag) for tag in ("NAME", "NAME2", "NAME3"))))
    numbers = supplier_numbers(element.iterchildren("SUPPLIER_ID"))
    if not name and not numbers:
        return None
    contacts = tuple(
        contact for c in element.findall("CONTACT")[:MOST_CONTACTS] if not (contact := read_contact(c)).is_empty()
    )
    values: dict[str, Any] = {}
    if address is not None:
        values = {
            "street": text_of(address, "STREET"),
            "plz": addresses.plz(text_of(address, "ZIP"), country_of(address)),
            "city": text_of(address, "CITY"),
            "phone": addresses.phone(text_of(address, "PHONE")),
            "email": addresses.email(text_of(address, "EMAILS/EMAIL")),
            "web": addresses.web(text_of(address, "URL")),
        }
    return Organisation(
        name=name[:255],
        roles=frozenset((Role.PROVIDER,)),
        numbers=numbers,
        azav=_certificate(element),
        contacts=contacts,
        source=file_name,
        information_date=day,
        **values,
    )


def country_of(address: etree._Element) -> str:
    """Return the country as written; the coded one if there is no other."""
    return text_of(address, "COUNTRY") or text_of(address, "COUNTRY_CODED")


def _certificate(supplier: etree._Element) -> AzavCertificate | None:
    best: AzavCertificate | None = None
    for element in supplier.findall("CERTIFICATE"):
        if text_of(element, "CERTIFICATE_STATUS") == "0":
            continue
        number = text_of(element, "CERTIFIER_NUMBER")
        found = AzavCertificate(
            certifier=codes.CERTIFIERS.get(number, number),
            number=text_of(element, "CERTIFICATE_NUMBER"),
            valid_until=end_of_validity(element),
        )
        if found != AzavCertificate() and (
            best is None or (found.valid_until or date.min) > (best.valid_until or date.min)
        ):
            best = found
    return best


def end_of_validity(certificate: etree._Element) -> date | None:
    """Return the last day of a CERTIFICATE, None if it is missing or unreadable."""
    try:
        return local_day(certificate.findtext("CERT_VALIDITY/END_DATE") or "")
    except DayError:
        return None


def read_contact(element: etree._Element) -> Contact:
    """Return a CONTACT; sources often put a department where the surname belongs, so names are joined as they are."""
    children = first_children(element)
    emails = children.get("EMAILS")
    email = (emails.findtext("EMAIL") or "") if emails is not None else ""
    return _contact(*(raw(children, tag) for tag in _CONTACT_TAGS), email)


_CONTACT_TAGS = ("ACADEMIC_TITLE", "FIRST_NAME", "NAME_PREFIX", "LAST_NAME", "CONTACT_ROLE", "PHONE", "MOBILE", "URL")


@lru_cache(maxsize=512)
def _contact(
    academic: str, first: str, prefix: str, last: str, role: str, phone: str, mobile: str, url: str, email: str
) -> Contact:
    return Contact(
        name=" ".join(filter(None, map(clean_line, (academic, first, prefix, last))))[:120],
        role=clean_line(role)[:120],
        phone=addresses.phone(clean_line(phone)),
        mobile=addresses.phone(clean_line(mobile)),
        email=addresses.email(clean_line(email)),
        web=addresses.web(clean_line(url)),
    )
