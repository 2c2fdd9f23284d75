"""The runs of an openQ-cat SERVICE: days, places and phases of its modules."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from lxml import etree

from nqdesk.domain.offers import Form
from nqdesk.exchange import addresses, codes
from nqdesk.exchange.days import DayError, local_day, plausible
from nqdesk.exchange.errors import RecordError
from nqdesk.exchange.html_text import clean_line, clean_text
from nqdesk.exchange.openqcat_head import first_children, flag, raw

MOST_SEATS = 100_000

_PLACE_TAGS = ("NAME", "NAME2", "NAME3", "STREET", "ZIP", "CITY", "COUNTRY", "COUNTRY_CODED")


def _day(parent: etree._Element, tag: str) -> date | None:
    text = parent.findtext(tag)
    if not text:
        return None
    try:
        return local_day(text)
    except DayError as error:
        raise RecordError(error.code, "dates", text=text.strip()[:40]) from None


def period_of(parent: etree._Element | None) -> tuple[date | None, date | None]:
    if parent is None or not len(parent):
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


@dataclass(frozen=True)
class Module:
    """One MODULE_COURSE (or CBT, WBT): its own days, place and numbers; segment > 0 or an order mark a phase."""

    start: date | None
    end: date | None
    flexible: bool
    seats: int | None
    duration_class: int | None
    accessible: bool | None
    notes: tuple[str, ...]
    place: dict[str, Any]
    segment: int
    ordered: bool


def read_module(module: etree._Element) -> Module:
    children = first_children(module)
    duration = children.get("DURATION")
    start, end = period_of(duration)
    length, remark = None, ""
    if duration is not None:
        length = codes.duration_class(duration.get("type"))
        remark = clean_text(duration.findtext("DATE_REMARKS")) if len(duration) else ""
    place: dict[str, Any] = {}
    accessible = None
    location = children.get("LOCATION")
    if location is not None:
        parts = first_children(location)
        city, plz, street, venue = _place(*(raw(parts, tag) for tag in _PLACE_TAGS))
        place = {"place": city, "plz": plz, "street": street, "venue": venue}
        accessible = flag(raw(parts, "BARRIER_FREE_LOCATION"))
    if module.tag == "MODULE_WBT":
        place["form"] = Form.ONLINE
    segment = children["EXTENDED_INFO"].find("SEGMENT_TYPE") if "EXTENDED_INFO" in children else None
    return Module(
        start=start,
        end=end,
        flexible=bool(flag(raw(children, "FLEXIBLE_START"))),
        seats=_seats(raw(children, "MAX_PARTICIPANTS")),
        duration_class=length,
        accessible=accessible,
        notes=(remark, clean_text(raw(children, "INSTRUCTION_REMARKS"))),
        place=place,
        segment=(codes.code_number(segment.get("type")) or 0) if segment is not None else 0,
        ordered="MODULE_ORDER" in children,
    )


@lru_cache(maxsize=2048)
def _place(
    name: str, name2: str, name3: str, street: str, zip_code: str, city: str, country: str, coded: str
) -> tuple[str, str, str, str]:
    """Return town, postcode, street and venue."""
    venue = " ".join(filter(None, map(clean_line, (name, name2, name3))))
    return (
        clean_line(city)[:120],
        addresses.plz(clean_line(zip_code), clean_line(country) or clean_line(coded)),
        clean_line(street)[:120],
        venue[:120],
    )


def _seats(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    number = codes.code_number(text)
    if number is None or number > MOST_SEATS:
        raise RecordError("record_number_unreadable", "seats", text=text[:40])
    return number or None


def are_parts(modules: Sequence[Module], start: date | None, end: date | None) -> bool:
    """Tell whether several modules are phases of one run (theory, practice) and not runs of their own.

    They are if one has a segment type other than 0, or if all are numbered and together fill the period of the service.
    """
    if len(modules) < 2:
        return False
    if any(m.segment for m in modules):
        return True
    if start is None or end is None or not all(m.ordered and m.start and m.end for m in modules):
        return False
    return min(m.start for m in modules if m.start) == start and max(m.end for m in modules if m.end) == end


def joined(modules: Sequence[Module]) -> Module:
    """Return the phases as one module: the place of the first, the whole period, all remarks."""
    return replace(
        modules[0],
        start=min((m.start for m in modules if m.start), default=None),
        end=max((m.end for m in modules if m.end), default=None),
        flexible=any(m.flexible for m in modules),
        notes=tuple(note for m in modules for note in m.notes),
    )
