"""Writing a file whole or not at all: beside its place first, then put there in one step."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from nqdesk.exchange.errors import ExchangeError


@contextmanager
def whole_file(out: Path) -> Iterator[BinaryIO]:
    """Give a binary file to write; at the end it takes the place of `out`, on any error an older file stays as it was.

    Raises ExchangeError: file_open (the target is held by another program), disk_full_export, write_failed.
    """
    place = out.with_name(f".{out.stem[:40]}-{uuid4().hex[:12]}.part")
    try:
        with place.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        place.replace(out)
    except OSError as error:
        raise _failed(out, error) from None
    finally:
        with suppress(OSError):
            place.unlink(missing_ok=True)


def _failed(out: Path, error: OSError) -> ExchangeError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        code = "disk_full_export"
    elif isinstance(error, PermissionError) and out.is_file() and os.access(out.parent, os.W_OK):
        code = "file_open"
    else:
        code = "write_failed"
    return ExchangeError(code, {"name": out.name})
