"""Where the slots of a database lie: twice beside it, and once with each backup.

`NAME.keys` and `NAME.keys2` are always the same; each backup has its own `.keys`. The loss of any of these files, or of
all but one, loses nothing: the newest whole copy is taken and the others are written anew at the next open.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from nqdesk.store import keys
from nqdesk.store.errors import os_errors
from nqdesk.store.files import Files
from nqdesk.store.keys import KeyDocument

SALT_LENGTH = 16
_MOST = 1 << 22


@dataclass(frozen=True)
class Found:
    """The copies of a database's slots.

    Attributes:
        documents: the whole ones, best first; empty if all are lost.
        complete: both copies beside the database are whole and the same.
    """

    documents: tuple[KeyDocument, ...]
    complete: bool


def beside(path: Path) -> tuple[Path, Path]:
    """Return the two places beside a database."""
    return path.with_name(f"{path.name}.keys"), path.with_name(f"{path.name}.keys2")


def backup_folder(path: Path) -> Path:
    """Return the folder in which a database's backups lie."""
    return path.with_name(f"{path.name}.backups")


def is_backup(path: Path) -> bool:
    """Tell whether a file lies among the backups of a database."""
    return path.parent.name.endswith(".backups")


def of_backup(path: Path) -> Path:
    """Return where the slots of a backup lie."""
    return path.with_name(f"{path.name}.keys")


def find(path: Path, salt: bytes, files: Files) -> Found:
    """Return the copies that belong to the database whose first bytes are `salt`.

    Copies of another database are passed over unless there is nothing else (the first bytes may be what is damaged).
    """
    near = [replace(found, note=None) for place in beside(path) if (found := read(place, files)) is not None]
    complete = len(near) == 2 and near[0] == near[1]
    fitting = [d for d in near if d.salt == salt]
    if not fitting:
        fitting = [d for d in _with_backups(path, files) if d.salt == salt]
        complete = False
    documents = _best_first(fitting or near)
    return Found(tuple(documents), complete and near[0] in documents)


def of_one(place: Path, files: Files) -> Found:
    """Return the slots that lie with one backup."""
    document = read(place, files)
    return Found((document,) if document else (), complete=True)


def save(path: Path, document: KeyDocument, files: Files) -> None:
    """Write both copies beside a database, one after the other, so that one is whole at any moment."""
    data = keys.to_bytes(document)
    with os_errors():
        for place in beside(path):
            files.write(place, data)


def read(place: Path, files: Files) -> KeyDocument | None:
    """Return the slots in one file, None if it is missing or damaged."""
    try:
        return keys.from_bytes(files.read(place, _MOST))
    except OSError:
        return None


def _with_backups(path: Path, files: Files) -> Iterator[KeyDocument]:
    try:
        places = sorted(backup_folder(path).glob("*.keys"))
    except OSError:
        return
    for place in places:
        document = read(place, files)
        if document is not None:
            yield replace(document, note=None)


def _best_first(documents: list[KeyDocument]) -> list[KeyDocument]:
    distinct: list[KeyDocument] = []
    for document in sorted(documents, key=lambda d: d.generation, reverse=True):
        if document not in distinct:
            distinct.append(document)
    return distinct


def refresh_backups(folder: Path, document: KeyDocument, files: Files) -> None:
    """Give the backups with the same file key the present slots, so that a changed password opens them, the old not.

    A backup that cannot be written keeps its slots.
    """
    try:
        places = sorted(folder.glob("*.keys"))
    except OSError:
        return
    for place in places:
        present = read(place, files)
        if present is None or present.salt != document.salt or present.key_ids != document.key_ids:
            continue
        if present.generation < document.generation:
            with suppress(OSError):
                files.write(place, keys.to_bytes(replace(document, note=present.note)))
