"""What is wrong with something a person typed or a file contained, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default


@dataclass(frozen=True)
class Problem:
    """One thing to correct.

    Attributes:
        code: stable name such as ``"required"``; every code has a German sentence in `resources/texts/` (a test
            compares both).
        field: name of the dataclass field concerned, "" for the record as a whole.
        where: place in a file for the reader (``"Zeile 12"``, ``"PRODUCT_ID 4711"``), "" outside files.
        values: what the sentence needs to name, by key. Never personal data.
    """

    code: str
    field: str = ""
    where: str = ""
    values: Mapping[str, str] = default(default_factory=dict)
