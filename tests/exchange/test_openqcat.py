"""openQ-cat files become offers: values, days, runs, refusals."""

from datetime import date
from pathlib import Path

import pytest

from nqdesk import resource_files
from nqdesk.domain.incoming import IncomingOffer
from nqdesk.domain.occupation_index import OccupationIndex
from nqdesk.exchange import occupation_files, reading
from tests.exchange.catalogue_maker import write_catalogue


@pytest.fixture(scope="session")
def catalogue() -> OccupationIndex:
    return OccupationIndex(occupation_files.read(resource_files.path("occupations/occupations.json")))


def test_a_whole_catalogue_is_read_without_a_refusal(tmp_path: Path, catalogue: OccupationIndex) -> None:
    made = write_catalogue(tmp_path / "katalog.xml", 60)
    head, records = reading.open_file(made.path, catalogue)
    found = list(records)
    assert head.format == "openqcat"
    assert head.complete
    assert head.day == date(2026, 10, 1)
    assert len(found) == made.services
    offers = [r.offer for r in found if isinstance(r, IncomingOffer)]
    assert len({o.source_id for o in offers}) == made.offers
