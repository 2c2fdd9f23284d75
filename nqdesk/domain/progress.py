"""How far a long job has come."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """One step of a job. Jobs are generators that yield these and return their result.

    Attributes:
        done: units finished, at least 0.
        total: units in all; 0 when not known.
        stage: stable name of what is being done (``"reading"``, ``"writing"``, ``"pages"``); German text in ui.
    """

    done: int
    total: int
    stage: str
