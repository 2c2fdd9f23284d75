"""The one door in: any course file, recognised by its content and not by its name."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from nqdesk.domain.column_layout import ColumnLayout
from nqdesk.domain.incoming import FileHead, Incoming, RowCounts
from nqdesk.exchange import ba_courses, openqcat, openqcat_numbers
from nqdesk.exchange.assigning import Catalogue
from nqdesk.exchange.errors import ExchangeError

_START = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"SQLite format 3", b"{\\rtf", b"7z\xbc\xaf")


def open_file(
    path: Path, catalogue: Catalogue, layouts: Sequence[ColumnLayout] = ()
) -> tuple[FileHead, Iterator[Incoming]]:
    """Return the head of a course file and its records, one by one.

    Args:
        path: openQ-cat (XML), an answer of the agency's Weiterbildungssuche (JSON), CSV or XLSX.
        catalogue: the occupations offers are assigned to.
        layouts: a person's own column layouts; they count before the built-in ones.

    Raises ExchangeError if the file as a whole cannot be used; for openQ-cat also while iterating. Its values
    always hold "name", the file's name.
    """
    try:
        head, records = _open(path, catalogue, layouts)
    except ExchangeError as error:
        error.values.setdefault("name", path.name)
        raise
    except OSError as error:
        raise _unreadable(path, error) from None
    return head, _named(path, records)


def count_rows(path: Path, head: FileHead) -> RowCounts | None:
    """Return how many rows of a file name each number, None where that cannot be said before it is read."""
    if head.format != openqcat.FORMAT or head.update:
        return None
    try:
        return openqcat_numbers.count_rows(path)
    except OSError as error:
        raise _unreadable(path, error) from None


def _named(path: Path, records: Iterator[Incoming]) -> Iterator[Incoming]:
    try:
        yield from records
    except ExchangeError as error:
        error.values.setdefault("name", path.name)
        raise
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> ExchangeError:
    if isinstance(error, FileNotFoundError):
        code = "file_missing"
    elif isinstance(error, IsADirectoryError):
        code = "file_is_folder"
    elif isinstance(error, PermissionError):
        code = "file_is_folder" if path.is_dir() else "file_denied"
    else:
        code = "file_unreadable"
    return ExchangeError(code, {"name": path.name})


def _open(path: Path, catalogue: Catalogue, layouts: Sequence[ColumnLayout]) -> tuple[FileHead, Iterator[Incoming]]:
    with path.open("rb") as file:
        start = file.read(_START)
    if not start.strip():
        raise ExchangeError("empty")
    if start.startswith(_ZIP):
        return _open_table(path, catalogue, layouts)
    if start.startswith(_OLD_OFFICE):
        raise ExchangeError("old_excel")
    if start.startswith(_FOREIGN):
        raise ExchangeError("not_courses")
    plain = _plain(start)
    if plain.startswith((b"<!doctype html", b"<html")):
        raise ExchangeError("html")
    if plain.startswith(b"<"):
        return openqcat.open_catalogue(path, catalogue)
    if plain.startswith((b"{", b"[")):
        return ba_courses.open_answer(path, catalogue)
    return _open_table(path, catalogue, layouts)


def _open_table(
    path: Path, catalogue: Catalogue, layouts: Sequence[ColumnLayout]
) -> tuple[FileHead, Iterator[Incoming]]:
    from nqdesk.exchange import spreadsheets  # openpyxl takes its time to load, and most files are no tables

    return spreadsheets.open_table(path, catalogue, layouts)


def _plain(start: bytes) -> bytes:
    """Return the beginning without byte order mark, spaces and the zero bytes of UTF-16, in small letters."""
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        start = start.removeprefix(mark)
    return start.replace(b"\x00", b"").lstrip().lower()
