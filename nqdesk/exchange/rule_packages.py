"""Rule packages: rule files with their giver and a checksum, in one JSON file; in and out.

Law changes come this way without a new program, and centres share their own instruments.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from nqdesk.domain.funding.rules import Origin
from nqdesk.exchange.errors import ExchangeError
from nqdesk.exchange.rule_sources import RuleSource
from nqdesk.exchange.small_files import read_small

FORMAT = "nqdesk-regelpaket"
LARGEST = 8_000_000
"""Bytes; all shipped rules together have a tenth."""
MOST_FILES = 500
_NAME = re.compile(r"(facts|parameters|shared|instruments)/[a-z0-9_]{1,80}\.toml")
_LONGEST = 200


@dataclass(frozen=True)
class RulePackage:
    """A package: its name, who gives it, the day it was made, what it is for, and its rule files.

    ``checksum`` names exactly this content ("sha256:…").
    """

    name: str
    giver: str
    made_on: date
    note: str
    files: tuple[RuleSource, ...]

    @property
    def checksum(self) -> str:
        """Return the name of exactly this content."""
        content = _content(self)
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _content(package: RulePackage) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": 1,
        "name": package.name,
        "giver": package.giver,
        "made_on": package.made_on.isoformat(),
        "note": package.note,
        "files": [{"name": file.name, "text": file.text} for file in sorted(package.files, key=lambda f: f.name)],
    }


def write(package: RulePackage, out: Path) -> None:
    """Write a package; raises ExchangeError "file_not_written"."""
    text = json.dumps({**_content(package), "checksum": package.checksum}, ensure_ascii=False, indent=1)
    try:
        out.write_text(f"{text}\n", encoding="utf-8")
    except OSError:
        raise ExchangeError("file_not_written", {"name": out.name}) from None


def read(path: Path) -> RulePackage:
    """Return the package of a file; raises ExchangeError.

    Codes: file_missing, file_is_folder, file_unreadable, package_too_big, package_unreadable, package_version (made
    for a newer nqdesk), package_damaged (the checksum is another one).
    """
    raw = read_small(path, LARGEST, "package_too_big")
    try:
        content = json.loads(raw.decode("utf-8-sig"))
        version = content["version"] if content["format"] == FORMAT else None
        if isinstance(version, int) and version > 1:
            raise ExchangeError("package_version", {"name": path.name})
        package = _package(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ExchangeError("package_unreadable", {"name": path.name}) from None
    if content.get("checksum") != package.checksum:
        raise ExchangeError("package_damaged", {"name": path.name})
    return package


def _package(content: dict[str, Any]) -> RulePackage:
    if content["format"] != FORMAT or content["version"] != 1:
        raise ValueError(FORMAT)
    files = content["files"]
    if not isinstance(files, list) or not 0 < len(files) <= MOST_FILES:
        raise ValueError(MOST_FILES)
    sources = tuple(RuleSource(_line(file["name"]), _text(file["text"]), Origin.PACKAGE) for file in files)
    names = {source.name for source in sources}
    if len(names) != len(sources) or not all(map(_NAME.fullmatch, names)):
        raise ValueError(FORMAT)
    made_on = date.fromisoformat(_line(content["made_on"]))
    return RulePackage(
        _line(content["name"]), _line(content["giver"]), made_on, _text(content.get("note", "")), sources
    )


def _line(value: object) -> str:
    # What cannot be seen, as signs that turn the direction of writing, could make a name look like another one.
    if not isinstance(value, str) or not 0 < len(value.strip()) <= _LONGEST or not value.isprintable():
        raise ValueError(FORMAT)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(FORMAT)
    return value
