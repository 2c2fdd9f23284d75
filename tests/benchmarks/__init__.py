"""What a person waits for, measured as a ratio to a floor taken in the same run (`python -m tests.benchmarks`).

Each module of this folder with a function ``measure() -> Iterable[Line]`` takes part.
"""
