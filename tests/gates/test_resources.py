"""Data that came from elsewhere say where from, of which day and under which licence."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.gates.source_code import ROOT

RESOURCES = ROOT / "resources"
INVENTED = Path("funding", "examples")
COMPILED = Path("funding", "compiled")
LARGEST = 8_000_000


def data_files(*suffixes: str) -> list[Path]:
    """Return the data files of these kinds below the resources; not own texts, invented cases, compiled rules."""
    found = [path.relative_to(RESOURCES) for path in RESOURCES.rglob("*") if path.suffix in suffixes]
    return sorted(path for path in found if path.parts[0] != "texts" and path.parent not in (INVENTED, COMPILED))


@pytest.mark.parametrize("name", data_files(".tsv", ".csv"), ids=str)
def test_a_table_begins_with_its_source_and_licence(name: Path) -> None:
    head = []
    with (RESOURCES / name).open(encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                break
            head.append(line)
    text = "".join(head)
    assert re.search(r"Lizenz|erfunden", text)
    assert re.search(r"Quelle|aus den|erfunden", text)


@pytest.mark.parametrize("name", data_files(".json"), ids=str)
def test_a_json_file_names_day_sources_and_licence(name: Path) -> None:
    about = json.loads((RESOURCES / name).read_text(encoding="utf-8"))["about"]
    assert about["sources"]
    assert about["licence"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", about["as_of"])


@pytest.mark.parametrize("name", data_files(".toml"), ids=str)
def test_a_text_about_the_law_names_its_source_and_day(name: Path) -> None:
    text = (RESOURCES / name).read_text(encoding="utf-8")
    assert tomllib.loads(text)
    assert re.search(r"^(source|sources|quelle)\b", text, re.MULTILINE)
    assert re.search(r"^(as_of|stand)\b", text, re.MULTILINE)


def test_the_fonts_bring_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (RESOURCES / "fonts" / "OFL.txt").read_text(encoding="utf-8").upper()


def test_demo_data_say_that_they_are_invented() -> None:
    files = [path for path in (RESOURCES / "demo").rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert re.search(r"[Bb]eispiel|erfunden", path.read_text(encoding="utf-8")), path.name


def test_example_cases_are_called_invented() -> None:
    titles = tomllib.loads((RESOURCES / "texts" / "funding.toml").read_text(encoding="utf-8"))["phrase"]
    files = sorted((RESOURCES / INVENTED).glob("*.json"))
    assert len(files) >= 4
    assert [path.stem for path in files if "(erfunden)" not in titles[f"example_case_{path.stem}"]] == []


def test_no_shipped_file_is_huge() -> None:
    assert not [str(p) for p in RESOURCES.rglob("*") if p.is_file() and p.stat().st_size > LARGEST]
