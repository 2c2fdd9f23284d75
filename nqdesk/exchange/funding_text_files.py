"""Reading the "So wird gefördert" pages that nqdesk ships, one TOML file an audience."""

import tomllib
from datetime import date
from pathlib import Path

from nqdesk.domain.events import EventKind
from nqdesk.domain.portfolio_book import FundingText


def read(path: Path) -> FundingText:
    """Return the page of one file.

    The file is part of the program; a damaged one raises ValueError, KeyError or OSError as they come.
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    as_of = content["as_of"]
    if not isinstance(as_of, date):
        raise ValueError("as_of")
    return FundingText(
        audience=EventKind(content["audience"]),
        title=content["title"],
        summary=content["summary"],
        parts=tuple((part["heading"], tuple(part["paragraphs"]), part["citation"]) for part in content["part"]),
        as_of=as_of,
        sources=tuple(content["sources"]),
    )
