"""The demo catalogue: invented, fresh, readable by the import, and proven where it names a module."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from nqdesk.domain.folding import fold
from nqdesk.domain.incoming import IncomingOffer
from nqdesk.domain.occupation_index import OccupationIndex
from nqdesk.domain.offers import OccupationCertainty, Offer, OfferKind
from nqdesk.exchange.occupation_files import read
from nqdesk.exchange.openqcat import open_catalogue
from nqdesk.exchange.region_files import read as read_region
from nqdesk.resource_files import path

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT.parent / "shared" / "daten" / "A_kursformate" / "openqcat" / "open-Qcat.V1.1.xsd"
SHIPPED = path("demo/kurskatalog_beispiel.xml")
INDEX = OccupationIndex(read(path("occupations/occupations.json")))


def _built(folder: Path, *arguments: str) -> Path:
    command = [sys.executable, str(ROOT / "packaging" / "build_demo.py"), "--out", str(folder), *arguments]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    return folder / SHIPPED.name


def _offers(file: Path) -> dict[str, list[Offer]]:
    found: dict[str, list[Offer]] = {}
    for record in open_catalogue(file, INDEX)[1]:
        assert isinstance(record, IncomingOffer), record
        assert record.provider.name.endswith("(erfunden)")
        found.setdefault(record.offer.source_id, []).append(record.offer)
    return found


def test_the_shipped_catalogue_is_what_the_builder_writes(tmp_path: Path) -> None:
    assert _built(tmp_path).read_bytes() == SHIPPED.read_bytes()


@pytest.mark.skipif(not SCHEMA.is_file(), reason="the agency's schema is not here")
def test_the_catalogue_is_valid_against_the_schema_whatever_the_first_day(tmp_path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    for file in (SHIPPED, _built(tmp_path, "--from", "2028-02-29", "--seed", "3")):
        assert schema.validate(etree.parse(str(file))), schema.error_log


def test_nothing_in_it_is_real() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    for address in re.findall(r"(?:https://|@)([^<\"/]+)", text):
        assert address.endswith("example.org"), address
    phones = re.findall(r"<PHONE>([^<]*)</PHONE>", text)
    assert phones
    assert all(re.fullmatch(r"\+49\.69\.90009\d{3}", phone) for phone in phones)
    assert all("Erfundenes Beispielangebot" in o.description for rows in _offers(SHIPPED).values() for o in rows)


def test_it_shows_every_kind_of_offer_in_a_dozen_occupations() -> None:
    offers = [rows[0] for rows in _offers(SHIPPED).values()]
    assert 40 <= len(offers) <= 45
    assert {o.kind for o in offers} == set(OfferKind)
    assert len({o.occupation_id for o in offers} - {""}) >= 10
    assert sum(o.occupation_certainty is OccupationCertainty.SURE for o in offers) >= 30
    assert sum(o.occupation_certainty is OccupationCertainty.DOUBTFUL for o in offers) == 2


def test_module_names_are_proven_or_say_beispiel() -> None:
    for rows in _offers(SHIPPED).values():
        offer = rows[0]
        if offer.kind is not OfferKind.TQ:
            continue
        said = re.sub(r"^TQ \d+: | – .*$", "", offer.title)
        occupation = INDEX.by_id[offer.occupation_id]
        proven = {(m.number, fold(m.name)) for s in occupation.structures for m in s.modules}
        assert "Beispiel" in said or (offer.tq_number, fold(said)) in proven, offer.title


def test_places_and_postcodes_belong_together() -> None:
    region = read_region(path("region"))
    for rows in _offers(SHIPPED).values():
        for run in (run for offer in rows for run in offer.dates if run.plz):
            assert region.place_of(run.plz) == run.place


def test_gaps_are_there_to_be_seen() -> None:
    offers = [rows[0] for rows in _offers(SHIPPED).values()]
    for missing in (
        [o for o in offers if o.price is None],
        [o for o in offers if o.contact is None],
        [o for o in offers if not o.web],
        [o for o in offers if o.hours is None],
        [o for o in offers if not o.occupation_id and not o.field],
        [o for o in offers if not any(run.start for run in o.dates)],
    ):
        assert 1 <= len(missing) <= 12


def test_a_later_first_day_moves_all_runs(tmp_path: Path) -> None:
    first = date(2027, 6, 1)
    file = _built(tmp_path, "--from", first.isoformat())
    assert open_catalogue(file, INDEX)[0].day == first
    starts = [run.start for rows in _offers(file).values() for o in rows for run in o.dates if run.start]
    assert sum(start < first for start in starts) == 1
    assert all(start.weekday() == 0 for start in starts)
    assert max(starts) < date(2028, 7, 1)
