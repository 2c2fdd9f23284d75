"""One measured line: a ratio, its limit, and milliseconds as a note to read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A ratio between the product and a floor of the same run.

    Attributes:
        name: what was measured.
        ratio: product divided by floor.
        limit: at most this, or at least this if `at_least`.
        note: figures to read, with units ("412 ms against 371 ms").
        at_least: more is better (pages per second).
    """

    name: str
    ratio: float
    limit: float
    note: str = ""
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Return whether the ratio is within its limit."""
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        verdict = "ok" if self.holds else "over" if not self.at_least else "under"
        return f"{self.name:<58} {self.ratio:8.2f} {sign} {self.limit:<6g} {verdict:<5} {self.note}".rstrip()
