"""Reports of the program's own faults: where it happened, never with what. No message of an exception is written,
because it may quote a record."""

import faulthandler
import platform
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from nqdesk import __version__
from nqdesk.domain.failure import Failure

_MOST_BYTES = 500_000


class FaultReport:
    """A text file that faults are appended to."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._stream: TextIO | None = None

    def watch_crashes(self) -> None:
        """Have a crash of the process itself written down too."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        if self.file.exists() and self.file.stat().st_size > _MOST_BYTES:
            self.file.replace(self.file.with_suffix(".alt.txt"))
        self._stream = self.file.open("a", encoding="utf-8")
        faulthandler.enable(self._stream)

    def close(self) -> None:
        """Stop watching."""
        if self._stream is not None:
            faulthandler.disable()
            self._stream.close()
            self._stream = None

    def add(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None, at: datetime) -> None:
        """Append one fault: time, version, kind and the places in the program it passed."""
        lines = [f"{at.isoformat(timespec='seconds')} nqdesk {__version__}, Python {platform.python_version()}"]
        lines += [f"  {place.filename}:{place.lineno} {place.name}" for place in traceback.extract_tb(trace)]
        code = f" {error.code}" if isinstance(error, Failure) else ""
        lines.append(f"  {kind.__module__}.{kind.__qualname__}{code}")
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n\n")
