"""Writing a finished paper: to a temporary name beside the target, then over it."""

import errno
import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from nqdesk.papers.errors import PapersError

_CODES = {
    errno.ENOSPC: "paper_disk_full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "paper_disk_full",
    errno.EROFS: "paper_read_only_place",
    errno.EACCES: "paper_read_only_place",
    errno.EPERM: "paper_read_only_place",
    errno.ENOENT: "paper_place_missing",
    errno.ENOTDIR: "paper_place_missing",
}
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _forget(temporary: Path) -> None:
    with suppress(OSError):
        temporary.unlink(missing_ok=True)


def write(out: Path, data: bytes, *, secret: bool = False) -> None:
    """Replace `out` with `data` in one step; a `secret` one may be read by its owner only.

    PapersError: "paper_place_missing", "paper_read_only_place", "paper_disk_full", "target_open" (another program
    holds the old file) or "paper_write_failed". The old file stays whole whatever happens.
    """
    values = {"name": out.name, "folder": str(out.parent)}
    temporary = out.with_name(f".{out.name}.{uuid4().hex[:8]}.tmp")
    try:
        descriptor = os.open(temporary, _NEW, 0o600 if secret else 0o666)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        _forget(temporary)
        raise PapersError(_CODES.get(error.errno or 0, "paper_write_failed"), values) from error
    try:
        os.replace(temporary, out)  # noqa: PTH105 - the one call that replaces on Windows too
    except OSError as error:
        _forget(temporary)
        held = isinstance(error, PermissionError) and out.exists()
        raise PapersError(
            "target_open" if held else _CODES.get(error.errno or 0, "paper_write_failed"), values
        ) from error
