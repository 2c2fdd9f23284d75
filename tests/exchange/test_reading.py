"""Any file is recognised by its content; what cannot be read says why in one plain sentence."""

import io
import zipfile
from pathlib import Path

import pytest

from nqdesk.actions import messages
from nqdesk.domain.occupation_index import OccupationIndex
from nqdesk.exchange import reading
from nqdesk.exchange.errors import ExchangeError
from tests.exchange.answer_maker import an_answer, an_entry, write_answer
from tests.exchange.catalogue_maker import write_catalogue
from tests.exchange.services import catalogue_text, service


def failure(path: Path, catalogue: OccupationIndex) -> ExchangeError:
    """Return the error that reading a file to its end raises; its sentence must be complete."""
    with pytest.raises(ExchangeError) as caught:
        list(reading.open_file(path, catalogue)[1])
    sentence = messages.sentence(caught.value.code, caught.value.values)
    assert "…" not in sentence
    return caught.value


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_name_of_a_file_does_not_matter(tmp_path: Path, catalogue: OccupationIndex) -> None:
    xml = write_catalogue(tmp_path / "katalog.csv", 2).path
    answer = write_answer(tmp_path / "antwort.xml", an_answer(an_entry()))
    table = written(tmp_path / "tabelle.json", "Titel;Nummer\n" + "Kurs;1\n")
    assert reading.open_file(xml, catalogue)[0].format == "openqcat"
    assert reading.open_file(answer, catalogue)[0].format == "ba"
    assert failure(table, catalogue).code == "layout_unknown"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"%PDF-1.7 ...", "not_courses"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"<!DOCTYPE html><html></html>", "html"),
        (b"\n<html><body></body></html>", "html"),
        (b"<kurse><kurs/></kurse>", "not_openqcat"),
        (b"<OPENQCAT><HEADER/>", "not_well_formed"),
        (b"<OPENQCAT><NEW_CATALOG/></OPENQCAT>", "no_records"),
        (b'<?xml version="1.0" encoding="utf-8"?><SERVICE><TITLE>K\xf6che</TITLE></SERVICE>', "wrong_encoding"),
        (b'<?xml version="1.0" encoding="klingon"?><SERVICE/>', "wrong_encoding"),
        (b"<OPENQCAT>&unbekannt;</OPENQCAT>", "entity"),
        (b"<OPENQCAT>" + b"<a>" * 3_000 + b"</a>" * 3_000 + b"</OPENQCAT>", "too_deep"),
        (b'{"angebote": [', "not_well_formed"),
        (b'{"wetter": "gut"}', "not_courses"),
        (b'{"_embedded": {"termine": []}}', "no_records"),
        (b"[" * 100_000, "too_deep"),
        (b'{"_embedded": {"termine": [NaN]}}', "not_well_formed"),
        (b"nur ein Satz ohne Tabelle", "no_headings"),
        (b"\x00\x01\x02\x03binaer", "not_courses"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    tmp_path: Path, catalogue: OccupationIndex, content: bytes, code: str
) -> None:
    error = failure(written(tmp_path / "datei", content), catalogue)
    assert error.code == code
    assert error.values["name"] == "datei"


def test_a_catalogue_cut_off_in_the_middle_fails_while_it_is_read(tmp_path: Path, catalogue: OccupationIndex) -> None:
    content = write_catalogue(tmp_path / "a.xml", 40).path.read_bytes()
    error = failure(written(tmp_path / "b.xml", content[: len(content) // 2]), catalogue)
    assert error.code == "not_well_formed"
    assert int(error.values["line"]) > 100


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE OPENQCAT [<!ENTITY a "b">]>',
        '<!DOCTYPE OPENQCAT SYSTEM "http://127.0.0.1:9/x.dtd">',
        "<!-- " + "x" * 100_000 + ' --><!DOCTYPE OPENQCAT [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_document_type_is_refused(tmp_path: Path, catalogue: OccupationIndex, prolog: str) -> None:
    path = written(tmp_path / "a.xml", catalogue_text(service(), declaration=prolog))
    assert failure(path, catalogue).code == "dtd"


def test_one_enormous_record_is_refused(tmp_path: Path, catalogue: OccupationIndex) -> None:
    large = service(details="<KEYWORD>Lager</KEYWORD>" * 500_000)
    assert failure(written(tmp_path / "a.xml", catalogue_text(large)), catalogue).code == "record_too_big"


def test_many_small_elements_beside_the_services_are_no_obstacle(tmp_path: Path, catalogue: OccupationIndex) -> None:
    maps = "<SERVICE_TO_CATALOGGROUP_MAP><PROD_ID_REF>4711</PROD_ID_REF></SERVICE_TO_CATALOGGROUP_MAP>" * 120_000
    path = written(tmp_path / "a.xml", catalogue_text(service(), maps))
    assert len(list(reading.open_file(path, catalogue)[1])) == 1


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path, catalogue: OccupationIndex) -> None:
    assert failure(tmp_path / "fehlt.xml", catalogue).code == "file_missing"
    assert failure(tmp_path, catalogue).code == "file_is_folder"


def test_an_archive_that_is_no_workbook_is_to_be_unpacked(tmp_path: Path, catalogue: OccupationIndex) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("katalog.xml", "<OPENQCAT/>")
    assert failure(written(tmp_path / "a.zip", out.getvalue()), catalogue).code == "zip"


def test_the_file_can_be_moved_away_after_it_was_looked_at(tmp_path: Path, catalogue: OccupationIndex) -> None:
    path = write_catalogue(tmp_path / "a.xml", 3).path
    reading.open_file(path, catalogue)
    path.rename(tmp_path / "b.xml")
    head, records = reading.open_file(tmp_path / "b.xml", catalogue)
    assert next(records)
    assert head.name == "b.xml"
