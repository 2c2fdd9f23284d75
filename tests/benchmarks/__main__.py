"""Run the measurements, print their lines and leave them in last_result.txt: ``python -m tests.benchmarks [NAME …]``.

Without names all of them run and the result is kept; with names only the modules of that name run.
"""

import argparse
import importlib
import pkgutil
import time

import tests.benchmarks
from tests.benchmarks.line import Line
from tests.last_result import keep


def names() -> list[str]:
    """Return the modules of this folder that measure something."""
    found = [entry.name for entry in pkgutil.iter_modules(tests.benchmarks.__path__) if not entry.ispkg]
    modules = {name: importlib.import_module(f"tests.benchmarks.{name}") for name in found if name != "__main__"}
    return sorted(name for name, module in modules.items() if hasattr(module, "measure"))


def main() -> int:
    """Return 0 if every ratio is within its limit."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", choices=[*names(), []], metavar="NAME", help=", ".join(names()))
    chosen = parser.parse_args().names
    begun = time.monotonic()
    lines: list[Line] = []
    for name in chosen or names():
        for line in importlib.import_module(f"tests.benchmarks.{name}").measure():
            print(line, flush=True)
            lines.append(line)
    over = sum(not line.holds for line in lines)
    closing = f"{len(lines)} lines, {over} beyond their limit, {time.monotonic() - begun:.0f} s"
    print(closing)
    if not chosen:
        keep("benchmarks", [*map(str, lines), closing])
    return 1 if over or not lines else 0


if __name__ == "__main__":
    raise SystemExit(main())
