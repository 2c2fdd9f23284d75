"""The modules of this folder that try a fault, by name."""

import importlib
import pkgutil
from collections.abc import Iterable

import tests.faults
from tests.faults.trial import Trial

SEED = 20261123
NO_TRIALS = {"__main__", "trial", "trials"}


def names() -> list[str]:
    """Return the modules that have a function `run`."""
    found = [entry.name for entry in pkgutil.iter_modules(tests.faults.__path__)]
    candidates = [name for name in found if name not in NO_TRIALS and not name.startswith("test_")]
    return sorted(name for name in candidates if hasattr(importlib.import_module(f"tests.faults.{name}"), "run"))


def run(name: str, *, full: bool, seed: int) -> Iterable[Trial]:
    """Run the faults of one module, all of them or a tenth."""
    trials: Iterable[Trial] = importlib.import_module(f"tests.faults.{name}").run(full, seed)
    return trials
