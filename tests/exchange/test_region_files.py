"""The shipped regional data."""

import pytest

from nqdesk.exchange.region_files import notes, read
from nqdesk.resource_files import path

FOLDER = path("region")
REGION = read(FOLDER)


def test_every_file_names_source_and_licence() -> None:
    found = notes(FOLDER)
    assert set(found) == {
        "districts.tsv",
        "gemeinden.tsv",
        "kreise.tsv",
        "laender.tsv",
        "plz.tsv",
        "wz2008.tsv",
        "wz2025.tsv",
        "wz2025_wz2008.tsv",
    }
    for name, lines in found.items():
        text = " ".join(lines)
        assert "Quelle" in text or "Agenturschlüsseln" in text, name
        assert "dl-de/by-2.0" in text or "CC BY 4.0" in text or "MIT" in text, name


def test_coverage_and_gaps_are_written_down() -> None:
    found = notes(FOLDER)
    assert any("Abdeckung" in line for line in found["plz.tsv"])
    assert any("ohne Lage" in line for line in found["gemeinden.tsv"])
    assert any("Vorschläge" in line for line in found["districts.tsv"])


def test_the_small_tables_are_whole() -> None:
    assert len(REGION.laender) == 16
    assert len(REGION.kreise) == 400
    assert len(REGION.districts) == 148
    for kreis in REGION.kreise.values():
        assert kreis.land in REGION.laender
        assert kreis.district in REGION.districts
        assert kreis.position is not None
    for district in REGION.districts.values():
        assert all(ags in REGION.kreise for ags in district.kreise)


def test_gemeinden_lie_in_their_kreis_and_in_germany() -> None:
    assert len(REGION.gemeinden) == 10979
    with_position = [g for g in REGION.gemeinden.values() if g.position]
    assert len(with_position) > 9500
    for gemeinde in with_position:
        assert gemeinde.kreis in REGION.kreise
        assert gemeinde.position is not None
        assert 47.2 < gemeinde.position.latitude < 55.1
        assert 5.8 < gemeinde.position.longitude < 15.1
    offenburg = REGION.gemeinden["08317096"]
    assert offenburg.short_name == "Offenburg"


def test_every_postcode_has_a_kreis_a_place_and_a_position() -> None:
    seen = 0
    for ags in REGION.kreise:
        for plz in REGION.plzs_of_kreis(ags):
            area = REGION.post_area(plz)
            assert area is not None
            assert area.place
            assert area.position is not None
            seen += 1
    assert seen > 10_700


@pytest.mark.parametrize("ags", ["08317", "11000", "02000", "09162"])
def test_every_kreis_has_postcodes(ags: str) -> None:
    assert REGION.plzs_of_kreis(ags)


def test_neighbouring_postcodes_are_near_each_other() -> None:
    by_start: dict[str, list[str]] = {}
    for ags in REGION.kreise:
        for plz in REGION.plzs_of_kreis(ags):
            by_start.setdefault(plz[:3], []).append(plz)
    for plzs in by_start.values():
        first = sorted(plzs)[0]
        for plz in plzs:
            distance = REGION.distance_km(first, plz)
            assert distance is not None
            assert distance < 180, (first, plz)
