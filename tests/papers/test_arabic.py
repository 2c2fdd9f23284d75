"""Arabic names are joined, run from right to left, and are read as they were typed."""

from pathlib import Path

from nqdesk.domain.portfolio import Variant
from nqdesk.papers.arabic import is_arabic, joined, runs, visual
from nqdesk.papers.lines import Run, broken
from nqdesk.papers.styles import BODY
from tests.papers.books import book, hard_offers, provider
from tests.papers.making import printed
from tests.papers.structure_reader import read

NAME = "مركز التدريب المهني"


def test_letters_take_the_forms_of_their_place() -> None:
    assert [f"{ord(c):04X}" for c in joined("بيت")] == ["FE91", "FEF4", "FE96"]  # initial, medial, final
    assert [f"{ord(c):04X}" for c in joined("دار")] == ["FEA9", "FE8D", "FEAD"]  # letters that join only backwards
    assert [f"{ord(c):04X}" for c in joined("سلام")] == ["FEB3", "FEFC", "FEE1"]  # lam with alef is one form


def test_vowel_marks_are_not_drawn() -> None:
    assert joined("مُحَمَّد") == joined("محمد")


def test_words_run_from_right_to_left_and_numbers_do_not() -> None:
    assert visual("بيت 12").endswith(joined("بيت")[::-1])
    assert visual("بيت 12")[:2] == "12"


def test_only_the_arabic_stretch_is_turned() -> None:
    assert runs(f"Verein {NAME} e.V.") == [("Verein ", False), (NAME, True), (" e.V.", False)]
    assert not is_arabic("Łódź, Ağaoğlu, Điện tử")


def test_lines_do_not_run_over() -> None:
    lines = broken([Run(f"{NAME} und {NAME} und {NAME}")], 90, BODY)
    assert len(lines) > 2
    assert all(line.width <= 90.02 for line in lines)


def test_a_name_comes_back_as_it_was_typed(tmp_path: Path) -> None:
    named = {f"p{n}": provider(n, name=f"Verein {NAME} Offenburg") for n in range(6)}
    printed(book(offers=hard_offers(), organisations=named), Variant.FULL, out := tmp_path / "a.pdf")
    assert f"Verein {NAME} Offenburg" in read(out).root.text
