"""Reading a small file whole."""

from pathlib import Path

from nqdesk.exchange.errors import ExchangeError


def read_small(path: Path, most: int, too_big: str) -> bytes:
    """Return the bytes of a file of at most so many; raises ExchangeError.

    Codes: file_missing, file_is_folder, file_unreadable, and `too_big` for a larger one.
    """
    if path.is_dir():
        raise ExchangeError("file_is_folder", {"name": path.name})
    try:
        if path.stat().st_size > most:
            raise ExchangeError(too_big, {"name": path.name})
        return path.read_bytes()
    except FileNotFoundError:
        raise ExchangeError("file_missing", {"name": path.name}) from None
    except OSError:
        raise ExchangeError("file_unreadable", {"name": path.name}) from None
