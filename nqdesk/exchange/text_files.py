"""Bytes of a text file become text: the encoding is taken from the marks at its beginning or tried."""

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


def _line(content: bytes, place: int) -> str:
    return str(content.count(b"\n", 0, place) + 1)
