"""Reading openQ-cat 1.1: streamed record by record, memory does not grow with the file."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

from lxml import etree

from nqdesk.domain.incoming import FileHead, Incoming
from nqdesk.exchange.assigning import Catalogue, Finisher
from nqdesk.exchange.errors import ExchangeError
from nqdesk.exchange.openqcat_head import Head, read_head
from nqdesk.exchange.openqcat_record import Reading, read_service
from nqdesk.exchange.text_files import is_utf8

FORMAT = "openqcat"
CHUNK = 1 << 16
LONGEST_FILE = 2 << 30  # bytes
LONGEST_RECORD = 8 << 20  # bytes between the ends of two records

# Elements dropped as soon as they are read; those beside SERVICE hold nothing that nqdesk needs but may be many.
_DROPPED = frozenset(("SERVICE", "SERVICE_TO_CATALOGGROUP_MAP", "CLASSIFICATION_GROUP", "CATALOG_STRUCTURE"))
_TAGS = (*sorted(_DROPPED), "HEADER", "NEW_CATALOG", "UPDATE_CATALOG", "DELETE", "NEW")
_ROOTS = frozenset(("OPENQCAT", "SERVICE", "NEW_CATALOG", "UPDATE_CATALOG"))
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WINDOWS_ONLY = bytes(range(0x80, 0xA0))
_NOT_WINDOWS = b"\x81\x8d\x8f\x90\x9d"
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def open_catalogue(path: Path, catalogue: Catalogue) -> tuple[FileHead, Iterator[Incoming]]:
    """Return the head of an openQ-cat file and its records.

    Accepted: OPENQCAT with NEW_CATALOG or UPDATE_CATALOG (or DELETE and NEW alone), and a single SERVICE as root with
    its HEADER inside; UTF-8, UTF-16, ISO-8859-1/-15, Windows-1252, with or without declaration, with or without
    namespace. Rows with ``EDUCATION type="false"`` are further runs of the offer whose number is their COURSE_ID.

    Raises ExchangeError, also while iterating: not_well_formed, dtd, too_deep, too_big, record_too_big,
    wrong_encoding, not_openqcat, no_records.
    """
    if path.stat().st_size > LONGEST_FILE:
        raise ExchangeError("too_big", {"most": f"{LONGEST_FILE >> 30} GB"})
    encoding, forced = _encoding(path)
    stream = _Stream(path, forced)
    root = stream.root()
    if root not in _ROOTS:
        raise ExchangeError("not_openqcat", {"root": root[:40]})
    head, full, update = stream.head(root, path.name)
    reading = Reading(head=head, file_name=path.name, finisher=Finisher(catalogue))
    file_head = FileHead(
        format=FORMAT,
        encoding=encoding,
        complete=full,
        update=update,
        day=head.day,
        name=path.name,
    )
    return file_head, stream.records(reading)


def _encoding(path: Path) -> tuple[str, str | None]:
    """Return the encoding for the reader and the one to force on the parser, None to let it follow the file."""
    with path.open("rb") as file:
        start = file.read(1024)
        for mark, name in _BOMS:
            if start.startswith(mark):
                return name, None
        if start[1:2] == b"\x00":
            return "utf-16-le", "UTF-16LE"
        if start[:1] == b"\x00":
            return "utf-16-be", "UTF-16BE"
        declared = _DECLARED.match(start.lstrip())
        name = declared.group(1).decode("ascii").lower() if declared else ""
        if name in ("utf-8", "utf8"):
            return "utf-8", None
        if name in ("iso-8859-1", "latin1", "latin-1", "iso8859-1", "us-ascii"):
            file.seek(0)
            found = _windows_bytes(file)
            return ("windows-1252", "windows-1252") if found else ("iso-8859-1", None)
        if name:
            return name, None
        file.seek(0)
        return ("utf-8", None) if is_utf8(file) else ("windows-1252", "windows-1252")


def _windows_bytes(file: BinaryIO) -> bool:
    """Tell whether bytes occur that are characters in Windows-1252 ("€", "–", "„") but controls in ISO-8859-1."""
    found = False
    while chunk := file.read(1 << 20):
        extra = len(chunk) - len(chunk.translate(None, _WINDOWS_ONLY))
        if extra:
            found = True
            if len(chunk) != len(chunk.translate(None, _NOT_WINDOWS)):
                return False
    return found


class _Stream:
    """One openQ-cat file, parsed from its beginning each time it is asked."""

    def __init__(self, path: Path, encoding: str | None) -> None:
        self._path = path
        self._encoding = encoding

    def _parser(self, tags: Sequence[str] | None) -> etree.XMLPullParser:
        return etree.XMLPullParser(
            events=("start", "end"),
            tag=tags,
            encoding=self._encoding,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )

    def _chunks(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            first = file.read(CHUNK)
            _refuse_dtd(first)
            yield first.lstrip(b" \t\r\n") if not first.startswith(b"\x00") and first[1:2] != b"\x00" else first
            while chunk := file.read(CHUNK):
                yield chunk

    def root(self) -> str:
        """Return the name of the root element."""
        parser = self._parser(None)
        try:
            for chunk in self._chunks():
                parser.feed(chunk)
                for _, element in _events(parser):
                    if element.getroottree().docinfo.internalDTD is not None:
                        raise ExchangeError("dtd")
                    return _local(element.tag)
            parser.close()
        except etree.XMLSyntaxError as error:
            raise _error(error) from None
        return ""

    def events(self) -> Iterator[tuple[str, str, etree._Element]]:
        """Yield (event, name, element) of the elements in `_TAGS`."""
        parser = self._parser(["{*}" + tag for tag in _TAGS])
        since = 0
        try:
            for chunk in self._chunks():
                since += len(chunk)
                parser.feed(chunk)
                for event, element in _events(parser):
                    name = _local(element.tag)
                    if event == "end" and name in _DROPPED:
                        since = 0
                    yield event, name, element
                if since > LONGEST_RECORD:
                    raise ExchangeError("record_too_big", {"most": f"{LONGEST_RECORD >> 20} MB"})
            parser.close()
            for event, element in _events(parser):
                yield event, _local(element.tag), element
        except etree.XMLSyntaxError as error:
            raise _error(error) from None

    def head(self, root: str, file_name: str) -> tuple[Head, bool, bool]:
        """Return the HEADER, whether the file says it is complete and whether it is an update."""
        head = Head()
        for event, name, element in self.events():
            if event == "end" and name == "HEADER":
                _drop_namespaces(element)
                head = read_head(element, file_name)
                if root == "SERVICE":
                    break
            elif event == "start" and name == "NEW_CATALOG":
                said = (element.get("FULLCATALOG") or element.get("full_catalog") or "true").strip().lower()
                return head, said in ("true", "1"), False
            elif event == "start" and name in ("UPDATE_CATALOG", "DELETE", "NEW"):
                return head, False, True
            elif name == "SERVICE" and (event == "end" or root != "SERVICE"):
                break
        return head, False, False

    def records(self, reading: Reading) -> Iterator[Incoming]:
        """Yield the records; what was read is dropped."""
        found = False
        for event, name, element in self.events():
            if event != "end" or name not in _DROPPED:
                continue
            parent = element.getparent()
            if name == "SERVICE":
                found = True
                _drop_namespaces(element)
                removal = parent is not None and _local(parent.tag) == "DELETE"
                yield read_service(element, reading, removal=removal)
            element.clear()
            if parent is not None:
                while element.getprevious() is not None:
                    del parent[0]
        if not found:
            raise ExchangeError("no_records")


def _events(parser: etree.XMLPullParser) -> Iterator[tuple[str, etree._Element]]:
    return cast("Iterator[tuple[str, etree._Element]]", parser.read_events())


def _local(tag: str) -> str:
    return tag.rpartition("}")[2] if tag[:1] == "{" else tag


def _drop_namespaces(element: etree._Element) -> None:
    if element.tag[:1] == "{":
        for each in element.iter(etree.Element):
            each.tag = _local(each.tag)


def _refuse_dtd(start: bytes) -> None:
    plain = start.replace(b"\x00", b"") if b"\x00" in start[:8] else start
    if _FORBIDDEN.search(plain):
        raise ExchangeError("dtd")


def _error(error: etree.XMLSyntaxError) -> ExchangeError:
    # What was logged says more than the exception, which may be only "no element found".
    logged: Any = getattr(error.error_log, "last_error", None)
    message = f"{error} {logged.message if logged is not None else ''}".lower()
    values = {"line": str((logged.line if logged is not None else error.lineno) or 1)}
    if "depth" in message:
        return ExchangeError("too_deep", values)
    if "huge" in message or "too long" in message or "buffer" in message:
        return ExchangeError("record_too_big", {"most": "8 MB"})
    if any(word in message for word in ("encod", "proper utf-8", "conversion failed", "invalid bytes")):
        return ExchangeError("wrong_encoding", values)
    if "entity" in message and "not defined" in message:
        return ExchangeError("entity", values)
    return ExchangeError("not_well_formed", values)
