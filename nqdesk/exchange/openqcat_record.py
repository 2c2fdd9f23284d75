"""One SERVICE of an openQ-cat file becomes one incoming record."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lxml import etree

from nqdesk.domain.folding import fold
from nqdesk.domain.incoming import Incoming, IncomingOffer, IncomingRemoval, Refusal
from nqdesk.domain.offers import Form, Offer, OfferDate, TimeModel
from nqdesk.domain.organisations import Organisation, Role
from nqdesk.domain.problem import Problem
from nqdesk.exchange import addresses, codes, german_words, stated
from nqdesk.exchange.amounts import AmountError, price
from nqdesk.exchange.assigning import Finisher, add_stated
from nqdesk.exchange.errors import RecordError
from nqdesk.exchange.html_text import clean_line, clean_text, identifier
from nqdesk.exchange.openqcat_funding import funding_of
from nqdesk.exchange.openqcat_head import (
    Head,
    end_of_validity,
    first_children,
    flag,
    raw,
    read_contact,
    supplier_numbers,
    text_of,
)
from nqdesk.exchange.openqcat_runs import are_parts, joined, period_of, read_module

SYSTEM = "openqcat"
LONGEST_TITLE = 500
MOST_KEYWORDS = 100
MOST_RUNS = 500
REMEMBERED = 2048
MOST_NOTED = 500_000
UNKNOWN_LINE = 65_535  # what libxml2 says beyond it in files without line breaks between elements

_LONG_TEXTS = {"DESCRIPTION_LONG": "description", "REQUIREMENTS": "requirements"}
_MODULES = frozenset(("MODULE_COURSE", "MODULE_CBT", "MODULE_WBT"))


@dataclass
class Reading:
    """What is known while one file is read."""

    head: Head
    file_name: str
    finisher: Finisher
    titles: dict[str, str] = field(default_factory=dict)
    others: dict[tuple[tuple[str, str], ...], Organisation] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def is_further(self, source_id: str) -> bool:
        """Tell whether a row of this offer came before, and note this one."""
        mark = hash(source_id)
        if mark in self.seen:
            return True
        if source_id and len(self.seen) < MOST_NOTED:
            self.seen.add(mark)
        return False

    def remember_title(self, source_id: str, title: str) -> None:
        """Keep the title of an offer for its further runs, the latest `REMEMBERED` of them."""
        if source_id and title:
            if len(self.titles) >= REMEMBERED:
                del self.titles[next(iter(self.titles))]
            self.titles[source_id] = title


def read_service(service: etree._Element, reading: Reading, *, removal: bool) -> Incoming:
    """Return the record of a SERVICE element.

    A record that cannot be read becomes a Refusal; its problem's values hold "source_provider" and "source_id" where
    they are known, so that a stored offer of that number is not taken for gone.
    """
    children = first_children(service)
    product_id = identifier(raw(children, "PRODUCT_ID"))[:255]
    line: Any = service.sourceline
    where = _where(product_id, line)
    numbers = supplier_numbers(service.iterchildren("SUPPLIER_ID_REF")) if "SUPPLIER_ID_REF" in children else ()
    source_provider = numbers[0][1] if numbers else _number_of(reading.head.default)
    source_id = product_id
    try:
        if removal or service.get("mode") == "delete":
            if not product_id:
                raise RecordError("record_number_missing")
            return IncomingRemoval(
                source_system=SYSTEM, source_provider=source_provider, source_id=product_id, where=where
            )
        record = _Record(service, children, reading)
        source_id = record.parent_id or product_id
        offer, provider = record.offer(numbers, source_provider, source_id, product_id)
        return IncomingOffer(offer=offer, provider=provider, where=where)
    except RecordError as error:
        values = {**error.values, "source_provider": source_provider, "source_id": source_id}
        return Refusal(problem=Problem(error.code, error.field, where, values))


def _where(product_id: str, line: int | None) -> str:
    places = [f"PRODUCT_ID {product_id}"] if product_id else []
    if line is not None and line != UNKNOWN_LINE:
        places.append(f"Zeile {line}")
    return ", ".join(places)


def _number_of(organisation: Organisation | None) -> str:
    if organisation is None:
        return ""
    return organisation.numbers[0][1] if organisation.numbers else fold(organisation.name)


class _Record:
    """One SERVICE while it is read; each part is walked through once."""

    def __init__(self, service: etree._Element, children: dict[str, etree._Element], reading: Reading) -> None:
        self._service = service
        self._children = children
        self._reading = reading
        details = children.get("SERVICE_DETAILS")
        self._details = details
        module = details.find("SERVICE_MODULE") if details is not None else None
        self._education = module.find("EDUCATION") if module is not None else None
        self.parent_id = ""
        if self._education is not None and flag(self._education.get("type")) is False:
            self.parent_id = identifier(self._education.findtext("COURSE_ID") or "")[:255]
        self._values: dict[str, Any] = {}
        self._reasons: set[str] = set()

    def offer(
        self, numbers: tuple[tuple[str, str], ...], source_provider: str, source_id: str, product_id: str
    ) -> tuple[Offer, Organisation]:
        """Return the offer and its provider; raises RecordError."""
        reading, values = self._reading, self._values
        if self._details is None:
            raise RecordError("record_empty")
        further = source_id != product_id
        period = self._texts(self._details)
        title = values.setdefault("title", "") or (reading.titles.get(source_id, "") if further else "")
        if not title:
            raise RecordError("record_title_missing", "title")
        if len(title) > LONGEST_TITLE:
            raise RecordError("record_title_long", "title", most=str(LONGEST_TITLE))
        values["title"] = title
        reading.remember_title(source_id, title)
        provider = self._provider(numbers)
        course_type = codes.code_number(raw(self._children, "COURSE_TYPE"))
        education_type, status, modules = self._read_education(course_type)
        fields = self._classification()
        self._price()
        if "web" not in values:
            self._web(self._children.get("MIME_INFO"))
        if "web" not in values and (contact := values.get("contact")) is not None:
            values["web"] = contact.web
        remarks = self._runs(period, modules, product_id, reading.is_further(source_id) or further)
        add_stated(values, schedule="\n".join(remarks), about=values["description"])
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
            reasons=self._reasons,
        )
        return offer, provider

    def _provider(self, numbers: tuple[tuple[str, str], ...]) -> Organisation:
        """Return the provider; where the header does not name it, its name is a guess from the place, to be checked."""
        head, others = self._reading.head, self._reading.others
        for _, number in numbers:
            if number in head.suppliers:
                return head.suppliers[number]
        if not numbers and head.default is not None:
            return head.default
        found = others.get(numbers)
        if found is None:
            location = None if self._education is None else self._education.find("MODULE_COURSE/LOCATION")
            name = ""
            if location is not None:
                name = " ".join(filter(None, (text_of(location, "NAME"), text_of(location, "NAME2"))))
            found = Organisation(
                name=name[:255],
                roles=frozenset((Role.PROVIDER,)),
                numbers=numbers,
                source=self._reading.file_name,
                information_date=head.day,
            )
            if len(others) < REMEMBERED:
                others[numbers] = found
        if found.name:
            self._reasons.add("provider_unsure")
        return found

    def _texts(self, details: etree._Element) -> etree._Element | None:
        """Fill the texts; return the SERVICE_DATE."""
        values = self._values
        keywords: dict[str, None] = {}
        groups: list[str] = []
        terms: list[str] = []
        period = None
        for child in details:
            tag = child.tag
            if tag == "KEYWORD":
                keywords[clean_line(child.text)[:255]] = None
            elif tag == "TITLE":
                values["title"] = clean_line(child.text)
            elif tag in _LONG_TEXTS:
                values[_LONG_TEXTS[tag]] = clean_text(child.text)
            elif tag == "TARGET_GROUP":
                groups.append(clean_text(child.findtext("TARGET_GROUP_TEXT")))
            elif tag == "TERMS_AND_CONDITIONS":
                terms.append(clean_text(child.text))
            elif tag == "SERVICE_DATE":
                period = child
            elif tag == "CONTACT" and "contact" not in values:
                self._contact(child)
        keywords.pop("", None)
        keywords.pop(values.get("title", ""), None)
        values["keywords"] = tuple(keywords)[:MOST_KEYWORDS]
        values["target_group"] = "\n".join(filter(None, groups))
        values["description"] = "\n\n".join(filter(None, (values.get("description", ""), *terms)))
        return period

    def _contact(self, element: etree._Element) -> None:
        contact = read_contact(element)
        if not contact.is_empty():
            self._values["contact"] = contact

    def _read_education(self, course_type: int | None) -> tuple[int | None, set[int], list[etree._Element]]:
        """Fill what EDUCATION says; return its type, the certificates' status and the modules."""
        values = self._values
        status: set[int] = set()
        days: list[date] = []
        modules: list[etree._Element] = []
        funding: list[tuple[str, str, str]] = []
        education_type: int | None = None
        for child in self._education if self._education is not None else ():
            tag = child.tag
            if tag in _MODULES:
                modules.append(child)
            elif tag == "EXTENDED_INFO":
                education_type = self._extended(child, funding)
            elif tag == "DEGREE":
                values["degree"] = text_of(child, "DEGREE_TITLE")[:500]
                exam = child.find("DEGREE_EXAM")
                values["examiner"] = text_of(exam, "EXAMINER")[:200] if exam is not None else ""
            elif tag == "CERTIFICATE":
                code = codes.code_number(child.findtext("CERTIFICATE_STATUS"))
                if code is not None:
                    status.add(code)
                day = end_of_validity(child)
                if day is not None and code != codes.STATUS_NOT_APPROVED:
                    days.append(day)
            elif tag == "SUBSIDY":
                funding.extend((part.tag, "", part.text or "") for part in child)
            elif tag == "MIME_INFO":
                self._web(child)
        if days:
            values["certified_until"] = max(days)
        values["funding"], values["funding_note"] = funding_of(tuple(funding), course_type, education_type)
        return education_type, status, modules

    def _extended(self, extended: etree._Element, funding: list[tuple[str, str, str]]) -> int | None:
        """Fill form, time and Maßnahmenummer; collect the funding; return the education type."""
        children: dict[str, etree._Element] = {}
        for child in extended:
            tag = child.tag
            if tag.startswith("FUNDING_TYPES"):
                funding.append((tag, child.get("type") or "", child.text or ""))
            else:
                children[tag] = child
        form, time = None, None
        element = children.get("INSTRUCTION_FORM")
        if element is not None:
            code = codes.code_number(element.get("type")) or 0
            form = codes.FORMS.get(code) or codes.FORM_WORDS.get(fold(clean_line(element.text)))
            time = codes.FORM_TIMES.get(code)
        element = children.get("INSTRUCTION_TIME")
        if element is not None:
            coded = codes.TIMES.get(codes.code_number(element.get("type")) or 0)
            written = codes.TIME_WORDS.get(fold(clean_line(element.text)))
            if coded and written and coded is not written:
                self._reasons.add("time_contradictory")
            time = written or coded or time
        if time is None:
            named = fold(clean_line(raw(children, "INSTRUCTION_FORM_NAME")))
            time = codes.TIME_WORDS.get(named) or german_words.by_word(TimeModel).get(named)
        element = children.get("EXECUTION_FORM")
        if form is None and element is not None:
            form = codes.EXECUTION_FORMS.get(codes.code_number(element.get("type")) or 0)
        if flag(raw(children, "INHOUSE_SEMINAR")):
            form = Form.IN_COMPANY
        if flag(raw(children, "EXTRA_OCCUPATIONAL")):
            time = TimeModel.BERUFSBEGLEITEND
        values = self._values
        values["form"], values["time_model"] = form, time
        values["measure_number"] = clean_line(raw(children, "MEASURE_NUMBER"))[:60]
        # What is said about the languages of teaching is a condition for taking part, and may name a level.
        languages = clean_text(raw(children, "TEACHING_LANGUAGES_REMARKS"))
        if languages:
            values["requirements"] = "\n\n".join(filter(None, (values.get("requirements", ""), languages)))
        element = children.get("EDUCATION_TYPE")
        return codes.code_number(element.get("type")) if element is not None else None

    def _classification(self) -> list[str]:
        numbers: dict[str, None] = {}
        fields: list[str] = []
        for classification in self._service.iterchildren("SERVICE_CLASSIFICATION"):
            for feature in classification.iterchildren("FEATURE"):
                for child in feature:
                    if child.tag == "FNAME":
                        numbers[clean_line(child.text)[:60]] = None
                    elif child.tag == "FVALUE":
                        fields.append(clean_line(child.text))
        numbers.pop("", None)
        self._values["codes"] = tuple(numbers)[:20]
        return fields

    def _price(self) -> None:
        details = self._children.get("SERVICE_PRICE_DETAILS")
        if details is None:
            return
        parts = first_children(details)
        note = clean_text(raw(parts, "REMARKS"))
        amount = None
        if "SERVICE_PRICE" in parts:
            figures = first_children(parts["SERVICE_PRICE"])
            written = raw(figures, "PRICE_AMOUNT").strip()
            try:
                amount = price(written)
            except AmountError as error:
                raise RecordError(error.code, "price", text=written[:40]) from None
            currency = clean_line(raw(figures, "PRICE_CURRENCY")) or "EUR"
            if amount is not None and currency != "EUR":
                note = "\n".join(filter(None, (f"{amount} {currency[:3]}", note)))
                amount = None
        self._values["price"] = amount
        self._values["price_note"] = note

    def _web(self, mime: etree._Element | None) -> None:
        if mime is None or "web" in self._values:
            return
        for source in mime.iterfind("MIME_ELEMENT/MIME_SOURCE"):
            address = addresses.web(source.text or "")
            if address:
                self._values["web"] = address
                return

    def _runs(
        self, period: etree._Element | None, modules: list[etree._Element], run_id: str, further: bool
    ) -> list[str]:
        """Fill the runs and what belongs to them; return the remarks on dates and times.

        Runs of a further row name form, time, price and seats themselves, since the offer has those of its first row.
        """
        values = self._values
        start, end = period_of(period)
        remark = clean_text(period.findtext("DATE_REMARKS")) if period is not None else ""
        if len(modules) > MOST_RUNS:
            raise RecordError("record_runs_many", "dates", most=str(MOST_RUNS))
        read = [read_module(m) for m in modules]
        for name in ("duration_class", "seats", "accessible"):
            said = {getattr(m, name) for m in read}
            if len(said) == 1:
                values[name] = said.pop()
        of_run: dict[str, Any] = {"source_id": run_id}
        if further:
            of_run |= {"form": values.get("form"), "time_model": values.get("time_model"), "price": values.get("price")}
        runs: dict[OfferDate, None] = {}
        if read and are_parts(read, start, end):
            read = [joined(read)]
            start, end = start or read[0].start, end or read[0].end
            read = [replace(read[0], start=start, end=end)]
        for module in read:
            note = "\n".join(dict.fromkeys(filter(None, (remark, *module.notes))))
            first, last = module.start or start, module.end or (end if module.start is None else None)
            if first and last and last < first:
                raise RecordError("record_end_before_start", "dates", start=str(first), end=str(last))
            run = {
                **of_run,
                "start": first,
                "end": last,
                "rolling": module.flexible or stated.rolling(note),
                "seats": module.seats if further or "seats" not in values else None,
                "hours": stated.hours(values["title"], note) if further else None,
                "note": note,
                **module.place,
            }
            runs[OfferDate(**run)] = None
        if not runs and (start or end or remark):
            runs[OfferDate(**of_run, start=start, end=end, rolling=stated.rolling(remark), note=remark)] = None
        values["dates"] = tuple(runs)
        values["rolling_entry"] = bool(runs) and all(r.rolling for r in runs)
        return [r.note for r in runs if r.note]
