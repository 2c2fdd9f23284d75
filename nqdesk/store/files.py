"""The one place where files are written other than by SQLite: whole or not at all, and on the disk when done.

Never open the database file itself with these while a connection to it is open in this process: on POSIX systems
closing any descriptor of a file drops the locks that SQLite holds on it.
"""

import errno
import os
import secrets
import sys
import time
from collections.abc import Iterator
from pathlib import Path

CHUNK = 1 << 20
PART = ".part"
_REPLACE_TRIES = 40  # Windows: a virus scanner may hold a fresh file for a moment
_REPLACE_PAUSE = 0.05


class Files:
    """File operations; tests pass a subclass that records them or lets the n-th one fail.

    The operations that change something are `create`, `append`, `cut`, `sync`, `replace`, `link`, `remove`,
    `sync_folder` and `make_folder`; everything else is made of these. All raise OSError.
    """

    def create(self, path: Path) -> int:
        """Create a file that must not exist, readable by its owner only, and return its descriptor."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)

    def append(self, descriptor: int, data: bytes) -> None:
        """Write all the bytes at the descriptor's place."""
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]

    def cut(self, descriptor: int, size: int) -> None:
        """Make a file end after so many bytes."""
        os.ftruncate(descriptor, size)

    def sync(self, path: Path) -> None:
        """Return when the file's content is on the disk."""
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            _to_disk(descriptor)
        finally:
            os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Give a file another name in one step, replacing what bears it, and return when that is on the disk."""
        tries = _REPLACE_TRIES if os.name == "nt" else 1
        while True:
            tries -= 1
            try:
                source.replace(target)
                break
            except PermissionError:
                if not tries:
                    raise
                time.sleep(_REPLACE_PAUSE)
        self.sync_folder(target.parent)

    def link(self, source: Path, target: Path) -> None:
        """Give a file a second name that must not exist; copies it where the file system knows no second names."""
        try:
            target.hardlink_to(source)
        except FileExistsError:
            raise
        except OSError:
            self.copy_whole(source, target)

    def copy_whole(self, source: Path, target: Path) -> None:
        """Copy a file that no connection has open: afterwards the target is whole or not there."""
        part = self.part_of(target)
        try:
            for _ in self.copy(source, part):
                pass
            self.replace(part, target)
        except OSError:
            self.discard(part)
            raise

    def remove(self, path: Path) -> None:
        """Remove a file if it is there."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Return when names made or removed in the folder are on the disk; nothing to do on Windows."""
        if os.name == "nt":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network file systems cannot
                raise
        finally:
            os.close(descriptor)

    def make_folder(self, folder: Path) -> None:
        """Create a folder if it is missing."""
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            self.sync_folder(folder.parent)

    def part_of(self, path: Path) -> Path:
        """Return an unused name beside `path` for a file in the making."""
        return path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART}")

    def write(self, path: Path, data: bytes) -> None:
        """Write a small file: afterwards it holds either exactly `data` or what it held before."""
        part = self.part_of(path)
        try:
            descriptor = self.create(part)
            try:
                self.append(descriptor, data)
            finally:
                os.close(descriptor)
            self.sync(part)
            self.replace(part, path)
        except OSError:
            self.discard(part)
            raise

    def copy(self, source: Path, part: Path) -> Iterator[int]:
        """Copy a file that no connection has open to a new name and sync it; yields the bytes copied so far."""
        done = 0
        descriptor = self.create(part)
        try:
            with source.open("rb") as stream:
                while data := stream.read(CHUNK):
                    self.append(descriptor, data)
                    done += len(data)
                    yield done
        finally:
            os.close(descriptor)
        self.sync(part)

    def discard(self, path: Path) -> None:
        """Remove a file in the making after a fault; a second fault does not hide the first."""
        try:
            self.remove(path)
        except OSError:
            return

    def read(self, path: Path, most: int) -> bytes:
        """Return a file's first `most` bytes."""
        with path.open("rb") as stream:
            return stream.read(most)


def _to_disk(descriptor: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError:
            os.fsync(descriptor)
    else:
        os.fsync(descriptor)


OS_FILES = Files()
