"""A disk that remembers every write, sync and name, and can be cut off at any moment.

The model: bytes reach the disk at the sync of their file, names at the sync of their folder. What was not synced at
the cut is kept, dropped or torn into sectors of 512 bytes at random, each write by itself, so that later writes can be
there without earlier ones. Names of one folder reach the disk in their order, as journaling file systems keep it.
"""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

SECTOR = 512


@dataclass(frozen=True)
class Event:
    """One thing that happened: kind "create", "write", "cut", "sync", "name", "unname", "rename", "folder" or "ack"."""

    kind: str
    path: str = ""
    other: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass
class _File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Event] = field(default_factory=list)


class RecordedDisk:
    """All events below one folder, in their order."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.events: list[Event] = []
        self.recording = False

    def before(self, kind: str) -> None:
        """Be told of a change of the engine that is about to happen: "create", "write", "cut", "sync" or "unname".

        Nothing is done here; a disk that fails raises the engine's error.
        """

    def note(
        self, kind: str, path: Path | str = "", *, other: Path | str = "", offset: int = 0, data: bytes = b""
    ) -> None:
        """Remember an event if recording has begun."""
        if self.recording:
            self.events.append(Event(kind, str(path), str(other), offset, bytes(data)))

    def acknowledge(self, what: str) -> None:
        """Remember that the program told its caller that something is done."""
        self.note("ack", what)

    def begin(self) -> dict[str, bytes]:
        """Begin recording; everything that is there now counts as on the disk."""
        self.recording = True
        return {str(p): p.read_bytes() for p in self.root.rglob("*") if p.is_file()}


class Replay:
    """The state of the disk while the events pass, from first to last."""

    def __init__(self, start: dict[str, bytes]) -> None:
        self._files = {number: _File(bytearray(data)) for number, data in enumerate(start.values())}
        self._durable_names = {path: number for number, path in enumerate(start)}
        self._names = dict(self._durable_names)
        self._pending_names: list[tuple[str, str, str, int]] = []
        self.acknowledged: list[str] = []

    def apply(self, event: Event) -> None:
        """Let one event happen."""
        kind, path = event.kind, event.path
        if kind == "ack":
            self.acknowledged.append(path)
        elif kind == "create":
            number = len(self._files)
            self._files[number] = _File()
            self._name("name", path, "", number)
        elif kind in ("write", "cut"):
            self._files[self._names[path]].pending.append(event)
        elif kind == "sync":
            file = self._files[self._names[path]]
            for change in file.pending:
                _change(file.durable, change)
            file.pending.clear()
        elif kind == "name":
            self._name("name", path, "", self._names[event.other])
        elif kind == "unname":
            if path in self._names:
                self._name("unname", path, "", -1)
        elif kind == "rename":
            self._name("rename", path, event.other, -1)
        elif kind == "folder":
            self._sync_folder(path)

    def _name(self, kind: str, path: str, other: str, number: int) -> None:
        change = (kind, path, other, number)
        _rename(self._names, change)
        self._pending_names.append(change)

    def _sync_folder(self, folder: str) -> None:
        kept = []
        for change in self._pending_names:
            if str(Path(change[1]).parent) == folder:
                _rename(self._durable_names, change)
            else:
                kept.append(change)
        self._pending_names = kept

    def after_cut(self, dice: Random) -> dict[str, bytes]:
        """Return what is found on the disk if the power fails now."""
        names = dict(self._durable_names)
        for change in self._pending_names[: dice.randint(0, len(self._pending_names))]:
            _rename(names, change)
        return {path: self._content(self._files[number], dice) for path, number in names.items()}

    @staticmethod
    def _content(file: _File, dice: Random) -> bytes:
        if not file.pending:
            return bytes(file.durable)
        content = bytearray(file.durable)
        for change in file.pending:
            fate = dice.random()
            if fate < 0.4:
                continue
            if fate < 0.75 or change.kind == "cut":
                _change(content, change)
                continue
            for start in range(0, len(change.data), SECTOR):
                if dice.random() < 0.5:
                    part = change.data[start : start + SECTOR]
                    _change(content, Event("write", offset=change.offset + start, data=part))
        return bytes(content)


def _change(content: bytearray, event: Event) -> None:
    if event.kind == "cut":
        del content[event.offset :]
        return
    end = event.offset + len(event.data)
    if len(content) < event.offset:
        content.extend(bytes(event.offset - len(content)))
    content[event.offset : end] = event.data


def _rename(names: dict[str, int], change: tuple[str, str, str, int]) -> None:
    kind, path, other, number = change
    if kind == "name":
        names[path] = number
    elif kind == "unname":
        names.pop(path, None)
    elif path in names:
        names[other] = names.pop(path)
