"""The shipped catalogue of occupations."""

import json
import time
from typing import Any

import pytest

from nqdesk.domain.occupations import TqStatus
from nqdesk.exchange.occupation_files import read
from nqdesk.resource_files import path

FILE = path("occupations/occupations.json")
OCCUPATIONS = read(FILE)
BY_TITLE = {o.title: o for o in OCCUPATIONS}


def _content() -> Any:
    return json.loads(FILE.read_text(encoding="utf-8"))


def test_the_file_names_its_sources_its_date_and_its_licences() -> None:
    about = _content()["about"]
    assert about["as_of"] == "2026-08-19"
    assert about["sources"]
    assert "§ 5 UrhG" in about["licence"]


def test_every_occupation_has_what_the_portfolio_prints() -> None:
    assert len(OCCUPATIONS) == 125
    assert len({o.id for o in OCCUPATIONS}) == 125
    for o in OCCUPATIONS:
        assert o.id.startswith(f"{o.kldb}-")
        assert o.months in (24, 36, 42)
        assert o.requirement_level == int(o.kldb[4])
        assert o.field_code == o.kldb[:2]
        assert o.field_title
        assert o.competent_body
        assert o.law
        assert o.ba_code == "" or o.ba_code.removeprefix("B ").startswith(o.dkz)


def test_the_proof_of_partial_qualifications_is_kept_apart_from_hearsay() -> None:
    counts = {status: sum(o.tq_status is status for o in OCCUPATIONS) for status in TqStatus}
    assert counts == {TqStatus.BELEGT: 30, TqStatus.UNBESTAETIGT: 60, TqStatus.KEIN_HINWEIS: 35}
    assert all(o.tq_source for o in OCCUPATIONS if o.tq_status is TqStatus.BELEGT)
    assert all(o.tq_status is TqStatus.BELEGT for o in OCCUPATIONS if o.structures)


def test_only_proven_structures_are_complete() -> None:
    complete = {o.title: [s for s in o.structures if s.complete] for o in OCCUPATIONS}
    assert {title: [s.count for s in found] for title, found in complete.items() if found} == {
        "Fachlagerist/in": [5],
        "Servicekraft für Schutz und Sicherheit": [4],
        "Konstruktionsmechaniker/in": [9],
    }
    for o in OCCUPATIONS:
        for s in o.structures:
            assert s.source
            assert all(m.name for m in s.modules)
            if s.complete:
                assert [m.number for m in s.modules] == list(range(1, (s.count or 0) + 1))


def test_a_structure_of_a_superseded_regulation_proves_no_number() -> None:
    (structure,) = BY_TITLE["Verkäufer/in"].structures
    assert structure.count is None
    assert not structure.complete
    assert "alte Ausbildungsordnung" in structure.source


def test_what_was_left_out_is_named() -> None:
    assert len(_content()["about"]["structures_left_out"]) == 6


@pytest.mark.parametrize("title", ["Fachlagerist/in", "Berufskraftfahrer/in"])
def test_single_modules_without_the_whole_are_not_a_complete_structure(title: str) -> None:
    for structure in BY_TITLE[title].structures:
        assert structure.complete == (len(structure.modules) == structure.count)


def test_reading_takes_no_longer_than_a_few_parses_of_the_file() -> None:
    text = FILE.read_text(encoding="utf-8")
    floor = min(_taken(lambda: json.loads(text)) for _ in range(5))
    assert min(_taken(lambda: read(FILE)) for _ in range(5)) < 10 * floor + 0.01


def _taken(work: Any) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
