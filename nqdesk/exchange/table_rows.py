"""CSV and XLSX become rows of cells, within bounds; what a row means is not known here."""

import csv
import errno
import io
import warnings
import zipfile
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import openpyxl
from openpyxl.workbook.workbook import Workbook

from nqdesk.exchange.errors import ExchangeError

LONGEST_CSV = 256 << 20  # bytes
LONGEST_PART = 256 << 20  # bytes of one unpacked part of a workbook
LONGEST_STRINGS = 64 << 20  # bytes of the unpacked table of strings, which is kept in memory
MOST_PARTS = 2_000
MOST_ROWS = 200_000
MOST_COLUMNS = 400
MOST_SHEETS = 50

Cell = object  # str, int, float, bool, datetime, date, time or None

_DELIMITERS = (";", "\t", ",", "|")
_AT_ONCE = 500


@dataclass(frozen=True)
class Table:
    """One sheet.

    Attributes:
        rows: (number as the reader counts, from 1; cells). Empty rows are left out.
    """

    name: str
    rows: Iterator[tuple[int, Sequence[Cell]]]


def is_workbook(start: bytes) -> bool:
    """Tell whether a file that begins like this is a ZIP archive and so may be a workbook."""
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def csv_tables(path: Path, encoding: str) -> Generator[Table, None, None]:
    """Yield the one table of a CSV file; delimiter and quotes are found out. It is closed with the generator.

    Raises ExchangeError: too_big; while iterating rows not_well_formed, wrong_encoding, too_many_rows,
    too_many_columns.
    """
    if path.stat().st_size > LONGEST_CSV:
        raise ExchangeError("too_big", {"most": f"{LONGEST_CSV >> 20} MB"})
    with path.open(encoding=encoding, newline="") as file:
        try:
            sample = file.read(65_536)
            file.seek(0)
            said = sample.partition("\n")[0].strip().lower()
            if said.startswith("sep=") and len(said) == 5:
                file.readline()
                yield Table("", _csv_rows(file, said[4], 1))
            else:
                yield Table("", _csv_rows(file, _delimiter(sample), 0))
        except UnicodeError:
            raise ExchangeError("wrong_encoding", {"line": "1"}) from None


def _delimiter(sample: str) -> str:
    """Return the delimiter that cuts the first rows most evenly into more than one cell."""
    best, most = ";", (0, 0)
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        try:
            widths = [len(row) for row in islice(csv.reader(io.StringIO(sample), delimiter=delimiter), 15) if row]
        except csv.Error:
            continue
        if not widths or max(widths) < 2:
            continue
        width = max(set(widths), key=lambda w: (widths.count(w), w))
        if width > 1 and (widths.count(width), width) > most:
            best, most = delimiter, (widths.count(width), width)
    return best


def _csv_rows(file: Iterator[str], delimiter: str, skipped: int) -> Iterator[tuple[int, Sequence[Cell]]]:
    reader = csv.reader(file, delimiter=delimiter)
    number = skipped
    while True:
        before = reader.line_num + skipped
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise ExchangeError("not_well_formed", {"line": str(reader.line_num + skipped)}) from None
        except UnicodeError:
            raise ExchangeError("wrong_encoding", {"line": str(reader.line_num + skipped + 1)}) from None
        number += 1
        _within(number, row)
        if any(cell and not cell.isspace() for cell in row):
            yield before + 1, row


def _within(number: int, row: Sequence[Cell]) -> None:
    if number > MOST_ROWS:
        raise ExchangeError("too_many_rows", {"most": f"{MOST_ROWS:,}".replace(",", ".")})
    if len(row) > MOST_COLUMNS and any(cell not in (None, "") for cell in row[MOST_COLUMNS:]):
        raise ExchangeError("too_many_columns", {"most": str(MOST_COLUMNS)})


def xlsx_tables(path: Path) -> Generator[Table, None, None]:
    """Yield the visible sheets of a workbook; it is closed with the generator.

    Raises ExchangeError: zip (an archive, but no workbook), too_big, dtd, not_well_formed; while iterating rows
    also too_many_rows, too_many_columns.
    """
    _check_parts(path)
    with path.open("rb") as file:  # openpyxl leaves a file open that it could not load
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # noqa: BLE001 - a damaged workbook makes openpyxl trip over anything
            raise _broken(error, 1) from None
        try:
            yield from _sheets(book)
        finally:
            book.close()


def _sheets(book: Workbook) -> Iterator[Table]:
    for sheet in book.worksheets[:MOST_SHEETS]:
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()  # many programs write a wrong size, and rows beyond it would be lost silently
            yield Table(sheet.title, _sheet_rows(sheet.iter_rows(values_only=True)))


def _sheet_rows(rows: Iterator[Sequence[Cell]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    number = 0
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                chunk = list(islice(rows, _AT_ONCE))
        except Exception as error:  # noqa: BLE001 - see above
            raise _broken(error, number + 1) from None
        if not chunk:
            return
        for row in chunk:
            number += 1
            _within(number, row)
            if any(cell is not None and cell != "" for cell in row):
                yield number, row[:MOST_COLUMNS]


def _check_parts(path: Path) -> None:
    """Refuse archives that unpack to more than they may, and parts with a document type."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names and not any(n.endswith("workbook.xml") for n in names):
                raise ExchangeError("zip")
            if len(parts) > MOST_PARTS:
                raise ExchangeError("too_big", {"most": f"{MOST_PARTS} Teile"})
            for part in parts:
                most = LONGEST_STRINGS if part.filename.endswith("sharedStrings.xml") else LONGEST_PART
                if part.file_size > most:
                    raise ExchangeError("too_big", {"most": f"{most >> 20} MB"})
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        start = stream.read(4096).replace(b"\x00", b"").upper()
                    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                        raise ExchangeError("dtd")
    except Exception as error:  # noqa: BLE001 - zipfile raises many kinds on damaged archives
        raise _broken(error, 1) from None


def _broken(error: Exception, line: int) -> Exception:
    """Return what to raise for an error while a workbook is read: a real fault of the disk stays what it is."""
    if isinstance(error, ExchangeError) or (isinstance(error, OSError) and error.errno not in (None, errno.EINVAL)):
        return error
    return ExchangeError("not_well_formed", {"line": str(line)})
