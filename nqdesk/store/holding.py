"""Who has a database open for writing: one process per file, held by a lock of the operating system."""

import getpass
import json
import os
import socket
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from nqdesk.store.errors import StoreError, from_os
from nqdesk.store.files import Files

_MOST = 4096


@dataclass(frozen=True)
class Holder:
    """Who holds a file: person or account, computer, since when (local time as text)."""

    who: str
    host: str
    since: str


class Holding:
    """The right to write to one file, until `release` or the end of the process, however it ends.

    Attributes:
        unclean: the last holder did not release; the file wants a check.
    """

    def __init__(self, path: Path, now: datetime, files: Files) -> None:
        """Take the file; StoreError "held" (who, host, since) or "read_only_place"."""
        self._path = path
        self._files = files
        self._since = f"{now.astimezone():%d.%m.%Y %H:%M}"
        self._lock = FileLock(_lock_file(path), timeout=0, mode=0o600, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout:
            found = holder(path, files) or Holder("?", "?", "?")
            raise StoreError("held", who=found.who, host=found.host, since=found.since) from None
        except OSError as error:
            raise from_os(error) from error
        self.unclean = _info_file(path).exists()
        try:
            self.name(_account())
        except StoreError:
            self.release(whole=not self.unclean)
            raise

    def name(self, who: str) -> None:
        """Write down who holds the file."""
        values = {"who": who, "host": socket.gethostname(), "since": self._since, "process": os.getpid()}
        try:
            self._files.write(_info_file(self._path), json.dumps(values).encode())
        except OSError as error:
            raise from_os(error) from error

    def release(self, *, whole: bool = True) -> None:
        """Give the file back; with `whole` False the next to open it checks it first."""
        try:
            if whole:
                self._files.discard(_info_file(self._path))
        finally:
            self._lock.release()


def holder(path: Path, files: Files) -> Holder | None:
    """Return who wrote the holder's note, None if there is none or it is unreadable; says nothing of the lock."""
    try:
        values = json.loads(files.read(_info_file(path), _MOST))
        return Holder(str(values["who"]), str(values["host"]), str(values["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def traces(path: Path) -> tuple[Path, Path]:
    """Return the files that holding leaves beside a database."""
    return _lock_file(path), _info_file(path)


def _lock_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def _info_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.holder")


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
