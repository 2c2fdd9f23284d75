"""The German words of resources/texts that stand in tables: headings of columns and names of values."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from nqdesk import resource_files
from nqdesk.domain.folding import fold

E = TypeVar("E", bound=StrEnum)


@lru_cache(maxsize=1)
def _texts() -> tuple[Mapping[str, str], Mapping[str, str]]:
    words: dict[str, str] = {}
    phrases: dict[str, str] = {}
    for file in sorted((resource_files.root() / "texts").glob("*.toml")):
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        words.update(tables.get("word", {}))
        phrases.update(tables.get("phrase", {}))
    return words, phrases


def heading(field: str) -> str:
    """Return the heading of a field's column ("Titel")."""
    return _texts()[1][f"column_{field}"]


def phrase(code: str, **values: str) -> str:
    """Return a phrase of resources/texts with its values."""
    return _texts()[1][code].format_map(values)


def word(value: StrEnum) -> str:
    """Return the German word for a value ("Teilzeit")."""
    return _texts()[0][f"{type(value).__name__}.{value.value}"]


def yes_no(value: bool | None) -> str:
    """Return "Ja", "Nein" or "" for not known."""
    return "" if value is None else _texts()[1]["cell_yes" if value else "cell_no"]


@lru_cache(maxsize=32)
def by_word(kind: type[E]) -> Mapping[str, E]:
    """Return the values of an enumeration by their folded German word and by their own name."""
    return {**{value.value: value for value in kind}, **{fold(word(value)): value for value in kind}}
