"""Writing offers as CSV or XLSX: one row a run, German headings, read back by `spreadsheets` with the same values."""

import csv
import errno
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from nqdesk.domain.contacts import Contact
from nqdesk.domain.occupations import Occupation
from nqdesk.domain.offers import Offer, OfferDate
from nqdesk.domain.organisations import Organisation
from nqdesk.exchange import codes, german_words
from nqdesk.exchange.table_layouts import EXPORTED
from nqdesk.exchange.table_values import FORMULA_SIGNS
from nqdesk.exchange.whole_files import whole_file

LONGEST_CELL = 32_000  # Excel holds 32,767 characters

Value = str | int | date | Decimal | bool | None

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDE = frozenset(("title", "description", "requirements", "target_group", "run_note", "keywords", "funding_note"))


def write(
    out: Path, offers: Sequence[Offer], providers: Mapping[str, Organisation], occupations: Mapping[str, Occupation]
) -> None:
    """Write offers as CSV (UTF-8 with mark, semicolons, as Excel wants it) or XLSX, chosen by the ending of `out`.

    Cells that a spreadsheet would take for a formula begin with an apostrophe. The file is whole or not there.

    Args:
        providers: by id; occupations: by id.

    Raises ExchangeError: file_open, disk_full_export, write_failed.
    """
    rows = _rows(offers, providers, occupations)
    if out.suffix.lower() == ".xlsx":
        _write_xlsx(out, rows)
    else:
        _write_csv(out, rows)


def _write_csv(out: Path, rows: Iterator[Sequence[Value]]) -> None:
    with whole_file(out) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_MINIMAL)
        writer.writerow([german_words.heading(field) for field in EXPORTED])
        for row in rows:
            writer.writerow([_csv_cell(value) for value in row])
        text.detach()


def _csv_cell(value: Value) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return _harmless(_plain(value))


def _plain(value: Value) -> str:
    if isinstance(value, bool) or value is None:
        return german_words.yes_no(value)
    return _ILLEGAL.sub("", str(value))[:LONGEST_CELL]


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; one that begins with an apostrophe gets another."""
    return f"'{text}" if text.lstrip(" ").startswith((*FORMULA_SIGNS, "'")) else text


def _write_xlsx(out: Path, rows: Iterator[Sequence[Value]]) -> None:
    with whole_file(out) as file:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet(german_words.heading("sheet"))
        try:
            try:
                _fill(sheet, rows)
            except BaseException:
                sheet.close()  # openpyxl streams into a file of its own
                raise
            book.save(file)
        except etree.SerialisationError as error:  # lxml's word for what the system said of that file ("IO_ENOSPC")
            said = str(error).removeprefix("IO_")
            raise OSError(getattr(errno, said, errno.EIO), said) from error


def _fill(sheet: Any, rows: Iterator[Sequence[Value]]) -> None:
    sheet.freeze_panes = "C2"
    for number, field in enumerate(EXPORTED, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = 40 if field in _WIDE else 16
    bold = Font(bold=True)
    heading_cells = []
    for field in EXPORTED:
        cell = WriteOnlyCell(sheet, value=german_words.heading(field))
        cell.font = bold
        heading_cells.append(cell)
    sheet.append(heading_cells)
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])


def _xlsx_cell(sheet: Any, value: Value) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, bool | str):
        return _harmless(_plain(value))
    plain: Any = value
    cell = WriteOnlyCell(sheet, value=plain)
    if isinstance(value, date):
        cell.number_format = "DD.MM.YYYY"
    elif isinstance(value, Decimal):
        cell.number_format = "#,##0.00"
    return cell


def _rows(
    offers: Sequence[Offer], providers: Mapping[str, Organisation], occupations: Mapping[str, Occupation]
) -> Iterator[Sequence[Value]]:
    for offer in offers:
        provider = providers.get(offer.provider_id) or Organisation()
        occupation = occupations.get(offer.occupation_id)
        named = occupation.title if occupation else offer.field
        of_offer = {field: read(offer) for field, read in _OF_OFFER.items()}
        of_provider = {field: read(provider) for field, read in _OF_PROVIDER.items()}
        for run in offer.dates or (OfferDate(rolling=offer.rolling_entry),):
            values = {**of_offer, **of_provider, "occupation": named}
            for field, of_run in _OF_RUN.items():
                values[field] = of_run(run)
            for field in ("form", "time_model"):
                own = getattr(run, field) or getattr(offer, field)
                values[field] = german_words.word(own) if own else ""
            for field in ("hours", "price", "seats"):
                own = getattr(run, field)
                values[field] = getattr(offer, field) if own is None else own
            yield [values[field] for field in EXPORTED]


def _agency_number(organisation: Organisation) -> str:
    return next((number for system, number in organisation.numbers if system == codes.AGENCY), "")


def _contact(offer: Offer) -> Contact:
    return offer.contact or Contact()


_OF_RUN: Mapping[str, Callable[[OfferDate], Value]] = {
    "run_id": lambda run: run.source_id,
    "start": lambda run: run.start,
    "end": lambda run: run.end,
    "rolling": lambda run: run.rolling,
    "venue": lambda run: run.venue,
    "street": lambda run: run.street,
    "plz": lambda run: run.plz,
    "place": lambda run: run.place,
    "run_note": lambda run: run.note,
}
_OF_PROVIDER: Mapping[str, Callable[[Organisation], Value]] = {
    "provider_name": lambda p: p.name,
    "provider_number": _agency_number,
    "provider_street": lambda p: p.street,
    "provider_plz": lambda p: p.plz,
    "provider_city": lambda p: p.city,
    "provider_phone": lambda p: p.phone,
    "provider_email": lambda p: p.email,
    "provider_web": lambda p: p.web,
}
_OF_OFFER: Mapping[str, Callable[[Offer], Value]] = {
    "source_id": lambda o: o.source_id or o.id,
    "title": lambda o: o.title,
    "kind": lambda o: german_words.word(o.kind),
    "tq_number": lambda o: o.tq_number,
    "tq_name": lambda o: o.tq_name,
    "codes": lambda o: "; ".join(o.codes),
    "duration_months": lambda o: o.duration_months,
    "duration_class": lambda o: o.duration_class,
    "price_note": lambda o: o.price_note,
    "measure_number": lambda o: o.measure_number,
    "certified_until": lambda o: o.certified_until,
    "funding": lambda o: "; ".join(sorted(german_words.word(mark) for mark in o.funding)),
    "funding_note": lambda o: o.funding_note,
    "language_level": lambda o: o.language_level.value if o.language_level else "",
    "language_support": lambda o: o.language_support,
    "childcare": lambda o: o.childcare,
    "accessible": lambda o: o.accessible,
    "target_group": lambda o: o.target_group,
    "requirements": lambda o: o.requirements,
    "degree": lambda o: o.degree,
    "examiner": lambda o: o.examiner,
    "web": lambda o: o.web,
    "contact_name": lambda o: _contact(o).name,
    "contact_role": lambda o: _contact(o).role,
    "contact_phone": lambda o: _contact(o).phone,
    "contact_mobile": lambda o: _contact(o).mobile,
    "contact_email": lambda o: _contact(o).email,
    "contact_web": lambda o: _contact(o).web,
    "keywords": lambda o: "; ".join(o.keywords),
    "description": lambda o: o.description,
    "information_date": lambda o: o.information_date,
}
