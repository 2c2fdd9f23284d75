"""The shipped catalogue of occupations, read once."""

import pytest

from nqdesk import resource_files
from nqdesk.domain.occupation_index import OccupationIndex
from nqdesk.exchange import occupation_files


@pytest.fixture(scope="session")
def catalogue() -> OccupationIndex:
    """Return the shipped catalogue."""
    return OccupationIndex(occupation_files.read(resource_files.path("occupations/occupations.json")))
