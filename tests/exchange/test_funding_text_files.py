"""The funding pages say what the law says: each paragraph cited exists, each figure stands in it."""

import re
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from nqdesk.domain.events import EventKind
from nqdesk.domain.portfolio_book import FundingText
from nqdesk.exchange.funding_text_files import read
from nqdesk.resource_files import path

LAWS = Path(__file__).resolve().parents[3] / "shared" / "domain" / "gesetze"
FILES = {
    "SGB III": "sgb3",
    "SGB II": "sgb2",
    "BBiG": "bbig",
    "HwO": "hwo",
    "BQFG": "bqfg",
    "DeuFöV": "deufoev",
}
CITATION = re.compile(r"§ (\d+[a-z]?)(?: Abs\. (\d+[a-z]?))? (SGB III|SGB II|BBiG|HwO|BQFG|DeuFöV)")
NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
WORDS = {"2": "zwei", "3": "drei", "4": "vier"}
DAY = re.compile(r"\d{1,2}\. (?:Januar|Juli) \d{4}")
LEVEL = re.compile(r"\b[ABC][12]\b")
SENTENCE = "Die Entscheidung trifft die zuständige Stelle."


@pytest.fixture(params=list(EventKind), ids=lambda kind: kind.value)
def page(request: pytest.FixtureRequest) -> FundingText:
    return read(path(f"funding_texts/{request.param.value}.toml"))


def test_there_is_a_page_for_each_audience() -> None:
    audiences = {read(file).audience for file in path("funding_texts").glob("*.toml")}
    assert audiences == set(EventKind)


def test_a_page_names_the_state_of_the_law_and_its_sources(page: FundingText) -> None:
    assert page.as_of == date(2026, 8, 19)
    assert page.sources
    assert all(heading and paragraphs for heading, paragraphs, _ in page.parts)


def test_a_page_says_who_decides_and_promises_nothing(page: FundingText) -> None:
    assert SENTENCE in page.summary
    assert page.parts[-1][1][-1].endswith(SENTENCE)
    said = " ".join([page.summary, *(p for _, paragraphs, _ in page.parts for p in paragraphs)]).lower()
    for word in ("bewilligt", "garantiert", "sicher gefördert", "bürgergeld"):
        assert word not in said


def test_every_part_cites_a_paragraph_in_a_form_that_can_be_checked(page: FundingText) -> None:
    for heading, paragraphs, citation in page.parts:
        assert CITATION.sub("", citation).strip(", ") == "", heading
        for paragraph in paragraphs:
            assert "§" not in CITATION.sub("", paragraph), heading
            for act in set(CITATION.findall(paragraph)):
                assert (act[0], act[2]) in {(c[0], c[2]) for c in CITATION.findall(citation)}, heading


def test_simple_language_has_short_sentences_and_no_paragraph_signs() -> None:
    page = read(path("funding_texts/learner.toml"))
    for _, paragraphs, _ in page.parts:
        for sentence in re.split(r"(?<=[.?!:])\s+", " ".join(paragraphs)):
            assert len(sentence.split()) <= 20, sentence
            assert "§" not in sentence


@lru_cache
def _law(name: str) -> dict[str, str]:
    text = (LAWS / f"{FILES[name]}.md").read_text(encoding="utf-8")
    sections = re.split(r"^# § ", text, flags=re.MULTILINE)[1:]
    return {section.split()[0]: section for section in sections}


def _cited(text: str) -> str:
    found = []
    for number, absatz, law in CITATION.findall(text):
        section = _law(law)[number]
        if absatz:
            parts = re.split(r"^\((\d+[a-z]?)\) ", section, flags=re.MULTILINE)
            section = dict(zip(parts[1::2], parts[2::2], strict=True))[absatz]
        found.append(section)
    return " ".join(found)


def _figures(text: str) -> list[str]:
    bare = LEVEL.sub("", DAY.sub("", CITATION.sub("", text)))
    return NUMBER.findall(bare)


@pytest.mark.skipif(not LAWS.is_dir(), reason="the folder with the texts of the laws is not here")
def test_every_cited_paragraph_exists_and_holds_every_figure_said(page: FundingText) -> None:
    checked = 0
    for heading, paragraphs, citation in page.parts:
        whole = _cited(citation)
        for paragraph in paragraphs:
            if paragraph.startswith("Beispiel:"):
                continue
            law = _cited(paragraph) if CITATION.search(paragraph) else whole
            law = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3})", "", law)
            for figure in _figures(paragraph):
                plain = figure.replace(".", "")
                forms = [rf"(?<![\d,]){re.escape(plain)}(?![\d,]\d)", *([WORDS[plain]] if plain in WORDS else [])]
                assert any(re.search(form, law) for form in forms), f"{heading}: {figure}"
                checked += 1
            for day in DAY.findall(paragraph):
                assert day in law, f"{heading}: {day}"
    assert checked >= 6
