"""Writing a finished paper: to a temporary name beside the target, then over it."""

import errno
import os
from pathlib import Path
from uuid import uuid4

from nqdesk.papers.errors import PapersError

_CODES = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "read_only_place",
    errno.EACCES: "read_only_place",
    errno.EPERM: "read_only_place",
    errno.ENOENT: "place_missing",
    errno.ENOTDIR: "place_missing",
}


def write(out: Path, data: bytes) -> None:
    """Replace `out` with `data` in one step.

    PapersError: "place_missing", "read_only_place", "disk_full", "target_open" (another program holds the old file)
    or "write_failed". The old file stays whole whatever happens.
    """
    values = {"name": out.name, "folder": str(out.parent)}
    temporary = out.with_name(f".{out.name}.{uuid4().hex[:8]}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise PapersError(_CODES.get(error.errno or 0, "write_failed"), values) from error
    try:
        os.replace(temporary, out)  # noqa: PTH105 - the one call that replaces on Windows too
    except OSError as error:
        temporary.unlink(missing_ok=True)
        held = isinstance(error, PermissionError) and out.exists()
        raise PapersError("target_open" if held else _CODES.get(error.errno or 0, "write_failed"), values) from error
