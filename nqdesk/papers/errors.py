"""What can go wrong when a paper is written, as codes; the German sentences stand in `resources/texts/papers.toml`."""

from nqdesk.domain.failure import Failure


class PapersError(Failure):
    """A paper could not be written; nothing at the target changed.

    Attributes:
        code: "target_open" (another program holds the file), "paper_disk_full", "paper_read_only_place",
            "paper_place_missing", "paper_write_failed", "nothing_to_print" or "no_rules_on_day".
        values: what the sentence names, e.g. ``{"name": "portfolio.pdf"}``.
    """
