"""Reading a small file whole."""

from pathlib import Path

from nqdesk.exchange.errors import ExchangeError


def read_small(path: Path, most: int, too_big: str) -> bytes:
    """Return the bytes of a file of at most so many; raises ExchangeError.

    Codes: file_missing, file_is_folder, file_unreadable, and `too_big` for a larger one.
    """
    if path.is_dir():
        raise ExchangeError("file_is_folder", {"name": path.name or str(path)})  # "." has no name
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)  # the size that a device or a pipe tells says nothing
    except FileNotFoundError:
        raise ExchangeError("file_missing", {"name": path.name}) from None
    except OSError:
        raise ExchangeError("file_unreadable", {"name": path.name}) from None
    if len(content) > most:
        raise ExchangeError(too_big, {"name": path.name})
    return content
