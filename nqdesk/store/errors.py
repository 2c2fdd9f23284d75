"""Why the store could not do something, as a code; German sentences are in resources/texts/store.toml."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from nqdesk.domain.failure import Failure

# SQLite's primary result codes (the low byte of the extended ones).
_PERM, _BUSY, _LOCKED, _READONLY, _IOERR = 3, 5, 6, 8, 10
_CORRUPT, _FULL, _CANTOPEN, _NOTADB = 11, 13, 14, 26
_BY_RESULT = {
    _PERM: "read_only_place",
    _BUSY: "busy",
    _LOCKED: "busy",
    _READONLY: "read_only_place",
    _IOERR: "io_error",
    _CORRUPT: "damaged",
    _FULL: "disk_full",
    _CANTOPEN: "cannot_open",
    _NOTADB: "damaged",
}
_IOERR_CORRUPTFS = 10 | (33 << 8)
_BY_ERRNO = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EACCES: "read_only_place",
    errno.EPERM: "read_only_place",
    errno.EROFS: "read_only_place",
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
    errno.EEXIST: "exists",
    errno.EISDIR: "not_ours",
}


class StoreError(Failure):
    """The store did not do it, and the database is as it was.

    Attributes:
        code: stable name, one of those in resources/texts/store.toml.
        values: what the sentence needs to name (a file's name, who holds it); never content, never a password.
    """

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code, values)


def from_os(error: OSError, **values: str) -> StoreError:
    """Return the StoreError that says what an operating system error means to a person."""
    return StoreError(_BY_ERRNO.get(error.errno or 0, "io_error"), **values)


def code_of_result(extended: int) -> str | None:
    """Return the code for an SQLite result code, None for one that is a fault of the program.

    Disk full, a damaged page and the like happen to a correct program; a missing table does not.
    """
    if extended == _IOERR_CORRUPTFS:
        return "damaged"
    return _BY_RESULT.get(extended & 0xFF)


@contextmanager
def os_errors(**values: str) -> Iterator[None]:
    """Turn operating system errors of the block into StoreError."""
    try:
        yield
    except OSError as error:
        raise from_os(error, **values) from error
