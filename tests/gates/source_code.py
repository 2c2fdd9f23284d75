"""The program's source, read as syntax trees: for tests that look at code rather than run it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "nqdesk"


@dataclass(frozen=True)
class Module:
    """One source file: its path relative to the checkout, its dotted name, its tree."""

    path: str
    name: str
    tree: ast.Module

    def imported(self) -> Iterator[str]:
        """Yield the dotted name of every module this one imports, anywhere in it."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                yield node.module

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Yield every call with the last name of what is called (``messages.verb(…)`` gives "verb")."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                if isinstance(node.func, ast.Name):
                    yield node.func.id, node
                elif isinstance(node.func, ast.Attribute):
                    yield node.func.attr, node


@lru_cache(maxsize=1)
def modules() -> tuple[Module, ...]:
    """Return every module of the package, by path."""
    found = []
    for file in sorted(PACKAGE.rglob("*.py")):
        path = file.relative_to(ROOT)
        name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        found.append(Module(path.as_posix(), name, ast.parse(file.read_text(encoding="utf-8"))))
    return tuple(found)


def words(node: ast.expr | None) -> tuple[str, ...]:
    """Return the texts an expression may be, if it is a literal or a choice between literals, else nothing."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return (node.value,)
    if isinstance(node, ast.IfExp):
        return words(node.body) + words(node.orelse)
    return ()
