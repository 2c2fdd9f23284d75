"""Reading CSV and XLSX: rows of one table become offers by a column layout.

Rows that share provider and number are one offer with several runs; a row without a number is an offer of its own,
to be checked.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from nqdesk.domain.column_layout import ColumnLayout, best_layout, folded_heading
from nqdesk.domain.contacts import Contact
from nqdesk.domain.folding import fold
from nqdesk.domain.incoming import FileHead, Incoming, IncomingOffer, Refusal
from nqdesk.domain.offers import FundingMark, OfferDate, TimeModel
from nqdesk.domain.organisations import Organisation, Role
from nqdesk.domain.problem import Problem
from nqdesk.exchange import addresses, codes, stated
from nqdesk.exchange import table_values as cells
from nqdesk.exchange.assigning import Catalogue, Finisher, add_stated
from nqdesk.exchange.days import DayError, plausible
from nqdesk.exchange.errors import ExchangeError, RecordError
from nqdesk.exchange.joining import FurtherRows
from nqdesk.exchange.table_layouts import built_in
from nqdesk.exchange.table_rows import Cell, Table, csv_tables, is_workbook, xlsx_tables
from nqdesk.exchange.text_files import encoding_of

HEADING_ROWS = 25  # headings stand in one of the first rows that are not empty
SAMPLES = 5

_LONG = ("description", "requirements", "target_group", "price_note", "funding_note")
_SHORT = {"degree": 500, "examiner": 200, "measure_number": 60}


@dataclass(frozen=True)
class Heading:
    """One column of a file: its heading and the first different values below it, for the mapping dialog."""

    name: str
    samples: tuple[str, ...]


def headers(path: Path) -> tuple[Heading, ...]:
    """Return the columns of a CSV or XLSX file (of its first sheet that holds a table).

    Raises ExchangeError as `open_table` does, but not layout_unknown.
    """
    with closing(_tables(path)[0]) as tables:
        for table in tables:
            first = list(islice(table.rows, HEADING_ROWS + 200))
            found = _heading_row(first)
            if found is None:
                continue
            names = _names(first[found][1])
            below = [row for _, row in first[found + 1 :]]
            return tuple(
                Heading(name, _samples(row[place] if place < len(row) else None for row in below))
                for place, name in names.items()
            )
    raise ExchangeError("no_headings")


@dataclass(frozen=True)
class _Found:
    """Where the table of a file stands: its sheet, the place of its headings among the rows, and how it is read."""

    sheet: int
    place: int
    names: Mapping[int, str]
    layout: ColumnLayout


def open_table(
    path: Path, catalogue: Catalogue, layouts: Sequence[ColumnLayout] = ()
) -> tuple[FileHead, Iterator[Incoming]]:
    """Return the head of a CSV or XLSX file and its records, row by row.

    Rows that share provider and number are given one by one; further ones say in their runs what differs.

    Args:
        layouts: a person's own layouts; the one that reads the most columns is taken, of equal ones an own one.

    Raises ExchangeError: layout_unknown if no layout fits, no_headings, and as in `table_rows`; while iterating
    also no_records.
    """
    tables, format_name, encoding = _tables(path)
    with closing(tables):
        found = _find(tables, (*layouts, *built_in()))
    if found is None:
        raise ExchangeError("layout_unknown" if _has_headings(path) else "no_headings")
    reader = _Reader(format_name, path.name, found.layout, found.names, Finisher(catalogue))
    head = FileHead(format=format_name, encoding=encoding, name=path.name)
    return head, _records(path, found, reader)


def _find(tables: Iterable[Table], layouts: Sequence[ColumnLayout]) -> _Found | None:
    for sheet, table in enumerate(tables):
        for place, (_, row) in enumerate(islice(table.rows, HEADING_ROWS)):
            names = _names(row)
            layout = best_layout(layouts, names.values()) if len(names) > 1 else None
            if layout is not None:
                return _Found(sheet, place, names, layout)
    return None


def _records(path: Path, found: _Found, reader: "_Reader") -> Iterator[Incoming]:
    with closing(_tables(path)[0]) as tables:
        table = next(islice(tables, found.sheet, None))
        is_empty = True
        for record in reader.records(islice(table.rows, found.place + 1, None)):
            is_empty = False
            yield record
    if is_empty:
        raise ExchangeError("no_records")


def _has_headings(path: Path) -> bool:
    try:
        return bool(headers(path))
    except ExchangeError:
        return False


def _tables(path: Path) -> tuple[Generator[Table, None, None], str, str]:
    with path.open("rb") as file:
        start = file.read(8)
    if is_workbook(start):
        return xlsx_tables(path), "xlsx", ""
    encoding = encoding_of(path)
    return csv_tables(path, encoding), "csv", encoding


def _names(row: Sequence[Cell]) -> dict[int, str]:
    """Return the headings of a row by place; one that occurs again gets its number ("Ort (2)")."""
    names: dict[int, str] = {}
    seen: dict[str, int] = {}
    for place, cell in enumerate(row):
        name = cells.text(cell)[:120] if isinstance(cell, str) else ""
        if name:
            folded = folded_heading(name)
            seen[folded] = seen.get(folded, 0) + 1
            names[place] = name if seen[folded] == 1 else f"{name} ({seen[folded]})"
    return names


def _heading_row(rows: Sequence[tuple[int, Sequence[Cell]]]) -> int | None:
    """Return the place of the row that looks most like headings: many different short texts, the first of equals."""
    best, most = None, 1
    for place, (_, row) in enumerate(rows[:HEADING_ROWS]):
        names = {n for n in _names(row).values() if len(n) <= 60 and any(c.isalpha() for c in n)}
        if len(names) > most:
            best, most = place, len(names)
    return best


def _samples(values: Iterable[Cell]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for value in values:
        shown = cells.text(value)[:80]
        if shown:
            found[shown] = None
        if len(found) == SAMPLES:
            break
    return tuple(found)


class _Reader:
    """Reads the rows of one table by one layout."""

    def __init__(
        self, format_name: str, file_name: str, layout: ColumnLayout, names: Mapping[int, str], finisher: Finisher
    ) -> None:
        self._format = format_name
        self._file_name = file_name
        self._layout = layout
        self._finisher = finisher
        places = {folded_heading(name): place for place, name in reversed(list(names.items()))}
        self._places = {field: places[folded_heading(h)] for field, h in layout.columns.items()}
        self._providers: dict[tuple[str, ...], Organisation] = {}

    def records(self, rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[Incoming]:
        further = FurtherRows()
        for number, row in rows:
            record = self._read(number, row)
            if record is not None:
                yield further.row(record) if isinstance(record, IncomingOffer) else record

    def _cell(self, row: Sequence[Cell], field: str) -> Cell:
        place = self._places.get(field)
        return row[place] if place is not None and place < len(row) else None

    def _read(self, number: int, row: Sequence[Cell]) -> IncomingOffer | Refusal | None:
        if all(self._cell(row, field) in (None, "") for field in self._places):
            return None
        where = f"Zeile {number}"
        provider = self._provider(row)
        source_id = cells.text(self._cell(row, "source_id"))[:255]
        source_provider = provider.numbers[0][1] if provider.numbers else fold(provider.name)
        try:
            return self._offer(row, provider, source_provider, source_id, where)
        except RecordError as error:
            values = {**error.values, "source_provider": source_provider, "source_id": source_id}
            return Refusal(problem=Problem(error.code, error.field, where, values))

    def _provider(self, row: Sequence[Cell]) -> Organisation:
        said = {
            field.removeprefix("provider_"): cells.text(self._cell(row, field))
            for field in self._places
            if field.startswith("provider_")
        }
        name = said.get("name", "") or self._layout.provider_name
        number = said.get("number", "") or self._layout.provider_number
        key = (name, number, *said.values())
        known = self._providers.get(key)
        if known is None:
            known = Organisation(
                name=name[:255],
                roles=frozenset((Role.PROVIDER,)),
                street=said.get("street", "")[:120],
                plz=addresses.plz(said.get("plz", ""), lost_zero=True),
                city=said.get("city", "")[:120],
                phone=addresses.phone(said.get("phone", "")),
                email=addresses.email(said.get("email", "")),
                web=addresses.web(said.get("web", "")),
                numbers=((codes.AGENCY, number[:60]),) if number else (),
                source=self._file_name,
            )
            if len(self._providers) < 10_000:
                self._providers[key] = known
        return known

    def _offer(
        self, row: Sequence[Cell], provider: Organisation, source_provider: str, source_id: str, where: str
    ) -> IncomingOffer:
        title = cells.text(self._cell(row, "title"))
        if not title:
            raise RecordError("record_title_missing", "title")
        if len(title) > 500:
            raise RecordError("record_title_long", "title", most="500")
        values: dict[str, Any] = {"title": title}
        for field in _LONG:
            values[field] = cells.long_text(self._cell(row, field))
        for field, most in _SHORT.items():
            values[field] = cells.text(self._cell(row, field))[:most]
        fields = self._subject(row, values)
        self._figures(row, values)
        self._form_and_time(row, values)
        self._funding(row, values)
        for field in ("language_support", "childcare", "accessible"):
            if field in self._places:
                values[field] = cells.yes(self._cell(row, field))
        if found := cells.level(self._cell(row, "language_level")):
            values["language_level"] = found
        values["web"] = addresses.web(cells.text(self._cell(row, "web")))
        values["contact"] = self._contact(row)
        run = self._run(row)
        values["dates"] = (run,) if run != OfferDate() else ()
        values["rolling_entry"] = run.rolling
        add_stated(values, schedule=run.note, about=values["description"])
        values.update(
            source_system=self._format,
            source_name=self._file_name,
            source_provider=source_provider or fold(title)[:80],
            source_id=source_id,
            information_date=self._day(row, "information_date"),
        )
        offer = self._finisher.offer(
            values,
            provider=provider.name,
            fields=fields,
            education_type=codes.code_number(cells.text(self._cell(row, "education_type"))),
        )
        return IncomingOffer(offer=offer, provider=provider, where=where)

    def _subject(self, row: Sequence[Cell], values: dict[str, Any]) -> list[str]:
        """Fill codes, keywords, kind and Teilqualifikation; return plain names of the subject."""
        values["codes"], names = cells.classification(self._cell(row, "codes"))
        keywords = [k for k in cells.listed(self._cell(row, "keywords")) if k != values["title"]]
        values["keywords"] = tuple(keywords)
        occupation = cells.text(self._cell(row, "occupation"))
        if occupation:
            names = [occupation, *names]
            values["degree"] = values["degree"] or occupation
        if kind := cells.kind(self._cell(row, "kind")):
            values["kind"] = kind
        number = cells.count(self._cell(row, "tq_number"), "tq_number", self._title("tq_number"), 20)
        if number is not None:
            values["tq_number"] = number
        if name := cells.text(self._cell(row, "tq_name"))[:200]:
            values["tq_name"] = name
        return list(names)

    def _title(self, field: str) -> str:
        return self._layout.columns.get(field, "")

    def _day(self, row: Sequence[Cell], field: str) -> Any:
        return cells.day(self._cell(row, field), field, self._title(field))

    def _figures(self, row: Sequence[Cell], values: dict[str, Any]) -> None:
        amount, words = cells.amount(self._cell(row, "price"), "price", self._title("price"))
        values["price"] = amount
        if words:
            values["price_note"] = "\n".join(filter(None, (words, values["price_note"])))
        values["seats"] = cells.count(self._cell(row, "seats"), "seats", self._title("seats"), 100_000)
        hours = cells.count(self._cell(row, "hours"), "hours", self._title("hours"), 100_000)
        if hours is not None:
            values["hours"] = hours
        length = cells.months(self._cell(row, "duration_months"))
        if length is not None:
            values["duration_months"] = length
        values["duration_class"] = cells.duration_class(self._cell(row, "duration_class"))
        values["certified_until"] = self._day(row, "certified_until")

    def _form_and_time(self, row: Sequence[Cell], values: dict[str, Any]) -> None:
        cell = self._cell(row, "form")
        values["form"] = cells.form(cell) or cells.execution_form(self._cell(row, "execution_form"))
        time = cells.time_model(self._cell(row, "time_model"))
        if time is None:
            time = codes.FORM_TIMES.get(codes.code_number(cells.text(cell)) or 0)
        if cells.yes(self._cell(row, "berufsbegleitend")):
            time = TimeModel.BERUFSBEGLEITEND
        values["time_model"] = time

    def _funding(self, row: Sequence[Cell], values: dict[str, Any]) -> None:
        marks = set(cells.funding(self._cell(row, "funding"))) | stated.funding(values["funding_note"])
        if cells.yes(self._cell(row, "bildungsgutschein")):
            marks.add(FundingMark.BILDUNGSGUTSCHEIN)
        if codes.code_number(cells.text(self._cell(row, "education_type"))) == codes.EDUCATION_ACTIVATION:
            marks.add(FundingMark.AVGS)
        values["funding"] = frozenset(marks)

    def _contact(self, row: Sequence[Cell]) -> Contact | None:
        contact = Contact(
            name=cells.text(self._cell(row, "contact_name"))[:120],
            role=cells.text(self._cell(row, "contact_role"))[:120],
            phone=addresses.phone(cells.text(self._cell(row, "contact_phone"))),
            mobile=addresses.phone(cells.text(self._cell(row, "contact_mobile"))),
            email=addresses.email(cells.text(self._cell(row, "contact_email"))),
            web=addresses.web(cells.text(self._cell(row, "contact_web"))),
        )
        return None if contact.is_empty() else contact

    def _run(self, row: Sequence[Cell]) -> OfferDate:
        start, end = self._day(row, "start"), self._day(row, "end")
        try:
            start, end = plausible(start, end)
        except DayError as error:
            raise RecordError(error.code, "dates", start=str(start or ""), end=str(end or "")) from None
        note = cells.long_text(self._cell(row, "run_note"))
        country = cells.text(self._cell(row, "country"))
        return OfferDate(
            source_id=cells.text(self._cell(row, "run_id"))[:255],
            start=start,
            end=end,
            rolling=bool(cells.yes(self._cell(row, "rolling"))) or stated.rolling(note),
            place=cells.text(self._cell(row, "place"))[:120],
            plz=addresses.plz(cells.text(self._cell(row, "plz")), country, lost_zero=True),
            street=cells.text(self._cell(row, "street"))[:120],
            venue=cells.text(self._cell(row, "venue"))[:120],
            note=note,
        )
