"""Files: same input, same bytes; nothing half written; clear codes for what goes wrong."""

import errno
import os
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from nqdesk.domain.portfolio import Variant
from nqdesk.papers.errors import PapersError
from nqdesk.papers.portfolio import make
from nqdesk.papers.target_file import write
from tests.papers.books import book
from tests.papers.making import printed


@pytest.mark.parametrize("variant", list(Variant))
def test_the_same_book_gives_the_same_bytes(variant: Variant, tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    result = printed(book(20), variant, first)
    printed(book(20), variant, second)
    assert first.read_bytes() == second.read_bytes()
    assert result.path == first
    with pikepdf.open(first) as pdf:
        assert len(pdf.pages) == result.pages


def test_progress_counts_offers_and_ends_complete(tmp_path: Path) -> None:
    steps = list(make(book(40), Variant.FULL, tmp_path / "a.pdf"))
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert steps[-1].done == steps[-1].total == 40
    assert {step.stage for step in steps} == {"pages", "paper_writing"}


def test_a_cancelled_job_leaves_no_file(tmp_path: Path) -> None:
    job = make(book(40), Variant.FULL, tmp_path / "a.pdf")
    next(job)
    next(job)
    job.close()
    assert list(tmp_path.iterdir()) == []


def test_an_old_file_is_replaced_and_no_temporary_one_stays(tmp_path: Path) -> None:
    out = tmp_path / "Portfolio Frühjahr.pdf"
    out.write_bytes(b"alt")
    printed(book(3), Variant.POSTER, out)
    assert out.read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(PapersError) as found:
        printed(book(3), Variant.POSTER, tmp_path / "gibt" / "es" / "nicht.pdf")
    assert found.value.code == "paper_place_missing"
    assert found.value.values["name"] == "nicht.pdf"


def test_a_target_that_cannot_be_replaced_stays_as_it_is(tmp_path: Path) -> None:
    out = tmp_path / "ordner.pdf"
    out.mkdir()
    with pytest.raises(PapersError) as found:
        write(out, b"neu")
    assert found.value.code in {"paper_write_failed", "target_open"}
    assert out.is_dir()
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_full_disk_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    out = tmp_path / "a.pdf"
    out.write_bytes(b"alt")
    with pytest.raises(PapersError) as found:
        write(out, b"neu")
    assert found.value.code == "paper_disk_full"
    assert out.read_bytes() == b"alt"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_file_held_by_another_program_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(_from: Path, _to: Path) -> None:
        raise PermissionError(errno.EACCES, "held")

    out = tmp_path / "a.pdf"
    out.write_bytes(b"alt")
    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(PapersError) as found:
        write(out, b"neu")
    assert found.value.code == "target_open"
    assert out.read_bytes() == b"alt"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="rights do not bind here")
def test_a_folder_without_right_to_write_is_told_apart(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(PapersError) as found:
            write(tmp_path / "a.pdf", b"neu")
        assert found.value.code == "paper_read_only_place"
    finally:
        tmp_path.chmod(0o700)


def test_nothing_to_print_is_said_before_anything_is_written(tmp_path: Path) -> None:
    empty = replace(book(3), sections=())
    for portfolio, occupation in ((empty, ""), (book(3), "Beruf, den es nicht gibt")):
        with pytest.raises(PapersError) as found:
            printed(portfolio, Variant.OVERVIEW, tmp_path / "a.pdf", occupation)
        assert found.value.code == "nothing_to_print"
    assert list(tmp_path.iterdir()) == []


def test_the_file_says_who_made_it_and_in_which_language(tmp_path: Path) -> None:
    printed(book(3), Variant.FULL, out := tmp_path / "a.pdf")
    with pikepdf.open(out) as pdf:
        assert str(pdf.Root.Lang) == "de-DE"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == str(pdf.docinfo["/Title"]) == "Angebotsportfolio: Nachqualifizierung am Oberrhein"
            assert xmp["dc:creator"] == ["Beratungsstelle Nachqualifizierung Oberrhein"]
            assert xmp["pdfuaid:part"] == "1"
