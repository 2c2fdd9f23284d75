import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqdesk.store.recovery_code import ALPHABET, new_code, read_code


def test_a_code_has_five_groups_and_120_random_bits() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all([len(group) for group in code.split("-")] == [5] * 5 for code in codes)
    assert all(set(code) <= set(ALPHABET) | {"-"} for code in codes)


@pytest.mark.parametrize(
    "typed", [str.lower, lambda c: c.replace("-", " "), lambda c: c.replace("-", ""), lambda c: f"  {c}\n"]
)
def test_case_blanks_and_hyphens_do_not_matter(typed: object) -> None:
    code = new_code()
    assert callable(typed)
    assert read_code(typed(code)) == code


def test_letters_that_a_code_never_holds_are_read_as_what_they_look_like() -> None:
    code = next(c for c in iter(new_code, "") if "0" in c and "1" in c)
    assert read_code(code.replace("0", "O").replace("1", "l")) == code


@given(place=st.integers(0, 24), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(place: int, other: str) -> None:
    symbols = list(new_code().replace("-", ""))
    if symbols[place] != other:
        symbols[place] = other
        assert read_code("".join(symbols)) is None


@pytest.mark.parametrize("typed", ["", "-----", "ABC", "Ä" * 25, "0" * 26, "0" * 24])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert read_code(typed) is None
