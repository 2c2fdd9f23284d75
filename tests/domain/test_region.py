"""Postcodes, Kreise and distances."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqdesk.domain.region import JobcenterKind, Position, Region, haversine_km
from nqdesk.exchange.region_files import read
from nqdesk.resource_files import path

REGION: Region = read(path("region"))
points = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180))


def test_a_postcode_has_its_kreis_its_place_and_its_district() -> None:
    assert REGION.kreis_of("77652") == "08317"
    assert REGION.place_of("77652") == "Offenburg"
    assert REGION.kreise["08317"].name == "Ortenaukreis"
    assert REGION.kreise["08317"].jobcenter is JobcenterKind.KOMMUNALER_TRAEGER
    district = REGION.district_of("77652")
    assert district is not None
    assert "08317" in district.kreise


@pytest.mark.parametrize("plz", ["00000", "", "7765", "ABCDE"])
def test_an_unknown_postcode_is_unknown_and_never_somewhere(plz: str) -> None:
    assert REGION.kreis_of(plz) == ""
    assert REGION.place_of(plz) == ""
    assert REGION.district_of(plz) is None
    assert REGION.distance_km("77652", plz) is None
    assert REGION.distance_km(plz, plz) is None


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [("77652", "77694", 14), ("77652", "79098", 54), ("10115", "80331", 504), ("20095", "50667", 357)],
)
def test_distances_are_those_of_the_map(a: str, b: str, km: float) -> None:
    found = REGION.distance_km(a, b)
    assert found is not None
    assert abs(found - km) <= max(3.0, 0.02 * km)


def test_a_firm_with_its_own_postcode_lies_in_its_town() -> None:
    area = REGION.post_area("01053")
    assert area is not None
    assert area.place == "Dresden"
    assert area.approximate


def test_a_postcode_of_several_villages_bears_the_name_of_the_largest() -> None:
    assert REGION.place_of("77716") == "Haslach im Kinzigtal"


def test_all_postcodes_of_a_kreis_are_found() -> None:
    plzs = REGION.plzs_of_kreis("08317")
    assert {"77652", "77694", "77933", "77855"} <= plzs
    assert all("08317" in area.kreise for plz in plzs if (area := REGION.post_area(plz)))
    assert REGION.plzs_of_kreis("99999") == frozenset()


def test_the_distance_of_points_known_by_heart() -> None:
    assert haversine_km(Position(0, 0), Position(0, 90)) == pytest.approx(math.pi / 2 * 6371.0088)
    assert haversine_km(Position(90, 0), Position(-90, 0)) == pytest.approx(math.pi * 6371.0088)


@given(points, points)
def test_distance_is_symmetric_and_bounded(a: Position, b: Position) -> None:
    there, back = haversine_km(a, b), haversine_km(b, a)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= math.pi * 6371.01
    assert haversine_km(a, a) == pytest.approx(0, abs=1e-6)
