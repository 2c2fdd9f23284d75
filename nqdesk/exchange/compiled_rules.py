"""The rules as one JSON file: what their texts come to, checked, so that a start need not read and check them again.

The texts stay the source. The file names them and the code that reads them, by the size and time of every file or,
where these differ, by content. As soon as the content differs it is made anew, like Python's own compiled files. The
tree of an expression is JSON within a text, so that only those are read which are used.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import orjson

import nqdesk
from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.facts import Fact, FactCatalogue
from nqdesk.domain.funding.rules import Instrument, Parameter, RuleBook, Term
from nqdesk.exchange.errors import ExchangeError
from nqdesk.exchange.plain_objects import Reader, Table
from nqdesk.exchange.whole_files import whole_file

PLACE = "compiled/rules.json"
"""Below the folder of the rules."""
BUNDLED = hasattr(sys, "_MEIPASS")

SUBFOLDERS = ("facts", "instruments", "parameters", "shared")
READING = frozenset(
    {
        "funding/expression.py",
        "funding/facts.py",
        "funding/rules.py",
        "funding/syntax.py",
        "funding/typing.py",
        "exchange/compiled_rules.py",
        "exchange/plain_objects.py",
        "exchange/rule_facts.py",
        "exchange/rule_files.py",
        "exchange/rule_sources.py",
        "exchange/rule_tables.py",
        "exchange/rule_vocabulary.py",
    }
)
"""The code that decides what the texts come to."""


class Names(NamedTuple):
    """What a compiled file stands for: sizes and times of the files it was made of, and what was in them."""

    stamp: str
    content: str


def stamp_of(folder: Path) -> str:
    """Return what tells at a glance that nobody wrote to the texts below a folder and the code that reads them."""
    found = [f"{nqdesk.__version__} {BUNDLED}"]
    for entry in _files(folder, bundled=BUNDLED):
        state = entry.stat()
        found.append(f"{entry.path} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def names_of(folder: Path, *, bundled: bool = BUNDLED) -> Names:
    """Return the names of the compiled file that stands for the texts below a folder, read by this program.

    A bundle holds no texts of programs: there the version stands for them.
    """
    sums = hashlib.sha256(nqdesk.__version__.encode())
    for entry in _files(folder, bundled=bundled):
        content = Path(entry.path).read_bytes()
        sums.update(f"/{entry.name} {len(content)}/".encode())
        sums.update(content)
    return Names(stamp_of(folder), sums.hexdigest())


def _files(folder: Path, *, bundled: bool) -> Iterator["os.DirEntry[str]"]:
    """Yield the code that reads rules and the texts below a folder, in a fixed order."""
    here = Path(nqdesk.__file__).parent
    code = [] if bundled else [here / "domain" / "funding", here / "exchange"]
    for place in (*code, *(folder / name for name in SUBFOLDERS)):
        with os.scandir(place) as entries:
            wanted = [each for each in entries if each.name.endswith(".toml") or f"{place.name}/{each.name}" in READING]
        yield from sorted(wanted, key=lambda each: each.name)


def as_json(book: RuleBook, names: Names) -> bytes:
    """Return a rule book as a compiled file."""
    table = Table()
    parts = {
        "stamp": names.stamp,
        "content": names.content,
        "digest": book.digest,
        "facts": table.plain(book.catalogue.facts),
        "parameters": table.plain(book.parameters),
        "instruments": table.plain(book.instruments),
        "gates": table.plain(book.gates),
        "terms": table.plain(book.terms),
        "files": book.files,
    }
    trees = [[text, orjson.dumps(tree).decode()] for text, tree in table.expressions]
    return orjson.dumps({**parts, "expressions": trees})


def read_compiled(content: bytes, stands: Callable[[Mapping[str, Any]], bool]) -> RuleBook | None:
    """Return the rule book of a compiled file; None where it is damaged or, by its names, stands for something else."""
    try:
        parts = orjson.loads(content)
        if not stands(parts):
            return None
        reader = Reader([Expression(text, partial(orjson.loads, tree)) for text, tree in parts["expressions"]])
        return RuleBook(
            FactCatalogue(reader.of(tuple[Fact, ...], parts["facts"])),
            reader.of(tuple[Parameter, ...], parts["parameters"]),
            reader.of(tuple[Instrument, ...], parts["instruments"]),
            parts["digest"],
            reader.of(dict[str, Expression], parts["gates"]),
            reader.of(tuple[Term, ...], parts["terms"]),
            reader.of(dict[str, str], parts["files"]),
        )
    except (ValueError, TypeError, KeyError, IndexError):
        return None


def shipped_book(folder: Path) -> RuleBook | None:
    """Return the rules below a folder from their compiled file; None where it is missing or stands for other texts."""
    try:
        content = (folder / PLACE).read_bytes()
    except OSError:
        return None
    return read_compiled(content, lambda parts: _stands_for(parts, folder))


def _stands_for(parts: Mapping[str, Any], folder: Path) -> bool:
    return bool(parts["stamp"] == stamp_of(folder) or parts["content"] == names_of(folder).content)


def keep_compiled(book: RuleBook, folder: Path, names: Names) -> bool:
    """Write the compiled file, whole or not at all; return False where that is not possible, which does no harm."""
    path = folder / PLACE
    try:
        path.parent.mkdir(exist_ok=True)
        with whole_file(path) as file:
            file.write(as_json(book, names))
    except (OSError, ExchangeError):
        return False
    return True
