"""The store's own file operations on a recorded disk."""

import os
from pathlib import Path

from nqdesk.store.files import Files
from tests.faults.recorded_disk import RecordedDisk


class RecordingFiles(Files):
    """Does everything for real and remembers it."""

    def __init__(self, disk: RecordedDisk) -> None:
        self.disk = disk
        self._open: dict[int, Path] = {}

    def create(self, path: Path) -> int:
        descriptor = super().create(path)
        self._open[descriptor] = path
        self.disk.note("create", path)
        return descriptor

    def append(self, descriptor: int, data: bytes) -> None:
        offset = os.lseek(descriptor, 0, os.SEEK_CUR)
        super().append(descriptor, data)
        self.disk.note("write", self._open[descriptor], offset=offset, data=data)

    def cut(self, descriptor: int, size: int) -> None:
        super().cut(descriptor, size)
        self.disk.note("cut", self._open[descriptor], offset=size)

    def sync(self, path: Path) -> None:
        super().sync(path)
        self.disk.note("sync", path)

    def replace(self, source: Path, target: Path) -> None:
        # noted between the two real steps: the name first, then the folder
        os.replace(source, target)  # noqa: PTH105 - the recorded twin of Files.replace
        self.disk.note("rename", source, other=target)
        self.sync_folder(target.parent)

    def link(self, source: Path, target: Path) -> None:
        target.hardlink_to(source)
        self.disk.note("name", target, other=source)

    def remove(self, path: Path) -> None:
        there = path.exists()
        super().remove(path)
        if there:
            self.disk.note("unname", path)

    def sync_folder(self, folder: Path) -> None:
        super().sync_folder(folder)
        self.disk.note("folder", folder)
