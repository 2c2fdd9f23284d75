"""The sheet with the recovery code."""

import os
from pathlib import Path

import pytest

from nqdesk.papers.recovery_sheet import groups, make
from tests.papers.books import ON
from tests.papers.structure_reader import read

CODE = "ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2"


def test_the_code_stands_in_its_groups_on_one_page(tmp_path: Path) -> None:
    make(CODE, "Beratungsstelle Oberrhein", "nqdesk.nqd", ON, out := tmp_path / "blatt.pdf")
    sheet = read(out)
    assert sheet.page_count == 1
    assert CODE.replace("-", " ") in [element.text for element in sheet.root.all("P")]
    text = sheet.root.text
    for needed in ("Beratungsstelle Oberrhein", "nqdesk.nqd", "Wofür ist dieses Blatt?", "Wo bewahren Sie es auf?"):
        assert needed in text


def test_there_is_no_code_to_be_scanned(tmp_path: Path) -> None:
    make(CODE, "", "nqdesk.nqd", ON, out := tmp_path / "blatt.pdf")
    assert read(out).root.all("Figure") == []


def test_a_long_code_keeps_to_its_boxes(tmp_path: Path) -> None:
    make("WWWWWWWW-" * 7 + "WWWWWWWW", "Stelle", "a.nqd", ON, out := tmp_path / "blatt.pdf")
    assert read(out).page_count == 1


def test_a_code_without_groups_gets_some() -> None:
    assert groups("ABCDEFGHIJKL") == ["ABCDE", "FGHIJ", "KL"]
    assert groups("AB CD-EF") == ["AB", "CD", "EF"]


def test_an_empty_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="code"):
        make(" - ", "Stelle", "a.nqd", ON, tmp_path / "blatt.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such rights")
def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        for _ in range(2):  # new, and over the one that is there
            make(CODE, "Stelle", "a.nqd", ON, out := tmp_path / "blatt.pdf")
            assert out.stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)
