"""CSV and XLSX become offers by their column layout."""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from nqdesk.domain.column_layout import COLUMN_FIELDS, ColumnLayout, best_layout, check_layout
from nqdesk.domain.incoming import FileHead, Incoming, IncomingOffer, Refusal
from nqdesk.domain.occupation_index import OccupationIndex
from nqdesk.domain.offers import Form, FundingMark, OfferKind, TimeModel
from nqdesk.exchange import reading, spreadsheets, table_rows
from nqdesk.exchange.errors import ExchangeError
from nqdesk.exchange.joining import grouped
from nqdesk.exchange.table_layouts import KURSNET, SCRAPER, built_in, proposed

LAYOUT = ColumnLayout(
    "Beispielträger",
    {"title": "Kurs", "source_id": "Nr.", "start": "Beginn", "price": "Preis", "place": "Ort", "plz": "PLZ"},
    provider_name="Lernwerk Beispiel",
    provider_number="955002",
)


def read(path: Path, catalogue: OccupationIndex, *layouts: ColumnLayout) -> tuple[FileHead, list[Incoming]]:
    """Return head and records of a table."""
    head, records = reading.open_file(path, catalogue, layouts)
    return head, list(records)


def table(path: Path, rows: list[list[Any]], *, encoding: str = "utf-8", delimiter: str = ";") -> Path:
    """Write a CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    """Write an XLSX file whose first sheet is a cover and whose second is hidden."""
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "Deckblatt"
    cover.append(["Unsere Kurse"])
    hidden = book.create_sheet("alt")
    hidden.append(["Kurs", "Nr.", "Beginn", "Preis", "Ort", "PLZ"])
    hidden.append(["veraltet", 1])
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("Kurse")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


HEADINGS: list[Any] = ["Kurs", "Nr.", "Beginn", "Preis", "Ort", "PLZ", "sonst"]


def kursnet_rows(*changes: dict[str, Any]) -> list[list[Any]]:
    """Return rows in the layout of KursNet tables."""
    names = [
        "PRODUCT ID", "MODUS", "MODUL_TYP", "ALT_PRODUKT_ID", "TITEL", "BESCHREIBUNG", "INSTITUTION_KLASSE",
        "UNTERRICHTSFORM_KLASSE", "DURCHFUEHRUNGSFORM_KLASSE", "EDUCATION_TYPE_KLASSE", "MASSNAHMEN_NR",
        "SEGMENT_TYPE_KLASSE", "START_DATUM", "END_DATUM", "TERMIN_HINWEISE", "DAUER_KLASSE", "FLEXIBLE_ANMELDUNG",
        "MIN_TEILNEHMER", "MAX_TEILNEHMER", "ORT_NAME", "ORT_STRASSE", "ORT_PLZ", "ORT_STADT", "ORT_LAND",
        "SCHLAGWORTE", "KONTAKT_NAME", "KONTAKT_EMAIL", "KONTAKT_TEL", "KURSSYSTEMATIK",
    ]  # fmt: skip
    usual: dict[str, Any] = {
        "PRODUCT ID": 13,
        "MODUS": "new",
        "TITEL": "Beispielcoaching Modul 1 (10 UE)",
        "BESCHREIBUNG": "!Inhalt\n*Planen\n*Rechnen",
        "UNTERRICHTSFORM_KLASSE": 8,
        "DURCHFUEHRUNGSFORM_KLASSE": 3,
        "EDUCATION_TYPE_KLASSE": 130,
        "MASSNAHMEN_NR": "M-20-11111-1",
        "START_DATUM": datetime(2026, 7, 21, 2),  # noqa: DTZ001 - as Excel stores it
        "END_DATUM": datetime(2029, 7, 20, 2),  # noqa: DTZ001
        "DAUER_KLASSE": 4,
        "FLEXIBLE_ANMELDUNG": "ja",
        "MAX_TEILNEHMER": 1,
        "ORT_NAME": "Ort 1",
        "ORT_PLZ": "10785",
        "ORT_STADT": "Berlin",
        "ORT_LAND": "Deutschland",
        "SCHLAGWORTE": "Planung, Gründung, Planung",
        "KURSSYSTEMATIK": "§ 45 Abs. 1 Nr. 4 SGB III: Heranführung",
    }
    return [names, *([{**usual, **change}.get(name) for name in names] for change in changes)]


def test_a_kursnet_table_is_recognised_and_its_rows_are_runs(tmp_path: Path, catalogue: OccupationIndex) -> None:
    rows = kursnet_rows({}, {"ORT_STADT": "Leipzig", "ORT_PLZ": 4315}, {"PRODUCT ID": 33, "TITEL": "Modul 2 (25 UE)"})
    head, records = read(workbook(tmp_path / "a.xlsx", rows), catalogue)
    first, second = [r.offer for r in grouped(r for r in records if isinstance(r, IncomingOffer))]
    assert len(records) == 3
    assert (head.format, head.complete) == ("xlsx", False)
    assert [(r.place, r.plz) for r in first.dates] == [("Berlin", "10785"), ("Leipzig", "04315")]
    assert (first.source_id, first.hours, first.form) == ("13", 10, Form.BLENDED)
    assert first.funding == {FundingMark.AVGS}
    assert first.dates[0].start == date(2026, 7, 21)
    assert first.rolling_entry
    assert first.description == "Inhalt\n• Planen\n• Rechnen"
    assert first.keywords == ("Planung", "Gründung")
    assert first.codes == ()
    assert (second.source_id, second.hours) == ("33", 25)
    assert "provider_unknown" in first.check_reasons


def test_rows_without_a_provider_never_meet_those_of_another(tmp_path: Path, catalogue: OccupationIndex) -> None:
    _, one = read(workbook(tmp_path / "a.xlsx", kursnet_rows({})), catalogue)
    _, two = read(workbook(tmp_path / "b.xlsx", kursnet_rows({"TITEL": "Etwas ganz anderes"})), catalogue)
    first, second = one[0], two[0]
    assert isinstance(first, IncomingOffer)
    assert isinstance(second, IncomingOffer)
    assert first.offer.source_id == second.offer.source_id
    assert first.offer.source_provider != second.offer.source_provider


def test_the_scrapers_table_is_recognised(tmp_path: Path, catalogue: OccupationIndex) -> None:
    values = {
        "id": "179", "headline": "Umschulung Koch/Köchin", "anbieter": "Lernwerk Beispiel", "beginn": "17.07.2027",
        "ende": "17.03.2028", "dauer": "mehr als 6 Monate bis 1 Jahr", "laufender_einstieg": "Nein",
        "unterrichtszeiten": "8:30 - 16:30 Uhr", "unterrichtszeit": "Teilzeit", "bemerkungen": "",
        "berufsbegleitend": "False", "lernform": "Blended Learning", "praxistaileAG": "False", "abschlussart": "IHK",
        "gesamtkosten": "0.0", "kosten_bemerkung": "auf Anfrage", "bildungsgutschein": "Ja", "zertifizierer": "Zert",
        "förderung": "", "zugang": "", "zielgruppe": "", "teilnehmerzahl": "6-25", "inhalt": "Kochen",
    }  # fmt: skip
    path = table(tmp_path / "a.csv", [list(values), list(values.values())], encoding="utf-8-sig")
    head, (record,) = read(path, catalogue)
    assert isinstance(record, IncomingOffer)
    offer = record.offer
    assert head.encoding == "utf-8-sig"
    assert (offer.kind, offer.form, offer.time_model) == (OfferKind.UMSCHULUNG, Form.BLENDED, TimeModel.PART_TIME)
    assert (offer.price, offer.price_note, offer.seats, offer.duration_class) == (None, "auf Anfrage", 25, 6)
    assert offer.funding == {FundingMark.BILDUNGSGUTSCHEIN}
    assert (offer.dates[0].start, offer.dates[0].rolling) == (date(2027, 7, 17), False)
    assert record.provider.name == "Lernwerk Beispiel"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encoding_and_delimiter_are_found_out(
    tmp_path: Path, catalogue: OccupationIndex, encoding: str, delimiter: str
) -> None:
    rows = [HEADINGS, ["Köche, jung; alt – „neu“", "7", "5.2.2027", "4.860,00 €", "Köln", "50667", 'ein "Wort"']]
    path = table(tmp_path / "a.csv", rows, encoding=encoding, delimiter=delimiter)
    _, (record,) = read(path, catalogue, LAYOUT)
    assert isinstance(record, IncomingOffer)
    assert record.offer.title == "Köche, jung; alt – „neu“"
    assert record.offer.price == Decimal("4860.00")
    assert (record.offer.source_id, record.offer.source_provider) == ("7", "955002")
    assert record.provider.name == "Lernwerk Beispiel"


def test_headings_may_stand_below_a_cover_and_in_any_order(tmp_path: Path, catalogue: OccupationIndex) -> None:
    rows: list[list[Any]] = [
        ["Kursübersicht", None, None, None, None, None],
        [None, None, None, None, None, None],
        ["PLZ", "ort ", "PREIS:", "Beginn *", "nr.", "KURS"],
        [4315, "Leipzig", 1200.5, datetime(2027, 2, 5), 9.0, "Lager"],  # noqa: DTZ001 - as Excel stores it
    ]
    _, (record,) = read(workbook(tmp_path / "a.xlsx", rows), catalogue, LAYOUT)
    assert isinstance(record, IncomingOffer)
    assert (record.offer.source_id, record.offer.price) == ("9", Decimal("1200.50"))
    run = record.offer.dates[0]
    assert (run.plz, run.place, run.start) == ("04315", "Leipzig", date(2027, 2, 5))
    assert record.where == "Zeile 4"


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (["", "1", "5.2.2027", "10", "", ""], "record_title_missing", ""),
        (["Kurs", "1", "bald", "10", "", ""], "record_value_unreadable", "Beginn"),
        (["Kurs", "1", "5.2.2027", "12 x 30 Euro", "", ""], "record_value_unreadable", "Preis"),
        (["Kurs", "1", "5.2.1827", "10", "", ""], "record_day_implausible", ""),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_column(
    tmp_path: Path, catalogue: OccupationIndex, row: list[str], code: str, column: str
) -> None:
    path = table(tmp_path / "a.csv", [HEADINGS, row, ["Gut", "2", "", "", "", ""]])
    _, records = read(path, catalogue, LAYOUT)
    (refused,) = [r.problem for r in records if isinstance(r, Refusal)]
    assert (refused.code, refused.where, refused.values.get("column", "")) == (code, "Zeile 2", column)
    assert len(records) == 2


def test_words_in_place_of_a_price_are_its_note(tmp_path: Path, catalogue: OccupationIndex) -> None:
    path = table(tmp_path / "a.csv", [HEADINGS, ["Kurs", "1", "", "kostenlos", "", ""], ["B", "2", "", "0,00", "", ""]])
    _, records = read(path, catalogue, LAYOUT)
    first, second = [r.offer for r in records if isinstance(r, IncomingOffer)]
    assert (first.price, first.price_note) == (None, "kostenlos")
    assert second.price is None


def test_a_further_row_says_in_its_run_what_differs(tmp_path: Path, catalogue: OccupationIndex) -> None:
    rows = [HEADINGS, ["A", "1", "5.2.2027", "10", "Kassel"], ["A", "1", "5.3.2027", "20", "Fulda"]]
    _, records = read(table(tmp_path / "a.csv", rows), catalogue, LAYOUT)
    first, second = [r.offer.dates[0] for r in records if isinstance(r, IncomingOffer)]
    assert (first.price, second.price) == (None, Decimal("20.00"))


def test_rows_without_a_number_are_offers_of_their_own(tmp_path: Path, catalogue: OccupationIndex) -> None:
    path = table(tmp_path / "a.csv", [HEADINGS, ["A", "", "5.2.2027"], ["A", "", "6.2.2027"]])
    _, records = read(path, catalogue, LAYOUT)
    assert len(records) == 2
    assert all("identity_doubtful" in r.offer.check_reasons for r in records if isinstance(r, IncomingOffer))


def test_columns_are_shown_with_samples_and_a_proposal(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [["Kurstitel", "Start", "Ort", "Ort"], ["A", "5.2.2027", "Köln", "Saal 1"]])
    found = spreadsheets.headers(path)
    assert [(h.name, h.samples) for h in found] == [
        ("Kurstitel", ("A",)),
        ("Start", ("5.2.2027",)),
        ("Ort", ("Köln",)),
        ("Ort (2)", ("Saal 1",)),
    ]
    layout = proposed([h.name for h in found], "Neu")
    assert layout.columns == {"title": "Kurstitel", "start": "Start", "place": "Ort"}
    assert check_layout(layout) == []


def test_the_layout_that_reads_most_is_taken() -> None:
    small = ColumnLayout("klein", {"title": "Kurs"})
    assert best_layout((small, LAYOUT), HEADINGS) is LAYOUT
    assert best_layout((LAYOUT,), ["Kurs", "Ort"]) is None
    assert best_layout(built_in(), list(KURSNET.columns.values())) is KURSNET
    assert best_layout(built_in(), list(SCRAPER.columns.values())) is SCRAPER


def test_a_layout_without_title_or_with_a_doubled_column_is_wrong() -> None:
    codes = {p.code for p in check_layout(ColumnLayout("", {"start": "A", "end": "a", "farbe": "B"}))}
    assert codes == {"required", "layout_title_missing", "layout_column_doubled", "layout_field_unknown"}
    assert all(not check_layout(layout) for layout in built_in())
    assert all(set(layout.columns) <= set(COLUMN_FIELDS) for layout in built_in())


def _broken_sheet(path: Path, old: bytes, new: bytes) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts = {n: c.replace(old, new) if n.startswith("xl/worksheets/") else c for n, c in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'<row r="3"', b'<row r="999999999"', "too_many_rows"),
        (b'r="A3"', b'r="QQQQ3"', "not_well_formed"),
        (b"<sheetData>", b"<sheetData><!-- offen ", "not_well_formed"),
        (b"<worksheet", b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet", "dtd"),
    ],
)
def test_a_broken_workbook_is_refused_as_a_whole(
    tmp_path: Path, catalogue: OccupationIndex, old: bytes, new: bytes, code: str
) -> None:
    rows: list[list[Any]] = [HEADINGS, ["A", 1], ["B", 2]]
    path = _broken_sheet(workbook(tmp_path / "a.xlsx", rows), old, new)
    with pytest.raises(ExchangeError) as caught:
        read(path, catalogue, LAYOUT)
    assert caught.value.code == code


def test_a_wrong_size_of_the_sheet_loses_no_row(tmp_path: Path, catalogue: OccupationIndex) -> None:
    rows: list[list[Any]] = [HEADINGS, ["A", 1], ["B", 2]]
    path = _broken_sheet(workbook(tmp_path / "a.xlsx", rows), b'<dimension ref="A1:G3"', b'<dimension ref="A1:A1"')
    _, records = read(path, catalogue, LAYOUT)
    assert len(records) == 2


def test_a_workbook_that_unpacks_to_very_much_is_refused(tmp_path: Path, catalogue: OccupationIndex) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADINGS, ["A", 1]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/sharedStrings.xml", b" " * (table_rows.LONGEST_STRINGS + 1))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(ExchangeError) as caught:
        read(path, catalogue, LAYOUT)
    assert caught.value.code == "too_big"


def test_more_columns_than_a_table_has_are_refused(tmp_path: Path, catalogue: OccupationIndex) -> None:
    path = table(tmp_path / "a.csv", [[f"s{n}" for n in range(500)]])
    with pytest.raises(ExchangeError) as caught:
        read(path, catalogue)
    assert caught.value.code == "too_many_columns"
