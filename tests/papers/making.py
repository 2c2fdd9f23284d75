"""Makes papers in tests."""

from pathlib import Path

from nqdesk.domain.portfolio import Variant
from nqdesk.domain.portfolio_book import PortfolioBook
from nqdesk.papers.portfolio import Printed, make


def printed(book: PortfolioBook, variant: Variant, out: Path, occupation: str = "") -> Printed:
    """Run the whole job and return its result."""
    job = make(book, variant, out, occupation)
    while True:
        try:
            next(job)
        except StopIteration as end:
            result = end.value
            assert isinstance(result, Printed)
            return result
