"""Holding the rules against the law's words: what is borne out passes, what is not is named."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from nqdesk.domain.funding.rules import RuleBook
from nqdesk.exchange.rule_files import read_rules
from tests.domain.funding.books import instrument, sources
from tests.gates.source_code import ROOT

LAW = "# § 7 – Dauer\n\n(1) Wenn die Maßnahme\n\n1. seit mehr als vier Jahren besteht und 15 Prozent kostet.\n"


@pytest.fixture
def check_laws(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    return importlib.import_module("check_laws")


def book(expression: str, quote: str, law: str = "§ 7 Abs. 1 SGB III") -> RuleBook:
    text = instrument([expression]).replace('law = "§ 1"\nexpr', f'law = "{law}"\nquote = "{quote}"\nexpr')
    return read_rules(sources(text))


@pytest.mark.parametrize(
    ("expression", "quote", "law", "faults"),
    [
        ("massnahme.monate > 48", "mehr als vier Jahren besteht", "§ 7 Abs. 1 SGB III", []),
        ("massnahme.kosten * 0.15 > 1", "seit mehr … 15 Prozent", "§ 7 SGB III", []),
        ("massnahme.monate > 48", "mehr als fünf Jahren", "§ 7 SGB III", ["words not found"]),
        ("massnahme.monate > 48", "15 Prozent … vier Jahren", "§ 7 SGB III", ["words not found"]),
        ("massnahme.monate > 49", "mehr als vier Jahren", "§ 7 SGB III", ["figure 49 not found"]),
        ("massnahme.monate > 48", "mehr als vier Jahren", "§ 8 SGB III", ["paragraph not found"]),
        ("massnahme.monate > 48", "mehr als vier Jahren", "§ 7 BBiG", ["paragraph not found"]),
    ],
)
def test_words_and_figures_of_a_rule_must_stand_in_the_paragraph_it_cites(
    check_laws: ModuleType, tmp_path: Path, expression: str, quote: str, law: str, faults: list[str]
) -> None:
    (tmp_path / "sgb3.md").write_text(LAW, encoding="utf-8")
    found = check_laws.faults(book(expression, quote, law), check_laws.paragraphs(tmp_path))
    assert [line.rsplit(": ", 1)[1] for line in found] == faults
