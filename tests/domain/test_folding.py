import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqdesk.domain.folding import fold, fold_plain, search_text, words


@pytest.mark.parametrize("typed", ["Mueller", "muller", "MÜLLER", "müller", "Mu\u0308ller"])
def test_every_way_of_typing_mueller_finds_mueller(typed: str) -> None:
    stored = words(search_text("Müller"))
    assert fold(typed) in stored or fold_plain(typed) in stored


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Straße", "strasse"), ("STRASSE", "strasse"), ("Łódź", "lodz"), ("Ağaoğlu", "agaoglu"), ("Nguyễn", "nguyen")],
)
def test_letters_of_other_languages_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_plain(fold_plain(text)) == fold_plain(text)


@given(st.text())
def test_upper_and_lower_case_fold_alike(text: str) -> None:
    assert fold(text.casefold()) == fold(text)


def test_words_without_umlauts_are_stored_once() -> None:
    assert search_text("Lager", "Kehl") == "lager kehl"


def test_only_words_that_differ_are_stored_twice() -> None:
    assert search_text("Prüfung im Lager") == "pruefung im lager prufung"
