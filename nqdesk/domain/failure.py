"""Something outside the program stands in the way: a file, a disk, a lock. Told as a code, never as a traceback."""

from collections.abc import Mapping


class Failure(Exception):  # noqa: N818 - the layers' own errors derive from it
    """Base of StoreError, ExchangeError and PapersError.

    Attributes:
        code: stable name; its German sentence stands in resources/texts.
        values: what the sentence names; never personal data.
    """

    def __init__(self, code: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.values = dict(values or {})
