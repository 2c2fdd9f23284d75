"""Held against faults: kills, power cuts, failing writes, damaged files, mutants (`python -m tests.faults --full`).

Each module of this folder with a function ``run(full: bool, seed: int) -> Iterable[Trial]`` takes part: in full from
the command line, a seeded tenth of it in the test suite.
"""
