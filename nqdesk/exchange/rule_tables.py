"""The tables of a rule file, read strictly: what is missing, wrong or unknown becomes a fault with its line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from nqdesk.exchange.rule_sources import RuleFault, RuleSource

_HEADER = re.compile(r"\s*\[\[\s*([\w.]+)\s*\]\]")
MOST_FAULTS = 300
"""Faults that are kept: who has more will not read them."""
Path = tuple[tuple[str, int], ...]
"""Where a table stands: names of tables from the outside in, each with its number among those of the same name."""


@dataclass
class RuleFile:
    """One parsed file, with the means to find the line of something again."""

    source: RuleSource
    content: dict[str, Any]
    lines: list[str] = field(default_factory=list)

    def line_of(self, text: str, within: range | None = None) -> int:
        """Return the first line (counted from 1) that holds the beginning of a text, 0 if none does."""
        first = text.strip().splitlines()[0] if text.strip() else ""
        numbers = within if within is not None else range(1, len(self.lines) + 1)
        return next((number for number in numbers if first and first in self.lines[number - 1]), 0)

    @cached_property
    def headers(self) -> list[tuple[int, str]]:
        """Return the line and the name of each table of a list."""
        found = ((number, _HEADER.match(line)) for number, line in enumerate(self.lines, 1))
        return [(number, header[1]) for number, header in found if header is not None]

    def lines_of(self, path: Path) -> range:
        """Return the lines of a table, those of the tables within it included; all lines where it is not found."""
        headers = self.headers
        lines, name = range(1, len(self.lines) + 1), ""
        for key, place in path:
            name = f"{name}.{key}" if name else key
            begins = [number for number, header in headers if header == name and number in lines]
            if place >= len(begins):
                return lines
            begin = begins[place]
            ends = [n for n, header in headers if begin < n < lines.stop and not header.startswith(f"{name}.")]
            lines = range(begin, min(ends, default=lines.stop))
        return lines


class RuleTable:
    """A table of a file: reads its entries strictly and keeps the faults."""

    def __init__(
        self, file: RuleFile, table: Mapping[str, Any], faults: list[RuleFault], about: str, path: Path = ()
    ) -> None:
        """Take a table; ``about`` is how faults name it, ``path`` where it stands in the file."""
        self.file = file
        self.path = path
        self._table = table
        self._faults = faults
        self.about = about
        self._read: set[str] = set()

    @property
    def name(self) -> str:
        """Return how a fact, a parameter or a shared part calls itself."""
        return str(self._table.get("name", self._table.get("id", "")))

    def fault(self, code: str, about: str = "", near: str = "") -> None:
        """Keep a fault, with the line of ``near`` or of the entry."""
        if len(self._faults) >= MOST_FAULTS:
            return
        lines = self.file.lines_of(self.path)
        wanted = (near, f'"{self.about}"', self.about)
        line = next((found for text in wanted if (found := self.file.line_of(text, lines))), 0)
        line = line or lines.start
        self._faults.append(RuleFault(self.file.source.name, line, code, about or self.about))

    def _get(self, key: str, kind: type | tuple[type, ...], default: Any, *, needed: bool) -> Any:
        self._read.add(key)
        value = self._table.get(key)
        if value is None:
            if needed:
                self.fault("missing_entry", f"{self.about}: {key}")
            return default
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            self.fault("wrong_entry", f"{self.about}: {key}", near=f"{key} =")
            return default
        return value

    def text(self, key: str, *, needed: bool = True, longest: int = 4000) -> str:
        """Return a text."""
        value = str(self._get(key, str, "", needed=needed))
        if needed and not value.strip() and isinstance(self._table.get(key), str):
            self.fault("missing_entry", f"{self.about}: {key}")
        if len(value) > longest:
            self.fault("too_long", f"{self.about}: {key}")
        return value

    def flag(self, key: str, *, needed: bool = False) -> bool:
        """Return a yes or no."""
        return bool(self._get(key, bool, False, needed=needed))

    def day(self, key: str, *, needed: bool = True) -> date | None:
        """Return a day, None if it is missing or none."""
        value = self._get(key, date, None, needed=needed)
        if isinstance(value, datetime):
            self.fault("wrong_entry", f"{self.about}: {key}", near=f"{key} =")
            return None
        return value if isinstance(value, date) else None

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._get(key, list, [], needed=False)
        if any(not isinstance(word, str) for word in value):
            self.fault("wrong_entry", f"{self.about}: {key}")
            return ()
        return tuple(value)

    def one_of(self, key: str, kinds: type[Any], default: Any, *, needed: bool = True) -> Any:
        """Return a member of an enumeration."""
        value = self._get(key, str, None, needed=needed)
        try:
            return default if value is None else kinds(value)
        except ValueError:
            self.fault("wrong_entry", f"{self.about}: {key} = {value}", near=f"{key} =")
            return default

    def tables(self, key: str) -> list[Mapping[str, Any]]:
        """Return the tables of a name."""
        value = self._get(key, list, [], needed=False)
        if any(not isinstance(table, dict) for table in value):
            self.fault("wrong_entry", f"{self.about}: {key}")
            return []
        return list(value)

    def each(self, key: str, about: str | None = None) -> Iterator["RuleTable"]:
        """Yield the tables of a name within this one; ``about`` is how their faults name them (None: as this one)."""
        for number, table in enumerate(self.tables(key)):
            name = self.about if about is None else about
            yield RuleTable(self.file, table, self._faults, name, (*self.path, (key, number)))

    def raw(self, key: str) -> Any:
        """Return an entry as it stands."""
        self._read.add(key)
        return self._table.get(key)

    def has(self, key: str) -> bool:
        """Return whether there is an entry."""
        return key in self._table

    def finish(self) -> None:
        """Keep a fault for each entry that nobody asked for."""
        for key in self._table:
            if key not in self._read:
                self.fault("unknown_entry", f"{self.about}: {key}", near=f"{key} =")
