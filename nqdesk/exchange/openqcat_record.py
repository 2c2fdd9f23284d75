"""One SERVICE of an openQ-cat file becomes one incoming record."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

from nqdesk.domain.folding import fold
from nqdesk.domain.incoming import IncomingOffer, IncomingRemoval, Refusal
from nqdesk.domain.offers import Form, FundingMark, OfferDate, TimeModel
from nqdesk.domain.organisations import Organisation, Role
from nqdesk.domain.problem import Problem
from nqdesk.exchange import addresses, codes, stated
from nqdesk.exchange.amounts import AmountError, price
from nqdesk.exchange.assigning import Finisher, add_stated
from nqdesk.exchange.days import DayError, local_day, plausible
from nqdesk.exchange.html_text import clean_line, clean_text
from nqdesk.exchange.openqcat_head import (
    Head,
    country_of,
    end_of_validity,
    read_contact,
    supplier_numbers,
    text_of,
)

SYSTEM = "openqcat"
LONGEST_TITLE = 500
MOST_KEYWORDS = 100
MOST_RUNS = 500
MOST_SEATS = 100_000
REMEMBERED_TITLES = 2048


class RecordError(ValueError):
    """A record that cannot be taken."""

    def __init__(self, code: str, field_name: str = "", **values: str) -> None:
        super().__init__(code)
        self.code, self.field, self.values = code, field_name, values


@dataclass
class Reading:
    """What is known while one file is read."""

    head: Head
    file_name: str
    finisher: Finisher
    titles: dict[str, str] = field(default_factory=dict)
    others: dict[tuple[tuple[str, str], ...], Organisation] = field(default_factory=dict)

    def remember_title(self, source_id: str, title: str) -> None:
        """Keep the title of an offer for its further runs, the latest `REMEMBERED_TITLES` of them."""
        if source_id and title:
            if len(self.titles) >= REMEMBERED_TITLES:
                del self.titles[next(iter(self.titles))]
            self.titles[source_id] = title


def read_service(
    service: etree._Element, reading: Reading, *, removal: bool
) -> IncomingOffer | IncomingRemoval | Refusal:
    """Return the record of a SERVICE element.

    A record that cannot be read becomes a Refusal; its problem's values hold "source_provider" and "source_id" where
    they are known, so that a stored offer of that number is not taken for gone.
    """
    product_id = text_of(service, "PRODUCT_ID")[:255]
    where = f"PRODUCT_ID {product_id}, Zeile {service.sourceline}" if product_id else f"Zeile {service.sourceline}"
    numbers = supplier_numbers(service, "SUPPLIER_ID_REF")
    known = next((reading.head.suppliers[n] for _, n in numbers if n in reading.head.suppliers), None)
    source_provider = numbers[0][1] if numbers else _number_of(reading.head.default)
    parent_id = product_id
    try:
        if removal or service.get("mode") == "delete":
            if not product_id:
                raise RecordError("record_number_missing")
            return IncomingRemoval(
                source_system=SYSTEM, source_provider=source_provider, source_id=product_id, where=where
            )
        education = service.find("SERVICE_DETAILS/SERVICE_MODULE/EDUCATION")
        if education is not None and _flag(education.get("type")) is False:
            parent_id = text_of(education, "COURSE_ID")[:255] or product_id
        provider, guessed = (known, False) if known else _provider(service, numbers, reading)
        return _offer(service, education, reading, provider, guessed, source_provider, product_id, parent_id, where)
    except RecordError as error:
        values = {**error.values, "source_provider": source_provider, "source_id": parent_id}
        return Refusal(problem=Problem(error.code, error.field, where, values))


def _number_of(organisation: Organisation | None) -> str:
    if organisation is None:
        return ""
    return organisation.numbers[0][1] if organisation.numbers else fold(organisation.name)


def _provider(
    service: etree._Element, numbers: tuple[tuple[str, str], ...], reading: Reading
) -> tuple[Organisation, bool]:
    """Return the provider of a record whose number the header does not explain, and whether its name is a guess."""
    if not numbers and reading.head.default is not None:
        return reading.head.default, False
    found = reading.others.get(numbers)
    if found is None:
        location = service.find("SERVICE_DETAILS/SERVICE_MODULE/EDUCATION/MODULE_COURSE/LOCATION")
        name = ""
        if location is not None:
            name = " ".join(filter(None, (text_of(location, "NAME"), text_of(location, "NAME2"))))
        found = Organisation(
            name=name[:255],
            roles=frozenset((Role.PROVIDER,)),
            numbers=numbers,
            source=reading.file_name,
            information_date=reading.head.day,
        )
        if len(reading.others) < REMEMBERED_TITLES:
            reading.others[numbers] = found
    return found, True


def _offer(
    service: etree._Element,
    education: etree._Element | None,
    reading: Reading,
    provider: Organisation,
    provider_guessed: bool,
    source_provider: str,
    product_id: str,
    source_id: str,
    where: str,
) -> IncomingOffer:
    details = service.find("SERVICE_DETAILS")
    if details is None:
        raise RecordError("record_empty")
    further = source_id != product_id
    title = text_of(details, "TITLE") or (reading.titles.get(source_id, "") if further else "")
    if not title:
        raise RecordError("record_title_missing", "title")
    if len(title) > LONGEST_TITLE:
        raise RecordError("record_title_long", "title", most=str(LONGEST_TITLE))
    reading.remember_title(source_id, title)

    values: dict[str, Any] = {"title": title}
    reasons = set[str]()
    if provider_guessed and provider.name:
        reasons.add("provider_unsure")
    _texts(details, values)
    extended = education.find("EXTENDED_INFO") if education is not None else None
    schedule = _form_and_time(extended, values, reasons)
    education_type = code_of(extended, "EDUCATION_TYPE")
    course_type = codes.code_number(service.findtext("COURSE_TYPE"))
    status = _certificates(education, values)
    if education is not None:
        values["degree"] = text_of(education, "DEGREE/DEGREE_TITLE")[:500]
        values["examiner"] = text_of(education, "DEGREE/DEGREE_EXAM/EXAMINER")[:200]
    _funding(education, extended, values, course_type, education_type)
    fields = _classification(service, values)
    _price(service, values)
    _web(service, education, values)
    remarks = _runs(details, education, product_id, values, further)
    add_stated(values, schedule="\n".join((schedule, *remarks)), about=values.get("description", ""))
    values.update(
        source_system=SYSTEM,
        source_name=reading.file_name,
        source_provider=source_provider,
        source_id=source_id,
        information_date=reading.head.day,
    )
    offer = reading.finisher.offer(
        values,
        provider=provider.name,
        fields=fields,
        education_type=education_type,
        course_type=course_type,
        certificate_status=status,
        reasons=reasons,
    )
    return IncomingOffer(offer=offer, provider=provider, where=where)


_LONG_TEXTS = {"DESCRIPTION_LONG": "description", "REQUIREMENTS": "requirements"}


def _texts(details: etree._Element, values: dict[str, Any]) -> None:
    keywords: dict[str, None] = {}
    groups: list[str] = []
    terms: list[str] = []
    title = values["title"]
    for child in details:
        tag = child.tag
        if tag == "KEYWORD":
            word = clean_line(child.text or "")[:255]
            if word and word != title and len(keywords) < MOST_KEYWORDS:
                keywords[word] = None
        elif tag in _LONG_TEXTS:
            values[_LONG_TEXTS[tag]] = clean_text(child.text or "")
        elif tag == "TARGET_GROUP":
            groups.append(clean_text(child.findtext("TARGET_GROUP_TEXT") or ""))
        elif tag == "TERMS_AND_CONDITIONS":
            terms.append(clean_text(child.text or ""))
        elif tag == "CONTACT" and "contact" not in values:
            contact = read_contact(child)
            if not contact.is_empty():
                values["contact"] = contact
    if keywords:
        values["keywords"] = tuple(keywords)
    values["target_group"] = "\n".join(filter(None, groups))
    values["description"] = "\n\n".join(filter(None, (values.get("description", ""), *terms)))


def code_of(parent: etree._Element | None, tag: str) -> int | None:
    """Return the number in the "type" attribute of a child, None if there is none."""
    child = parent.find(tag) if parent is not None else None
    return codes.code_number(child.get("type")) if child is not None else None


def _flag(text: str | None) -> bool | None:
    text = (text or "").strip().lower()
    return True if text in ("true", "1") else False if text in ("false", "0") else None


def _form_and_time(extended: etree._Element | None, values: dict[str, Any], reasons: set[str]) -> str:
    """Fill form and time model; where code and text of the time contradict each other, the text counts.

    Returns what else is written about the form.
    """
    if extended is None:
        return ""
    form: Form | None = None
    time: TimeModel | None = None
    element = extended.find("INSTRUCTION_FORM")
    if element is not None:
        code = codes.code_number(element.get("type")) or 0
        form = codes.FORMS.get(code) or codes.FORM_WORDS.get(fold(clean_line(element.text or "")))
        time = codes.FORM_TIMES.get(code)
    element = extended.find("INSTRUCTION_TIME")
    if element is not None:
        coded = codes.TIMES.get(codes.code_number(element.get("type")) or 0)
        written = codes.TIME_WORDS.get(fold(clean_line(element.text or "")))
        if coded and written and coded is not written:
            reasons.add("time_contradictory")
        time = written or coded or time
    if form is None:
        form = codes.EXECUTION_FORMS.get(code_of(extended, "EXECUTION_FORM") or 0)
    if _flag(extended.findtext("INHOUSE_SEMINAR")):
        form = Form.IN_COMPANY
    if _flag(extended.findtext("EXTRA_OCCUPATIONAL")):
        time = TimeModel.BERUFSBEGLEITEND
    values["form"], values["time_model"] = form, time
    number = text_of(extended, "MEASURE_NUMBER")
    if number:
        values["measure_number"] = number[:60]
    return text_of(extended, "INSTRUCTION_FORM_NAME")


def _certificates(education: etree._Element | None, values: dict[str, Any]) -> set[int]:
    status: set[int] = set()
    if education is None:
        return status
    days: list[date] = []
    for certificate in education.iterchildren("CERTIFICATE"):
        code = codes.code_number(certificate.findtext("CERTIFICATE_STATUS"))
        if code is not None:
            status.add(code)
        day = end_of_validity(certificate)
        if day is not None and code != codes.STATUS_NOT_APPROVED:
            days.append(day)
    if days:
        values["certified_until"] = max(days)
    return status


def _funding(
    education: etree._Element | None,
    extended: etree._Element | None,
    values: dict[str, Any],
    course_type: int | None,
    education_type: int | None,
) -> None:
    marks: set[FundingMark] = set()
    notes: dict[str, None] = {}
    if course_type == codes.COURSE_AVGS or education_type == codes.EDUCATION_ACTIVATION:
        marks.add(FundingMark.AVGS)
    if education_type == codes.EDUCATION_LANGUAGE:
        marks.add(FundingMark.DEUFOEV)
    if extended is not None:
        for child in extended.iterchildren("FUNDING_TYPES_FEDERAL", "FUNDING_TYPES_REGIONAL"):
            federal = child.tag == "FUNDING_TYPES_FEDERAL"
            code = codes.code_number(child.get("type")) or 0
            mark = codes.FUNDING.get(code) if federal else FundingMark.LAND
            marks.add(mark or FundingMark.OTHER)
            if mark is None or not federal:
                notes[clean_line(child.text or "")] = None
        notes[clean_text(extended.findtext("FUNDING_TYPES_REMARKS") or "")] = None
    if education is not None:
        for subsidy in education.iterchildren("SUBSIDY"):
            for tag in ("SUBSIDY_INSTITUTION", "SUBSIDY_DESCRIPTION"):
                text = clean_text(subsidy.findtext(tag) or "")
                notes[text] = None
                marks |= stated.funding(text)
    values["funding"] = frozenset(marks)
    values["funding_note"] = "\n".join(filter(None, notes))


def _classification(service: etree._Element, values: dict[str, Any]) -> list[str]:
    numbers: dict[str, None] = {}
    fields: list[str] = []
    for feature in service.iterfind("SERVICE_CLASSIFICATION/FEATURE"):
        number = text_of(feature, "FNAME")[:60]
        if number:
            numbers[number] = None
        fields.append(text_of(feature, "FVALUE"))
    if numbers:
        values["codes"] = tuple(numbers)[:20]
    return fields


def _price(service: etree._Element, values: dict[str, Any]) -> None:
    details = service.find("SERVICE_PRICE_DETAILS")
    if details is None:
        return
    note = clean_text(details.findtext("REMARKS") or "")
    written = (details.findtext("SERVICE_PRICE/PRICE_AMOUNT") or "").strip()
    try:
        amount: Decimal | None = price(written)
    except AmountError as error:
        raise RecordError(error.code, "price", text=written[:40]) from None
    currency = text_of(details, "SERVICE_PRICE/PRICE_CURRENCY") or "EUR"
    if amount is not None and currency != "EUR":
        note = "\n".join(filter(None, (f"{amount} {currency[:3]}", note)))
        amount = None
    values["price"] = amount
    if note:
        values["price_note"] = note


def _web(service: etree._Element, education: etree._Element | None, values: dict[str, Any]) -> None:
    for parent in (education, service):
        if parent is None:
            continue
        for source in parent.iterfind("MIME_INFO/MIME_ELEMENT/MIME_SOURCE"):
            address = addresses.web((source.text or "").strip())
            if address and "." in address.split("//", 1)[1].split("/", 1)[0]:
                values["web"] = address
                return
    contact = values.get("contact")
    if contact is not None and contact.web:
        values["web"] = contact.web


def _day(parent: etree._Element, tag: str) -> date | None:
    text = parent.findtext(tag)
    if not text:
        return None
    try:
        return local_day(text)
    except DayError as error:
        raise RecordError(error.code, "dates", text=text.strip()[:40]) from None


def _period(parent: etree._Element | None) -> tuple[date | None, date | None]:
    if parent is None:
        return None, None
    start, end = _day(parent, "START_DATE"), _day(parent, "END_DATE")
    try:
        return plausible(start, end)
    except DayError as error:
        raise RecordError(
            error.code,
            "dates",
            start=(parent.findtext("START_DATE") or "").strip()[:10],
            end=(parent.findtext("END_DATE") or "").strip()[:10],
        ) from None


def _seats(module: etree._Element) -> int | None:
    text = (module.findtext("MAX_PARTICIPANTS") or "").strip()
    if not text:
        return None
    number = codes.code_number(text)
    if number is None or number > MOST_SEATS:
        raise RecordError("record_number_unreadable", "seats", text=text[:40])
    return number or None


def _runs(
    details: etree._Element, education: etree._Element | None, run_id: str, values: dict[str, Any], further: bool
) -> list[str]:
    """Fill the runs and what belongs to them; return the remarks on dates and times."""
    period = details.find("SERVICE_DATE")
    start, end = _period(period)
    remark = clean_text(period.findtext("DATE_REMARKS") or "") if period is not None else ""
    modules = (
        [] if education is None else [m for m in education if m.tag in ("MODULE_COURSE", "MODULE_CBT", "MODULE_WBT")]
    )
    if len(modules) > MOST_RUNS:
        raise RecordError("record_runs_many", "dates", most=str(MOST_RUNS))
    read = [_module_run(m, start, end, remark, run_id) for m in modules]
    if modules and _are_parts(modules, start, end):
        days = [r for r, _, _ in read]
        starts = [d.start for d in days if d.start]
        ends = [d.end for d in days if d.end]
        first = replace(days[0], start=start or min(starts, default=None), end=end or max(ends, default=None))
        runs = [replace(first, rolling=any(d.rolling for d in days))]
    else:
        runs = list(dict.fromkeys(r for r, _, _ in read))
    if not runs and (start or end or remark):
        runs = [OfferDate(source_id=run_id, start=start, end=end, rolling=stated.rolling(remark), note=remark)]
    classes = {c for _, c, _ in read if c is not None}
    if len(classes) == 1:
        values["duration_class"] = classes.pop()
    seats = {r.seats for r in runs}
    if len(seats) == 1:
        values["seats"] = seats.pop()
    open_to_all = {a for _, _, a in read}
    if len(open_to_all) == 1:
        values["accessible"] = open_to_all.pop()
    remarks = [r.note for r in runs if r.note]
    if further:
        price_ = values.get("price")
        runs = [replace(r, form=values.get("form"), time_model=values.get("time_model"), price=price_) for r in runs]
    elif "seats" in values:
        runs = [replace(r, seats=None) for r in runs]
    values["dates"] = tuple(runs)
    values["rolling_entry"] = bool(runs) and all(r.rolling for r in runs)
    return remarks


def _module_run(
    module: etree._Element, start: date | None, end: date | None, remark: str, run_id: str
) -> tuple[OfferDate, int | None, bool | None]:
    """Return a module as a run, its duration class and whether its place is accessible."""
    duration = module.find("DURATION")
    length = codes.duration_class(duration.get("type")) if duration is not None else None
    own_start, own_end = _period(duration)
    own_remark = clean_text(duration.findtext("DATE_REMARKS") or "") if duration is not None else ""
    times = clean_text(module.findtext("INSTRUCTION_REMARKS") or "")
    note = "\n".join(dict.fromkeys(filter(None, (remark, own_remark, times))))
    values: dict[str, Any] = {}
    accessible: bool | None = None
    location = module.find("LOCATION")
    if location is not None:
        name = " ".join(filter(None, (text_of(location, tag) for tag in ("NAME", "NAME2", "NAME3"))))
        values = {
            "place": text_of(location, "CITY")[:120],
            "plz": addresses.plz(text_of(location, "ZIP"), country_of(location)),
            "street": text_of(location, "STREET")[:120],
            "venue": name[:120],
        }
        accessible = _flag(location.findtext("BARRIER_FREE_LOCATION"))
    if module.tag == "MODULE_WBT":
        values["form"] = Form.ONLINE
    run = OfferDate(
        source_id=run_id,
        start=own_start or start,
        end=own_end or (end if own_start is None else None),
        rolling=bool(_flag(module.findtext("FLEXIBLE_START"))) or stated.rolling(note),
        seats=_seats(module),
        note=note,
        **values,
    )
    return run, length, accessible


def _are_parts(modules: list[etree._Element], start: date | None, end: date | None) -> bool:
    """Tell whether several modules are phases of one run (theory, practice) and not runs of their own.

    They are if one has a segment type other than 0, or if all are numbered and together fill the period of the service.
    """
    if len(modules) < 2:
        return False
    for module in modules:
        segment = module.find("EXTENDED_INFO/SEGMENT_TYPE")
        if segment is not None and (codes.code_number(segment.get("type")) or 0) > 0:
            return True
    if start is None or end is None or any(m.find("MODULE_ORDER") is None for m in modules):
        return False
    periods = [_period(m.find("DURATION")) for m in modules]
    starts = [s for s, _ in periods if s]
    ends = [e for _, e in periods if e]
    return len(starts) == len(ends) == len(modules) and min(starts) == start and max(ends) == end
