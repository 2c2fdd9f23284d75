"""Reading answers of the employment agency's Weiterbildungssuche (JSON, v1 and v2), saved as a file.

One entry ("Termin") is one run; entries that share ``angebot.id`` are one offer. Times are milliseconds since 1970 at
midnight in Germany. ``kostenWert`` is a text such as "1234.5"; "0.0" means "not stated" far more often than
"free of charge", so it is never taken for a price (see `amounts.price`).
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from nqdesk.domain.contacts import Contact
from nqdesk.domain.folding import fold
from nqdesk.domain.incoming import FileHead, Incoming, IncomingOffer, Refusal
from nqdesk.domain.offers import Form, FundingMark, OfferDate, TimeModel
from nqdesk.domain.organisations import Organisation, Role
from nqdesk.domain.problem import Problem
from nqdesk.exchange import addresses, codes, stated
from nqdesk.exchange.amounts import AmountError, price
from nqdesk.exchange.assigning import Catalogue, Finisher, add_stated
from nqdesk.exchange.days import DayError, epoch_day, plausible
from nqdesk.exchange.errors import ExchangeError, RecordError
from nqdesk.exchange.html_text import clean_line, clean_text
from nqdesk.exchange.joining import grouped
from nqdesk.exchange.text_files import decoded

FORMAT = "ba"
LONGEST_FILE = 100 << 20  # bytes; 10,000 entries, the most the agency gives for one search, are about 70 MB
MOST_KEYWORDS = 60
MOST_SEATS = 100_000

Entry = dict[str, Any]


def open_answer(path: Path, catalogue: Catalogue) -> tuple[FileHead, Iterator[Incoming]]:
    """Return the head of a saved answer and its records; offers with several entries come once, with all their runs.

    Accepted: one answer, a list of answers (several pages), or a list of entries. Refused entries come last.

    Raises ExchangeError: not_well_formed, too_deep, too_big, not_courses, no_records, wrong_encoding.
    """
    if path.stat().st_size > LONGEST_FILE:
        raise ExchangeError("too_big", {"most": f"{LONGEST_FILE >> 20} MB"})
    text, encoding = decoded(path.read_bytes())
    try:
        content = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise ExchangeError("too_deep") from None
    except json.JSONDecodeError as error:
        raise ExchangeError("not_well_formed", {"line": str(error.lineno)}) from None
    except ValueError:
        raise ExchangeError("not_well_formed", {"line": "1"}) from None
    entries = _entries(content)
    if entries is None:
        raise ExchangeError("not_courses")
    if not entries:
        raise ExchangeError("no_records")
    reader = _Reader(path.name, Finisher(catalogue))
    records: list[IncomingOffer] = []
    refusals: list[Refusal] = []
    for number, entry in enumerate(entries, start=1):
        record = reader.read(entry, number)
        if isinstance(record, Refusal):
            refusals.append(record)
        else:
            records.append(record)
    days = [r.offer.information_date for r in records if r.offer.information_date]
    head = FileHead(format=FORMAT, encoding=encoding, day=max(days, default=None), name=path.name)
    return head, iter((*grouped(records), *refusals))


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _entries(content: Any) -> list[Any] | None:
    """Return the entries of a content, None if it is no answer of the course search."""
    if isinstance(content, dict):
        embedded = content.get("_embedded")
        if isinstance(embedded, dict):
            content = embedded
        for name in ("termine", "bildungsangebote", "angebote"):
            if isinstance(content.get(name), list):
                return list(content[name])
        return [content] if isinstance(content.get("angebot"), dict) else None
    if isinstance(content, list):
        found: list[Any] = []
        known = False
        for part in content:
            entries = _entries(part) if isinstance(part, dict) else None
            known = known or entries is not None
            found.extend([part] if entries is None else entries)
        return found if known else None
    return None


def _text(entry: Any, *path: str) -> str:
    """Return a text or number at a path as one clean line, "" for anything else."""
    for name in path:
        entry = entry.get(name) if isinstance(entry, dict) else None
    if isinstance(entry, bool) or not isinstance(entry, str | int | float):
        return ""
    return clean_line(entry if isinstance(entry, str) else _number_text(entry))


def _number_text(number: int | float) -> str:
    return str(number)[:60] if abs(number) < 10**18 else ""


def _long_text(entry: Entry, name: str) -> str:
    value = entry.get(name)
    return clean_text(value) if isinstance(value, str) else ""


def _dict(entry: Any, *names: str) -> Entry:
    """Return the first of several names that holds an object, {} if none does."""
    for name in names:
        value = entry.get(name) if isinstance(entry, dict) else None
        if isinstance(value, dict):
            return value
    return {}


def _list(entry: Entry, name: str) -> list[Any]:
    value = entry.get(name)
    return value if isinstance(value, list) else [value] if isinstance(value, dict) else []


def _code(entry: Entry, name: str) -> int | None:
    return codes.code_number(_text(entry, name, "id"))


def _is(entry: Entry, name: str) -> bool:
    return entry.get(name) in (True, "true", "True", 1)


def _town(address: Entry) -> Entry:
    return _dict(address, "ortStrasse", "ortStraße", "ort")


def _country(address: Entry) -> str:
    return _text(_town(address), "land", "laenderCode")


def _place(address: Entry) -> str:
    town = _town(address)
    return (_text(town, "name") or _text(address, "ort"))[:120]


def _plz(address: Entry) -> str:
    found = _text(_town(address), "plz") or _text(address, "plz")
    return addresses.plz(found, _country(address), lost_zero=True)


def _phone(entry: Entry, kind: str) -> str:
    area, number = _text(entry, f"{kind}Vorwahl"), _text(entry, f"{kind}Durchwahl")
    return addresses.phone(f"{area} {number}".strip() if number else _text(entry, kind))


class _Reader:
    def __init__(self, file_name: str, finisher: Finisher) -> None:
        self._file_name = file_name
        self._finisher = finisher
        self._providers: dict[tuple[str, str], Organisation] = {}

    def read(self, entry: Any, number: int) -> IncomingOffer | Refusal:
        where = f"Eintrag {number}"
        provider_number, source_id = "", ""
        try:
            if not isinstance(entry, dict) or not isinstance(entry.get("angebot"), dict):
                raise RecordError("record_shape")
            offer = entry["angebot"]
            source_id = _text(offer, "id")[:60]
            where = f"Angebot {source_id}, Eintrag {number}" if source_id else where
            maker = _dict(offer, "bildungsanbieter", "anbieter")
            provider_number = _text(maker, "id") or fold(_text(maker, "name"))
            return self._record(entry, offer, maker, provider_number, source_id, where)
        except RecordError as error:
            values = {**error.values, "source_provider": provider_number, "source_id": source_id}
            return Refusal(problem=Problem(error.code, error.field, where, values))

    def _record(
        self, entry: Entry, offer: Entry, maker: Entry, provider_number: str, source_id: str, where: str
    ) -> IncomingOffer:
        title = _text(offer, "titel")
        if not title:
            raise RecordError("record_title_missing", "title")
        if len(title) > 500:
            raise RecordError("record_title_long", "title", most="500")
        updated = _day(entry, "aktualisierungsdatum")
        provider = self._provider(maker, provider_number, updated)
        keywords = dict.fromkeys(_text(w, "suchwort") if isinstance(w, dict) else "" for w in _list(offer, "suchworte"))
        keywords.pop("", None)
        keywords.pop(title, None)
        values: dict[str, Any] = {
            "title": title,
            "description": _long_text(offer, "inhalt"),
            "degree": (_text(offer, "abschlussbezeichnung") or _text(offer, "abschlussart"))[:500],
            "examiner": _text(entry, "pruefendeStelle")[:200],
            "requirements": _long_text(offer, "zugang"),
            "target_group": _long_text(offer, "zielgruppe"),
            "keywords": tuple(keywords)[:MOST_KEYWORDS],
            "codes": tuple(filter(None, (_text(s, "codeNr")[:60] for s in _list(offer, "systematiken"))))[:20],
            "duration_class": codes.duration_class(_text(entry, "dauer", "id")),
            "web": addresses.web(_text(entry, "link")) or addresses.web(_text(offer, "link")),
            "contact": _contact(entry),
            "source_system": FORMAT,
            "source_name": self._file_name,
            "source_provider": provider_number,
            "source_id": source_id,
            "information_date": updated,
        }
        _form_and_time(entry, values)
        _price(entry, values)
        education_type = _code(offer, "bildungsart")
        course_type = _code(offer, "angebotstyp")
        _funding(entry, offer, values, course_type, education_type)
        remarks = _run(entry, values)
        add_stated(values, schedule=remarks, about=values["description"])
        made = self._finisher.offer(
            values,
            provider=provider.name,
            fields=[_text(s, "kurzbezeichnung") for s in _list(offer, "systematiken")],
            education_type=education_type,
            course_type=course_type,
        )
        return IncomingOffer(offer=made, provider=provider, where=where)

    def _provider(self, maker: Entry, number: str, updated: date | None) -> Organisation:
        name = _text(maker, "name")[:255]
        known = self._providers.get((number, name))
        if known is None:
            address = _dict(maker, "adresse")
            known = Organisation(
                name=name,
                roles=frozenset((Role.PROVIDER,)),
                street=_text(address, "strasse")[:120],
                plz=_plz(address),
                city=_place(address),
                phone=_phone(maker, "telefon"),
                email=addresses.email(_text(maker, "email")),
                web=addresses.web(_text(maker, "homepage")),
                numbers=((codes.AGENCY, _text(maker, "id")),) if _text(maker, "id") else (),
                source=self._file_name,
                information_date=updated,
            )
            self._providers[(number, name)] = known
        return known


def _day(entry: Entry, name: str) -> date | None:
    try:
        return epoch_day(entry.get(name))
    except DayError as error:
        raise RecordError(error.code, "dates", text=_text(entry, name)[:40]) from None


def _form_and_time(entry: Entry, values: dict[str, Any]) -> None:
    code = _code(entry, "unterrichtsform") or 0
    form = codes.FORMS.get(code) or codes.FORM_WORDS.get(fold(_text(entry, "unterrichtsform", "bezeichnung")))
    time = codes.TIMES.get(_code(entry, "unterrichtszeit") or 0) or codes.FORM_TIMES.get(code)
    values["form"] = Form.IN_COMPANY if _is(entry, "inhouseFirmenseminar") else form
    values["time_model"] = TimeModel.BERUFSBEGLEITEND if _is(entry, "berufsbegleitend") else time


def _price(entry: Entry, values: dict[str, Any]) -> None:
    written = _text(entry, "kostenWert")
    note = _long_text(entry, "kostenBemerkung")
    try:
        amount = price(written)
    except AmountError as error:
        raise RecordError(error.code, "price", text=written[:40]) from None
    currency = _text(entry, "kostenWaehrung") or "EUR"
    if amount is not None and currency not in ("EUR", "€"):
        note = "\n".join(filter(None, (f"{amount} {currency[:3]}", note)))
        amount = None
    values["price"], values["price_note"] = amount, note


def _funding(
    entry: Entry, offer: Entry, values: dict[str, Any], course_type: int | None, education_type: int | None
) -> None:
    note = _long_text(offer, "foerderung")
    marks = set(stated.funding(note))
    if _is(entry, "foerderung"):
        marks.add(FundingMark.BILDUNGSGUTSCHEIN)
    if course_type == codes.COURSE_AVGS or education_type == codes.EDUCATION_ACTIVATION:
        marks.add(FundingMark.AVGS)
    if education_type == codes.EDUCATION_LANGUAGE:
        marks.add(FundingMark.DEUFOEV)
    values["funding"], values["funding_note"] = frozenset(marks), note


def _contact(entry: Entry) -> Contact | None:
    for person in _list(entry, "ansprechpartner"):
        if not isinstance(person, dict):
            continue
        role: Sequence[Any] = _list(person, "rollen")
        contact = Contact(
            name=" ".join(filter(None, (_text(person, n) for n in ("titel", "vorname", "nachname"))))[:120],
            role=_text(role[0], "bezeichnung")[:120] if role else "",
            phone=_phone(person, "telefon"),
            mobile=_phone(person, "mobil"),
            email=addresses.email(_text(person, "email")),
            web=addresses.web(_text(person, "homepage")),
        )
        if not contact.is_empty():
            return contact
    return None


def _run(entry: Entry, values: dict[str, Any]) -> str:
    """Fill the run of an entry; return its remarks."""
    try:
        start, end = plausible(_day(entry, "beginn"), _day(entry, "ende"))
    except DayError as error:
        days = {"start": str(_day(entry, "beginn") or ""), "end": str(_day(entry, "ende") or "")}
        raise RecordError(error.code, "dates", **days) from None
    note = "\n".join(
        dict.fromkeys(filter(None, (_long_text(entry, n) for n in ("bemerkungZeit", "unterrichtszeiten", "bemerkung"))))
    )
    seats = codes.code_number(_text(entry, "teilnehmerMax"))
    if seats is not None and seats > MOST_SEATS:
        raise RecordError("record_number_unreadable", "seats", text=str(seats))
    address = _dict(entry, "adresse")
    values["seats"] = seats or None
    run = OfferDate(
        source_id=_text(entry, "id")[:60],
        start=start,
        end=end,
        rolling=_is(entry, "individuellerEinstieg") or stated.rolling(note),
        place=_place(address),
        plz=_plz(address),
        street=_text(address, "strasse")[:120],
        venue=_text(address, "bezeichnung")[:120],
        note=note,
    )
    values["dates"] = (run,)
    values["rolling_entry"] = run.rolling
    return note
