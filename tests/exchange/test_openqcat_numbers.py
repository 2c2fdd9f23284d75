"""Numbers of a file are counted before it is parsed, and never too seldom."""

from collections import Counter
from pathlib import Path

import pytest

from nqdesk.domain.incoming import IncomingOffer
from nqdesk.domain.occupation_index import OccupationIndex
from nqdesk.exchange import reading
from nqdesk.exchange.openqcat_numbers import count_rows
from tests.exchange.catalogue_maker import write_catalogue

_ROW = "<SERVICE mode='new'><PRODUCT_ID>{}</PRODUCT_ID><A/><COURSE_ID>{}</COURSE_ID></SERVICE>"


def _file(tmp_path: Path, rows: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "zahlen.xml"
    path.write_bytes(f"<OPENQCAT><NEW_CATALOG>{rows}</NEW_CATALOG></OPENQCAT>\n".encode(encoding))
    return path


@pytest.mark.parametrize("services", [60, 900])
def test_the_counts_are_those_of_the_parsed_file(tmp_path: Path, catalogue: OccupationIndex, services: int) -> None:
    made = write_catalogue(tmp_path / "katalog.xml", services)
    head, records = reading.open_file(made.path, catalogue)
    rows = [r.offer.source_id for r in records if isinstance(r, IncomingOffer)]
    counts = reading.count_rows(made.path, head)
    assert counts is not None
    assert counts.rows == made.services
    assert counts.several == {number: count for number, count in Counter(rows).items() if count > 1}


def test_a_row_counts_for_both_numbers_it_names_and_once_for_one_it_names_twice(tmp_path: Path) -> None:
    rows = _ROW.format("A 1", "A 1") + _ROW.format("B", " A\n 1 ") + _ROW.format("C", "C")
    counts = count_rows(_file(tmp_path, rows))
    assert counts is not None
    assert (counts.rows, counts.several) == (3, {"A 1": 2})


@pytest.mark.parametrize(
    "rows",
    [
        _ROW.format("A&amp;B", "A"),
        _ROW.format("Ä", "A"),
        _ROW.format("<![CDATA[A]]>", "A"),
        _ROW.format("A", "A").replace("<PRODUCT_ID>", "<PRODUCT_ID lang='de'>"),
        _ROW.format("A", "A").replace("PRODUCT_ID", "q:PRODUCT_ID"),
        "",
    ],
)
def test_numbers_that_only_a_parser_can_read_are_not_counted(tmp_path: Path, rows: str) -> None:
    assert count_rows(_file(tmp_path, rows + _ROW.format("D", "D") if rows else "")) is None


def test_a_file_in_two_byte_characters_and_one_that_is_cut_off_are_not_counted(tmp_path: Path) -> None:
    assert count_rows(_file(tmp_path, _ROW.format("A", "A"), "utf-16")) is None
    whole = _file(tmp_path, _ROW.format("A", "A"))
    whole.write_bytes(whole.read_bytes()[:-20])
    assert count_rows(whole) is None
