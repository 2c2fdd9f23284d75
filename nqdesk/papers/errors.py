"""What can go wrong when a paper is written, as codes; the German sentences stand in `resources/texts/papers.toml`."""

from nqdesk.domain.failure import Failure


class PapersError(Failure):
    """A paper could not be written; nothing at the target changed.

    Attributes:
        code: "target_open" (another program holds the file), "disk_full", "read_only_place", "place_missing",
            "write_failed" or "nothing_to_print".
        values: what the sentence names, e.g. ``{"name": "portfolio.pdf"}``.
    """
