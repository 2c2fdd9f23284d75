"""Writing offers as an openQ-cat 1.1 catalogue, valid against the agency's schema.

The first run of an offer is its SERVICE with ``EDUCATION type="true"``, each further run a SERVICE of its own with
``type="false"`` whose COURSE_ID is the offer's number. What the format has no place for (hours, level of German)
is written in words where `openqcat` finds it again. Texts are cut to the schema's lengths.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from nqdesk.domain.centre import Centre
from nqdesk.domain.contacts import Contact
from nqdesk.domain.offers import Form, FundingMark, Offer, OfferDate, OfferKind, TimeModel
from nqdesk.domain.organisations import Organisation
from nqdesk.exchange import addresses, codes, german_words, stated, titles
from nqdesk.exchange.whole_files import whole_file

_BERLIN = ZoneInfo("Europe/Berlin")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNKNOWN = "ohne"  # number of the provider of offers that have none

_FORM_CODES: Mapping[Form | None, tuple[int, str]] = {
    None: (0, "Auf Anfrage"),
    Form.PRESENCE: (101, "Präsenzunterricht"),
    Form.ONLINE: (206, "Sonstige Digitale Lernform"),
    Form.BLENDED: (304, "Sonstige Kombinierte Lernform"),
    Form.DISTANCE: (401, "Fernunterricht"),
    Form.IN_COMPANY: (101, "Präsenzunterricht"),
}
_TIME_CODES: Mapping[TimeModel, tuple[int, str]] = {
    TimeModel.FULL_TIME: (1, "Vollzeit"),
    TimeModel.PART_TIME: (2, "Teilzeit"),
}
_EDUCATION_CODES: Mapping[OfferKind, tuple[int, str]] = {
    OfferKind.TQ: (codes.EDUCATION_LATER_QUALIFICATION, "Nachholen des Berufsabschlusses"),
    OfferKind.EXTERNENPRUEFUNG: (codes.EDUCATION_LATER_QUALIFICATION, "Nachholen des Berufsabschlusses"),
    OfferKind.UMSCHULUNG: (codes.EDUCATION_UMSCHULUNG, "Umschulung"),
    OfferKind.BASIC_SKILLS: (codes.EDUCATION_BASIC_VOCATIONAL, "Berufliche Grundqualifikation"),
    OfferKind.LANGUAGE: (codes.EDUCATION_LANGUAGE, "Berufssprachkurse"),
    OfferKind.OTHER: (codes.EDUCATION_FURTHER, "Fortbildung/Qualifizierung"),
}
_FUNDING_CODES = {mark: code for code, mark in codes.FUNDING.items()}


def write(
    out: Path, offers: Sequence[Offer], providers: Mapping[str, Organisation], centre: Centre, today: date
) -> None:
    """Write offers as a catalogue that says it is not complete (FULLCATALOG false). The file is whole or not there.

    Args:
        providers: by id; an offer of an unknown provider is written under a provider without name.
        centre: named as the maker of the document. today: day of the information in the head.

    Raises ExchangeError: file_open, disk_full_export, write_failed.
    """
    used = {o.provider_id: providers.get(o.provider_id) for o in offers}
    numbers = {pid: _supplier_id(pid, organisation) for pid, organisation in used.items()}
    with whole_file(out) as file, etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("OPENQCAT", version="1.1"):
            xml.write("\n", _head(used, numbers, centre, today), "\n")
            with xml.element("NEW_CATALOG", FULLCATALOG="false"):
                for offer in offers:
                    for service in _services(offer, numbers[offer.provider_id]):
                        xml.write("\n", service)
                xml.write("\n")


class _Writer:
    """Builds elements in order; empty texts make no element."""

    def __init__(self, tag: str, **attributes: str) -> None:
        self.root = etree.Element(tag, attributes)
        self.at = self.root

    @contextmanager
    def inside(self, tag: str, **attributes: str) -> Iterator[None]:
        """Put what follows into a new element."""
        before = self.at
        self.at = etree.SubElement(before, tag, attributes)
        yield
        self.at = before

    def text(self, tag: str, text: object, most: int = 255, **attributes: str) -> None:
        """Write a text, cut to `most` characters, if there is one."""
        plain = _cut(str(text), most) if text is not None else ""
        if plain:
            etree.SubElement(self.at, tag, attributes).text = plain

    def empty(self, tag: str, **attributes: str) -> None:
        """Write an element without content."""
        etree.SubElement(self.at, tag, attributes)

    def coded(self, tag: str, code: int, text: str) -> None:
        """Write a code of the agency with its words."""
        etree.SubElement(self.at, tag, type=str(code)).text = text

    def flag(self, tag: str, value: bool | None) -> None:
        """Write an xsd:boolean if it is known."""
        if value is not None:
            etree.SubElement(self.at, tag).text = "true" if value else "false"


def _cut(text: str, most: int) -> str:
    plain = _ILLEGAL.sub("", text).strip()
    if len(plain) <= most:
        return plain
    shortened = plain[: most - 2]
    return (shortened.rsplit(None, 1)[0] if " " in shortened and most > 60 else shortened) + " …"


def _moment(day: date) -> str:
    return datetime(day.year, day.month, day.day, tzinfo=_BERLIN).isoformat(timespec="milliseconds")


def _supplier_id(provider_id: str, organisation: Organisation | None) -> tuple[str, str]:
    """Return type and number under which a provider stands in the file."""
    if organisation is None:
        return "buyer_specific", _UNKNOWN
    for system, number in organisation.numbers:
        if system == codes.AGENCY:
            return codes.SUPPLIER_SPECIFIC, number
    return "buyer_specific", provider_id[:50]


def _head(
    used: Mapping[str, Organisation | None],
    numbers: Mapping[str, tuple[str, str]],
    centre: Centre,
    today: date,
) -> etree._Element:
    head = _Writer("HEADER")
    head.text("GENERATOR_INFO", "nqdesk")
    with head.inside("CATALOG"):
        head.text("LANGUAGE", "deu")
        head.text("CATALOG_ID", f"nqdesk-{today:%Y%m%d}")
        head.text("CATALOG_VERSION", "1")
        head.text("GENERATION_DATE", _moment(today))
    if centre.name:
        with head.inside("DOCUMENT_CREATOR"):
            _names(head, centre.name)
            head.text("PHONE", addresses.dotted_phone(centre.phone), 30)
            _emails(head, centre.email)
            head.text("URL", centre.web)
    for provider_id, organisation in used.items():
        _supplier(head, organisation or Organisation(), numbers[provider_id])
    return head.root


def _supplier(head: _Writer, organisation: Organisation, number: tuple[str, str]) -> None:
    with head.inside("SUPPLIER"):
        head.text("SUPPLIER_ID", number[1], 50, type=number[0])
        etree.SubElement(head.at, "SUPPLIER_NAME").text = _cut(organisation.name, 255)
        with head.inside("ADDRESS"):
            for tag, part in zip(("NAME", "NAME2", "NAME3"), _pieces(organisation.name, 30), strict=False):
                head.text(tag, part, 30)
            head.text("STREET", organisation.street, 30)
            head.text("ZIP", organisation.plz, 14)
            head.text("CITY", organisation.city, 36)
            head.text("COUNTRY", "DE")
            head.text("PHONE", addresses.dotted_phone(organisation.phone), 30)
            _emails(head, organisation.email)
            head.text("URL", organisation.web)
        contacts = organisation.contacts or (Contact(name=organisation.name, phone=organisation.phone),)
        for place, contact in enumerate(contacts):
            _contact(head, contact, role=(2, "Gesamtansprechpartner") if place == 0 else (1, "Ansprechpartner"))
        if organisation.azav is not None:
            with head.inside("CERTIFICATE"):
                head.text("CERTIFICATE_STATUS", 1)
                named = {name: number for number, name in codes.CERTIFIERS.items()}
                head.text("CERTIFIER_NUMBER", named.get(organisation.azav.certifier), 10)
                head.text("CERTIFICATE_NUMBER", organisation.azav.number)
                if organisation.azav.valid_until:
                    with head.inside("CERT_VALIDITY"):
                        head.text("END_DATE", organisation.azav.valid_until.isoformat())
        with head.inside("EXTENDED_INFO", input_type="2"):
            head.empty("ORGANIZATIONAL_FORM", type="0")


def _pieces(text: str, most: int) -> list[str]:
    """Return a name cut at words into pieces of at most `most` characters."""
    return textwrap.wrap(_ILLEGAL.sub("", text), most, break_long_words=True)


def _names(writer: _Writer, name: str) -> None:
    """Write a name as FIRST_NAME and LAST_NAME, together as it stands; they hold 30 characters each."""
    words = name.split()
    first, last = " ".join(words[:-1]), words[-1] if words else ""
    if len(first) > 30 or len(last) > 30:
        pieces = [*_pieces(name, 30), ""]
        first, last = (pieces[0], pieces[1]) if pieces[1] else ("", pieces[0])
    writer.text("FIRST_NAME", first, 30)
    writer.text("LAST_NAME", last, 30)


def _emails(writer: _Writer, email: str) -> None:
    if email:
        with writer.inside("EMAILS"):
            writer.text("EMAIL", email)


def _contact(writer: _Writer, contact: Contact, role: tuple[int, str]) -> None:
    if contact.is_empty():
        return
    with writer.inside("CONTACT"):
        writer.coded("CONTACT_ROLE", role[0], _cut(contact.role, 255) or role[1])
        _names(writer, contact.name)
        writer.text("PHONE", addresses.dotted_phone(contact.phone), 30)
        writer.text("MOBILE", addresses.dotted_phone(contact.mobile), 30)
        _emails(writer, contact.email)
        writer.text("URL", contact.web)


def _services(offer: Offer, number: tuple[str, str]) -> Iterator[etree._Element]:
    product_id = offer.source_id or offer.id
    taken = {product_id}
    for place, run in enumerate(offer.dates or (OfferDate(rolling=offer.rolling_entry),)):
        run_id = product_id
        if place:
            run_id = run.source_id if run.source_id and run.source_id not in taken else f"{product_id}-{place + 1}"
            taken.add(run_id)
        yield _service(offer, run, product_id, run_id, number)


def _service(offer: Offer, run: OfferDate, product_id: str, run_id: str, number: tuple[str, str]) -> etree._Element:
    service = _Writer("SERVICE", mode="new")
    service.text("PRODUCT_ID", run_id)
    avgs = FundingMark.AVGS in offer.funding and offer.kind is OfferKind.OTHER
    course_type = 3 if avgs else 4 if offer.kind is OfferKind.LANGUAGE else 1
    service.text("COURSE_TYPE", course_type)
    service.text("SUPPLIER_ID_REF", number[1], 50, type=number[0])
    with service.inside("SERVICE_DETAILS"):
        service.text("TITLE", offer.title)
        service.text("DESCRIPTION_LONG", _description(offer), 30_000)
        if offer.contact:
            _contact(service, offer.contact, role=(1, "Ansprechpartner"))
        service.text("REQUIREMENTS", _requirements(offer), 10_000)
        if run.start or run.end:
            with service.inside("SERVICE_DATE"):
                service.text("START_DATE", _moment(run.start) if run.start else None)
                service.text("END_DATE", _moment(run.end) if run.end else None)
        for keyword in _keywords(offer):
            service.text("KEYWORD", keyword)
        if offer.target_group:
            with service.inside("TARGET_GROUP"):
                service.text("TARGET_GROUP_TEXT", offer.target_group, 4_000)
        with (
            service.inside("SERVICE_MODULE"),
            service.inside("EDUCATION", type="true" if run_id == product_id else "false"),
        ):
            _education(service, offer, run, product_id, avgs)
    if offer.codes or offer.field:
        with service.inside("SERVICE_CLASSIFICATION"):
            service.text("REFERENCE_CLASSIFICATION_SYSTEM_NAME", "Kurssystematik")
            _features(service, offer)
    _price(service, offer, run)
    return service.root


def _features(service: _Writer, offer: Offer) -> None:
    for place, code in enumerate(offer.codes[:5] or ("",)):
        with service.inside("FEATURE"):
            etree.SubElement(service.at, "FNAME").text = _cut(code, 60)
            etree.SubElement(service.at, "FVALUE").text = _cut(offer.field, 255) if place == 0 else ""


def _education(service: _Writer, offer: Offer, run: OfferDate, product_id: str, avgs: bool) -> None:
    service.text("COURSE_ID", product_id)
    if offer.degree or offer.examiner:
        with service.inside("DEGREE", type="0"):
            service.text("DEGREE_TITLE", offer.degree, 2_000)
            if offer.examiner:
                with service.inside("DEGREE_EXAM", type="Prüfung"):
                    service.text("EXAMINER", offer.examiner, 2_000)
    for part in textwrap.wrap(offer.funding_note, 2_000, replace_whitespace=False, drop_whitespace=True):
        with service.inside("SUBSIDY"):
            service.text("SUBSIDY_DESCRIPTION", part, 2_000)
    if offer.web:
        with service.inside("MIME_INFO"), service.inside("MIME_ELEMENT"):
            service.text("MIME_SOURCE", offer.web, 2_000)
    if offer.certified_until or offer.measure_number:
        with service.inside("CERTIFICATE"):
            service.text("CERTIFICATE_STATUS", 1)
            if offer.certified_until:
                with service.inside("CERT_VALIDITY"):
                    service.text("END_DATE", offer.certified_until.isoformat())
    with service.inside("EXTENDED_INFO"):
        _extended(service, offer, run, avgs)
    with service.inside("MODULE_COURSE"):
        _module(service, offer, run)


def _extended(service: _Writer, offer: Offer, run: OfferDate, avgs: bool) -> None:
    form, time = run.form or offer.form, run.time_model or offer.time_model
    service.coded("INSTITUTION", 0, "Keine Zuordnung möglich")
    service.coded("INSTRUCTION_FORM", *_FORM_CODES[form])
    if time is not None and time not in _TIME_CODES and time is not TimeModel.BERUFSBEGLEITEND:
        service.text("INSTRUCTION_FORM_NAME", german_words.word(time), 30)
    if time is not None and time in _TIME_CODES:
        service.coded("INSTRUCTION_TIME", *_TIME_CODES[time])
    if form is Form.IN_COMPANY:
        service.flag("INHOUSE_SEMINAR", True)
    if time is TimeModel.BERUFSBEGLEITEND:
        service.flag("EXTRA_OCCUPATIONAL", True)
    for mark in sorted(offer.funding):
        if mark in _FUNDING_CODES:
            code = _FUNDING_CODES[mark]
            service.coded("FUNDING_TYPES_FEDERAL", code, codes.FUNDING_NAMES[code])
        elif mark is FundingMark.OTHER:
            service.empty("FUNDING_TYPES_FEDERAL", type="0")
    if FundingMark.LAND in offer.funding:
        service.empty("FUNDING_TYPES_REGIONAL", type="0")
    if avgs:
        service.coded("EDUCATION_TYPE", codes.EDUCATION_ACTIVATION, "Aktivierung/berufliche Eingliederung")
    else:
        service.coded("EDUCATION_TYPE", *_EDUCATION_CODES[offer.kind])
    service.text("MEASURE_NUMBER", offer.measure_number, 30)


def _module(service: _Writer, offer: Offer, run: OfferDate) -> None:
    seats = run.seats if run.seats is not None else offer.seats
    service.text("MAX_PARTICIPANTS", seats)
    with service.inside("LOCATION"):
        pieces = _pieces(run.venue, 30)[:3]
        if pieces:
            for tag, part in zip(("NAME", "NAME2", "NAME3"), pieces, strict=False):
                service.text(tag, part, 30)
        else:
            service.empty("NAME")
        if run.place or run.plz or run.street:
            service.text("STREET", run.street, 30)
            service.text("ZIP", run.plz, 14)
            service.text("CITY", run.place, 36)
            service.text("COUNTRY", "DE")
        service.flag("BARRIER_FREE_LOCATION", offer.accessible)
    service.empty("DURATION", type=str(offer.duration_class or 0))
    service.text("INSTRUCTION_REMARKS", _schedule(offer, run), 2_000)
    service.flag("FLEXIBLE_START", run.rolling)
    with service.inside("EXTENDED_INFO"):
        service.empty("SEGMENT_TYPE", type="0")


def _price(service: _Writer, offer: Offer, run: OfferDate) -> None:
    price = run.price if run.price is not None else offer.price
    if price is None and not offer.price_note:
        return
    with service.inside("SERVICE_PRICE_DETAILS"):
        if price is not None:
            with service.inside("SERVICE_PRICE"):
                service.text("PRICE_AMOUNT", price)
                service.text("PRICE_CURRENCY", "EUR")
        service.text("REMARKS", offer.price_note, 2_000)


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(filter(None, parts))


def _schedule(offer: Offer, run: OfferDate) -> str:
    """Return the run's note with hours and months in words, unless note or title state them already."""
    hours = run.hours if run.hours is not None else offer.hours
    said: list[str] = []
    if hours is not None and stated.hours(offer.title, run.note) != hours:
        said.append(german_words.phrase("openqcat_hours", hours=str(hours)))
    if offer.duration_months is not None and stated.months(offer.title, run.note) != offer.duration_months:
        length = f"{offer.duration_months.normalize():f}".replace(".", ",")
        said.append(german_words.phrase("openqcat_months", months=length))
    return _joined((run.note, *said))


def _requirements(offer: Offer) -> str:
    level = offer.language_level
    if level is None or stated.language_level(offer.requirements) is level:
        return offer.requirements
    return _joined((offer.requirements, german_words.phrase("openqcat_level", level=level.value)))


def _description(offer: Offer) -> str:
    extra: list[Any] = []
    if offer.language_support and not stated.language_support(f"{offer.title}\n{offer.description}"):
        extra.append(german_words.phrase("openqcat_language_support"))
    if offer.childcare and not stated.childcare(offer.description):
        extra.append(german_words.phrase("openqcat_childcare"))
    return "\n\n".join(filter(None, (offer.description, *extra)))


def _keywords(offer: Offer) -> tuple[str, ...]:
    """Return the keywords; a kind that neither title nor code show is added as one."""
    education = _EDUCATION_CODES[offer.kind][0]
    shown = titles.kind_of(offer.title, keywords=offer.keywords, education_type=education)
    if shown is offer.kind or offer.kind is OfferKind.OTHER:
        return offer.keywords
    return (*offer.keywords, german_words.word(offer.kind))
