"""The database of a command: its password, opened as it is, or made for the command."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nqdesk.actions import messages

if TYPE_CHECKING:
    from nqdesk.store.database import Store


class Stop(Exception):  # noqa: N818 - ends a command with one line
    """Ends a command with exit code 2 and one line on stderr."""


def password(chosen: argparse.Namespace) -> str:
    """Return the password from the file that is named, from NQDESK_PASSWORD, or asked for; raises Stop."""
    file: Path | None = getattr(chosen, "password_file", None)
    if file is not None:
        try:
            return file.read_text(encoding="utf-8-sig").rstrip("\r\n")  # editors on Windows like to begin with a mark
        except OSError:
            raise Stop(messages.sentence("file_missing", {"name": str(file)})) from None
        except UnicodeDecodeError:
            raise Stop(messages.sentence("password_file_unreadable", {"name": file.name})) from None
    given = os.environ.get("NQDESK_PASSWORD")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Stop(messages.sentence("password_needed"))
    try:
        return getpass.getpass("Passwort: ", stream=sys.stderr)
    except EOFError:
        raise Stop(messages.sentence("password_needed")) from None


def path_of(chosen: argparse.Namespace) -> Path:
    """Return the database that is named, else the centre's own."""
    from nqdesk.actions import databases

    named: Path | None = getattr(chosen, "database", None)
    return named or databases.default_path()


def open_named(chosen: argparse.Namespace, *, read_only: bool) -> "Store":
    """Open the database of a command; raises Stop if there is none."""
    from nqdesk.actions import databases

    path = path_of(chosen)
    if not path.exists():
        raise Stop(messages.sentence("database_missing", {"name": path.name}))
    return databases.open_database(path, password(chosen), datetime.now(UTC), read_only=read_only)


@contextmanager
def to_be_filled(chosen: argparse.Namespace) -> Iterator["Store"]:
    """Open the database of a command that writes; with --create make it first if it is missing.

    If the command fails, a database made for it is gone again; so the recovery code is given at the end.
    """
    if path_of(chosen).exists() or not chosen.create:
        with open_named(chosen, read_only=False) as store:
            yield store
        return
    from nqdesk.actions import databases

    target = _free_recovery_file(chosen.recovery_file)
    try:
        person = chosen.person or getpass.getuser()
        store, code = databases.create(
            path_of(chosen), person=person, password=password(chosen), centre=None, now=datetime.now(UTC)
        )
        try:
            if target is not None:
                target.write_text(code + "\n", encoding="utf-8")
            yield store
        except BaseException:
            databases.remove_new(store)
            raise
        store.close()
    except BaseException:
        if target is not None:
            target.unlink(missing_ok=True)
        raise
    if target is None:
        print(messages.phrase("cli_recovery_code", {"code": code}), file=sys.stderr)


def _free_recovery_file(file: Path | None) -> Path | None:
    """Make the file for the recovery code, for its owner alone, before there is a code that could be lost."""
    if file is None:
        return None
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise Stop(messages.sentence("recovery_file_exists", {"name": file.name})) from None
    return file
