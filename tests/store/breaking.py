"""File operations that fail when told to, and helpers to look at a database from outside."""

import errno
import os
from pathlib import Path

from nqdesk.store.files import Files


class BreakingFiles(Files):
    """Lets the n-th changing operation fail (from 1; 0 for none), and with `lasting` all after it; counts them."""

    def __init__(self, at: int = 0, error: int = errno.ENOSPC, *, lasting: bool = False) -> None:
        self.at = at
        self.error = error
        self.lasting = lasting
        self.done: list[str] = []

    def count(self, name: str) -> None:
        """Note an operation that is about to happen; raises OSError if it is one that fails."""
        self.done.append(name)
        number = len(self.done)
        if number == self.at or (self.lasting and self.at and number > self.at):
            raise OSError(self.error, os.strerror(self.error))

    def create(self, path: Path) -> int:
        self.count("create")
        return super().create(path)

    def append(self, descriptor: int, data: bytes) -> None:
        self.count("append")
        super().append(descriptor, data)

    def cut(self, descriptor: int, size: int) -> None:
        self.count("cut")
        super().cut(descriptor, size)

    def sync(self, path: Path) -> None:
        self.count("sync")
        super().sync(path)

    def replace(self, source: Path, target: Path) -> None:
        self.count("replace")
        super().replace(source, target)

    def link(self, source: Path, target: Path) -> None:
        self.count("link")
        super().link(source, target)

    def remove(self, path: Path) -> None:
        self.count("remove")
        super().remove(path)

    def sync_folder(self, folder: Path) -> None:
        self.count("sync_folder")
        super().sync_folder(folder)

    def make_folder(self, folder: Path) -> None:
        self.count("make_folder")
        super().make_folder(folder)


def parts(folder: Path) -> list[str]:
    """Return the names of files left in the making, in a folder and below."""
    return sorted(p.name for p in folder.rglob("*") if ".part" in p.name)


def content(path: Path) -> dict[str, bytes]:
    """Return the database file and its slots, by name; for "nothing was changed"."""
    return {
        p.name: p.read_bytes()
        for p in path.parent.iterdir()
        if p.is_file() and p.suffix not in (".lock", ".holder") and ".part" not in p.name
    }
