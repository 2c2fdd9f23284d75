"""What nqdesk writes it reads again: openQ-cat, CSV, XLSX."""

import csv
import errno
import re
import sys
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from nqdesk.domain.centre import Centre
from nqdesk.domain.contacts import Contact
from nqdesk.domain.incoming import IncomingOffer
from nqdesk.domain.occupation_index import OccupationIndex
from nqdesk.domain.offers import (
    Form,
    FundingMark,
    LanguageLevel,
    OccupationCertainty,
    Offer,
    OfferDate,
    OfferKind,
    TimeModel,
)
from nqdesk.domain.organisations import AzavCertificate, Organisation, Role
from nqdesk.exchange import openqcat_out, reading, spreadsheets_out
from nqdesk.exchange.errors import ExchangeError
from nqdesk.exchange.joining import grouped
from nqdesk.exchange.whole_files import whole_file
from tests.faults.full_disk import lifted, limit

SCHEMA = Path(__file__).parents[3] / "shared/daten/A_kursformate/openqcat/open-Qcat.V1.1.xsd"
TODAY = date(2026, 11, 23)
CENTRE = Centre(name="Beratungsstelle Beispiel mit einem langen Namen", phone="0781 5550", email="info@stelle.example")
PROVIDER = Organisation(
    id="p1",
    name="Bildungswerk mit einem sehr langen Namen in Musterstadt (Beispiel)",
    roles=frozenset({Role.PROVIDER}),
    street="Probeweg 1",
    plz="77652",
    city="Musterstadt",
    phone="0781 555-12",
    email="info@bildungswerk.example",
    web="https://www.bildungswerk.example",
    numbers=(("ba", "955003"),),
    azav=AzavCertificate(certifier="TQCert", number="B-1", valid_until=date(2028, 12, 31)),
)
# Bookkeeping of the source, and what an import decides anew.
NOT_KEPT = {
    "id",
    "provider_id",
    "source_system",
    "source_name",
    "source_provider",
    "information_date",
    "occupation_certainty",
    "tq_source",
    "check_reasons",
}


def a_run(source_id: str, start: date, end: date, **values: str) -> OfferDate:
    """Return a run."""
    return replace(OfferDate(source_id=source_id, start=start, end=end), **values)  # type: ignore[arg-type]


def a_full_offer(catalogue: OccupationIndex) -> Offer:
    """Return an offer in which everything is said."""
    occupation = next(o for o in catalogue.by_id.values() if o.title.startswith("Fachlagerist"))
    return Offer(
        provider_id="p1",
        title="TQ 2: Güter lagern (Fachlagerist/in)",
        description="Lagern & verpacken < 5 Tonnen.\n\n• Regale\n• Stapler",
        occupation_id=occupation.id,
        occupation_certainty=OccupationCertainty.SURE,
        kind=OfferKind.TQ,
        tq_number=2,
        tq_name="Güter lagern",
        tq_source="Zertifikat",
        dates=(
            a_run("71", date(2027, 2, 8), date(2027, 7, 2), place="Offenburg", plz="77652", street="Weg 1"),
            a_run("72", date(2027, 9, 6), date(2028, 2, 4), place="Lahr", plz="77933", note="Mo bis Fr"),
        ),
        form=Form.BLENDED,
        time_model=TimeModel.PART_TIME,
        hours=420,
        duration_months=Decimal("6.5"),
        duration_class=6,
        price=Decimal("4860.00"),
        price_note="inkl. Lernmittel",
        seats=16,
        measure_number="123-004567-89",
        certified_until=date(2028, 6, 30),
        funding=frozenset({FundingMark.BILDUNGSGUTSCHEIN, FundingMark.BESCHAEFTIGTE_82}),
        funding_note="Auch für Beschäftigte; bitte fragen.",
        language_level=LanguageLevel.B1,
        accessible=True,
        target_group="Beschäftigte ohne Berufsabschluss",
        requirements="Deutschkenntnisse mindestens B1",
        degree="Fachlagerist/in",
        examiner="IHK Südlicher Oberrhein",
        web="https://www.bildungswerk.example/tq2?x=1&y=2",
        contact=Contact(name="Bea Beispiel", role="Beratung", phone="0781 55512", email="bea@bildungswerk.example"),
        keywords=("Lager", "Stapler, Gabel"),
        codes=("B 51312-90700",),
        source_system="openqcat",
        source_provider="955003",
        source_id="71",
        information_date=TODAY,
    )


def again(path: Path, catalogue: OccupationIndex) -> list[IncomingOffer]:
    """Return what a written file holds."""
    _, records = reading.open_file(path, catalogue)
    found = list(records)
    assert all(isinstance(r, IncomingOffer) for r in found), found
    return list(grouped(r for r in found if isinstance(r, IncomingOffer)))


def written(path: Path, catalogue: OccupationIndex, offers: Sequence[Offer]) -> list[IncomingOffer]:
    """Write offers in the format of the ending and read them again."""
    providers = {"p1": PROVIDER}
    if path.suffix == ".xml":
        openqcat_out.write(path, offers, providers, CENTRE, TODAY)
    else:
        spreadsheets_out.write(path, offers, providers, catalogue.by_id)
    return again(path, catalogue)


def differences(before: Offer, after: Offer) -> dict[str, tuple[Any, Any]]:
    """Return the fields in which two offers differ, without those in NOT_KEPT."""
    names = [f.name for f in fields(Offer) if f.name not in NOT_KEPT]
    return {n: (getattr(before, n), getattr(after, n)) for n in names if getattr(before, n) != getattr(after, n)}


@pytest.mark.parametrize("ending", [".xml", ".csv", ".xlsx"])
def test_everything_that_is_written_is_read_again(tmp_path: Path, catalogue: OccupationIndex, ending: str) -> None:
    offer = a_full_offer(catalogue)
    (record,) = written(tmp_path / f"a{ending}", catalogue, [offer])
    changed = differences(offer, record.offer)
    if ending == ".xml":  # hours and months stand in words in the note of a run
        runs = tuple(replace(run, note="", hours=None, form=None, time_model=None, price=None, seats=None)
                     for run in changed.pop("dates")[1])  # fmt: skip
        assert runs == tuple(replace(run, note="") for run in offer.dates)
    assert changed == {}
    assert record.provider.name == PROVIDER.name
    assert record.provider.numbers == PROVIDER.numbers
    assert (record.provider.plz, record.provider.city) == ("77652", "Musterstadt")


@pytest.mark.parametrize("ending", [".xml", ".csv", ".xlsx"])
def test_an_offer_of_which_little_is_known_stays_so(tmp_path: Path, catalogue: OccupationIndex, ending: str) -> None:
    offer = Offer(id="11111111-1111-4111-8111-111111111111", provider_id="p1", title="Kurs ohne alles")
    (record,) = written(tmp_path / f"a{ending}", catalogue, [offer])
    changed = differences(offer, record.offer)
    assert changed.pop("source_id") == ("", offer.id)
    if ending == ".xml":
        assert len(changed.pop("dates")[1]) == 1
        assert changed.pop("duration_class") == (None, 0)
    assert changed == {}


@pytest.mark.parametrize("kind", list(OfferKind))
@pytest.mark.parametrize("ending", [".xml", ".csv"])
def test_each_kind_is_kept(tmp_path: Path, catalogue: OccupationIndex, kind: OfferKind, ending: str) -> None:
    offer = Offer(provider_id="p1", title="Fachlagerist/in werden", kind=kind, source_id="1")
    (record,) = written(tmp_path / f"a{ending}", catalogue, [offer])
    assert record.offer.kind is kind


@pytest.mark.parametrize("ending", [".xml", ".csv"])
@pytest.mark.parametrize("value", [*Form, *TimeModel, *FundingMark])
def test_each_form_time_and_funding_is_kept(
    tmp_path: Path, catalogue: OccupationIndex, ending: str, value: Form | TimeModel | FundingMark
) -> None:
    offer = Offer(provider_id="p1", title="Kurs", source_id="1", kind=OfferKind.OTHER)
    if isinstance(value, Form):
        offer = replace(offer, form=value)
    elif isinstance(value, TimeModel):
        offer = replace(offer, time_model=value)
    else:
        kind = OfferKind.LANGUAGE if value is FundingMark.DEUFOEV else OfferKind.OTHER
        offer = replace(offer, funding=frozenset({value}), kind=kind)
    (record,) = written(tmp_path / f"a{ending}", catalogue, [offer])
    assert (record.offer.form, record.offer.time_model) == (offer.form, offer.time_model)
    assert record.offer.funding == offer.funding


HARMFUL = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\tTab", "'quoted", " =1+1"]


@pytest.mark.parametrize("text", HARMFUL)
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_no_cell_is_taken_for_a_formula_and_its_text_comes_back(
    tmp_path: Path, catalogue: OccupationIndex, text: str, ending: str
) -> None:
    path = tmp_path / f"a{ending}"
    offer = Offer(provider_id="p1", title=text, source_id="1", requirements=f"{text}\nzweite Zeile")
    (record,) = written(path, catalogue, [offer])
    assert record.offer.title == " ".join(text.split())
    for cell in _cells(path):
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def _cells(path: Path) -> list[str]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [cell for row in csv.reader(file, delimiter=";") for cell in row]
    book = openpyxl.load_workbook(path)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_days_and_amounts_in_a_workbook_are_days_and_numbers(tmp_path: Path, catalogue: OccupationIndex) -> None:
    path = tmp_path / "a.xlsx"
    spreadsheets_out.write(path, [a_full_offer(catalogue)], {"p1": PROVIDER}, catalogue.by_id)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    names = [cell.value for cell in rows[0]]
    start, price = rows[1][names.index("Beginn")], rows[1][names.index("Preis")]
    assert (start.number_format, price.value) == ("DD.MM.YYYY", 4860)


def test_a_catalogue_has_the_parts_the_agency_asks_for(tmp_path: Path, catalogue: OccupationIndex) -> None:
    path = tmp_path / "a.xml"
    openqcat_out.write(path, [a_full_offer(catalogue)], {"p1": PROVIDER}, CENTRE, TODAY)
    root = etree.parse(path).getroot()
    assert (root.tag, root.get("version")) == ("OPENQCAT", "1.1")
    assert [child.tag for child in root] == ["HEADER", "NEW_CATALOG"]
    assert root.find("NEW_CATALOG").get("FULLCATALOG") == "false"  # type: ignore[union-attr]
    supplier = root.find("HEADER/SUPPLIER")
    assert supplier is not None
    assert supplier.findtext("SUPPLIER_ID") == "955003"
    assert supplier.find("CONTACT/CONTACT_ROLE").get("type") == "2"  # type: ignore[union-attr]
    assert supplier.find("EXTENDED_INFO").get("input_type") == "2"  # type: ignore[union-attr]
    first, second = root.findall("NEW_CATALOG/SERVICE")
    assert [c.tag for c in first] == [
        "PRODUCT_ID", "COURSE_TYPE", "SUPPLIER_ID_REF", "SERVICE_DETAILS", "SERVICE_CLASSIFICATION",
        "SERVICE_PRICE_DETAILS",
    ]  # fmt: skip
    education = "SERVICE_DETAILS/SERVICE_MODULE/EDUCATION"
    assert (first.findtext("PRODUCT_ID"), first.findtext(f"{education}/COURSE_ID")) == ("71", "71")
    assert (second.findtext("PRODUCT_ID"), second.findtext(f"{education}/COURSE_ID")) == ("72", "71")
    assert [s.find(education).get("type") for s in (first, second)] == ["true", "false"]  # type: ignore[union-attr]
    assert first.findtext("SERVICE_DETAILS/SERVICE_DATE/START_DATE") == "2027-02-08T00:00:00.000+01:00"
    assert second.findtext("SERVICE_DETAILS/SERVICE_DATE/START_DATE") == "2027-09-06T00:00:00.000+02:00"
    pattern = r"\+*[0-9]+\.[0-9]+\.{0,1}[0-9]*"
    phones = [e.text or "" for tag in ("PHONE", "MOBILE") for e in root.iter(tag)]
    assert phones
    assert all(re.fullmatch(pattern, phone) for phone in phones)
    longest = {"NAME": 30, "NAME2": 30, "NAME3": 30, "STREET": 30, "CITY": 36, "LAST_NAME": 30, "FIRST_NAME": 30}
    assert all(len(e.text or "") <= most for tag, most in longest.items() for e in root.iter(tag))


@pytest.mark.skipif(not SCHEMA.is_file(), reason="the agency's schema is not part of the project")
def test_a_catalogue_is_valid_against_the_agencys_schema(tmp_path: Path, catalogue: OccupationIndex) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    offer = a_full_offer(catalogue)
    long = "Ein Satz, der lang ist. " * 3_000
    offers = [
        offer,
        replace(offer, source_id="2", title=long, description=long, requirements=long, target_group=long,
                funding_note=long, price_note=long, degree=long, examiner=long, keywords=(long,), provider_id=""),
        Offer(id="3" * 36, title="\x00böse\x0bZeichen\ufffe", provider_id="p1", dates=(OfferDate(rolling=True),)),
        *(replace(offer, source_id=f"k{k}", kind=k) for k in OfferKind),
        *(replace(offer, source_id=f"f{f}", form=f) for f in Form),
        *(replace(offer, source_id=f"t{t}", time_model=t) for t in TimeModel),
        replace(offer, source_id="m", funding=frozenset(FundingMark), field="Lager", occupation_id="", codes=()),
    ]  # fmt: skip
    path = tmp_path / "a.xml"
    openqcat_out.write(path, offers, {"p1": PROVIDER}, CENTRE, TODAY)
    schema.assertValid(etree.parse(path))


@pytest.mark.parametrize("ending", [".xml", ".csv", ".xlsx"])
def test_a_file_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, catalogue: OccupationIndex, ending: str
) -> None:
    target = tmp_path / f"a{ending}"
    target.mkdir()
    with pytest.raises(ExchangeError) as caught:
        written(target, catalogue, [a_full_offer(catalogue)])
    assert caught.value.code == "write_failed"
    with pytest.raises(ExchangeError) as caught:
        written(tmp_path / "fehlt" / f"a{ending}", catalogue, [a_full_offer(catalogue)])
    assert caught.value.code == "write_failed"
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("alt", encoding="utf-8")

    def fill() -> None:
        with whole_file(target) as file:
            file.write(b"neu")
            raise OSError(errno.ENOSPC, "voll")

    with pytest.raises(ExchangeError) as caught:
        fill()
    assert caught.value.code == "disk_full_export"
    assert target.read_text(encoding="utf-8") == "alt"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_workbook_for_which_there_is_no_room_is_told_like_any_other_file(
    tmp_path: Path, catalogue: OccupationIndex
) -> None:
    with lifted():
        limit(3_000)
        with pytest.raises(ExchangeError) as caught:
            written(tmp_path / "a.xlsx", catalogue, [a_full_offer(catalogue)] * 20)
    assert caught.value.code == "disk_full_export"
    assert not list(tmp_path.iterdir())
