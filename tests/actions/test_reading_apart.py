"""A large file is read by another process: the same records, the same errors, and nothing is left running."""

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest

from nqdesk.actions import catalogue, reading_apart
from nqdesk.domain.incoming import Incoming, IncomingOffer
from nqdesk.exchange import reading
from nqdesk.exchange.errors import ExchangeError
from tests.exchange.catalogue_maker import write_catalogue


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_catalogue(tmp_path_factory.mktemp("apart") / "katalog.xml", 1200).path


def test_the_records_are_those_of_reading_here(file: Path) -> None:
    head, records = reading_apart.open_file(file, (), large=1)
    expected_head, expected = reading.open_file(file, catalogue.occupations())
    assert head == expected_head
    assert [_content(record) for record in records] == [_content(record) for record in expected]
    assert multiprocessing.active_children() == []


def _content(record: Incoming) -> Incoming:
    if not isinstance(record, IncomingOffer):
        return record
    return replace(record, offer=replace(record.offer, id=""), provider=replace(record.provider, id=""))


def test_an_error_in_the_middle_comes_over_with_its_line(file: Path, tmp_path: Path) -> None:
    cut = tmp_path / "halb.xml"
    cut.write_bytes(file.read_bytes()[:-3000])
    _, records = reading_apart.open_file(cut, (), large=1)
    with pytest.raises(ExchangeError) as caught:
        list(records)
    assert (caught.value.code, caught.value.values["name"]) == ("not_well_formed", "halb.xml")
    assert int(caught.value.values["line"]) > 0
    assert multiprocessing.active_children() == []


def test_closing_the_records_ends_the_process(file: Path) -> None:
    _, records = reading_apart.open_file(file, (), large=1)
    next(records)
    assert len(multiprocessing.active_children()) == 1
    records.close()
    assert multiprocessing.active_children() == []


def test_a_process_that_is_ended_from_outside_is_told(file: Path) -> None:
    _, records = reading_apart.open_file(file, (), large=1)
    next(records)
    (process,) = multiprocessing.active_children()
    process.kill()
    process.join()
    with pytest.raises(ExchangeError) as caught:
        list(records)
    assert caught.value.code == "reading_stopped"


def test_a_small_file_is_read_here(file: Path) -> None:
    _, records = reading_apart.open_file(file, (), large=1 << 40)
    next(records)
    assert multiprocessing.active_children() == []
