"""What can go wrong when a paper is written, as codes; the German sentences stand in `resources/texts/papers.toml`."""

from collections.abc import Mapping


class PapersError(Exception):
    """A paper could not be written; nothing at the target changed.

    Attributes:
        code: "target_open" (another program holds the file), "disk_full", "read_only_place", "place_missing",
            "write_failed" or "nothing_to_print".
        values: what the sentence names, e.g. ``{"name": "portfolio.pdf"}``.
    """

    def __init__(self, code: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.values: dict[str, str] = dict(values or {})
