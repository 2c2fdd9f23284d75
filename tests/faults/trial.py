"""One kind of fault, tried many times."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trial:
    """What came of one kind of fault.

    Attributes:
        name: what was done to the program.
        tried: how often, more than 0.
        failures: what went wrong, one line each with the seed that shows it again; empty if all held.
        note: further counts to read.
    """

    name: str
    tried: int
    failures: tuple[str, ...] = ()
    note: str = ""

    @property
    def holds(self) -> bool:
        """Return whether something was tried and nothing went wrong."""
        return self.tried > 0 and not self.failures

    def __str__(self) -> str:
        verdict = "ok" if self.holds else f"{len(self.failures)} FAILED"
        return f"{self.name:<58} {self.tried:6d}  {verdict:<10} {self.note}".rstrip()
