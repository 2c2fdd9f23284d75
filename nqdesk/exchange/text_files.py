"""Bytes of a text file become text: the encoding is taken from the marks at its beginning or tried."""

import codecs
from pathlib import Path
from typing import BinaryIO

from nqdesk.exchange.errors import ExchangeError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(content: bytes) -> tuple[str, str]:
    """Return text and encoding: by its mark UTF-8 or UTF-16, else UTF-8 if it is valid, else Windows-1252.

    Raises ExchangeError "wrong_encoding" with the line if the marked encoding does not fit, "not_courses" for
    content that is no text at all.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(name), name
            except UnicodeDecodeError as error:
                raise ExchangeError("wrong_encoding", {"line": _line(content, error.start)}) from None
    if b"\x00" in content[:4096]:
        raise ExchangeError("not_courses")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        try:
            return content.decode("windows-1252"), "windows-1252"
        except UnicodeDecodeError:
            raise ExchangeError("wrong_encoding", {"line": _line(content, error.start)}) from None


def encoding_of(path: Path) -> str:
    """Return the encoding of a text file as `decoded` would choose it, without keeping the file in memory.

    Raises ExchangeError "not_courses" for content that is no text. An encoding given by a mark is not tried out.
    """
    with path.open("rb") as file:
        start = file.read(4096)
        for mark, name in _MARKS:
            if start.startswith(mark):
                return name
        if b"\x00" in start:
            raise ExchangeError("not_courses")
        file.seek(0)
        return "utf-8" if is_utf8(file) else "windows-1252"


def is_utf8(file: BinaryIO) -> bool:
    """Tell whether the rest of a file is valid UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _line(content: bytes, place: int) -> str:
    return str(content.count(b"\n", 0, place) + 1)
