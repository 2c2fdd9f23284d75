"""German sentences for codes: read once from resources/texts, shared by window and command line."""

import tomllib
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from nqdesk import resource_files
from nqdesk.domain.problem import Problem

_TABLES = ("problem", "verb", "stage", "word", "field", "phrase")


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Mapping[str, str]]:
    merged: dict[str, dict[str, str]] = {table: {} for table in _TABLES}
    for file in sorted((resource_files.root() / "texts").glob("*.toml")):
        with file.open("rb") as stream:
            tables = tomllib.load(stream)
        for table, texts in tables.items():
            if table not in merged:
                raise ValueError(f"{file.name}: unknown table {table}")
            doubled = merged[table].keys() & texts.keys()
            if doubled:
                raise ValueError(f"{file.name}: {table} {', '.join(sorted(doubled))} stands elsewhere already")
            merged[table].update(texts)
    return merged


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(code: str, values: Mapping[str, str] | None = None) -> str:
    """Return the German sentence for a problem or error code.

    Values missing from `values` become "…". An unknown code raises KeyError: a test finds every code in use.
    """
    return _texts()["problem"][code].format_map(_Blank(values or {}))


def problem(found: Problem) -> str:
    """Return the German sentence for a problem, with its place in front where it has one."""
    text = sentence(found.code, found.values)
    return f"{found.where}: {text}" if found.where else text


def verb(code: str) -> str:
    """Return what was done, for messages and the trail ("Angebot gespeichert")."""
    return _texts()["verb"][code]


def stage(code: str) -> str:
    """Return what a long job is doing ("Datei wird gelesen")."""
    return _texts()["stage"][code]


def word(value: Enum) -> str:
    """Return the German word for an enum value ("Teilzeit"); its key is ``ClassName.value``."""
    return _texts()["word"][f"{type(value).__name__}.{value.value}"]


def phrase(code: str, values: Mapping[str, str] | None = None) -> str:
    """Return a German phrase that is no problem: titles, headings, lines of the command's output."""
    return _texts()["phrase"][code].format_map(_Blank(values or {}))


def field(name: str) -> str:
    """Return the German label of a record's field ("Beginn"); unknown names come back as they are."""
    return _texts()["field"].get(name, name)


def known(table: str) -> frozenset[str]:
    """Return all keys of one table; for tests and completeness checks."""
    return frozenset(_texts()[table])
