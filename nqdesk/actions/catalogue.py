"""The shipped catalogues: occupations, region and funding texts, read once when first asked for."""

import gc
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from nqdesk import resource_files

if TYPE_CHECKING:  # what a start does not need is loaded with the catalogue it belongs to
    from nqdesk.domain.events import EventKind
    from nqdesk.domain.occupation_index import OccupationIndex
    from nqdesk.domain.occupations import Occupation
    from nqdesk.domain.portfolio_book import FundingText
    from nqdesk.domain.region import Region


@lru_cache(maxsize=1)
def occupations() -> "OccupationIndex":
    """Return the catalogue of occupations."""
    from nqdesk.domain.occupation_index import OccupationIndex

    found = OccupationIndex(_read_occupations())
    gc.freeze()  # it stays, with some 100,000 objects: looking through them holds everything up for 30 ms each time
    return found


@lru_cache(maxsize=1)
def _read_occupations() -> "tuple[Occupation, ...]":
    from nqdesk.exchange import occupation_files

    return occupation_files.read(resource_files.path("occupations/occupations.json"))


def occupation_titles() -> dict[str, str]:
    """Return the catalogue's titles by id; quicker than `occupations`, which sorts out every name."""
    return {occupation.id: occupation.title for occupation in _read_occupations()}


@lru_cache(maxsize=1)
def region() -> "Region":
    """Return Länder, Kreise, postcodes and Agentur districts."""
    from nqdesk.exchange import region_files

    return region_files.read(resource_files.path("region"))


@lru_cache(maxsize=1)
def law_as_of() -> date:
    """Return the state of the law that everything shipped about funding has at least."""
    from nqdesk.domain.events import EventKind

    return min(funding_text(audience).as_of for audience in EventKind)


@lru_cache(maxsize=3)
def funding_text(audience: "EventKind") -> "FundingText":
    """Return the page "how it is funded" for an audience."""
    from nqdesk.exchange import funding_text_files

    return funding_text_files.read(resource_files.path(f"funding_texts/{audience.value}.toml"))
