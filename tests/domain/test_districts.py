"""Districts that a strategy may hold in: known ones by name, found by town, and what is not known."""

import pytest

from nqdesk.actions import catalogue
from nqdesk.domain.districts import alike, is_known, known_districts
from nqdesk.domain.funding.rules import Maker

REGION = catalogue.region()
AGENTUREN = known_districts(REGION, Maker.AGENTUR)
JOBCENTER = known_districts(REGION, Maker.JOBCENTER)


def test_every_district_of_the_data_is_there_once_and_under_a_name_of_its_own() -> None:
    assert len({each.name for each in AGENTUREN}) == len(REGION.districts)
    assert len({each.name for each in JOBCENTER}) == len(REGION.kreise)
    assert known_districts(REGION, Maker.CENTRE) == ()


@pytest.mark.parametrize(
    "text",
    ["Rosenheim", "rosenheim (landkreis)", "Jobcenter Landkreis Rosenheim", " München ", "Muenchen", "Ortenaukreis"],
)
def test_a_name_is_known_with_or_without_what_stands_before_it(text: str) -> None:
    assert is_known(JOBCENTER, text)


@pytest.mark.parametrize("text", ["Musterkreis", "Rosen", "", "Landkreis", "Anklam"])
def test_what_is_no_district_is_not_known(text: str) -> None:
    assert not is_known(AGENTUREN, text)
    assert not is_known(JOBCENTER, text)


def test_a_town_leads_to_its_district() -> None:
    assert [each.name for each in alike(AGENTUREN, "Agentur für Arbeit Anklam")] == ["Greifswald"]
    assert alike(AGENTUREN, "") == ()
