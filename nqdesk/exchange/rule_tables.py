"""The tables of a rule file, read strictly: what is missing, wrong or unknown becomes a fault with its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nqdesk.exchange.rule_sources import RuleFault, RuleSource


@dataclass
class RuleFile:
    """One parsed file, with the means to find the line of something again."""

    source: RuleSource
    content: dict[str, Any]
    lines: list[str] = field(default_factory=list)

    def line_of(self, text: str) -> int:
        """Return the first line (counted from 1) that holds the beginning of a text, 0 if none does."""
        first = text.strip().splitlines()[0] if text.strip() else ""
        return next((number for number, line in enumerate(self.lines, 1) if first and first in line), 0)


class RuleTable:
    """A table of a file: reads its entries strictly and keeps the faults."""

    def __init__(self, file: RuleFile, table: Mapping[str, Any], faults: list[RuleFault], about: str) -> None:
        """Take a table; ``about`` is how faults name it."""
        self.file = file
        self._table = table
        self._faults = faults
        self.about = about
        self._read: set[str] = set()

    def fault(self, code: str, about: str = "", near: str = "") -> None:
        """Keep a fault, with the line of ``near`` or of the entry."""
        line = self.file.line_of(near) or self.file.line_of(f'"{self.about}"') or self.file.line_of(self.about)
        self._faults.append(RuleFault(self.file.source.name, line, code, about or self.about))

    def _get(self, key: str, kind: type | tuple[type, ...], default: Any, *, needed: bool) -> Any:
        self._read.add(key)
        value = self._table.get(key)
        if value is None:
            if needed:
                self.fault("missing_entry", f"{self.about}: {key}")
            return default
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            self.fault("wrong_entry", f"{self.about}: {key}")
            return default
        return value

    def text(self, key: str, *, needed: bool = True, longest: int = 4000) -> str:
        """Return a text."""
        value = str(self._get(key, str, "", needed=needed))
        if needed and not value.strip() and self._table.get(key) is not None:
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
            self.fault("wrong_entry", f"{self.about}: {key} = {value}")
            return default

    def tables(self, key: str) -> list[Mapping[str, Any]]:
        """Return the tables of a name."""
        value = self._get(key, list, [], needed=False)
        if any(not isinstance(table, dict) for table in value):
            self.fault("wrong_entry", f"{self.about}: {key}")
            return []
        return list(value)

    def below(self, table: Mapping[str, Any], about: str) -> "RuleTable":
        """Return a table within this one."""
        return RuleTable(self.file, table, self._faults, about)

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
