"""Texts of rules: where they come from, the name of exactly this content, and what can be wrong with them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nqdesk.domain.funding.rules import Origin
from nqdesk.exchange.small_files import read_small

LARGEST = 2_000_000
"""Bytes of a rule file; the largest shipped one has some ten thousand."""


@dataclass(frozen=True)
class RuleSource:
    """One text of rules: the name it is told by, what it holds, and where it comes from."""

    name: str
    text: str
    origin: Origin = Origin.SHIPPED


@dataclass(frozen=True)
class RuleFault:
    """What is wrong with a rule: file, line (counted from 1; 0: the whole file), a code and what it is about."""

    file: str
    line: int
    code: str
    about: str = ""


class RuleFaultsError(ValueError):
    """Rules that cannot be used; ``faults`` says why, never empty."""

    def __init__(self, faults: Iterable[RuleFault]) -> None:
        """Keep the faults."""
        self.faults = tuple(faults)
        super().__init__(len(self.faults))


def shipped_sources(folder: Path) -> list[RuleSource]:
    """Return the texts of the rules below a folder, in a fixed order."""
    files = sorted(folder.glob("*/*.toml"))
    return [RuleSource(f"{path.parent.name}/{path.name}", path.read_text(encoding="utf-8")) for path in files]


def source_file(path: Path, name: str) -> RuleSource:
    """Return a rule file as a text of this name; raises UnicodeDecodeError and ExchangeError.

    Codes: file_missing, file_is_folder, file_unreadable, rule_file_too_big.
    """
    return RuleSource(name, read_small(path, LARGEST, "rule_file_too_big").decode("utf-8-sig"))


def digest_of(sources: Iterable[RuleSource]) -> str:
    """Return the name of exactly these rules: "sha256:" and 64 digits."""
    sums = hashlib.sha256()
    for source in sorted(sources, key=lambda found: (found.origin.value, found.name)):
        for part in (source.origin.value, source.name, source.text):
            sums.update(hashlib.sha256(part.encode()).digest())
    return f"sha256:{sums.hexdigest()}"
