"""What the way to an open database needs from the rest of the program; put together by `app`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nqdesk.domain.centre import Centre
from nqdesk.store.database import Store

if TYPE_CHECKING:
    from nqdesk.store.backup import Backup


@dataclass(frozen=True, kw_only=True)
class Door:
    """Functions that open, make and repair a database. They raise Failure or Refused, which the dialogs show.

    Attributes:
        open: path, password, whether only to read.
        create: path, person's name, password, centre; returns the store and the recovery code.
        recover: path, recovery code, new password; returns the store and the code that replaces the used one.
        backups: of a database, the newest first. restore: path, backup, password.
        write_sheet: recovery code, centre's name, database's name, PDF file to write.
        districts: (code, name) of the Agentur districts.
        default_path: where a new database is put.
    """

    open: Callable[[Path, str, bool], Store]
    create: Callable[[Path, str, str, Centre], tuple[Store, str]]
    recover: Callable[[Path, str, str], tuple[Store, str]]
    backups: Callable[[Path], "Sequence[Backup]"]
    restore: Callable[[Path, Path, str], object]
    write_sheet: Callable[[str, str, str, Path], None]
    districts: Callable[[], Sequence[tuple[str, str]]]
    default_path: Path
