"""Reads large course files in a process of their own: reading and storing then go on side by side.

An import takes about a third less time, and the window's own process has less to do beside the person before it.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Generator, Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from threading import Semaphore, Thread
from typing import Any

import psutil

from nqdesk.actions import catalogue
from nqdesk.domain.column_layout import ColumnLayout
from nqdesk.domain.incoming import FileHead, Incoming
from nqdesk.exchange import reading
from nqdesk.exchange.errors import ExchangeError

LARGE = 4 << 20  # bytes; below, starting a process takes longer than it saves
_AT_ONCE = 250  # records
_LOW_PRIORITY = 10
_AHEAD = 4  # lists that wait for the other process, which may be at a commit


def open_file(
    path: Path, layouts: tuple[ColumnLayout, ...], *, large: int = LARGE
) -> tuple[FileHead, Generator[Incoming]]:
    """Return the head of a course file and its records, as `exchange.reading.open_file` does.

    Of an openQ-cat file of `large` bytes or more the records come from another process, which ends with the iterator.
    Raises ExchangeError, also while iterating; "reading_stopped" if the other process was ended from outside.
    """
    head, records = reading.open_file(path, catalogue.occupations(), layouts)
    if head.format == "openqcat" and path.stat().st_size >= large:
        return head, _apart(path, records)
    return head, (record for record in records)


def _apart(path: Path, records: Iterator[Incoming]) -> Generator[Incoming]:
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_read, args=(sending, path), daemon=True)
    with receiving:
        try:
            process.start()
        except OSError:  # no more processes: then here
            yield from records
            return
        finally:
            sending.close()
        try:
            while (some := _received(receiving, path)) is not None:
                yield from some
        finally:
            process.terminate()
            process.join()


def _received(receiving: Connection, path: Path) -> list[Incoming] | None:
    """Return the next records, None after the last ones."""
    try:
        got = receiving.recv()
    except (EOFError, OSError):
        raise ExchangeError("reading_stopped", {"name": path.name}) from None
    if isinstance(got, ExchangeError):
        raise got
    return list(got) if got is not None else None


def _read(sending: Connection, path: Path) -> None:
    """Send the records of a file in lists, then None; instead of the rest the error that ends the reading."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which then ends this process
    _step_back()
    lists: SimpleQueue[Any] = SimpleQueue()
    ahead = Semaphore(_AHEAD)

    def send() -> None:
        some: Any = ()
        while isinstance(some, (list, tuple)):
            some = lists.get()
            try:
                sending.send(some)
            except OSError:
                os._exit(0)  # nobody wants to know any more
            ahead.release()

    sender = Thread(target=send)
    sender.start()
    try:
        _, records = reading.open_file(path, catalogue.occupations())
        while some := list(islice(records, _AT_ONCE)):
            ahead.acquire()
            lists.put(some)
        lists.put(None)
    except ExchangeError as error:
        lists.put(error)
    sender.join()


def _step_back() -> None:
    """Let the window and what it waits for go first; a system that does not allow it is as well."""
    with suppress(OSError, psutil.Error):
        if sys.platform == "win32":
            psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        else:
            os.nice(_LOW_PRIORITY)
